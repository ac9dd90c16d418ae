#include "did/resolver.hpp"

#include <set>
#include <string>
#include <vector>

#include "did/errors.hpp"
#include "did/problem.hpp"
#include "lib/crypto/errors.hpp"
#include "tests/did/document_support.hpp"

namespace deed::did {
namespace {

using test::example_did;

Resolution example_resolution() {
    return Resolution{make_document(example_did(), {}), {}, std::nullopt};
}

/// Answers every question alike, and counts them.
class FixedResolver final : public DidResolver {
public:
    explicit FixedResolver(Result<Resolution> answer) : answer_(std::move(answer)) {}
    Result<Resolution> resolve(const Did&, const ResolveOptions& options, Call&) override {
        ++asked;
        last_options = options;
        return answer_;
    }
    Result<History> history(const Did&, Call&) override {
        ++asked;
        if (!answer_) return answer_.error();
        return History{{{"7", std::nullopt, answer_->document, Version::Kind::created}}, {}, {}};
    }
    ResolveOptions last_options;
    int asked = 0;

private:
    Result<Resolution> answer_;
};

TEST(MethodResolver, AsksTheResolverOfTheMethod) {
    FixedResolver example(example_resolution());
    FixedResolver other(Error(errors::kInvalidDocument, "bad"));
    MethodResolver resolver;
    resolver.add("example", example);
    resolver.add("other", other);
    Call call;
    EXPECT_OK(resolver.resolve(example_did(), call));
    EXPECT_EQ(other.asked, 0);
    EXPECT_CODE(resolver.resolve(Did::parse("did:other:1").value(), call),
                errors::kInvalidDocument);
    EXPECT_EQ(example.asked, 1);
}

TEST(MethodResolver, HandsVersionsAndHistoriesOn) {
    FixedResolver example(example_resolution());
    FixedResolver empty(Error(errors::kNotFound, "none"));
    MethodResolver resolver;
    resolver.add("example", example);
    resolver.add("example", empty);
    Call call;
    const Timestamp time = Timestamp::from_unix_seconds(7).value();
    ASSERT_OK(resolver.resolve(example_did(), {"3", std::nullopt}, call));
    EXPECT_EQ(example.last_options.version_id, "3");
    ASSERT_OK(resolver.resolve(example_did(), {std::nullopt, time}, call));
    EXPECT_EQ(example.last_options.version_time, time);
    EXPECT_CODE(resolver.resolve(example_did(), {"3", time}, call), errors::kVersionOptions);
    ASSERT_OK_AND(const History history, resolver.history(example_did(), call));
    EXPECT_EQ(history.versions.at(0).id, "7");
    EXPECT_CODE(resolver.history(Did::parse("did:other:1").value(), call),
                errors::kMethodUnsupported);
}

TEST(MethodResolver, RefusesOtherMethods) {
    FixedResolver example(example_resolution());
    MethodResolver resolver;
    Call call;
    EXPECT_CODE(resolver.resolve(example_did(), call), errors::kMethodUnsupported);
    resolver.add("example", example);
    EXPECT_CODE(resolver.resolve(Did::parse("did:exampl:1").value(), call),
                errors::kMethodUnsupported);
    EXPECT_CODE(resolver.resolve(Did::parse("did:example1:1").value(), call),
                errors::kMethodUnsupported);
}

TEST(MethodResolver, AsksTheLatestFirstAndPassesOnNotFoundOnly) {
    FixedResolver first(example_resolution());
    FixedResolver empty(Error(errors::kNotFound, "none"));
    MethodResolver resolver;
    resolver.add("example", first);
    resolver.add("example", empty);
    Call call;
    EXPECT_OK(resolver.resolve(example_did(), call));
    EXPECT_EQ(empty.asked, 1);
    EXPECT_EQ(first.asked, 1);

    FixedResolver broken(Error(errors::kInvalidDocument, "bad"));
    resolver.add("example", broken);
    EXPECT_CODE(resolver.resolve(example_did(), call), errors::kInvalidDocument);
    EXPECT_EQ(empty.asked, 1);

    MethodResolver nowhere;
    nowhere.add("example", empty);
    EXPECT_CODE(nowhere.resolve(example_did(), call), errors::kNotFound);
}

TEST(ProblemOf, UsesTheWordsAndStatusesOfDidResolution) {
    const std::string ns = "https://www.w3.org/ns/did#";
    struct Row {
        const ErrorCode* code;
        std::string type;
        int status;
    };
    const std::vector<Row> table{
        {&errors::kMalformed, "INVALID_DID", 400},
        {&crypto::errors::kInvalidPublicKey, "INVALID_DID", 400},
        {&crypto::errors::kPrivateKeyExposed, "INVALID_DID", 400},
        {&errors::kMalformedUrl, "INVALID_DID_URL", 400},
        {&errors::kInvalidOption, "INVALID_OPTIONS", 400},
        {&errors::kVersionOptions, "INVALID_OPTIONS", 400},
        {&errors::kMethodUnsupported, "METHOD_NOT_SUPPORTED", 501},
        {&errors::kVersionsUnsupported, "FEATURE_NOT_SUPPORTED", 501},
        {&errors::kOptionUnsupported, "FEATURE_NOT_SUPPORTED", 501},
        {&crypto::errors::kUnsupportedKeyType, "FEATURE_NOT_SUPPORTED", 501},
        {&errors::kNotFound, "NOT_FOUND", 404},
        {&errors::kUnknownNetwork, "NOT_FOUND", 404},
        {&errors::kNoSuchVersion, "NOT_FOUND", 404},
        {&errors::kMethodNotFound, "NOT_FOUND", 404},
        {&errors::kDeactivated, "NOT_FOUND", 410},
        {&errors::kNotAcceptable, "REPRESENTATION_NOT_SUPPORTED", 406},
        {&errors::kInvalidDocument, "INVALID_DID_DOCUMENT", 500},
        {&deed::errors::kDeadline, "INTERNAL_ERROR", 503}};
    for (const auto& [code, type, status] : table) {
        const Problem problem = problem_of(Error(*code, "why", "where"));
        EXPECT_EQ(problem.type, ns + type) << code->name;
        EXPECT_EQ(problem.http_status, status) << code->name;
        EXPECT_FALSE(problem.title.empty());
        EXPECT_NE(problem.detail.find("why"), std::string::npos);
    }
}

TEST(ToFailedResolution, HasTheErrorAsAnObject) {
    EXPECT_EQ(to_failed_resolution(Error(errors::kNotFound, "nobody")).to_string(),
              R"({"didDocument":null,"didDocumentMetadata":{},"didResolutionMetadata":{"error":)"
              R"({"type":"https://www.w3.org/ns/did#NOT_FOUND",)"
              R"("title":"Nothing was found under this DID or DID URL.",)"
              R"x("detail":"nobody (did.not_found)"}}})x");
}

TEST(ToResolutionResult, ShowsDocumentAndMetadata) {
    Resolution resolution = example_resolution();
    const std::string document = resolution.document.json().to_string();
    EXPECT_EQ(to_resolution_result(resolution).to_string(),
              R"({"didDocument":)" + document +
                  R"(,"didDocumentMetadata":{"deactivated":false},)"
                  R"("didResolutionMetadata":{"contentType":"application/did"}})");

    // Dates have no sub-second digits (DID Resolution).
    resolution.metadata.created = Timestamp::parse_rfc3339("2026-01-02T03:04:05.678Z").value();
    resolution.metadata.updated = Timestamp::parse_rfc3339("2026-01-03T03:04:05+08:00").value();
    resolution.metadata.version_id = "4";
    resolution.freshness =
        Freshness{Timestamp::parse_rfc3339("2026-02-01T00:00:00Z").value(), "did export"};
    EXPECT_EQ(to_resolution_result(resolution).to_string(),
              R"({"didDocument":)" + document +
                  R"(,"didDocumentMetadata":{"created":"2026-01-02T03:04:05Z",)"
                  R"("updated":"2026-01-02T19:04:05Z","versionId":"4","deactivated":false},)"
                  R"("didResolutionMetadata":{"contentType":"application/did",)"
                  R"("asOf":"2026-02-01T00:00:00Z","source":"did export"}})");
}

TEST(ToResolutionResult, ShowsWhatFollowedAVersion) {
    Resolution resolution = example_resolution();
    resolution.metadata.next_update = Timestamp::parse_rfc3339("2026-01-02T03:04:05.678Z").value();
    resolution.metadata.next_version_id = "5";
    resolution.metadata.equivalent_id = {"did:example:2", "did:example:3"};
    resolution.metadata.canonical_id = "did:example:2";
    EXPECT_EQ(json::to_string(*to_resolution_result(resolution).root().find("didDocumentMetadata")),
              R"({"nextUpdate":"2026-01-02T03:04:05Z","nextVersionId":"5",)"
              R"("equivalentId":["did:example:2","did:example:3"],"canonicalId":"did:example:2",)"
              R"("deactivated":false})");
}

TEST(ToResolutionResult, HidesTheDocumentOfADeactivatedDid) {
    Resolution resolution = example_resolution();
    resolution.metadata.deactivated = true;
    EXPECT_EQ(to_resolution_result(resolution).to_string(),
              R"({"didDocument":null,"didDocumentMetadata":{"deactivated":true},)"
              R"("didResolutionMetadata":{"contentType":"application/did"}})");
}

TEST(DidErrors, NamesAreDistinctAndOfTheRoom) {
    std::set<std::string_view> names;
    for (const ErrorCode* code : errors::kDidRoomCodes) {
        EXPECT_TRUE(code->name.starts_with("did."));
        EXPECT_TRUE(names.insert(code->name).second) << code->name;
        EXPECT_FALSE(code->meaning.empty() || code->remedy.empty());
    }
    EXPECT_EQ(names.size(), 26U);
}

}  // namespace
}  // namespace deed::did
