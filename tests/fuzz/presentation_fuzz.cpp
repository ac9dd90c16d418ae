// Whatever the input, the model check and verification end in a report, and without any DID that
// resolves that report is never "good", nor is a challenge used up.
#include <cstdlib>

#include "credentials/presentation.hpp"
#include "credentials/verify_presentation.hpp"
#include "did/errors.hpp"

namespace {

class KnowsNothing final : public deed::did::DidResolver {
public:
    deed::Result<deed::did::Resolution> resolve(const deed::did::Did& did,
                                                const deed::did::ResolveOptions&,
                                                deed::Call&) override {
        return deed::Error(deed::did::errors::kNotFound, "nothing is known", did.to_string());
    }
    deed::Result<deed::did::History> history(const deed::did::Did& did, deed::Call&) override {
        return deed::Error(deed::did::errors::kNotFound, "nothing is known", did.to_string());
    }
};

void require(bool holds) {
    if (!holds) std::abort();
}

/// Knows every challenge, and is not to be asked for one.
class KnowsAll final : public deed::credentials::ChallengeStore {
public:
    deed::Result<deed::credentials::Challenge> make(std::string_view, std::int64_t,
                                                    deed::Call&) override {
        std::abort();
    }
    deed::Result<void> check(std::string_view, std::string_view domain, deed::Call&) override {
        require(domain == "verifier.example");
        return {};
    }
    deed::Result<void> consume(std::string_view, std::string_view, deed::Call&) override {
        std::abort();
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = deed::json::Document::parse(deed::ByteView(data, size));
    if (!document) return 0;

    const auto faults = deed::credentials::check_presentation_model(*document);
    KnowsNothing resolver;
    KnowsAll challenges;
    const deed::FixedClock clock(deed::Timestamp::from_unix_seconds(1800000000).value());
    const deed::credentials::KnownContexts contexts;
    deed::Call call;
    deed::credentials::PresentationPolicy policy;
    policy.domains = {"verifier.example"};
    const auto report = deed::credentials::verify_presentation(
        *document, policy, {resolver, clock, contexts, &challenges}, call);
    require(report.has_value() == document->root().is_object());
    if (!report) return 0;

    require(report->verdict() != deed::credentials::Verdict::good);
    require(report->exit_code() != 0);
    require(report->checks.checks().size() == deed::credentials::presentation_check_names().size());
    require(faults.empty() ==
            (report->checks.find("model")->state == deed::credentials::CheckState::passed));
    require(report->credentials.size() <= deed::credentials::kMaxPresented);

    // The report prints, and reads back as it was; so does what was judged, with the same faults.
    const auto printed = report->to_json();
    const auto read = deed::json::Document::parse(printed.to_string());
    require(read.has_value() && *read == printed);
    const auto again = deed::json::Document::parse(document->to_string());
    require(again.has_value() && *again == *document);
    require(deed::credentials::check_presentation_model(*again).size() == faults.size());
    return 0;
}
