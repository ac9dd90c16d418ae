#include "did/methods/ethr_state.hpp"

#include "tests/did/methods/ethr_support.hpp"

// Expected documents are the examples of the method specification, rebuilt from their facts.

namespace deed::did {
namespace {

using namespace test;

constexpr std::uint64_t kForever = 1'000'000;

/// A history as a test tells it; every event a block of its own, ten seconds apart.
class EthrStateTest : public testing::Test {
protected:
    EthrStateTest() { restart("did:ethr:0xf3beac30c498d9e26865f34fcaa57dbb935b0d74"); }

    void restart(const std::string& text) {
        did = must(Did::parse(text));
        state = std::make_unique<EthrState>(*did, must(parse_ethr(*did)), 1);
        now = 1000;
    }
    void apply(decltype(Erc1056Event::change) change) {
        now += 10;
        state->apply({std::move(change), 0, now / 10, now, 0});
    }
    void attribute(std::string_view name, ByteView value, std::uint64_t validity = kForever) {
        apply(AttributeChanged{named(name), to_bytes(value), now + 10 + validity});
    }
    void revoke(std::string_view name, ByteView value) {
        apply(AttributeChanged{named(name), to_bytes(value), 0});
    }
    void delegate(std::string_view type, std::uint8_t byte, std::uint64_t validity = kForever) {
        apply(DelegateChanged{named(type), registry::Address{byte}, now + 10 + validity});
    }

    json::Document document(std::optional<std::uint64_t> at = {}) {
        return must(state->document_at(at.value_or(now))).json();
    }
    /// The fragments of a list of ids or of things that have one.
    std::vector<std::string> fragments(const char* list, std::optional<std::uint64_t> at = {}) {
        std::vector<std::string> found;
        const json::Document made = document(at);
        const auto values = made.root().find(list);
        if (!values) return found;
        for (const json::Value value : values->array()) {
            const std::string id(value.is_string() ? value.string() : value.find("id")->string());
            EXPECT_TRUE(id.starts_with(did->to_string() + "#"));
            found.push_back(id.substr(did->to_string().size() + 1));
        }
        return found;
    }
    std::string member(const char* list, std::size_t index, const char* name) {
        const json::Document made = document();
        return json::to_string(*made.root().find(list)->array()[index].find(name));
    }
    bool has_context(std::string_view url) {
        const json::Document made = document();
        for (const json::Value one : made.root().find("@context")->array())
            if (one.is_string() ? one.string() == url : json::to_string(one) == url) return true;
        return false;
    }

