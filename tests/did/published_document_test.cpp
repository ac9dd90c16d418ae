#include "did/errors.hpp"
#include "did/option.hpp"
#include "tests/did/document_support.hpp"

// Documents of other methods, by the rules of DID Core alone.

namespace deed::did {
namespace {

using test::example_did;

Result<Document> read(std::string_view text, DocumentRules rules = DocumentRules::core) {
    return Document::parse(json::Document::parse(text).value(), example_did(), rules);
}

constexpr std::string_view kRelative = R"({
  "@context": "https://www.w3.org/ns/did/v1.1", "id": "did:example:1",
  "controller": ["did:example:2"], "alsoKnownAs": ["did:web:example.com"],
  "verificationMethod": [
    {"id": "#key", "type": "Multikey", "controller": "did:example:1",
     "publicKeyMultibase": "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}],
  "assertionMethod": ["#key", "did:example:2#theirs"],
  "keyAgreement": [{"id": "#x", "type": "X25519KeyAgreementKey2020", "controller": "did:example:1",
     "publicKeyMultibase": "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"}],
  "service": [{"id": "#files", "type": "F", "serviceEndpoint": "https://example.com/"}]})";

TEST(PublishedDocument, HasIdsInFullWhereTheyAreRelative) {
    ASSERT_OK_AND(const Document document, read(kRelative));
    ASSERT_EQ(document.verification_methods().size(), 2U);
    EXPECT_EQ(document.verification_methods()[0].id, "did:example:1#key");
    EXPECT_TRUE(document.allows("did:example:1#key", Relationship::assertion_method));
    EXPECT_TRUE(document.allows("did:example:2#theirs", Relationship::assertion_method));
    EXPECT_EQ(document.find_method("#key"), document.find_method("did:example:1#key"));
    EXPECT_EQ(document.find_method("did:example:2#theirs"), nullptr);
    EXPECT_EQ(document.verification_methods()[1].public_key->type(), crypto::KeyType::x25519);
    EXPECT_EQ(json::to_string(*document.json().root().find("assertionMethod")),
              R"(["#key","did:example:2#theirs"])");
}

TEST(PublishedDocument, ExpandsRelativeUrlsOnRequest) {
    ASSERT_OK_AND(const Document document, read(kRelative));
    const json::Document expanded = with_absolute_urls(document);
    EXPECT_EQ(json::to_string(*expanded.root().find("assertionMethod")),
              R"(["did:example:1#key","did:example:2#theirs"])");
    EXPECT_EQ(expanded.root().find("service")->array()[0].find("id")->string(),
              "did:example:1#files");
    EXPECT_EQ(expanded.root().find("keyAgreement")->array()[0].find("id")->string(),
              "did:example:1#x");
    EXPECT_EQ(expanded.root().find("alsoKnownAs"), document.json().root().find("alsoKnownAs"));
}

TEST(PublishedDocument, MayBePlainJson) {
    ASSERT_OK_AND(const Document document, read(R"({"id":"did:example:1"})"));
    EXPECT_EQ(content_type_of(document), "application/did+json");
    EXPECT_EQ(content_type_of(read(kRelative).value()), "application/did");
    EXPECT_CODE(read(R"({"id":"did:example:1"})", DocumentRules::deed), errors::kInvalidDocument);
}

TEST(PublishedDocument, RefusesWhatDidCoreRefuses) {
    const auto refused = [](const std::string& members, const std::string& pointer,
                            DocumentRules rules = DocumentRules::core) {
        const auto document = read("{\"id\":\"did:example:1\"," + members + "}", rules);
        EXPECT_CODE(document, errors::kInvalidDocument) << members;
        EXPECT_EQ(document ? "" : document.error().where(), pointer) << members;
    };
    refused(R"("@context":"https://example.com/")", "/@context");
    refused(R"("@context":["https://example.com/"])", "/@context/0");
    refused(R"("@context":[])", "/@context");
    refused(R"("@context":7)", "/@context");
    refused(R"("alsoKnownAs":"https://a.example/")", "/alsoKnownAs");
    refused(R"("alsoKnownAs":["not a uri"])", "/alsoKnownAs/0");
    refused(R"("controller":7)", "/controller");
    refused(R"("controller":"me")", "/controller");
    refused(R"("controller":["did:a:b",7])", "/controller/1");
    refused(R"("assertionMethod":["#nothing"])", "/assertionMethod/0");
    refused(R"("assertionMethod":["nothing"])", "/assertionMethod/0");
    refused(R"("service":[{"id":"x","type":"T","serviceEndpoint":"https://a.example/"}])",
            "/service/0/id");
    const std::string relative =
        R"("verificationMethod":[{"id":"#k","type":"T","controller":"did:example:1"}])";
    refused(relative, "/verificationMethod/0/id", DocumentRules::core_absolute);
    EXPECT_OK(read("{\"id\":\"did:example:1\"," + relative + "}"));
    refused(R"("verificationMethod":[{"id":"#","type":"T","controller":"did:example:1"}])",
            "/verificationMethod/0/id");
    refused(R"("verificationMethod":[{"id":"#k","type":"T","controller":"did:example:1"},)"
            R"({"id":"did:example:1#k","type":"T","controller":"did:example:1"}])",
            "/verificationMethod/1/id");
    refused(R"("verificationMethod":[{"id":"#k","type":"Ed25519VerificationKey2020",)"
            R"("controller":"did:example:1",)"
            R"("publicKeyMultibase":"z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"}])",
            "/verificationMethod/0/publicKeyMultibase");
}

}  // namespace
}  // namespace deed::did
