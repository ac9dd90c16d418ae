#include <algorithm>

#include "cli/commands.hpp"
#include "cli/documents.hpp"
#include "cli/errors.hpp"
#include "cli/evidence_words.hpp"
#include "cli/exports.hpp"
#include "cli/invocation.hpp"
#include "cli/report_output.hpp"
#include "evidence/chain/errors.hpp"
#include "evidence/chain/unlinked.hpp"
#include "evidence/proof.hpp"
#include "evidence/verify.hpp"
#include "lib/io/errors.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

Result<evidence::GivenDocument> given_document(const evidence::Opening& opening,
                                               const std::optional<std::string>& file, Call& call) {
    evidence::GivenDocument given;
    if (!file) return given;
    if (opening.kind() == 0) {
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
           " (the log operator's claim)\nlog           " + facts.network + ", entry " +
           std::to_string(facts.position) + ", from 0, of " + std::to_string(facts.tree_size) +
           "\n";
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
        DEED_TRY(
            const json::Document value,
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
        text += "field         " + printable(field->pointer + " = " + proved_value(*field)) + "\n";
    return text;
}

/// The proof's log as a mirror shows it, where one is configured.
Result<evidence::PublishedLog> published_log(Invocation& invocation,
                                             const evidence::EvidenceProof& proof) {
    const auto mirrors = invocation.setting("mirrors");
    // A proof can be judged where there is no home.
    const bool has_none =
        !mirrors && mirrors.error().code() == deed::errors::kNoHome && !invocation.option("mirror");
    if (has_none) return evidence::PublishedLog();
    if (!mirrors) return mirrors.error();
    const auto network = evidence::network_of(proof);
    if (!*mirrors || !network) return evidence::PublishedLog();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    if (std::ranges::count(toolkit->published_networks(), *network) == 0)
        return evidence::PublishedLog();
    return evidence::PublishedLog(toolkit->published_ledger_of(*network, invocation.call()));
}

/// What the proof's chain part comes to; nothing where it has none.
Result<std::optional<evidence::ChainFacts>> judge_on_chain(Invocation& invocation,
                                                           const evidence::EvidenceProof& proof,
                                                           credentials::Report& report) {
    DEED_TRY(const evidence::ChainTrust trust, given_chain_trust(invocation));
    if (!proof.chain) {
        if (trust.is_empty()) return std::optional<evidence::ChainFacts>();
        return Error(evidence::errors::kNoChainPart, *invocation.argument(0));
    }
    DEED_TRY(const evidence::ChainPart part, evidence::ChainPart::parse(proof.chain->root()));
    return evidence::judge_chain(proof, part, trust, report, invocation.call());
}

/// Evidence that was anchored without a log.
Result<int> run_verify_unlinked(Invocation& invocation, const json::Document& file) {
    Call& call = invocation.call();
    for (const char* of_log : {"log", "opened-by", "cosigned-by"})
        if (invocation.option(of_log))
            return Error(errors::kBadValue,
                         "unlinked evidence is of no log: leave --" + std::string(of_log) + " out");
    DEED_TRY(const auto evidence, evidence::UnlinkedEvidence::parse(file.root()));
    DEED_TRY(const evidence::GivenDocument given,
             given_document(evidence.opening, invocation.argument(1), call));
    DEED_TRY(const evidence::ChainTrust trust, given_chain_trust(invocation));
    DEED_TRY(const evidence::UnlinkedVerdict verdict,
             evidence::verify_unlinked(evidence, given, trust, call));
    const bool bad = verdict.report.verdict() == credentials::Verdict::bad;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/evidence-verification/v1")
        .key("report")
        .value(verdict.report.to_json().root());
    writer.key("unlinked").boolean(true);
    std::string text;
    if (!bad && verdict.chain) {
        writer.key("facts")
            .begin_object()
            .member("submitter", verdict.submitter)
            .member("commitment", verdict.commitment_hex)
            .end_object();
        write_chain_facts(writer, *verdict.chain);
        DEED_CHECK(write_fields(writer, evidence.opening));
        text += "submitter     " + verdict.submitter + "\ncommitment    " + verdict.commitment_hex +
                "\n" + chain_facts_text(*verdict.chain) + fields_text(evidence.opening);
    }
    writer.end_object();
    text += report_text(verdict.report, messages());
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    narrate_report(verdict.report);
    return verdict.report.exit_code();
}

Result<int> run_verify(Invocation& invocation) {
    DEED_TRY(const json::Document file,
             read_json_input(*invocation.argument(0), invocation.call(), evidence::kMaxProofSize));
    if (evidence::is_unlinked(file.root())) return run_verify_unlinked(invocation, file);
    DEED_TRY(const evidence::EvidenceProof proof, evidence::EvidenceProof::parse(file.root()));
    DEED_TRY(const evidence::GivenDocument given,
             given_document(proof.opening, invocation.argument(1), invocation.call()));
    DEED_TRY(const evidence::PublishedLog published, published_log(invocation, proof));
    auto pinned = invocation.option("log");
    // Who says now where a log is published names it by its network. One that is merely configured
    // is read, but is not thereby the one that is meant.
    const bool names_it = !invocation.options("mirror").empty() && published && *published;
    if (!pinned && names_it) pinned = evidence::network_of(proof);
    DEED_TRY(evidence::EvidenceVerdict verdict,
             evidence::verify(proof, given, pinned, invocation.call(), published));
    DEED_TRY(const auto on_chain, judge_on_chain(invocation, proof, verdict.report));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/evidence-verification/v1")
        .key("report")
        .value(verdict.report.to_json().root());
    // What a bad proof claims is not a fact.
    const bool bad = verdict.report.verdict() == credentials::Verdict::bad;
    if (verdict.facts && !bad) write_facts(writer, *verdict.facts);
    if (on_chain && !bad) write_chain_facts(writer, *on_chain);
    if (!bad) DEED_CHECK(write_fields(writer, proof.opening));
    writer.end_object();
    std::string text;
    if (verdict.facts && !bad) text += facts_text(*verdict.facts);
    if (on_chain && !bad) text += chain_facts_text(*on_chain);
    if (!bad) text += fields_text(proof.opening);
    text += report_text(verdict.report, messages());
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    narrate_report(verdict.report);
    return verdict.report.exit_code();
}

constexpr ArgumentRow kProofAndDocument[] = {
    {"PROOF", "the proof file, - for standard input"},
    {"DOCUMENT", "the document; needed unless it was anchored field by field", false}};
constexpr OptionRow kVerifyOptions[] = {
    {"log", "KEY", "the log you trust: its verifier key, or its network"},
    kMirrorOption,
    kBlockHashOption,
    kContractOption,
    kTrustedOpenerOption,
    kAskedChainOption,
    kCosignedByOption,
    kNodeOption,
    kConfirmationOption};

}  // namespace

constexpr CommandRow kEvidenceVerify{
    "evidence",
    "verify",
    "Judge a proof offline: good, bad, or could not judge",
    "Checks a proof against the document, from these two files alone. Name the log you trust with\n"
    "--log; without it the verdict cannot be better than \"could not judge\". With --mirror, also\n"
    "asks whether the log that its operator publishes goes on from the proof.\n"
    "What a chain says of a proof (`deed evidence strengthen`) is judged by a block's hash and "
    "the\n"
    "contract that you trust, or by a node of the chain, which is asked with --network, and by\n"
    "the account that opened the log there. With --cosigned-by, a group must have co-signed the\n"
    "checkpoint there.\n"
    "Prints the fields that the proof shows, unless it is bad.",
    kProofAndDocument,
    kVerifyOptions,
    "deed evidence verify judgment.evidence.json judgment.pdf --log LOG-KEY",
    run_verify};

}  // namespace deed::cli
