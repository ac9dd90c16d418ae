#include "did/document.hpp"

#include <string>
#include <vector>

#include "did/errors.hpp"
#include "tests/did/document_support.hpp"

namespace deed::did {
namespace {

using test::example_did;
using test::full_json;
using test::multikey;

TEST(Document, ReadsMethodsOfEveryKind) {
    ASSERT_OK_AND(const Document document, Document::parse(full_json(), example_did()));
    EXPECT_EQ(document.id(), example_did());
    EXPECT_EQ(document.json(), full_json());
    ASSERT_EQ(document.verification_methods().size(), 6U);

    const auto* ed = document.find_method("did:example:1#ed");
    ASSERT_NE(ed, nullptr);
    EXPECT_EQ(ed->type, "Multikey");
    EXPECT_EQ(ed->controller, "did:example:1");
    ASSERT_TRUE(ed->public_key.has_value());
    EXPECT_EQ(*ed->public_key, multikey(test::kEd25519Key));
    ASSERT_TRUE(ed->expires && ed->revoked);
    EXPECT_EQ(ed->expires->to_string(), "2030-01-01T00:00:00Z");
    EXPECT_EQ(ed->revoked->to_string(), "2025-12-31T16:00:00Z");

    const auto* p256 = document.find_method("#p256");
    ASSERT_NE(p256, nullptr);
    EXPECT_EQ(p256->id, "did:example:1#p256");
    EXPECT_EQ(p256->type, "JsonWebKey");
    EXPECT_EQ(p256->controller, "did:example:2");
    ASSERT_TRUE(p256->public_key.has_value());
    // The vector's JWK and multikey are of one key.
    EXPECT_EQ(*p256->public_key, multikey(test::kP256Key));
    EXPECT_FALSE(p256->expires || p256->revoked);

    const auto* embedded = document.find_method("#embedded");
    ASSERT_NE(embedded, nullptr);
    EXPECT_EQ(embedded->public_key, multikey(test::kSecp256k1Key));
}

TEST(Document, KeepsWhatItCannotUse) {
    ASSERT_OK_AND(const Document document, Document::parse(full_json(), example_did()));
    for (const char* id : {"#x448", "#old"}) {
        const auto* method = document.find_method(id);
        ASSERT_NE(method, nullptr) << id;
        EXPECT_FALSE(method->public_key.has_value()) << id;
    }
    EXPECT_EQ(document.find_method("#x")->public_key, multikey(test::kX25519Key));
}

TEST(Document, KnowsWhatAMethodIsFor) {
    ASSERT_OK_AND(const Document document, Document::parse(full_json(), example_did()));
    EXPECT_TRUE(document.allows("did:example:1#ed", Relationship::assertion_method));
    EXPECT_TRUE(document.allows("did:example:1#ed", Relationship::authentication));
    EXPECT_FALSE(document.allows("did:example:1#ed", Relationship::key_agreement));
    EXPECT_FALSE(document.allows("did:example:1#ed", Relationship::capability_invocation));
    EXPECT_TRUE(document.allows("did:example:1#embedded", Relationship::authentication));
    EXPECT_FALSE(document.allows("did:example:1#embedded", Relationship::assertion_method));
    EXPECT_TRUE(document.allows("did:example:1#x", Relationship::key_agreement));
    EXPECT_FALSE(document.allows("did:example:1#old", Relationship::assertion_method));
    EXPECT_FALSE(document.allows("#ed", Relationship::assertion_method));
    EXPECT_FALSE(document.allows("did:example:2#ed", Relationship::assertion_method));
}

TEST(Document, FindsMethodsByIdAndByKey) {
    ASSERT_OK_AND(const Document document, Document::parse(full_json(), example_did()));
    EXPECT_EQ(document.find_method("#none"), nullptr);
    EXPECT_EQ(document.find_method("ed"), nullptr);
    EXPECT_EQ(document.find_method(""), nullptr);
    EXPECT_EQ(document.find_method("did:example:2#ed"), nullptr);

    const auto* ed =
        document.find_method(multikey(test::kEd25519Key), Relationship::assertion_method);
    ASSERT_NE(ed, nullptr);
    EXPECT_EQ(ed->id, "did:example:1#ed");
    EXPECT_EQ(document.find_method(multikey(test::kEd25519Key), Relationship::key_agreement),
              nullptr);
    EXPECT_EQ(document.find_method(multikey(test::kSecp256k1Key), Relationship::assertion_method),
              nullptr);
    const auto* embedded =
        document.find_method(multikey(test::kSecp256k1Key), Relationship::authentication);
    ASSERT_NE(embedded, nullptr);
    EXPECT_EQ(embedded->id, "did:example:1#embedded");
}

TEST(Document, NeedsNothingButContextAndId) {
    ASSERT_OK_AND(auto json,
                  json::Document::parse(
                      R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:1"})"));
    ASSERT_OK_AND(const Document document, Document::parse(json, example_did()));
    EXPECT_TRUE(document.verification_methods().empty());
}

TEST(Relationship, NamesAreThoseOfTheStandard) {
    const std::vector<std::pair<Relationship, std::string>> table{
        {Relationship::authentication, "authentication"},
        {Relationship::assertion_method, "assertionMethod"},
        {Relationship::key_agreement, "keyAgreement"},
        {Relationship::capability_invocation, "capabilityInvocation"},
        {Relationship::capability_delegation, "capabilityDelegation"}};
    for (const auto& [relationship, name] : table) {
        EXPECT_EQ(to_string(relationship), name);
        EXPECT_EQ(relationship_from_name(name), relationship);
    }
    EXPECT_EQ(relationship_from_name("verificationMethod"), std::nullopt);
    EXPECT_EQ(relationship_from_name(""), std::nullopt);
}

TEST(MakeDocument, ListsEachKeyUnderItsOwnMultikey) {
    const Document document = make_document(
        example_did(), {{multikey(test::kSecp256k1Key), {Relationship::capability_invocation}},
                        {multikey(test::kEd25519Key),
                         {Relationship::authentication, Relationship::assertion_method}}});
    EXPECT_EQ(
        document.json().to_string(),
        R"({"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"],)"
        R"("id":"did:example:1","verificationMethod":[)"
        R"({"id":"did:example:1#zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",)"
        R"("type":"Multikey","controller":"did:example:1",)"
        R"("publicKeyMultibase":"zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"},)"
        R"({"id":"did:example:1#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",)"
        R"("type":"Multikey","controller":"did:example:1",)"
        R"("publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}],)"
        R"("authentication":["did:example:1#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"],)"
        R"("assertionMethod":["did:example:1#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"],)"
        R"("capabilityInvocation":)"
        R"(["did:example:1#zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"]})");
    EXPECT_NE(document.find_method(multikey(test::kEd25519Key), Relationship::assertion_method),
              nullptr);
}

}  // namespace
}  // namespace deed::did
