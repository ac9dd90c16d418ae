#include "did/document_edit.hpp"

#include "did/errors.hpp"
#include "tests/did/document_support.hpp"
#include "tests/support/signers.hpp"

namespace deed::did {
namespace {

using deed::test::must;
using deed::test::signer_of;
using test::example_did;

crypto::PublicKey key(std::uint8_t byte) {
    return signer_of(crypto::KeyType::ed25519, byte)->public_key();
}

Document document(std::string_view text) {
    return must(Document::parse(must(json::Document::parse(text)), example_did()));
}

const std::string kBare =
    R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1","note":1.0})";

TEST(WithKey, ListsANewKey) {
    const std::string k = key(1).to_multikey();
    const Document changed = must(with_key(
        document(kBare), {key(1), {Relationship::assertion_method, Relationship::authentication}}));
    EXPECT_EQ(
        changed.json().to_string(),
        R"({"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"],)"
        R"("id":"did:example:1","note":1.0,"verificationMethod":[{"id":"did:example:1#)" +
            k + R"(","type":"Multikey","controller":"did:example:1","publicKeyMultibase":")" + k +
            R"("}],"assertionMethod":["did:example:1#)" + k +
            R"("],"authentication":["did:example:1#)" + k + R"("]})");
}

TEST(WithKey, AddsOnlyWhatIsMissing) {
    const Document once =
        must(with_key(document(kBare), {key(1), {Relationship::assertion_method}}));
    const KeyEntry both{key(1), {Relationship::assertion_method, Relationship::key_agreement}};
    const Document twice = must(with_key(once, both));
    EXPECT_EQ(twice.verification_methods().size(), 1U);
    EXPECT_NE(twice.find_method(key(1), Relationship::key_agreement), nullptr);
    EXPECT_EQ(must(with_key(twice, both)).json(), twice.json());
}

TEST(WithKey, KeepsTheNameOfAListedKey) {
    const Document named = document(
        R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1","verificationMethod":[)"
        R"({"id":"did:example:1#old","type":"Multikey","controller":"did:example:1",)"
        R"("publicKeyMultibase":")" +
        key(1).to_multikey() + R"("}]})");
    const Document changed = must(with_key(named, {key(1), {Relationship::authentication}}));
    EXPECT_EQ(changed.find_method(key(1), Relationship::authentication)->id, "did:example:1#old");
    EXPECT_EQ(changed.json().root().find("@context")->array().size(), 1U);
}

TEST(WithKey, RefusesMoreThanADocumentHolds) {
    std::vector<KeyEntry> keys;
    for (std::uint8_t i = 1; i <= 64; ++i) keys.push_back({key(i), {}});
    const Document full = make_document(example_did(), keys);
    EXPECT_CODE(with_key(full, {key(65), {}}), errors::kInvalidDocument);
    // Another key under the name that this one would have.
    const Document squatted = document(
        R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1","verificationMethod":[)"
        R"({"id":"did:example:1#)" +
        key(1).to_multikey() +
        R"(","type":"Multikey","controller":"did:example:1","publicKeyMultibase":")" +
        key(2).to_multikey() + R"("}]})");
    EXPECT_CODE(with_key(squatted, {key(1), {}}), errors::kInvalidDocument);
}

TEST(WithoutKey, TakesEveryMentionAway) {
    const Document two = make_document(
        example_did(), {{key(1), {Relationship::assertion_method, Relationship::authentication}},
                        {key(2), {Relationship::assertion_method}}});
    const Document one = must(without_key(two, key(1)));
    EXPECT_EQ(one.verification_methods().size(), 1U);
    EXPECT_FALSE(one.json().root().find("authentication"));
    EXPECT_EQ(one.json().root().find("assertionMethod")->array().size(), 1U);
    EXPECT_EQ(one.json().to_string().find(key(1).to_multikey()), std::string::npos);
    EXPECT_CODE(without_key(one, key(1)), errors::kMethodNotFound);
    const Document none = must(without_key(one, key(2)));
    EXPECT_FALSE(none.json().root().find("verificationMethod"));
    EXPECT_FALSE(none.json().root().find("assertionMethod"));
}

TEST(WithoutKey, FindsEmbeddedMethods) {
    const std::string method =
        R"({"id":"did:example:1#a","type":"Multikey","controller":"did:example:1",)"
        R"("publicKeyMultibase":")" +
        key(1).to_multikey() + R"("})";
    const Document embedded = document(
        R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1","authentication":[)" +
        method + "]}");
    EXPECT_FALSE(must(without_key(embedded, key(1))).json().root().find("authentication"));
    // An embedded method cannot be named elsewhere, so a further use lists the key anew.
    const Document both = must(with_key(embedded, {key(1), {Relationship::assertion_method}}));
    EXPECT_EQ(both.verification_methods().size(), 2U);
    EXPECT_TRUE(must(without_key(both, key(1))).verification_methods().empty());
}

