#include "did/http_binding.hpp"

#include "did/accept.hpp"
#include "did/errors.hpp"
#include "lib/encoding/utf8.hpp"
#include "tests/did/document_support.hpp"

namespace deed::did {
namespace {

using test::example_did;

constexpr std::string_view kDocument = R"({
  "@context": ["https://www.w3.org/ns/did/v1"], "id": "did:example:1",
  "verificationMethod": [
    {"id": "#key", "type": "Multikey", "controller": "did:example:1",
     "publicKeyMultibase": "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}],
  "assertionMethod": ["#key"],
  "service": [{"id": "#files", "type": "F", "serviceEndpoint": "https://example.com/a/"}]})";

class OneDid final : public DidResolver {
public:
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call&) override {
        asked = options;
        if (failure) return *failure;
        if (did.method() != "example") return Error(errors::kMethodUnsupported, "unknown");
        if (did != example_did()) return Error(errors::kNotFound, "nobody");
        Resolution resolution{
            Document::parse(json::Document::parse(text).value(), did, DocumentRules::core).value(),
            {},
            std::nullopt};
        resolution.metadata.deactivated = deactivated;
        return resolution;
    }
    Result<History> history(const Did&, Call&) override {
        return Error(errors::kNotFound, "not asked here");
    }
    std::string text{kDocument};
    ResolveOptions asked;
    bool deactivated = false;
    std::optional<Error> failure;
};

class Binding : public ::testing::Test {
protected:
    BindingAnswer get(const std::string& target, const std::string& accept = "") {
        const std::size_t mark = target.find('?');
        BindingRequest request{target.substr(0, mark)};
        if (mark != std::string::npos) request.query = target.substr(mark + 1);
        request.accept = accept;
        return answer_binding(request, resolver_, call_);
    }
    static json::Document body(const BindingAnswer& answer) {
        return json::Document::parse(answer.body).value();
    }
    void refused(const std::string& target, const std::string& type, int status,
                 const std::string& accept = "") {
        const BindingAnswer answer = get(target, accept);
        EXPECT_EQ(answer.status, status) << target;
        ASSERT_FALSE(answer.body.empty()) << target;
        const json::Document result = body(answer);
        const bool is_resolution = answer.content_type == kResolutionType;
        const auto metadata =
            result.root().find(is_resolution ? "didResolutionMetadata" : "dereferencingMetadata");
        ASSERT_TRUE(metadata) << target << answer.body;
        EXPECT_EQ(metadata->find("error")->find("type")->string(),
                  "https://www.w3.org/ns/did#" + type)
            << target;
        EXPECT_FALSE(metadata->find("error")->find("title")->string().empty());
        EXPECT_FALSE(metadata->find("error")->find("detail")->string().empty());
        EXPECT_TRUE(result.root().find(is_resolution ? "didDocument" : "contentStream")->is_null());
        EXPECT_TRUE(answer.error.has_value());
    }
    OneDid resolver_;
    Call call_;
};

TEST_F(Binding, GivesTheWholeResultWhereNothingElseIsAskedFor) {
    for (const std::string accept :
         {"", "*/*", "application/did-resolution",
          "application/ld+json;profile=\"https://w3id.org/did-resolution\""}) {
        const BindingAnswer answer = get("did:example:1", accept);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.content_type, "application/did");
        const json::Document result = body(answer);
        EXPECT_EQ(result.root().find("didDocument")->find("id")->string(), "did:example:1");
        EXPECT_EQ(result.root().find("didResolutionMetadata")->find("contentType")->string(),
                  answer.content_type);
        EXPECT_FALSE(result.root().find("didDocumentMetadata")->find("deactivated")->boolean());
    }
    EXPECT_EQ(get("did:example:1", "application/json").content_type, "application/json");
    EXPECT_EQ(get("did%3Aexample%3A1").status, 200);
    EXPECT_EQ(get("did%3aexample%3a1").status, 200);
}

TEST_F(Binding, GivesTheDocumentAloneInTheRepresentationAskedFor) {
    for (const std::string type :
         {"application/did", "application/did+json", "application/did+ld+json"}) {
        const BindingAnswer answer = get("did:example:1", type + ", text/html;q=0.9");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.content_type, type);
        EXPECT_EQ(body(answer).root(), json::Document::parse(kDocument).value().root());
    }
    refused("did:example:1", "REPRESENTATION_NOT_SUPPORTED", 406, "text/html");
    resolver_.text = R"({"id":"did:example:1"})";
    EXPECT_EQ(get("did:example:1", "application/did+json").status, 200);
    EXPECT_EQ(get("did:example:1").content_type, "application/did+json");
    refused("did:example:1", "REPRESENTATION_NOT_SUPPORTED", 406, "application/did+ld+json");
    refused("did:example:1", "REPRESENTATION_NOT_SUPPORTED", 406, "application/did");
}