    using Names = std::vector<std::string>;
    std::optional<Did> did;
    std::unique_ptr<EthrState> state;
    std::uint64_t now = 0;
};

TEST_F(EthrStateTest, WithoutEventsTheAccountOwnsItself) {
    EXPECT_EQ(document(), parsed(R"({
      "@context": ["https://www.w3.org/ns/did/v1",
                   "https://w3id.org/security/suites/secp256k1recovery-2020/v2"],
      "id": "did:ethr:0xf3beac30c498d9e26865f34fcaa57dbb935b0d74",
      "verificationMethod": [{
        "id": "did:ethr:0xf3beac30c498d9e26865f34fcaa57dbb935b0d74#controller",
        "type": "EcdsaSecp256k1RecoveryMethod2020",
        "controller": "did:ethr:0xf3beac30c498d9e26865f34fcaa57dbb935b0d74",
        "blockchainAccountId": "eip155:1:0xF3beAC30C498D9E26865F34fCAa57dBB935b0D74"}],
      "authentication": ["did:ethr:0xf3beac30c498d9e26865f34fcaa57dbb935b0d74#controller"],
      "assertionMethod": ["did:ethr:0xf3beac30c498d9e26865f34fcaa57dbb935b0d74#controller"]})"));
}

TEST_F(EthrStateTest, TheKeyOfTheIdentifierHasASayUntilTheOwnerChanges) {
    restart("did:ethr:0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    EXPECT_EQ(fragments("verificationMethod"), (Names{"controller", "controllerKey"}));
    EXPECT_EQ(fragments("authentication"), (Names{"controller", "controllerKey"}));
    EXPECT_EQ(fragments("assertionMethod"), (Names{"controller", "controllerKey"}));
    EXPECT_EQ(parsed(member("verificationMethod", 1, "publicKeyJwk")), parsed(R"({
        "kty": "EC", "crv": "secp256k1", "x": "eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g",
        "y": "SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg"})"));
    EXPECT_TRUE(has_context("https://w3id.org/security/v2"));
    EXPECT_TRUE(has_context(
        R"({"publicKeyJwk":{"@id":"https://w3id.org/security#publicKeyJwk","@type":"@json"}})"));
    EXPECT_TRUE(must(state->document_at(now)).verification_methods()[1].public_key.has_value());
    apply(OwnerChanged{registry::Address{9}});
    EXPECT_EQ(fragments("verificationMethod"), (Names{"controller"}));
    apply(
        OwnerChanged{must(registry::parse_address("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"))});
    EXPECT_EQ(fragments("assertionMethod"), (Names{"controller", "controllerKey"}));
}

// "id properties of entries": the example, in its words.
TEST_F(EthrStateTest, NumbersCountEveryEventOfASection) {
    attribute("did/pub/CustomKey/veriKey/hex", as_bytes("one"));
    attribute("did/pub/CustomKey/veriKey/hex", as_bytes("two"));
    delegate("veriKey", 3, 35);
    attribute("did/svc/HubService", as_bytes("https://hubs.uport.me"));
    EXPECT_EQ(fragments("assertionMethod"),
              (Names{"controller", "delegate-1", "delegate-2", "delegate-3"}));
    EXPECT_EQ(fragments("service"), (Names{"service-1"}));
    revoke("did/pub/CustomKey/veriKey/hex", as_bytes("one"));
    EXPECT_EQ(fragments("assertionMethod"), (Names{"controller", "delegate-2", "delegate-3"}));
    delegate("veriKey", 5);
    const Names before{"controller", "delegate-2", "delegate-3", "delegate-5"};
    const Names after{"controller", "delegate-2", "delegate-5"};
    EXPECT_EQ(fragments("assertionMethod", 1030 + 35), before);
    EXPECT_EQ(fragments("assertionMethod", 1030 + 36), after);
    EXPECT_EQ(state->ends_between(0, 1065), (std::vector<std::uint64_t>{}));
    EXPECT_EQ(state->ends_between(1065, 1066), (std::vector<std::uint64_t>{1065}));
}

TEST_F(EthrStateTest, KeysOfTheKnownTypes) {
    attribute(
        "did/pub/Secp256k1/veriKey",
        must(from_hex("0x02b97c30de767f084ce3080168ee293053ba33b235d7116a3263d29f1450936b71")));
    attribute("did/pub/Ed25519/veriKey/base64",
              must(from_hex("0xc642b35757cc36906fa75fa0338bf33e5210c5bce4769324801fd64276d69d07")));
    attribute("did/pub/X25519/enc",
              must(from_hex("0x118557777ffb078774371a52b00fed75561dcf975e61c47553e664a617661052")));
    attribute(
        "did/pub/Multikey/sigAuth",
        must(from_hex("0xe70102b97c30de767f084ce3080168ee293053ba33b235d7116a3263d29f1450936b71")));
    EXPECT_EQ(fragments("authentication"), (Names{"controller", "delegate-4"}));
    EXPECT_EQ(fragments("assertionMethod"), (Names{"controller", "delegate-1", "delegate-2"}));
    EXPECT_EQ(fragments("keyAgreement"), (Names{"delegate-3"}));
    const auto type = [&](std::size_t i) { return member("verificationMethod", i, "type"); };
    EXPECT_EQ(type(1), "\"EcdsaSecp256k1VerificationKey2019\"");
    EXPECT_EQ(parsed(member("verificationMethod", 1, "publicKeyJwk")), parsed(R"({
        "kty": "EC", "crv": "secp256k1", "x": "uXww3nZ_CEzjCAFo7ikwU7ozsjXXEWoyY9KfFFCTa3E",
        "y": "Eo3YCZAgmRvnzQFA2p1y7gwQrnu4abZgVJKO41t2OeQ"})"));
    EXPECT_EQ(type(2), "\"Ed25519VerificationKey2020\"");
    EXPECT_EQ(member("verificationMethod", 2, "publicKeyMultibase"),
              "\"z6MksoBm2hUcoKLLHsUQ77iA5YXxwNskXJ9fs7V7z8edniop\"");
    EXPECT_EQ(type(3), "\"X25519KeyAgreementKey2020\"");
    EXPECT_EQ(member("verificationMethod", 3, "publicKeyMultibase"),
              "\"z6LScra2Lg8mSU6TkMX1AKJSn6ApwneQkfXgJZpj48hCp3N1\"");
    EXPECT_EQ(type(4), "\"Multikey\"");
    EXPECT_EQ(member("verificationMethod", 4, "publicKeyMultibase"),
              "\"zQ3shZtr1sUnrETvXPDa4gYSNE3gpJhdTkVmpYoWBuAiBsJ4G\"");
    for (const char* context :
         {"https://w3id.org/security/v2", "https://w3id.org/security/suites/ed25519-2020/v1",
          "https://w3id.org/security/suites/x25519-2020/v1",
          "https://w3id.org/security/multikey/v1"})
        EXPECT_TRUE(has_context(context)) << context;
    const Document made = must(state->document_at(now));
    for (const VerificationMethod& method : made.verification_methods())
        EXPECT_EQ(method.public_key.has_value(), !method.id.ends_with("#controller"));
}

// The specification's own example has a name of 33 bytes, which no registry takes.
TEST_F(EthrStateTest, KeysOfOtherTypesAreShownAsTheHintSays) {
    const Bytes value = must(from_hex("0x02b97c30de"));
    attribute("did/pub/CustomType/veriKey/hex", value);
    attribute("did/pub/CustomType/veriKey", value);
    attribute("did/pub/Foo/veriKey/base58", value);
    attribute("did/pub/Foo/veriKey/base64", value);
    attribute("did/pub/RSA/veriKey/pem", as_bytes("-----BEGIN"));
    EXPECT_EQ(member("verificationMethod", 1, "type"), "\"CustomType\"");
    EXPECT_EQ(member("verificationMethod", 1, "publicKeyHex"), "\"02b97c30de\"");
    EXPECT_EQ(member("verificationMethod", 2, "publicKeyHex"), "\"02b97c30de\"");
    EXPECT_EQ(member("verificationMethod", 3, "publicKeyBase58"), "\"Jq45rV\"");
    EXPECT_EQ(member("verificationMethod", 4, "publicKeyBase64"), "\"Arl8MN4=\"");
    EXPECT_EQ(member("verificationMethod", 5, "publicKeyPem"), "\"-----BEGIN\"");
    EXPECT_TRUE(has_context(R"({"publicKeyBase58":"https://w3id.org/security#publicKeyBase58",)"
                            R"("publicKeyBase64":"https://w3id.org/security#publicKeyBase64",)"
                            R"("publicKeyHex":"https://w3id.org/security#publicKeyHex",)"
                            R"("publicKeyPem":"https://w3id.org/security#publicKeyPem"})"));
}

TEST_F(EthrStateTest, DelegatesHaveTheRelationshipOfTheirType) {
    delegate("sigAuth", 1);
    delegate("veriKey", 2);
    delegate("somethingElse", 3);
    apply(DelegateChanged{Word{0xff, 0xfe}, registry::Address{4}, now + 1000});  // not UTF-8
    delegate("veriKey", 5);
    EXPECT_EQ(fragments("authentication"), (Names{"controller", "delegate-1"}));
    EXPECT_EQ(fragments("assertionMethod"), (Names{"controller", "delegate-2", "delegate-4"}));
    EXPECT_EQ(member("verificationMethod", 2, "blockchainAccountId"),
              "\"eip155:1:0x0200000000000000000000000000000000000000\"");
    EXPECT_TRUE(state->left_out_at(now).empty());
}

TEST_F(EthrStateTest, ARevocationHoldsInItsOwnSecond) {
    delegate("veriKey", 1);
    delegate("veriKey", 1, 0);  // what revokeDelegate() emits: valid until its block's time
    EXPECT_EQ(fragments("assertionMethod"), (Names{"controller"}));
    attribute("did/svc/Hub", as_bytes("https://a.example"), 0);
    EXPECT_TRUE(fragments("service").empty());
    EXPECT_TRUE(state->left_out_at(now).empty());
    // Granted again, it has the number of that event.
    delegate("veriKey", 1);
    EXPECT_EQ(fragments("assertionMethod"), (Names{"controller", "delegate-3"}));
    // The last word counts, also where it shortens.
    delegate("veriKey", 1, 5);
    EXPECT_EQ(fragments("assertionMethod", now + 5), (Names{"controller", "delegate-4"}));
    EXPECT_EQ(fragments("assertionMethod", now + 6), (Names{"controller"}));
}

TEST_F(EthrStateTest, ValidityBeyondAllNumbersNeverEnds) {
    apply(DelegateChanged{named("veriKey"), registry::Address{1}, Uint256::max()});
    constexpr std::uint64_t kLast = ~std::uint64_t{0};
    EXPECT_EQ(fragments("assertionMethod", kLast), (Names{"controller", "delegate-1"}));
    EXPECT_TRUE(state->ends_between(0, kLast).empty());
}

TEST_F(EthrStateTest, ServicesAreUrisOrJson) {
    attribute("did/svc/HubService", as_bytes("https://hubs.uport.me"));
    attribute("did/svc/Json", as_bytes(R"({"uri":"https://a.example","accept":["x"]})"));
    attribute("did/svc/List", as_bytes(R"(["https://a.example","https://b.example"])"));
    EXPECT_EQ(fragments("service"), (Names{"service-1", "service-2", "service-3"}));
    EXPECT_EQ(member("service", 0, "serviceEndpoint"), "\"https://hubs.uport.me\"");
    EXPECT_EQ(member("service", 0, "type"), "\"HubService\"");
    EXPECT_EQ(member("service", 1, "serviceEndpoint"),
              R"({"uri":"https://a.example","accept":["x"]})");
    EXPECT_EQ(member("service", 2, "serviceEndpoint"),
              R"(["https://a.example","https://b.example"])");
}

// One bad attribute must not take the whole DID from everybody; what is left out gives nobody
// anything, and is named.
TEST_F(EthrStateTest, WhatNobodyCouldUseIsCountedAndLeftOut) {
    const auto left_out = [&] {
        Names ids;
        for (const std::string& id : state->left_out_at(now))
            ids.push_back(id.substr(did->to_string().size()));
        return ids;
    };
    attribute("did/svc/A", as_bytes("no uri"));
    attribute("did/svc/A", as_bytes("7"));
    attribute("did/svc/A", as_bytes(R"({"a":1,"a":2})"));
    attribute("did/svc/A", Bytes{0xff, 0xfe});
    attribute("did/svc/A", Bytes(20'000, 'a'));
    attribute("did/svc/A/b", as_bytes("https://a.example"));
    attribute("did/svc/A-b", as_bytes("https://a.example"));
    EXPECT_TRUE(fragments("service").empty());
    EXPECT_EQ(left_out(), (Names{"#service-1", "#service-2", "#service-3", "#service-4",
                                 "#service-5", "#service-6", "#service-7"}));
    attribute("did/svc/A", as_bytes("https://a.example"));
    EXPECT_EQ(fragments("service"), (Names{"service-8"}));

    restart(did->to_string());
    attribute("did/pub/Ed25519/veriKey", Bytes(31, 1));
    attribute("did/pub/Ed25519/veriKey", Bytes(32, 0xff));
    attribute("did/pub/Secp256k1/veriKey", Bytes(33, 5));
    attribute("did/pub/Multikey/veriKey", Bytes{0xed, 0x01, 1});
    attribute("did/pub/Foo/veriKey", Bytes(5000, 1));
    attribute("did/pub/Foo/veriKey", {});
    attribute("did/pub/Foo/veriKey/rot13", Bytes{1});
    attribute("did/pub/Foo/other", Bytes{1});
    attribute("did/pub/Foo", Bytes{1});
    attribute("did/pub/JsonWebKey/veriKey", Bytes{1});
    attribute("did/pub/RSA/veriKey/pem", Bytes{0xff});
    EXPECT_EQ(fragments("verificationMethod"), (Names{"controller"}));
    EXPECT_EQ(left_out().size(), 11U);
    attribute("did/pub/Foo/veriKey", Bytes{1});
    EXPECT_EQ(fragments("assertionMethod"), (Names{"controller", "delegate-12"}));
    // Attributes that are no part of documents count for nothing.
    attribute("did/publ", Bytes{1});
    attribute("name", Bytes{1});
    EXPECT_EQ(left_out().size(), 11U);
}

TEST_F(EthrStateTest, MoreThanADocumentMayHaveIsNoDocument) {
    for (std::uint8_t i = 1; i <= 64; ++i) delegate("veriKey", i);
    const auto made = state->document_at(now);
    EXPECT_EQ(deed::test::code_of(made), "did.invalid_document");
}

TEST_F(EthrStateTest, NobodysDidIsOverForGood) {
    delegate("veriKey", 1);
    apply(OwnerChanged{registry::Address{}});
    delegate("veriKey", 2);
    apply(OwnerChanged{registry::Address{3}});
    EXPECT_TRUE(state->is_deactivated());
    EXPECT_EQ(document(), parsed(R"({
      "@context": "https://www.w3.org/ns/did/v1",
      "id": "did:ethr:0xf3beac30c498d9e26865f34fcaa57dbb935b0d74",
      "verificationMethod": [], "assertionMethod": [], "authentication": []})"));
}

}  // namespace
}  // namespace deed::did
