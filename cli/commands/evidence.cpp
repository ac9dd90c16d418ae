#include <unistd.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/documents.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/invocation.hpp"
#include "cli/report_output.hpp"
#include "evidence/errors.hpp"
#include "evidence/proof.hpp"
#include "evidence/verify.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

/// The one opening that the argument and --key name.
Result<evidence::KeptOpening> find_one(const Invocation& invocation, Toolkit& toolkit) {
    Call& call = invocation.call();
    evidence::OpeningQuery query;
    query.key = invocation.option("key");
    if (const auto subject = invocation.argument(0)) DEED_CHECK(name_opening(*subject, query, call));
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
    DEED_TRY(const json::Document proof,
             evidence::prove(*ledger, opening, toolkit->clock(), call));
    const auto file = invocation.out_file();
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/proved/v1")
        .member("commitment", commitment);
    if (file) summary.member("file", *file);
    else summary.key("proof").value(proof.root());
    summary.end_object();
    // Private: it holds salts and the fields that it shows.
    DEED_CHECK(invocation.output().file_or_result(
        file ? &*file : nullptr, invocation.flag("force"), 0600,
        json::to_pretty_string(proof.root()), summary.take_document()));
    return 0;
}

Result<evidence::GivenDocument> given_document(const evidence::EvidenceProof& proof,
                                               const std::optional<std::string>& file,
                                               Call& call) {
    evidence::GivenDocument given;
    if (!file) return given;
    if (proof.opening.kind() == 0) {
        DEED_TRY(given.digest, digest_of_input(*file, call));
    } else {
        DEED_TRY(given.json, read_json_input(*file, call, kMaxJsonFile));
    }
    return given;
}

void write_facts(json::Writer& writer, const evidence::EvidenceFacts& facts) {
    writer.key("facts")
        .begin_object()
        .member("submitter", facts.submitter)
        .member("commitment", facts.commitment_hex)
        .member("accepted", facts.accepted.to_string())
        .member("network", facts.network)
        .key("position")
        .integer(static_cast<std::int64_t>(facts.position))
        .key("treeSize")
        .integer(static_cast<std::int64_t>(facts.tree_size))
        .end_object();
}

std::string facts_text(const evidence::EvidenceFacts& facts) {
    return "submitter     " + facts.submitter + "\ncommitment    " + facts.commitment_hex +
           "\naccepted      " + facts.accepted.to_string() +
           " (the log operator's claim)\nlog           " + facts.network + ", entry " + std::to_string(facts.position) +
           ", from 0, of " + std::to_string(facts.tree_size) + "\n";
}

std::vector<const evidence::ShownField*> shown_fields(const evidence::Opening& opening) {
    std::vector<const evidence::ShownField*> shown;
    if (opening.kind() != 1) return shown;
    for (const auto& field : std::get<std::vector<evidence::Field>>(opening.content()))
        if (const auto* one = std::get_if<evidence::ShownField>(&field)) shown.push_back(one);
    return shown;
}

/// What was committed to is the canonical form: digits that it lacks are not proved.
std::string proved_value(const evidence::ShownField& field) {
    return json::canonicalize(field.value.root());
}

Result<void> write_fields(json::Writer& writer, const evidence::Opening& opening) {
    if (opening.kind() != 1) return {};
    writer.key("fields").begin_array();
    for (const evidence::ShownField* field : shown_fields(opening)) {
        DEED_TRY(const json::Document value,
                 json::Document::parse(proved_value(*field), {.max_bytes = evidence::kMaxProofSize}));
        writer.begin_object().member("pointer", field->pointer);
        writer.key("value").value(value.root()).end_object();
    }
    writer.end_array();
    return {};
}

std::string fields_text(const evidence::Opening& opening) {
    std::string text;
    for (const evidence::ShownField* field : shown_fields(opening))
        text += "field         " +
                printable(field->pointer + " = " + proved_value(*field)) + "\n";
    return text;
}

