#include <string>
#include <vector>

#include "did/document.hpp"
#include "did/errors.hpp"
#include "tests/did/document_support.hpp"

// Every rule of specs/did-weid.md section 2, broken one at a time: the full document with one place
// replaced or removed, and the pointer that the error must name.

namespace deed::did {
namespace {

using test::example_did;
using test::full_json;

struct Fault {
    std::string place;  ///< what is replaced, or added
    std::string value;  ///< JSON; empty: the place is removed
    std::string where;  ///< the error's pointer
};

json::Document broken(const Fault& fault) {
    if (fault.value.empty()) return full_json().without(fault.place).value();
    const auto value = json::Document::parse(fault.value).value();
    return full_json().with(fault.place, value.root()).value();
}

void expect_faults(const std::vector<Fault>& table) {
    for (const Fault& fault : table) {
        SCOPED_TRACE(fault.place + " = " + fault.value.substr(0, 80));
        const auto document = Document::parse(broken(fault), example_did());
        EXPECT_CODE(document, errors::kInvalidDocument);
        if (document) continue;
        EXPECT_EQ(document.error().where(), fault.where);
    }
}

TEST(DocumentFault, Head) {
    expect_faults({
        {"/@context", "", ""},
        {"/@context", R"("https://www.w3.org/ns/did/v1")", "/@context"},
        {"/@context", "[]", "/@context"},
        {"/@context/0", R"("https://www.w3.org/ns/did/v1.1")", "/@context/0"},
        {"/@context/0", R"({"a":"https://www.w3.org/ns/did/v1"})", "/@context/0"},
        {"/@context/0", "null", "/@context/0"},
        {"/id", "", ""},
        {"/id", "7", "/id"},
        {"/id", R"("did:example:2")", "/id"},
        {"/id", R"("did:example:1#x")", "/id"},
    });
    for (const char* text : {"[]", "null", "\"did:example:1\"", "1", "{}"}) {
        const auto document = Document::parse(json::Document::parse(text).value(), example_did());
        EXPECT_CODE(document, errors::kInvalidDocument) << text;
    }
}

TEST(DocumentFault, MethodMembers) {
    const std::string at = "/verificationMethod/0";
    expect_faults({
        {"/verificationMethod", "{}", "/verificationMethod"},
        {"/verificationMethod", R"("did:example:1#ed")", "/verificationMethod"},
        {at, R"("did:example:1#ed")", at},
        {at, "[]", at},
        {at + "/id", "", at},
        {at + "/id", "1", at + "/id"},
        {at + "/id", R"("#ed")", at + "/id"},
        {at + "/id", R"("did:example:1")", at + "/id"},
        {at + "/id", R"("did:example:1#")", at + "/id"},
        {at + "/id", R"("did:example:2#ed")", at + "/id"},
        {at + "/id", R"("did:example:1#a b")", at + "/id"},
        {at + "/id", R"("https://example.com/#ed")", at + "/id"},
        {at + "/id", R"("did:example:1#p256")", "/verificationMethod/1/id"},
        {at + "/type", "", at},
        {at + "/type", R"(["Multikey"])", at + "/type"},
        {at + "/controller", "", at},
        {at + "/controller", R"(["did:example:1"])", at + "/controller"},
        {at + "/controller", R"("did:example:1#x")", at + "/controller"},
        {at + "/controller", R"("example")", at + "/controller"},
        {at + "/expires", "1", at + "/expires"},
        {at + "/expires", R"("2030-01-01")", at + "/expires"},
        {at + "/expires", R"("2030-01-01T00:00:00")", at + "/expires"},
        {at + "/revoked", "null", at + "/revoked"},
        {at + "/revoked", R"("2030-13-01T00:00:00Z")", at + "/revoked"},
    });
}

TEST(DocumentFault, MethodKeys) {
    const std::string multikey = "/verificationMethod/0";
    const std::string jwk = "/verificationMethod/1";
    const std::string unknown = "/verificationMethod/4";
    expect_faults({
        {multikey + "/publicKeyMultibase", "", multikey},
        {multikey + "/publicKeyMultibase", "{}", multikey + "/publicKeyMultibase"},
        {multikey + "/publicKeyMultibase", R"("")", multikey + "/publicKeyMultibase"},
        {multikey + "/publicKeyMultibase", R"("z")", multikey + "/publicKeyMultibase"},
        // an Ed25519 key of 31 bytes
        {multikey + "/publicKeyMultibase", R"("z2DQUz8yxybcgY49o2TDENNPqPQBbVynuU6CcNCWtSMrwMx")",
         multikey + "/publicKeyMultibase"},
        // base58 has no 0
        {multikey + "/publicKeyMultibase", R"("z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW0")",
         multikey + "/publicKeyMultibase"},
        // a private key (multicodec 0x1300)
        {multikey + "/publicKeyMultibase", R"("z3u2RHjyPwZWQHJNq3mNd4EZcbsHy4QMc5HFjriuXBzUG5Qs")",
         multikey + "/publicKeyMultibase"},
        {multikey + "/publicKeyJwk", "{}", multikey + "/publicKeyJwk"},
        {multikey + "/secretKeyMultibase", R"("z3u2")", multikey + "/secretKeyMultibase"},
        {multikey + "/privateKeyMultibase", R"("z3u2")", multikey + "/privateKeyMultibase"},
        {jwk + "/publicKeyJwk", "", jwk},
        {jwk + "/publicKeyJwk", R"("x")", jwk + "/publicKeyJwk"},
        {jwk + "/publicKeyJwk", "{}", jwk + "/publicKeyJwk"},
        {jwk + "/publicKeyJwk/x", R"("AA")", jwk + "/publicKeyJwk"},
        // x and y of right length that are on no curve point
        {jwk + "/publicKeyJwk/y", R"("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")",
         jwk + "/publicKeyJwk"},
        {jwk + "/publicKeyJwk/d", R"("gPh-VvVS8MbvKQ9LSVVmfnxnKjHn4Tqj0bmbpehRlpc")",
         jwk + "/publicKeyJwk/d"},
        {jwk + "/publicKeyMultibase", R"("zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv")",
         jwk + "/publicKeyMultibase"},
        {jwk + "/secretKeyJwk", "{}", jwk + "/secretKeyJwk"},
        {jwk + "/privateKeyJwk", "{}", jwk + "/privateKeyJwk"},
        {"/verificationMethod/3/publicKeyJwk/d", R"("AA")", "/verificationMethod/3/publicKeyJwk/d"},
        {unknown + "/privateKeyBase58", R"("x")", unknown + "/privateKeyBase58"},
        {unknown + "/publicKeyJwk", R"({"kty":"oct","k":"AA"})", unknown + "/publicKeyJwk/k"},
    });
}

TEST(DocumentFault, Relationships) {
    for (const std::string name : {"authentication", "assertionMethod", "keyAgreement",
                                   "capabilityInvocation", "capabilityDelegation"}) {
        const std::string at = "/" + name;
        expect_faults({
            {at, R"("did:example:1#ed")", at},
            {at, "{}", at},
            {at, R"(["did:example:1#none"])", at + "/0"},
            {at, R"(["did:example:1#ed","did:example:2#ed"])", at + "/1"},
            {at, R"(["#ed"])", at + "/0"},
            {at, "[1]", at + "/0"},
            {at, "[null]", at + "/0"},
            {at, R"([{"id":"did:example:1#new","type":"Multikey","controller":"did:example:1"}])",
             at + "/0"},
        });
    }
    expect_faults({
        // An embedded method is for its own relationship alone, and its id stands once.
        {"/keyAgreement/0", R"("did:example:1#embedded")", "/keyAgreement/0"},
        {"/authentication/1/id", R"("did:example:1#ed")", "/authentication/1/id"},
        {"/authentication/1/publicKeyMultibase", R"("z0")", "/authentication/1/publicKeyMultibase"},
    });
}

TEST(DocumentFault, Services) {
    const std::string at = "/service/0";
    expect_faults({
        {"/service", "{}", "/service"},
        {at, R"("x")", at},
        {at + "/id", "", at},
        {at + "/id", "[]", at + "/id"},
        {at + "/id", R"("#site")", at + "/id"},
        {at + "/id", R"("1a:b")", at + "/id"},
        {at + "/id", R"("a b:c")", at + "/id"},
        {at + "/id", R"("did:example:1#map")", "/service/2/id"},
        {at + "/id", R"("did:example:1#ed")", at + "/id"},
        {at + "/id", R"("did:example:1")", at + "/id"},
        {at + "/type", "", at},
        {at + "/type", "[]", at + "/type"},
        {at + "/type", R"(["A",1])", at + "/type/1"},
        {at + "/type", "{}", at + "/type"},
        {at + "/serviceEndpoint", "", at},
        {at + "/serviceEndpoint", "null", at + "/serviceEndpoint"},
        {at + "/serviceEndpoint", "[]", at + "/serviceEndpoint"},
        {at + "/serviceEndpoint", R"("example.com")", at + "/serviceEndpoint"},
        {at + "/serviceEndpoint", R"("https://exa mple.com")", at + "/serviceEndpoint"},
        {at + "/serviceEndpoint", R"("https://a/%zz")", at + "/serviceEndpoint"},
        {at + "/serviceEndpoint", R"("https://a/#b#c")", at + "/serviceEndpoint"},
        {at + "/serviceEndpoint", R"(["https://a",7])", at + "/serviceEndpoint/1"},
        {at + "/serviceEndpoint", R"(["https://a",["https://a"]])", at + "/serviceEndpoint/1"},
    });
}

std::string many(std::size_t count, const std::string& before, const std::string& after) {
    std::string text = "[";
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += ',';
        text += before + std::to_string(i) + after;
    }
    return text + "]";
}

TEST(DocumentFault, TooMuchOfAGoodThing) {
    const auto with = [](const std::string& name, const std::string& value) {
        const auto base =
            json::Document::parse(
                R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1"})")
                .value();
        return Document::parse(
            base.with("/" + name, json::Document::parse(value).value().root()).value(),
            example_did());
    };
    const std::string method = R"({"type":"T","controller":"did:a:b","id":"did:example:1#k)";
    EXPECT_OK(with("verificationMethod", many(64, method, "\"}")));
    const auto methods = with("verificationMethod", many(65, method, "\"}"));
    EXPECT_CODE(methods, errors::kInvalidDocument);
    EXPECT_EQ(methods.error().where(), "/verificationMethod/64");
    const auto embedded = with("authentication", many(65, method, "\"}"));
    EXPECT_CODE(embedded, errors::kInvalidDocument);
    EXPECT_EQ(embedded.error().where(), "/authentication/64");

    const std::string service = R"({"type":"T","serviceEndpoint":{},"id":"a:)";
    EXPECT_OK(with("service", many(64, service, "\"}")));
    const auto services = with("service", many(65, service, "\"}"));
    EXPECT_CODE(services, errors::kInvalidDocument);
    EXPECT_EQ(services.error().where(), "/service");

    // {"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1","more":"…"} in JCS
    const std::size_t around =
        std::string(
            R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1","more":""})")
            .size();
    EXPECT_OK(with("more", '"' + std::string(65536 - around, 'x') + '"'));
    const auto large = with("more", '"' + std::string(65537 - around, 'x') + '"');
    EXPECT_CODE(large, errors::kInvalidDocument);
    EXPECT_EQ(large.error().where(), "");
}

}  // namespace
}  // namespace deed::did
