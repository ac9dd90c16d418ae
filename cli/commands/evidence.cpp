#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "cli/report_output.hpp"
#include "evidence/anchor.hpp"
#include "evidence/proof.hpp"
#include "evidence/verify.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/file.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

Result<evidence::DocumentDigest> digest_of_input(const std::string& name, Call& call) {
    if (name == "-") return evidence::digest_of_descriptor(STDIN_FILENO, call);
    DEED_TRY(const Descriptor file, open_file(name));
    return evidence::digest_of_descriptor(file.get(), call);
}

Result<evidence::Opening> open_for(const std::string& file, bool fields,
                                   const did::Did& submitter, Call& call) {
    if (!fields) {
        DEED_TRY(const evidence::DocumentDigest digest, digest_of_input(file, call));
        return evidence::Opening::for_bytes(submitter, digest);
    }
    DEED_TRY(const json::Document document, read_json_input(file, kMaxJsonFile));
    return evidence::Opening::for_json(submitter, document.root());
}

Result<int> run_anchor(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did submitter,
             toolkit->own_did(invocation.option("submitter").value_or(""), call));
    std::vector<evidence::Opening> openings;
    for (const std::string& file : invocation.arguments()) {
        DEED_TRY(evidence::Opening opening,
                 open_for(file, invocation.flag("fields"), submitter, call));
        openings.push_back(std::move(opening));
    }
    DEED_TRY(const auto controller, toolkit->controller_of(submitter, call));
    DEED_TRY(registry::LogLedger * ledger, toolkit->writable_ledger(call));
    DEED_TRY(const evidence::Anchored anchored,
             evidence::anchor(openings,
                              {*ledger, toolkit->openings(), *controller, toolkit->clock()}, call));

    std::string text;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/anchored/v1")
        .member("submitter", submitter.to_string())
        .member("network", ledger->network())
        .key("position")
        .integer(static_cast<std::int64_t>(anchored.receipt.position))
        .member("accepted", anchored.receipt.accepted.to_string())
        .key("commitments")
        .begin_array();
    for (std::size_t i = 0; i < anchored.commitments.size(); ++i) {
        const std::string hex = hex_encode(anchored.commitments[i].sha256);
        text += hex + "\n";
        // Also here: a commitment that stdout lost would be found among all openings only.
        Output::note("commitment " + hex + " " + invocation.arguments()[i]);
        writer.begin_object()
            .member("file", invocation.arguments()[i])
            .member("commitment", hex)
            .member("commitmentSm3", hex_encode(anchored.commitments[i].sm3))
            .end_object();
    }
    writer.end_array().end_object();
    Output::note("anchored at position " + std::to_string(anchored.receipt.position) +
                 " of " + ledger->network());
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_list(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const std::vector<std::string> commitments, toolkit->openings().list());
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/opening-list/v1");
    writer.key("commitments").begin_array();
    for (const std::string& commitment : commitments) {
        text += commitment + "\n";
        writer.string(commitment);
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_prove(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(evidence::Opening opening,
             toolkit->openings().get(*invocation.argument(0), call));
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
        .member("commitment", *invocation.argument(0));
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
        DEED_TRY(given.json, read_json_input(*file, kMaxJsonFile));
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

Result<int> run_verify(Invocation& invocation) {
    DEED_TRY(const json::Document file, read_json_input(*invocation.argument(0), evidence::kMaxProofSize));
    DEED_TRY(const evidence::EvidenceProof proof, evidence::EvidenceProof::parse(file.root()));
    DEED_TRY(const evidence::GivenDocument given,
             given_document(proof, invocation.argument(1), invocation.call()));
    DEED_TRY(const evidence::EvidenceVerdict verdict,
             evidence::verify(proof, given, invocation.option("log"), invocation.call()));
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
    text += report_text(verdict.report);
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    narrate_report(verdict.report);
    return verdict.report.exit_code();
}

constexpr ArgumentRow kFiles[] = {{"FILE", "a document, - for standard input", true, true}};
constexpr ArgumentRow kCommitment[] = {{"COMMITMENT", "as `deed evidence anchor` printed it"}};
constexpr ArgumentRow kProofAndDocument[] = {
    {"PROOF", "the proof file, - for standard input"},
    {"DOCUMENT", "the document; needed unless it was anchored field by field", false}};
constexpr OptionRow kAnchorOptions[] = {
    {"fields", "", "anchor JSON field by field, so that fields can be withheld later"},
    {"submitter", "DID", "who anchors: a DID created here, or its name"}};
constexpr OptionRow kProveOptions[] = {
    {"withhold", "POINTER", "a field, or all below it, that the proof shall not show", true},
    {"out", "FILE", "write to a file instead of stdout"},
    {"force", "", "replace the file if it exists"}};
constexpr OptionRow kVerifyOptions[] = {
    {"log", "KEY", "the log you trust: its verifier key, or its network"}};

}  // namespace

constexpr CommandRow kEvidenceAnchor{
    "evidence",
    "anchor",
    "Anchor documents in the ledger without showing them",
    "Commits to each document with a fresh salt, keeps the salt sealed in your home, and anchors all\n"
    "commitments in one signed entry. Prints one commitment a document.",
    kFiles,
    kAnchorOptions,
    "deed evidence anchor judgment.pdf",
    run_anchor};

constexpr CommandRow kEvidenceList{
    "evidence",
    "list",
    "List the commitments whose openings are kept here",
    "Prints one commitment a line: each can be proved once it is anchored. Needs no passphrase.",
    {},
    {},
    "deed evidence list",
    run_list};

constexpr CommandRow kEvidenceProve{
    "evidence",
    "prove",
    "Write the proof that a document was anchored",
    "Writes one JSON file that proves, offline and without this ledger, what was anchored.\n"
    "Only you may read it (0600): it holds salts, and the fields that it shows.",
    kCommitment,
    kProveOptions,
    "deed evidence prove COMMITMENT --out judgment.evidence.json",
    run_prove};

constexpr CommandRow kEvidenceVerify{
    "evidence",
    "verify",
    "Judge a proof offline: good, bad, or could not judge",
    "Checks a proof against the document, from these two files alone. Name the log you trust with\n"
    "--log; without it the verdict cannot be better than \"could not judge\".\n"
    "Prints the fields that the proof shows, unless it is bad.",
    kProofAndDocument,
    kVerifyOptions,
    "deed evidence verify judgment.evidence.json judgment.pdf --log LOG-KEY",
    run_verify};

}  // namespace deed::cli