/// The proof's log as a mirror shows it, where one is configured.
Result<evidence::PublishedLog> published_log(Invocation& invocation,
                                             const evidence::EvidenceProof& proof) {
    const auto mirrors = invocation.setting("mirrors");
    // A proof can be judged where there is no home.
    const bool has_none = !mirrors && mirrors.error().code() == deed::errors::kNoHome &&
                          !invocation.option("mirror");
    if (has_none) return evidence::PublishedLog();
    if (!mirrors) return mirrors.error();
    const auto network = evidence::network_of(proof);
    if (!*mirrors || !network) return evidence::PublishedLog();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    if (std::ranges::count(toolkit->published_networks(), *network) == 0)
        return evidence::PublishedLog();
    return evidence::PublishedLog(toolkit->published_ledger_of(*network, invocation.call()));
}

Result<int> run_verify(Invocation& invocation) {
    DEED_TRY(const json::Document file, read_json_input(*invocation.argument(0), invocation.call(),
                                                        evidence::kMaxProofSize));
    DEED_TRY(const evidence::EvidenceProof proof, evidence::EvidenceProof::parse(file.root()));
    DEED_TRY(const evidence::GivenDocument given,
             given_document(proof, invocation.argument(1), invocation.call()));
    DEED_TRY(const evidence::PublishedLog published, published_log(invocation, proof));
    auto pinned = invocation.option("log");
    // Who says now where a log is published names it by its network. One that is merely configured
    // is read, but is not thereby the one that is meant.
    const bool names_it = !invocation.options("mirror").empty() && published && *published;
    if (!pinned && names_it) pinned = evidence::network_of(proof);
    DEED_TRY(const evidence::EvidenceVerdict verdict,
             evidence::verify(proof, given, pinned, invocation.call(), published));
    json::Writer writer;
    writer.begin_object().member("format", "deed/evidence-verification/v1").key("report").value(
        verdict.report.to_json().root());
    // What a bad proof claims is not a fact.
    const bool bad = verdict.report.verdict() == credentials::Verdict::bad;
    if (verdict.facts && !bad) write_facts(writer, *verdict.facts);
    if (!bad) DEED_CHECK(write_fields(writer, proof.opening));
    writer.end_object();
    std::string text;
    if (verdict.facts && !bad) text += facts_text(*verdict.facts);
    if (!bad) text += fields_text(proof.opening);
    text += report_text(verdict.report, messages());
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    narrate_report(verdict.report);
    return verdict.report.exit_code();
}

constexpr ArgumentRow kSubject[] = {
    {"COMMITMENT", "as `deed evidence anchor` printed it; or the document itself", false}};
constexpr ArgumentRow kProofAndDocument[] = {
    {"PROOF", "the proof file, - for standard input"},
    {"DOCUMENT", "the document; needed unless it was anchored field by field", false}};
constexpr OptionRow kProveOptions[] = {
    {"key", "TEXT", "prove the document that was anchored under your own key"},
    {"withhold", "POINTER", "a field, or all below it, that the proof shall not show", true},
    {"out", "FILE", "write to a file instead of stdout"},
    {"force", "", "replace the file if it exists"}};
constexpr OptionRow kVerifyOptions[] = {
    {"log", "KEY", "the log you trust: its verifier key, or its network"},
    kMirrorOption};

}  // namespace

constexpr CommandRow kEvidenceProve{
    "evidence",
    "prove",
    "Write the proof that a document was anchored",
    "Writes one JSON file that proves, offline and without this ledger, what was anchored. Name it by\n"
    "its commitment, by the document or by your own key.\n"
    "Only you may read it (0600): it holds salts, and the fields that it shows.",
    kSubject,
    kProveOptions,
    "deed evidence prove COMMITMENT --out judgment.evidence.json",
    run_prove};

constexpr CommandRow kEvidenceVerify{
    "evidence",
    "verify",
    "Judge a proof offline: good, bad, or could not judge",
    "Checks a proof against the document, from these two files alone. Name the log you trust with\n"
    "--log; without it the verdict cannot be better than \"could not judge\". With --mirror, also\n"
    "asks whether the log that its operator publishes goes on from the proof.\n"
    "Prints the fields that the proof shows, unless it is bad.",
    kProofAndDocument,
    kVerifyOptions,
    "deed evidence verify judgment.evidence.json judgment.pdf --log LOG-KEY",
    run_verify};

}  // namespace deed::cli
