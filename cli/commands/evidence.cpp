#include "cli/commands.hpp"
#include "cli/documents.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "evidence/errors.hpp"
#include "evidence/proof.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

/// The one opening that the argument and --key name.
Result<evidence::KeptOpening> find_one(const Invocation& invocation, Toolkit& toolkit) {
    Call& call = invocation.call();
    evidence::OpeningQuery query;
    query.key = invocation.option("key");
    if (const auto subject = invocation.argument(0))
        DEED_CHECK(name_opening(*subject, query, call));
    else if (!query.key)
        return Error(errors::kMissingArgument, "deed evidence prove: COMMITMENT is missing");
    DEED_TRY(evidence::OpeningPage page, toolkit.openings().find(query, {0, 1000}, call));
    if (page.openings.empty()) return no_opening(query, page.unreadable);
    if (page.openings.size() == 1) return std::move(page.openings.front());
    for (const evidence::KeptOpening& kept : page.openings)
        Output::note("commitment {0} {1}",
                     {hex_encode(kept.opening.commitment().sha256), kept.name});
    return Error(evidence::errors::kSeveralFound,
                 std::to_string(page.openings.size()) + " openings fit");
}

Result<int> run_prove(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const evidence::KeptOpening kept, find_one(invocation, *toolkit));
    evidence::Opening opening = kept.opening;
    const std::string commitment = hex_encode(opening.commitment().sha256);
    if (const auto pointers = invocation.options("withhold"); !pointers.empty()) {
        DEED_TRY(opening, opening.withholding(pointers));
    }
    DEED_TRY(registry::LogLedger * ledger, toolkit->writable_ledger(call));
    DEED_TRY(const json::Document proof, evidence::prove(*ledger, opening, toolkit->clock(), call));
    const auto file = invocation.out_file();
    json::Writer summary;
    summary.begin_object().member("format", "deed/proved/v1").member("commitment", commitment);
    if (file)
        summary.member("file", *file);
    else
        summary.key("proof").value(proof.root());
    summary.end_object();
    // Private: it holds salts and the fields that it shows.
    DEED_CHECK(invocation.output().file_or_result(file ? &*file : nullptr, invocation.flag("force"),
                                                  0600, json::to_pretty_string(proof.root()),
                                                  summary.take_document()));
    return 0;
}

constexpr ArgumentRow kSubject[] = {
    {"COMMITMENT", "as `deed evidence anchor` printed it; or the document itself", false}};
constexpr OptionRow kProveOptions[] = {
    {"key", "TEXT", "prove the document that was anchored under your own key"},
    {"withhold", "POINTER", "a field, or all below it, that the proof shall not show", true},
    {"out", "FILE", "write to a file instead of stdout"},
    {"force", "", "replace the file if it exists"}};
}  // namespace

constexpr CommandRow kEvidenceProve{
    "evidence",
    "prove",
    "Write the proof that a document was anchored",
    "Writes one JSON file that proves, offline and without this ledger, what was anchored. Name it "
    "by\n"
    "its commitment, by the document or by your own key.\n"
    "Only you may read it (0600): it holds salts, and the fields that it shows.",
    kSubject,
    kProveOptions,
    "deed evidence prove COMMITMENT --out judgment.evidence.json",
    run_prove};

}  // namespace deed::cli
