#include <unistd.h>

#include <charconv>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/evidence_words.hpp"
#include "cli/invocation.hpp"
#include "cli/progress.hpp"
#include "evidence/anchor.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/file.hpp"
#include "lib/json/line.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

using evidence::DocumentOutcome;
using evidence::DocumentStatus;

std::string commitment_of(const DocumentOutcome& outcome) {
    return outcome.commitment ? hex_encode(outcome.commitment->sha256) : "-";
}

/// In a dry run, what would be anchored has no commitment yet.
std::string_view status_of(const DocumentOutcome& outcome) {
    const bool only_planned = outcome.status == DocumentStatus::anchored && !outcome.commitment;
    return only_planned ? "new" : to_string(outcome.status);
}

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

/// Members of one document's result, into an open object.
void write_outcome(json::Writer& writer, const DocumentOutcome& outcome) {
    writer.member("status", status_of(outcome));
    if (outcome.key) writer.member("key", *outcome.key);
    if (outcome.commitment)
        writer.member("commitment", hex_encode(outcome.commitment->sha256))
            .member("commitmentSm3", hex_encode(outcome.commitment->sm3));
    if (outcome.place) {
        writer.member("operation", hex_encode(outcome.place->operation_hash));
        writer.key("position").integer(number(outcome.place->position));
        writer.key("index").integer(number(outcome.place->index));
        writer.member("accepted", outcome.place->accepted.to_string());
    }
    if (outcome.error)
        writer.member("code", outcome.error->code().name)
            .member("message", as_utf8(outcome.error->message()));
}

Result<std::size_t> batch_size_of(const Invocation& invocation) {
    const auto text = invocation.option("batch-size");
    if (!text) return evidence::AnchorOptions{}.batch_size;
    std::size_t size = 0;
    const char* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, size);
    if (error != std::errc() || stop != end || size == 0 || size > registry::kMaxBatch)
        return Error(errors::kBadValue, "--batch-size takes a number from 1 to 1000000");
    return size;
}

/// What the user named: files, a folder or lines; just one of them.
struct Source {
    std::unique_ptr<evidence::DocumentSource> documents;
    Descriptor lines;
    bool files = false;
};

Result<Source> source_of(const Invocation& invocation) {
    const auto folder = invocation.option("folder");
    const auto lines = invocation.option("jsonl");
    const auto key = invocation.option("key");
    if (key) DEED_CHECK(evidence::check_key(*key));
    const int named = (folder ? 1 : 0) + (lines ? 1 : 0) + (invocation.arguments().empty() ? 0 : 1);
    if (named == 0) return Error(errors::kMissingArgument, "deed evidence anchor: FILE is missing");
    if (named > 1)
        return Error(errors::kBadValue, "give files, --folder or --jsonl, not several of them");
    Source source;
    if (folder) {
        DEED_TRY(source.documents, evidence::source_of_folder(*folder, key));
        return source;
    }
    if (lines) {
        if (*lines != "-") {
            DEED_TRY(source.lines, open_file(*lines));
        }
        const int descriptor = source.lines.is_open() ? source.lines.get() : STDIN_FILENO;
        source.documents = evidence::source_of_lines(descriptor, key);
        return source;
    }
    std::vector<evidence::SourceItem> items;
    for (const std::string& file : invocation.arguments())
        items.push_back({file, key, std::filesystem::path(file)});
    source.documents = evidence::source_of_items(std::move(items));
    source.files = true;
    return source;
}

/// Where results go, one at a time.
class Results {
public:
    virtual ~Results() = default;
    virtual Result<void> take(const DocumentOutcome& outcome) = 0;
    virtual Result<void> finish(const evidence::AnchorSummary& summary) = 0;
    /// Before an error: what was told so far is out.
    virtual Result<void> flush() { return {}; }
};

/// Files that were named one by one: their commitments, one a line.
class FileResults final : public Results {
public:
    FileResults(Invocation& invocation, const did::Did& submitter, const std::string& network)
        : invocation_(invocation), network_(network) {
        writer_.begin_object()
            .member("format", "deed/anchored/v1")
            .member("submitter", submitter.to_string())
            .member("network", network);
    }

    Result<void> take(const DocumentOutcome& outcome) override {
        outcomes_.push_back(outcome);
        return {};
    }