TEST(Services, ComeAndGo) {
    const auto url = must(json::Document::parse(R"("https://a.example/")"));
    const Document one = must(with_service(document(kBare), {"#files", "Files", url}));
    EXPECT_EQ(
        json::to_string(*one.json().root().find("service")),
        R"([{"id":"did:example:1#files","type":"Files","serviceEndpoint":"https://a.example/"}])");
    EXPECT_CODE(with_service(one, {"did:example:1#files", "Files", url}), errors::kServiceExists);
    EXPECT_CODE(with_service(one, {"no uri", "Files", url}), errors::kInvalidDocument);
    EXPECT_CODE(with_service(one, {"#b", "Files", must(json::Document::parse("7"))}),
                errors::kInvalidDocument);
    const auto object = must(json::Document::parse(R"({"a":["b"]})"));
    const Document two = must(with_service(one, {"https://b.example/#x", "Other", object}));
    EXPECT_CODE(without_service(two, "#other"), errors::kServiceNotFound);
    EXPECT_EQ(must(without_service(two, "https://b.example/#x")).json(), one.json());
    EXPECT_EQ(must(without_service(one, "#files")).json(), document(kBare).json());
    EXPECT_CODE(without_service(document(kBare), "#files"), errors::kServiceNotFound);
}

TEST(WithKey, ListsAKeyForATimeAndChangesTheTime) {
    const auto time = [](std::string_view text) { return Timestamp::parse_rfc3339(text).value(); };
    const crypto::PublicKey key = test::multikey(test::kP256Key);
    const Document start = make_document(example_did(), {{test::multikey(test::kEd25519Key), {}}});
    const auto expires_in = [&](const Document& document) {
        return document.find_method(key, Relationship::assertion_method)->expires;
    };
    const std::vector<Relationship> use{Relationship::assertion_method};
    ASSERT_OK_AND(const Document listed, with_key(start, {key, use, time("2030-01-01T00:00:00Z")}));
    EXPECT_EQ(expires_in(listed), time("2030-01-01T00:00:00Z"));
    ASSERT_OK_AND(const Document prolonged,
                  with_key(listed, {key, use, time("2031-01-01T00:00:00Z")}));
    EXPECT_EQ(expires_in(prolonged), time("2031-01-01T00:00:00Z"));
    EXPECT_EQ(prolonged.verification_methods().size(), 2U);
    EXPECT_FALSE(prolonged.verification_methods().front().expires.has_value());
    ASSERT_OK_AND(const Document kept, with_key(prolonged, {key, use}));
    EXPECT_EQ(kept.json(), prolonged.json());
    EXPECT_EQ(make_document(example_did(), {{key, use, time("2030-01-01T00:00:00Z")}})
                  .verification_methods()
                  .front()
                  .expires,
              time("2030-01-01T00:00:00Z"));
}

TEST(Revocations, StandInTheJson) {
    const std::string listed = key(1).to_multikey();
    const std::string embedded = key(2).to_multikey();
    const auto method = [](const std::string& id, const std::string& multikey,
                           const std::string& more) {
        return R"({"id":"#)" + id +
               R"(","type":"Multikey","controller":"did:example:1","publicKeyMultibase":")" +
               multikey + R"(")" + more + "}";
    };
    const auto text = [&](const std::string& first, const std::string& second) {
        return R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1",)"
               R"("verificationMethod":[)" +
               method("a", listed, first) + "," +
               method("c", key(3).to_multikey(), R"(,"revoked":"2026-05-01T00:00:00Z")") +
               R"(],"authentication":["#a",)" + method("b", embedded, second) + "]}";
    };
    const auto parsed = must(Document::parse(must(json::Document::parse(text("", ""))),
                                             example_did(), DocumentRules::core));
    const auto at = [](const char* time) { return must(Timestamp::parse_date_time(time, false)); };
    const Document revoked = parsed.with_revoked(key(1), at("2026-01-03T00:00:00Z"))
                                 .with_revoked(key(2), at("2026-01-04T00:00:00Z"));
    EXPECT_EQ(json_with_revocations(revoked).to_string(),
              text(R"(,"revoked":"2026-01-03T00:00:00Z")", R"(,"revoked":"2026-01-04T00:00:00Z")"));
    EXPECT_EQ(json_with_revocations(parsed).to_string(), text("", ""));
}

}  // namespace
}  // namespace deed::did
