#include "did/dereference.hpp"

#include <string>

#include "did/errors.hpp"
#include "did/problem.hpp"
#include "tests/did/document_support.hpp"

namespace deed::did {
namespace {

// The document of the examples of DID Resolution ("Examples" of the dereferencing algorithm), with
// a context array as Deed's documents have it, and services of further shapes.
constexpr std::string_view kDocument = R"({
  "@context": ["https://www.w3.org/ns/did/v1", "https://didcomm.org/messaging/contexts/v2"],
  "id": "did:example:123456789abcdefghi",
  "verificationMethod": [{
    "id": "did:example:123456789abcdefghi#keys-1", "type": "Multikey",
    "controller": "did:example:123456789abcdefghi",
    "publicKeyMultibase": "z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cxu"}],
  "assertionMethod": ["did:example:123456789abcdefghi#keys-1"],
  "authentication": [{
    "id": "did:example:123456789abcdefghi#embedded", "type": "Multikey",
    "controller": "did:example:123456789abcdefghi",
    "publicKeyMultibase": "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}],
  "service": [
    {"id": "did:example:123456789abcdefghi#messages", "type": "DIDCommMessaging",
     "serviceEndpoint": "https://example.com/messages/8377464"},
    {"id": "did:example:123456789abcdefghi#linkedvp", "type": "LinkedVerifiablePresentation",
     "serviceEndpoint": "https://example.com/verifiable-presentation.jsonld"},
    {"id": "https://example.com/services#1", "type": ["Files", "Mirror"],
     "serviceEndpoint": ["https://a.example/x/", {"uri": "https://no.example/"},
                         "https://b.example/y#top"]},
    {"id": "did:example:123456789abcdefghi#map", "type": "Map",
     "serviceEndpoint": {"uri": "https://example.com/"}}]})";
const std::string kDid = "did:example:123456789abcdefghi";

class ExampleResolver final : public DidResolver {
public:
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call&) override {
        asked = options;
        if (did.to_string() != kDid) return Error(errors::kNotFound, "nobody");
        Resolution resolution{
            Document::parse(json::Document::parse(kDocument).value(), did).value(),
            {},
            std::nullopt};
        resolution.metadata.version_id = "7";
        resolution.metadata.deactivated = deactivated;
        resolution.implicit_services = implicit;
        return resolution;
    }
    Result<History> history(const Did&, Call&) override {
        return Error(errors::kNotFound, "not asked here");
    }
    ResolveOptions asked;
    bool deactivated = false;
    std::map<std::string, std::string, std::less<>> implicit;
};

using Kind = Dereferenced::Kind;
using Accept = DereferenceOptions::Accept;

class Dereference : public ::testing::Test {
protected:
    Result<Dereferenced> at(const std::string& rest, const DereferenceOptions& options = {}) {
        auto url = DidUrl::parse(kDid + rest);
        if (!url) return url.error();
        return dereference(*url, options, resolver_, call_);
    }
    std::string url_at(const std::string& rest) {
        const auto found = at(rest);
        EXPECT_OK(found);
        if (!found || found->urls.size() != 1) return {};
        EXPECT_EQ(found->kind, Kind::urls);
        EXPECT_EQ(content_type_of(*found), "text/uri-list");
        return found->urls.front();
    }
    ExampleResolver resolver_;
    Call call_;
};

TEST_F(Dereference, ADidLeadsToItsDocument) {
    ASSERT_OK_AND(const Dereferenced found, at(""));
    EXPECT_EQ(found.kind, Kind::document);
    EXPECT_EQ(found.content->root(), json::Document::parse(kDocument).value().root());
    EXPECT_EQ(
        to_dereferencing_result(found).root().find("contentMetadata")->find("versionId")->string(),
        "7");
    EXPECT_EQ(to_dereferencing_result(found)
                  .root()
                  .find("dereferencingMetadata")
                  ->find("contentType")
                  ->string(),
              "application/did");
}

// DID Resolution, "Example: Dereferencing to verification method".
TEST_F(Dereference, AFragmentLeadsToItsMethodUnderTheDocumentsContext) {
    ASSERT_OK_AND(const Dereferenced found, at("#keys-1"));
    EXPECT_EQ(found.kind, Kind::verification_method);
    EXPECT_EQ(json::to_string(found.content->root()),
              R"({"@context":["https://www.w3.org/ns/did/v1",)"
              R"("https://didcomm.org/messaging/contexts/v2"],)"
              R"("id":"did:example:123456789abcdefghi#keys-1","type":"Multikey",)"
              R"("controller":"did:example:123456789abcdefghi",)"
              R"("publicKeyMultibase":"z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cxu"})");
    EXPECT_EQ(to_dereferencing_result(found).root().find("contentMetadata")->object().size(), 0U);
    EXPECT_EQ(at("#embedded").value().kind, Kind::verification_method);
    EXPECT_EQ(at("#messages").value().kind, Kind::service);
    EXPECT_CODE(at("#nothing"), errors::kNoSuchResource);
    EXPECT_CODE(at("#"), errors::kNoSuchResource);
}

TEST_F(Dereference, AMethodMustBeListedForTheWantedRelationship) {
    EXPECT_OK(at("#keys-1", {Accept::any, Relationship::assertion_method}));
    EXPECT_OK(at("#embedded", {Accept::any, Relationship::authentication}));
    EXPECT_CODE(at("#keys-1", {Accept::any, Relationship::authentication}),
                errors::kMethodNotAuthorized);
    EXPECT_CODE(at("#messages", {Accept::any, Relationship::authentication}), errors::kNotAMethod);
    EXPECT_CODE(at("", {Accept::any, Relationship::authentication}), errors::kNotAMethod);
    EXPECT_CODE(at("?service=messages#x", {Accept::any, Relationship::authentication}),
                errors::kNotAMethod);
}

// The URL of DID Resolution's "Example: Dereferencing to service endpoint URL", with the target
// that RFC 3986 section 5.2.2 gives: a path from the root replaces the endpoint's whole path.
TEST_F(Dereference, AServiceLeadsToItsEndpoint) {
    EXPECT_EQ(url_at("?service=messages&relativeRef=%2Fsome%2Fpath%3Fquery#frag"),
              "https://example.com/some/path?query#frag");
    EXPECT_EQ(url_at("?service=messages"), "https://example.com/messages/8377464");
    EXPECT_EQ(url_at("?service=%23messages&relativeRef=a/../b"), "https://example.com/messages/b");
    EXPECT_EQ(url_at("?service=did:example:123456789abcdefghi%23messages#x"),
              "https://example.com/messages/8377464#x");
    EXPECT_EQ(url_at("?serviceType=LinkedVerifiablePresentation"),
              "https://example.com/verifiable-presentation.jsonld");
}

TEST_F(Dereference, AllUrlsOfAServiceAreGivenAndMapsPassedOver) {
    ASSERT_OK_AND(const Dereferenced plain, at("?service=https://example.com/services%231"));
    EXPECT_EQ(plain.urls,
              (std::vector<std::string>{"https://a.example/x/", "https://b.example/y#top"}));
    ASSERT_OK_AND(const Dereferenced below, at("?serviceType=Mirror&relativeRef=z#f"));
    EXPECT_EQ(below.urls,
              (std::vector<std::string>{"https://a.example/x/z#f", "https://b.example/z#f"}));
    EXPECT_CODE(at("?serviceType=Mirror#f"), errors::kMalformedUrl);
    EXPECT_CODE(at("?service=map"), errors::kNoEndpointUrl);
    EXPECT_CODE(at("", {Accept::uri_list}), errors::kNoEndpointUrl);
}

TEST_F(Dereference, TheDocumentWithTheSelectedServicesOnRequest) {
    ASSERT_OK_AND(const Dereferenced found, at("?service=map", {Accept::document}));
    EXPECT_EQ(found.kind, Kind::document);
    const json::Value services = *found.content->root().find("service");
    ASSERT_EQ(services.array().size(), 1U);
    EXPECT_EQ(services.array()[0].find("id")->string(), kDid + "#map");
    EXPECT_TRUE(found.content->root().find("verificationMethod").has_value());
    EXPECT_CODE(at("?service=map#x", {Accept::document}), errors::kNoSuchResource);
}

TEST_F(Dereference, RefusesWhatSelectsNothing) {
    EXPECT_CODE(at("?service=none"), errors::kServiceNotFound);
    EXPECT_CODE(at("?service=messages&serviceType=Files"), errors::kServiceNotFound);
    EXPECT_CODE(at("/path"), errors::kNoSuchResource);
    EXPECT_CODE(at("/path?service=messages"), errors::kNoSuchResource);
    EXPECT_CODE(at("?transformKey=JsonWebKey"), errors::kQueryUnsupported);
    EXPECT_CODE(at("?hl=zQm"), errors::kQueryUnsupported);
    EXPECT_CODE(dereference(DidUrl::parse("did:example:other#k").value(), {}, resolver_, call_),
                errors::kNotFound);
}

TEST_F(Dereference, ARelativeRefNeverLeavesTheEndpoint) {
    for (const std::string reference :
         {"%2F%2Fevil.example%2F", "https://evil.example/", "a%20b", "javascript:x", "a%3Ab"})
        EXPECT_CODE(at("?service=messages&relativeRef=" + reference), errors::kMalformedUrl)
            << reference;
    for (const std::string reference : {"../b", "a/../../b", "%2E%2E/b", "%252e%252e%252Fb",
                                        "..%5Cb", "/../b", "a/..//../../b", "%25252E%25252E/b"})
        EXPECT_CODE(at("?service=messages&relativeRef=" + reference), errors::kMalformedUrl)
            << reference;
    EXPECT_OK(at("?service=messages&relativeRef=a?x=../../b"));
    EXPECT_CODE(at("?relativeRef=a"), errors::kMalformedUrl);
    EXPECT_CODE(at("?service=messages&service=messages"), errors::kMalformedUrl);
    EXPECT_CODE(at("?service=messages&relativeRef=a%23b#c"), errors::kMalformedUrl);
}

TEST_F(Dereference, HandsTheVersionOn) {
    ASSERT_OK(at("?versionId=3#keys-1"));
    EXPECT_EQ(resolver_.asked.version_id, "3");
    ASSERT_OK(at("?service=messages&versionTime=2026-01-02T03:04:05Z"));
    EXPECT_EQ(resolver_.asked.version_time,
              Timestamp::parse_rfc3339("2026-01-02T03:04:05.999Z").value());
    EXPECT_CODE(at("?versionId=1&versionTime=2026-01-02T03:04:05Z"), errors::kVersionOptions);
}

TEST_F(Dereference, AsksForTheVersionOfTheOptions) {
    DereferenceOptions options;
    options.resolve.version_id = "3";
    ASSERT_OK(at("#keys-1", options));
    EXPECT_EQ(resolver_.asked.version_id, "3");
    EXPECT_CODE(at("?versionId=3#keys-1", options), errors::kVersionOptions);
    ASSERT_OK(at("?versionNumber=12", {}));
    EXPECT_EQ(resolver_.asked.version_number, 12U);
    for (const std::string number : {"0", "01", "-1", "1x", "99999999999999999999"})
        EXPECT_CODE(at("?versionNumber=" + number), errors::kMalformedUrl) << number;
}

// did:webvh 1.0, "DID URL Path Resolution" and "WHOIS Resolution".
TEST_F(Dereference, APathLeadsBelowTheServiceThatTheMethodHas) {
    resolver_.implicit = {{"files", "https://example.com/dids/"},
                          {"whois", "https://example.com/dids/whois.vp"}};
    EXPECT_EQ(url_at("/governance/issuers.json#top"),
              "https://example.com/dids/governance/issuers.json#top");
    EXPECT_EQ(url_at("/whois"), "https://example.com/dids/whois.vp");
    EXPECT_EQ(url_at("?service=files&relativeRef=a.pdf"), "https://example.com/dids/a.pdf");
    EXPECT_EQ(at("#whois").value().kind, Kind::service);
    EXPECT_CODE(at("/a/../../b"), errors::kMalformedUrl);
    EXPECT_CODE(at("/%2e%2e/b"), errors::kMalformedUrl);
    resolver_.implicit = {{"messages", "https://evil.example/"}};
    EXPECT_EQ(url_at("?service=messages"), "https://example.com/messages/8377464");
}

TEST_F(Dereference, NothingStandsInTheDocumentOfADeactivatedDid) {
    resolver_.deactivated = true;
    ASSERT_OK_AND(const Dereferenced found, at(""));
    EXPECT_FALSE(found.content.has_value());
    EXPECT_TRUE(to_dereferencing_result(found).root().find("contentStream")->is_null());
    EXPECT_CODE(at("#keys-1"), errors::kDeactivated);
    EXPECT_CODE(at("?service=messages"), errors::kDeactivated);
}

TEST_F(Dereference, ErrorsHaveTheTypesOfDidResolution) {
    const auto type_at = [&](const std::string& rest, const DereferenceOptions& options = {}) {
        return problem_of(at(rest, options).error()).type;
    };
    EXPECT_EQ(type_at("#nothing"), "https://www.w3.org/ns/did#NOT_FOUND");
    EXPECT_EQ(type_at("?x=y"), "https://www.w3.org/ns/did#NOT_FOUND");
    EXPECT_EQ(type_at("/p"), "https://www.w3.org/ns/did#NOT_FOUND");
    EXPECT_EQ(type_at("?service=a&service=b"), "https://www.w3.org/ns/did#INVALID_DID_URL");
    EXPECT_EQ(type_at("", {Accept::any, Relationship::authentication}),
              "https://w3id.org/security#INVALID_VERIFICATION_METHOD");
    EXPECT_EQ(type_at("#keys-1", {Accept::any, Relationship::authentication}),
              "https://w3id.org/security#INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD");
}

}  // namespace
}  // namespace deed::did