    Result<void> finish(const evidence::AnchorSummary& summary) override {
        const evidence::Placement* place = nullptr;
        for (const DocumentOutcome& outcome : outcomes_)
            if (outcome.place && (!place || outcome.place->position > place->position))
                place = &*outcome.place;
        if (place != nullptr)
            writer_.key("position")
                .integer(number(place->position))
                .member("accepted", place->accepted.to_string());
        writer_.key("commitments").begin_array();
        std::string text;
        for (const DocumentOutcome& outcome : outcomes_) {
            text += commitment_of(outcome) + "\n";
            tell(outcome);
            writer_.begin_object().member("file", outcome.name);
            write_outcome(writer_, outcome);
            writer_.end_object();
        }
        writer_.end_array().end_object();
        if (summary.operations > 0)
            Output::note("anchored at position {0} of {1}",
                         {std::to_string(place->position), network_});
        return invocation_.output().result(text, writer_.take_document());
    }

private:
    /// Also here: a commitment that stdout lost would be found among all openings only.
    static void tell(const DocumentOutcome& outcome) {
        if (!outcome.commitment) return Output::note("would be anchored: {0}", {outcome.name});
        Output::note("commitment {0} {1}", {commitment_of(outcome), outcome.name});
        if (outcome.status == DocumentStatus::already)
            Output::note("it is anchored already, at position {0}",
                         {std::to_string(outcome.place->position)});
    }

    Invocation& invocation_;
    std::string network_;
    json::Writer writer_;
    std::vector<DocumentOutcome> outcomes_;
};

/// Any number of documents: one line each, told as soon as its batch is done.
class LineResults final : public Results {
public:
    explicit LineResults(bool json_lines) : json_lines_(json_lines) {}

    Result<void> take(const DocumentOutcome& outcome) override {
        text_ += json_lines_ ? json_line(outcome) : text_line(outcome);
        constexpr std::size_t kEnough = std::size_t{64} << 10;
        return text_.size() < kEnough ? Result<void>() : flush();
    }
    Result<void> finish(const evidence::AnchorSummary&) override { return flush(); }

    Result<void> flush() override {
        const auto written = write_stdout(text_);
        text_.clear();
        return written;
    }

private:
    static std::string text_line(const DocumentOutcome& outcome) {
        std::string line(status_of(outcome));
        line.resize(8, ' ');
        line += "  " + commitment_of(outcome) + "  ";
        line += outcome.place ? std::to_string(outcome.place->position) + "  " +
                                    std::to_string(outcome.place->index)
                              : "-  -";
        line += "  " + (outcome.name.empty() ? "-" : outcome.name);
        if (outcome.error)
            line += ": " + outcome.error->message() + " (" +
                    std::string(outcome.error->code().name) + ")";
        return printable(line) + "\n";
    }

    static std::string json_line(const DocumentOutcome& outcome) {
        json::Writer writer;
        writer.begin_object().member("name", outcome.name);
        write_outcome(writer, outcome);
        return json::to_line(writer.end_object().take_document().root()) + "\n";
    }

    bool json_lines_;
    std::string text_;
};

/// With --json: one document of them all.
class DocumentResults final : public Results {
public:
    DocumentResults(Invocation& invocation, const did::Did& submitter, const std::string& network)
        : invocation_(invocation) {
        writer_.begin_object()
            .member("format", "deed/anchored-documents/v1")
            .member("submitter", submitter.to_string())
            .member("network", network)
            .key("documents")
            .begin_array();
    }
    Result<void> take(const DocumentOutcome& outcome) override {
        writer_.begin_object().member("name", outcome.name);
        write_outcome(writer_, outcome);
        writer_.end_object();
        return {};
    }
    Result<void> finish(const evidence::AnchorSummary& summary) override {
        writer_.end_array();
        writer_.key("anchored").integer(number(summary.anchored));
        writer_.key("already").integer(number(summary.already));
        writer_.key("skipped").integer(number(summary.skipped));
        writer_.key("failed").integer(number(summary.failed));
        writer_.key("operations").integer(number(summary.operations)).end_object();
        const std::string text = writer_.take();
        DEED_TRY(const json::Document document,
                 json::Document::parse(text, {.max_bytes = text.size()}));
        return invocation_.output().result("", document);
    }

private:
    Invocation& invocation_;
    json::Writer writer_;
};

std::unique_ptr<Results> results_for(Invocation& invocation, const Source& source,
                                     const did::Did& submitter, const std::string& network) {
    if (source.files) return std::make_unique<FileResults>(invocation, submitter, network);
    if (invocation.output().json())
        return std::make_unique<DocumentResults>(invocation, submitter, network);
    return std::make_unique<LineResults>(invocation.flag("json-lines"));
}

void tell_summary(const evidence::AnchorSummary& summary, const std::string& network,
                  bool dry_run) {
    const std::string done = std::to_string(summary.anchored);
    const std::string already = std::to_string(summary.already);
    const std::string skipped = std::to_string(summary.skipped);
    const std::string failed = std::to_string(summary.failed);
    const std::string operations = std::to_string(summary.operations);
    if (dry_run)
        Output::note("{0} to be anchored, {1} anchored before, {2} skipped, {3} failed",
                     {done, already, skipped, failed});
    else if (summary.operations == 1)
        Output::note(
            "{0} anchored, {1} anchored before, {2} skipped, {3} failed; 1 operation on {4}",
            {done, already, skipped, failed, network});
    else
        Output::note(
            "{0} anchored, {1} anchored before, {2} skipped, {3} failed; {4} operations on {5}",
            {done, already, skipped, failed, operations, network});
}