TEST_F(Binding, ReadsOptionsFromQueryAndBody) {
    get("did:example:1?versionId=3&noCache=true");
    EXPECT_EQ(resolver_.asked.version_id, "3");
    EXPECT_TRUE(resolver_.asked.no_cache);
    get("did%3Aexample%3A1?versionTime=2026-01-02T03%3A04%3A05Z");
    EXPECT_EQ(resolver_.asked.version_time,
              Timestamp::parse_rfc3339("2026-01-02T03:04:05.999Z").value());
    get("did%3Aexample%3A1%3FversionId%3D7");
    EXPECT_EQ(resolver_.asked.version_id, "7");

    BindingRequest request{"did:example:1"};
    request.options =
        json::Document::parse(R"({"versionNumber":"4","expandRelativeUrls":true})").value();
    const BindingAnswer answer = answer_binding(request, resolver_, call_);
    EXPECT_EQ(resolver_.asked.version_number, 4U);
    EXPECT_EQ(json::to_string(*body(answer).root().find("didDocument")->find("assertionMethod")),
              R"(["did:example:1#key"])");
    for (const std::string text : {"[]", "7", R"({"versionId":7})", R"({"noCache":"yes"})",
                                   R"({"versionId":"1","versionTime":"2026-01-02T03:04:05Z"})"}) {
        request.options = json::Document::parse(text).value();
        EXPECT_EQ(answer_binding(request, resolver_, call_).status, 400) << text;
    }
}

TEST_F(Binding, EachErrorHasItsTypeAndStatus) {
    refused("", "INVALID_DID", 400);
    refused("nothing", "INVALID_DID", 400);
    refused("did:EXAMPLE:1", "INVALID_DID", 400);
    refused("did:example", "INVALID_DID", 400);
    refused("did:example:%", "INVALID_DID", 400);
    refused("did%3Aexample%3A1%253", "INVALID_DID", 400);
    refused("did:example:2", "NOT_FOUND", 404);
    refused("did:other:1", "METHOD_NOT_SUPPORTED", 501);
    refused("did:example:1?versionTime=yesterday", "INVALID_OPTIONS", 400);
    refused("did:example:1?versionTime=2026-01-02T03:04:05Z&versionId=1", "INVALID_OPTIONS", 400);
    refused("did:example:1?versionId=1&versionId=2", "INVALID_OPTIONS", 400);
    refused("did:example:1?versionId=", "INVALID_OPTIONS", 400);
    refused("did:example:1?versionId=%ff", "INVALID_OPTIONS", 400);
    refused("did:example:1?expandRelativeUrls=1", "INVALID_OPTIONS", 400);
    refused("did:example:1?color=blue", "FEATURE_NOT_SUPPORTED", 501);
    refused("did%3Aexample%3A1%3FversionId%3D7?versionId=8", "INVALID_OPTIONS", 400);
    resolver_.failure = Error(errors::kInvalidDocument, "bad");
    refused("did:example:1", "INVALID_DID_DOCUMENT", 500);
    resolver_.failure = Error(deed::errors::kDeadline, "slow");
    refused("did:example:1", "INTERNAL_ERROR", 503);
}

// Anybody may send anything, and what an error repeats of it is short and UTF-8.
TEST_F(Binding, RepeatsOnlySoMuchOfWhatWasSent) {
    std::string wide = "x";
    for (int i = 0; i < 5'000; ++i) wide += "\u00e9";
    const auto message_of = [&](const BindingRequest& request) {
        const BindingAnswer answer = answer_binding(request, resolver_, call_);
        EXPECT_TRUE(is_utf8(as_bytes(answer.body)));
        EXPECT_LT(answer.body.size(), 1'000U);
        return answer.error ? answer.error->message() : std::string();
    };
    BindingRequest accepting{"did:example:1"};
    accepting.accept = "text/" + wide;
    EXPECT_TRUE(message_of(accepting).ends_with("\u00e9")) << message_of(accepting);
    accepting.accept = "text/\xff" + wide;
    EXPECT_TRUE(message_of(accepting).ends_with("?")) << message_of(accepting);

    BindingRequest asking{"did:example:1"};
    asking.options = json::Document::parse("{\"" + wide + "\":7}").value();
    EXPECT_TRUE(message_of(asking).ends_with("\u00e9 is not a text")) << message_of(asking);
    asking.options = json::Document::parse("{\"versionTime\":\"" + wide + "\"}").value();
    EXPECT_NE(message_of(asking), "");
    asking.options =
        json::Document::parse("{\"verificationRelationship\":\"" + wide + "\"}").value();
    EXPECT_NE(message_of(asking), "");
}

TEST_F(Binding, ADeactivatedDidIsGone) {
    resolver_.deactivated = true;
    for (const std::string accept : {"", "application/did", "application/did-url-dereferencing"}) {
        const BindingAnswer answer = get("did:example:1", accept);
        EXPECT_EQ(answer.status, 410) << accept;
        const json::Document result = body(answer);
        const bool is_resolution = result.root().find("didDocument").has_value();
        EXPECT_TRUE(result.root().find(is_resolution ? "didDocument" : "contentStream")->is_null());
        EXPECT_TRUE(result.root()
                        .find(is_resolution ? "didDocumentMetadata" : "contentMetadata")
                        ->find("deactivated")
                        ->boolean());
    }
    EXPECT_EQ(get("did:example:1#key").status, 410);
}

TEST_F(Binding, DereferencesUrls) {
    constexpr std::string_view kResult = "application/did-url-dereferencing";
    const BindingAnswer whole = get("did:example:1", std::string(kResult));
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.content_type, kResult);
    EXPECT_EQ(body(whole).root().find("contentStream")->find("id")->string(), "did:example:1");
    EXPECT_EQ(body(whole).root().find("dereferencingMetadata")->find("contentType")->string(),
              "application/did");

    const BindingAnswer method = get("did%3Aexample%3A1%23key", std::string(kResult));
    EXPECT_EQ(method.status, 200);
    EXPECT_EQ(body(method).root().find("contentStream")->find("type")->string(), "Multikey");
    const BindingAnswer bare = get("did%3Aexample%3A1%23key");
    EXPECT_EQ(bare.content_type, "application/did");
    EXPECT_EQ(body(bare).root().find("type")->string(), "Multikey");

    const BindingAnswer services = get("did:example:1?service=files", std::string(kResult));
    EXPECT_EQ(body(services).root().find("contentStream")->find("service")->array().size(), 1U);

    for (const std::string target :
         {"did:example:1?service=files&relativeRef=b%3Fc",
          "did%3Aexample%3A1%3Fservice%3Dfiles%26relativeRef%3Db%253Fc"}) {
        for (const std::string accept : {"", "text/uri-list", "text/html, */*"}) {
            const BindingAnswer endpoint = get(target, accept);
            EXPECT_EQ(endpoint.status, 303) << target << accept;
            EXPECT_EQ(endpoint.location, "https://example.com/a/b?c");
            EXPECT_TRUE(endpoint.body.empty());
        }
    }
    EXPECT_EQ(body(get("did:example:1?service=files", "application/did")).root().find("id"),
              json::Document::parse(R"("did:example:1")").value().root());
}

TEST_F(Binding, ReadsAnEncodedUrlBehindARawDid) {
    // RFC 3986 section 3.5: a fragment is no part of what is sent, unless it is encoded.
    for (const std::string target :
         {"did:example:1%23key", "did:example:1%23k%65y", "did:example:1%23key?versionId=3",
          "did:example:1%3FversionId=3%23key", "did:example:1%3fversionId%3D3%23key"}) {
        resolver_.asked = {};
        const BindingAnswer answer = get(target);
        EXPECT_EQ(answer.status, 200) << target << answer.body;
        EXPECT_EQ(body(answer).root().find("type"),
                  body(get("did%3Aexample%3A1%23key")).root().find("type"));
        if (target.find("versionId") == std::string::npos) continue;
        get(target);
        EXPECT_EQ(resolver_.asked.version_id, "3") << target;
    }
    EXPECT_EQ(get("did:example:1%3Fservice=files&relativeRef=b%253Fc").location,
              "https://example.com/a/b?c");
    refused("did:example:1%3Fservice=none", "NOT_FOUND", 404);
    refused("did:example:1%23nothing", "NOT_FOUND", 404);
    refused("did:example:1%23key%23x", "INVALID_DID_URL", 400);
    refused("did:example:1%3FversionId=7?versionId=8", "INVALID_OPTIONS", 400);
    // Other escapes are the DID's, and those of a path are the path's.
    refused("did:other:1%3A2", "METHOD_NOT_SUPPORTED", 501);
    refused("did:example:1%3A", "NOT_FOUND", 404);
    refused("did:example:1/a%23key", "NOT_FOUND", 404);
}

TEST_F(Binding, DereferencingHasItsOwnErrors) {
    constexpr std::string_view kResult = "application/did-url-dereferencing";
    refused("did%3Aexample%3A1%23nothing", "NOT_FOUND", 404);
    refused("did:example:1/path", "NOT_FOUND", 404);
    refused("did:example:1?service=none", "NOT_FOUND", 404);
    refused("did:example:1?color=blue", "NOT_FOUND", 404, std::string(kResult));
    refused("did:example:1?service=a&service=b", "INVALID_DID_URL", 400, std::string(kResult));
    refused("did:example:", "INVALID_DID_URL", 400, std::string(kResult));
    refused("did%3Aexample%3A1%23key%23x", "INVALID_DID_URL", 400);
    refused("did:example:1?service=files", "REPRESENTATION_NOT_SUPPORTED", 406, "text/html");
    EXPECT_EQ(get("did%3Aexample%3A1%23key?verificationRelationship=assertionMethod").status, 200);
    EXPECT_EQ(get("did%3Aexample%3A1%23key?verificationRelationship=keyAgreement").status, 500);
    refused("did%3Aexample%3A1%23key?verificationRelationship=signing", "INVALID_OPTIONS", 400);
}

}  // namespace
}  // namespace deed::did
