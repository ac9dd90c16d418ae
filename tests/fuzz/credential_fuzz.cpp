// Whatever the input, the model check and verification end in a report, and without any DID that
// resolves that report is never "good".
#include <cstdlib>

#include "credentials/credential.hpp"
#include "credentials/verify.hpp"
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = deed::json::Document::parse(deed::ByteView(data, size));
    if (!document) return 0;

    const auto faults = deed::credentials::check_model(document->root());
    KnowsNothing resolver;
    const deed::FixedClock clock(deed::Timestamp::from_unix_seconds(1800000000).value());
    const deed::credentials::KnownContexts contexts;
    deed::Call call;
    const auto report = deed::credentials::verify(*document, {}, {resolver, clock, contexts}, call);
    require(report.has_value() == document->root().is_object());
    if (!report) return 0;

    require(report->verdict() != deed::credentials::Verdict::good);
    require(report->exit_code() != 0);
    require(report->checks().size() == deed::credentials::check_names().size());
    require(faults.empty() ==
            (report->find("model")->state == deed::credentials::CheckState::passed));

    // Each of several proofs is in the report, unless they are too many.
    const auto proof = document->root().find("proof");
    const std::size_t count = proof && proof->is_array() ? proof->array().size() : 1;
    require(report->proofs().size() == (count > 1 && count <= 32 ? count : 0));

    // A key that made none of the proofs makes none of them good either.
    deed::credentials::VerifyPolicy by_key;
    by_key.proofs = deed::credentials::ProofRule::one;
    by_key.public_keys = {
        deed::crypto::PublicKey::from_multikey("z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7")
            .value()};
    const auto offline =
        deed::credentials::verify(*document, by_key, {resolver, clock, contexts}, call);
    require(offline && offline->verdict() != deed::credentials::Verdict::good);

    // The report prints, and reads back as it was.
    const auto printed = report->to_json();
    const auto read = deed::json::Document::parse(printed.to_string());
    require(read.has_value() && *read == printed);
    return 0;
}