Result<evidence::AnchorSummary> run_over(Invocation& invocation, Source& source,
                                         const did::Did& submitter, Results& results,
                                         const evidence::AnchorOptions& options,
                                         const evidence::AnchorContext& context) {
    Progress progress("{0} documents");
    const auto sink = [&](const DocumentOutcome& outcome) {
        if (!source.files) progress.advance();
        return results.take(outcome);
    };
    return evidence::anchor_documents(*source.documents, submitter, options, context, sink,
                                      invocation.call());
}

Result<int> run_anchor(Invocation& invocation) {
    Call& call = invocation.call();
    if (invocation.flag("unlinked"))
        return changed_or_tried(invocation, anchor_unlinked_files(invocation));
    for (const char* of_unlinked : {"network", "node", "account", "out"})
        if (invocation.option(of_unlinked))
            return Error(errors::kBadValue,
                         "--" + std::string(of_unlinked) + " goes together with --unlinked");
    evidence::AnchorOptions options;
    DEED_TRY(options.batch_size, batch_size_of(invocation));
    DEED_TRY(Source source, source_of(invocation));
    options.fields = invocation.flag("fields");
    options.dry_run = invocation.flag("dry-run");
    // Files that were named one by one are one batch: all of them, or none.
    options.strict = source.files || invocation.flag("strict");
    if (source.files) options.batch_size = registry::kMaxBatch;

    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const auto named, invocation.setting("submitter"));
    DEED_TRY(const did::Did submitter, toolkit->own_did(named.value_or(""), call));
    DEED_TRY(const auto controller, toolkit->controller_of(submitter, call));
    DEED_TRY(const std::string alias, invocation.ledger_alias());
    DEED_TRY(registry::LogLedger * ledger, options.dry_run ? toolkit->readable_ledger(alias, call)
                                                           : toolkit->writable_ledger(call));
    const std::string network = ledger->network();
    const auto results = results_for(invocation, source, submitter, network);
    const auto summary = run_over(invocation, source, submitter, *results, options,
                                  {*ledger, toolkit->openings(), *controller, toolkit->clock()});
    // What was done before an error is told all the same.
    if (!summary) {
        DEED_CHECK(results->flush());
        return summary.error();
    }
    if (!source.files) tell_summary(*summary, network, options.dry_run);
    DEED_CHECK(results->finish(*summary));
    return summary->first_failure ? exit_code(summary->first_failure->kind()) : 0;
}

constexpr ArgumentRow kFiles[] = {
    {"FILE", "a document, - for standard input; or use --folder or --jsonl", false, true}};
constexpr OptionRow kAnchorOptions[] = {
    {"folder", "DIR", "anchor every file below this folder; links are not followed"},
    {"jsonl", "FILE", "anchor what each line names: {\"path\": …} or ready digests; - for stdin"},
    {"key", "TEXT", "your key for the documents, such as a case number; never on the ledger"},
    {"fields", "", "anchor JSON field by field, so that fields can be withheld later"},
    {"submitter", "DID", "who anchors: a DID created here, or its name"},
    {"batch-size", "N", "documents a signed operation, with --folder and --jsonl (10000)"},
    {"strict", "", "stop at the first document that cannot be anchored"},
    {"dry-run", "", "tell what would be anchored, and do nothing"},
    {"json-lines", "", "with --folder and --jsonl: print one JSON object a document"},
    {"unlinked", "", "without a log: by the account of a chain alone, into --out"},
    {"out", "DIR", "with --unlinked: where the evidence of each file goes"},
    {"force", "", "replace the files if they exist"},
    kNetworkOption,
    kNodeOption,
    kAccountOption,
    kMaxFeeOption,
    kMaxPriorityFeeOption,
    kConfirmationOption,
    kPatienceOption};

}  // namespace

constexpr CommandRow kEvidenceAnchor{
    "evidence",
    "anchor",
    "Anchor documents in the ledger without showing them",
    "Commits to each document with a fresh salt, keeps the salt sealed in your home, and anchors "
    "the\n"
    "commitments in signed entries. Prints one commitment a document; with --folder or --jsonl "
    "one\n"
    "line a document: status, commitment, position in the ledger, index in its entry, name.\n"
    "A document that was anchored before, under the same key, is not anchored again; a run that "
    "was\n"
    "interrupted is completed by running it again. Exits by the first document that failed.\n"
    "With --unlinked a chain's account anchors the files' commitments, linked to nothing before "
    "or\n"
    "after, and the evidence of each file is written to --out.",
    kFiles,
    kAnchorOptions,
    "deed evidence anchor judgment.pdf",
    run_anchor};

}  // namespace deed::cli
