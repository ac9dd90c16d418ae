#include <charconv>

#include "cli/commands.hpp"
#include "cli/documents.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

using evidence::KeptOpening;
using evidence::OpeningPage;
using evidence::OpeningQuery;

constexpr std::int64_t kMaxPage = 100'000;

std::string_view status_of(const KeptOpening& kept) {
    if (kept.place) return "anchored";
    return kept.place_unknown ? "unknown" : "pending";
}

/// What is empty, or would not be one column, is told apart.
std::string column(const std::string& text) { return text.empty() ? "-" : printable(text); }

std::string line_of(const KeptOpening& kept) {
    std::string status(status_of(kept));
    status.resize(8, ' ');
    return hex_encode(kept.opening.commitment().sha256) + "  " + status + "  " +
           kept.kept.to_string() + "  " + column(kept.key.value_or("")) + "  " + column(kept.name) +
           "\n";
}

void write_opening(json::Writer& writer, const KeptOpening& kept) {
    const registry::Commitment commitment = kept.opening.commitment();
    writer.begin_object()
        .member("commitment", hex_encode(commitment.sha256))
        .member("commitmentSm3", hex_encode(commitment.sm3))
        .member("status", status_of(kept))
        .member("submitter", kept.opening.submitter().to_string());
    writer.key("kind").integer(kept.opening.kind());
    writer.member("kept", kept.kept.to_string()).member("name", kept.name);
    if (kept.key) writer.member("key", *kept.key);
    if (kept.document) {
        writer.member("sha256", hex_encode(kept.document->digest.sha256));
        writer.member("sm3", hex_encode(kept.document->digest.sm3));
        writer.key("length").integer(static_cast<std::int64_t>(kept.document->length));
    }
    if (kept.place) {
        writer.member("operation", hex_encode(kept.place->operation_hash));
        writer.key("position").integer(static_cast<std::int64_t>(kept.place->position));
        writer.key("index").integer(static_cast<std::int64_t>(kept.place->index));
        writer.member("accepted", kept.place->accepted.to_string());
    }
    writer.end_object();
}

Result<void> print(Invocation& invocation, const OpeningPage& page) {
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/opening-list/v2").key("openings").begin_array();
    for (const KeptOpening& kept : page.openings) {
        text += line_of(kept);
        write_opening(writer, kept);
    }
    writer.end_array();
    if (page.next != 0) writer.key("next").integer(page.next);
    writer.key("unreadable").integer(static_cast<std::int64_t>(page.unreadable)).end_object();
    const std::string json = writer.take();
    DEED_TRY(const json::Document document,
             json::Document::parse(json, {.max_bytes = json.size()}));
    if (page.unreadable > 0)
        Output::note("{0} openings are damaged, or sealed by another key store",
                     {std::to_string(page.unreadable)});
    if (page.next != 0)
        Output::note("there are more: go on with --after {0}", {std::to_string(page.next)});
    return invocation.output().result(text, document);
}

Result<std::int64_t> number_of(const Invocation& invocation, const char* option, std::int64_t least,
                               std::int64_t most, std::int64_t otherwise) {
    const auto text = invocation.option(option);
    if (!text) return otherwise;
    std::int64_t value = 0;
    const char* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc() || stop != end || value < least || value > most)
        return Error(errors::kBadValue, "--" + std::string(option) + " takes a number from " +
                                            std::to_string(least) + " to " + std::to_string(most));
    return value;
}

Result<evidence::PageRequest> page_of(const Invocation& invocation) {
    evidence::PageRequest request;
    constexpr std::int64_t kMostRows = (std::int64_t{1} << 53) - 1;
    DEED_TRY(request.after, number_of(invocation, "after", 0, kMostRows, 0));
    DEED_TRY(const std::int64_t limit, number_of(invocation, "limit", 1, kMaxPage, 1000));
    request.limit = static_cast<std::size_t>(limit);
    return request;
}

Result<int> run_list(Invocation& invocation) {
    DEED_TRY(const evidence::PageRequest request, page_of(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const OpeningPage page, toolkit->openings().list(request, invocation.call()));
    DEED_CHECK(print(invocation, page));
    return 0;
}

Result<OpeningQuery> query_of(const Invocation& invocation) {
    OpeningQuery query;
    if (const auto document = invocation.option("document")) {
        DEED_TRY(const auto digest, digest_of_input(*document, invocation.call()));
        query.sha256 = digest.digest.sha256;
        query.sm3 = digest.digest.sm3;
    }
    struct Named {
        const char* option;
        std::optional<registry::Hash> OpeningQuery::*member;
    };
    for (const auto& [option, member] :
         {Named{"sha256", &OpeningQuery::sha256}, Named{"sm3", &OpeningQuery::sm3},
          Named{"commitment", &OpeningQuery::commitment}}) {
        const auto hex = invocation.option(option);
        if (!hex) continue;
        DEED_TRY(const registry::Hash hash, parse_hash(*hex, "--" + std::string(option)));
        if (query.*member && query.*member != hash)
            return Error(errors::kBadValue,
                         "--document has another digest than --" + std::string(option) + " says");
        query.*member = hash;
    }
    query.key = invocation.option("key");
    if (!query.commitment && !query.sha256 && !query.sm3 && !query.key)
        return Error(errors::kMissingArgument,
                     "deed evidence find: say what to look for, such as --document FILE");
    return query;
}

Result<int> run_find(Invocation& invocation) {
    DEED_TRY(const evidence::PageRequest request, page_of(invocation));
    DEED_TRY(const OpeningQuery query, query_of(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const OpeningPage page, toolkit->openings().find(query, request, invocation.call()));
    if (page.openings.empty() && page.next == 0) return no_opening(query, page.unreadable);
    DEED_CHECK(print(invocation, page));
    return 0;
}

constexpr OptionRow kListOptions[] = {
    {"limit", "N", "at most so many (1000)"},
    {"after", "N", "go on after an earlier page, as that page told"}};
constexpr OptionRow kFindOptions[] = {
    {"document", "FILE", "a copy of the document, - for standard input"},
    {"sha256", "HEX", "the document's SHA-256"},
    {"sm3", "HEX", "the document's SM3"},
    {"key", "TEXT", "your own key, as given to `deed evidence anchor`"},
    {"commitment", "HEX", "the commitment"},
    {"limit", "N", "at most so many (1000)"},
    {"after", "N", "go on after an earlier page, as that page told"}};

}  // namespace

constexpr CommandRow kEvidenceList{"evidence",
                                   "list",
                                   "List the documents whose openings are kept here",
                                   "Prints one a line: commitment, status (anchored, pending, or "
                                   "unknown where it was kept without\n"
                                   "being anchored here), when it was kept, your own key, name. In "
                                   "the order in which they were kept.",
                                   {},
                                   kListOptions,
                                   "deed evidence list",
                                   run_list};

constexpr CommandRow kEvidenceFind{"evidence",
                                   "find",
                                   "Find what was anchored of a document, or under a key of yours",
                                   "Looks in the sealed index of this home, not on the ledger. "
                                   "What is given must all hold; several\n"
                                   "can be found. Prints what `deed evidence list` prints.",
                                   {},
                                   kFindOptions,
                                   "deed evidence find --document judgment.pdf",
                                   run_find};

}  // namespace deed::cli
