#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/sign_only.hpp"
#include "toolkit/migration.hpp"

namespace deed::cli {
namespace {

using State = MigrationItem::State;

std::string_view word_of(const MigrationOutcome& outcome) {
    if (outcome.request) return "waits for its controller";
    if (outcome.state == State::moved) return "moved";
    return outcome.state == State::created ? "created" : "not migrated";
}

std::string line_of(const MigrationOutcome& outcome) {
    std::string text = outcome.did.to_string() + "  " + std::string(word_of(outcome));
    if (outcome.successor) text += "  " + outcome.successor->to_string();
    if (outcome.trouble) text += "  (" + std::string(outcome.trouble->code().name) + ")";
    return text + "\n";
}

void write_outcome(json::Writer& writer, const MigrationOutcome& outcome) {
    writer.begin_object()
        .member("did", outcome.did.to_string())
        .member("state", outcome.state == State::moved     ? "moved"
                         : outcome.state == State::created ? "created"
                                                           : "planned");
    if (outcome.successor) writer.member("successor", outcome.successor->to_string());
    if (outcome.request) writer.member("request", outcome.request->string());
    if (outcome.trouble)
        writer.member("code", outcome.trouble->code().name)
            .member("message", outcome.trouble->message());
    writer.end_object();
}

/// The first trouble decides the exit code; DIDs that wait for others are none.
Result<int> print(Invocation& invocation, const MigrationReport& report) {
    std::string text;
    std::optional<ErrorKind> trouble;
    std::size_t waiting = 0;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/migrated-dids/v1")
        .member("from", report.from)
        .member("to", report.to)
        .key("dids")
        .begin_array();
    for (const MigrationOutcome& outcome : report.outcomes) {
        text += line_of(outcome);
        write_outcome(writer, outcome);
        if (outcome.trouble && !trouble) trouble = outcome.trouble->kind();
        if (outcome.request) ++waiting;
    }
    writer.end_array()
        .key("notMigrated")
        .begin_array()
        .string("schemas")
        .string("status lists")
        .string("issuers")
        .end_array()
        .end_object();
    Output::note("schemas, status lists and accreditations stay on {0}: publish them anew",
                 {report.from});
    if (waiting > 0)
        Output::hint(
            "{0} controllers sign with `deed registry migrate sign`; put what they sign "
            "beside the requests",
            {std::to_string(waiting)});
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return trouble ? exit_code(*trouble) : 0;
}

Result<int> run_all(Invocation& invocation) {
    MigrationPlan plan;
    plan.from = *invocation.argument(0);
    const auto to = invocation.argument(1);
    if (!to) return Error(errors::kMissingArgument, "the network TO is missing");
    plan.to = *to;
    if (!invocation.flag("for-good"))
        return Error(errors::kMissingArgument,
                     "--for-good is missing: a DID that has moved changes nothing any more on the "
                     "network it left, nor its status lists there");
    if (const auto folder = invocation.option("requests")) plan.requests = *folder;
    for (const std::string_view option : {"out", "valid-days", "commitment", "force"})
        if (invocation.flag(option))
            return Error(errors::kBadValue, "--" + std::string(option) + " goes with sign only");
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    Call& call = invocation.call();
    std::filesystem::path file;
    if (const auto named = invocation.option("list")) {
        file = *named;
    } else {
        DEED_TRY(file, usual_migration_file(*toolkit, plan, call));
    }
    DEED_TRY(const auto store, open_migration_file(file));
    DEED_TRY(const MigrationReport report, migrate(*toolkit, plan, *store, call));
    return print(invocation, report);
}

/// What the signer is to look at: others wrote the request.
void show(const MigrationRequest& request) {
    Output::note("{0} moves to {1}",
                 {request.basis.did.to_string(), request.successor().to_string()});
    tell_basis(request.basis);
}

Result<int> run_sign(Invocation& invocation) {
    constexpr std::uint64_t kMaxDays = 366;
    constexpr std::uint64_t kDay = 86'400;
    constexpr std::size_t kMaxFile = std::size_t{4} << 20;
    const auto file = invocation.argument(1);
    if (!file) return Error(errors::kMissingArgument, "the file of the request is missing");
    for (const std::string_view option : {"list", "requests", "for-good"})
        if (invocation.flag(option))
            return Error(errors::kBadValue, "--" + std::string(option) + " does not go with sign");
    DEED_TRY(
        const std::uint64_t days,
        given_number("valid-days", invocation.option("valid-days").value_or("30"), 1, kMaxDays));
    DEED_TRY(const json::Document json, read_json_input(*file, invocation.call(), kMaxFile));
    DEED_TRY(const MigrationRequest request, MigrationRequest::parse(json.root()));
    show(request);
    const auto out = invocation.out_file();
    if (!out) {
        // Looking comes before signing.
        DEED_TRY(const json::Document document, request.document());
        Output::hint("give --out FILE to sign this");
        DEED_CHECK(invocation.output().result(json::to_pretty_string(document.root()), document));
        return 0;
    }
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    // The successor gets it, wherever the DID is now.
    DEED_CHECK(check_commitment(invocation, request.basis, *toolkit));
    DEED_TRY(const MigrationAnswer answer,
             sign_migration(*toolkit, request, days * kDay, invocation.call()));
    const json::Document made = answer.to_json();
    DEED_CHECK(invocation.output().file_or_result(&*out, invocation.flag("force"), 0644,
                                                  json::to_pretty_string(made.root()), made));
    return 0;
}

Result<int> run_migrate(Invocation& invocation) {
    if (*invocation.argument(0) == "sign") return run_sign(invocation);
    return run_all(invocation);
}

constexpr ArgumentRow kArguments[] = {
    {"FROM|sign", "the network that is left; or sign, on a controller's machine"},
    {"TO|REQUEST", "the new network; with sign: the file of the request", false}};
constexpr OptionRow kOptions[] = {
    {"for-good", "", "confirm: nobody can undo it, and status lists stay where they are"},
    {"list", "FILE", "the work list (default: one for these networks)"},
    {"requests", "FOLDER", "write requests for DIDs controlled elsewhere, and take the answers"},
    {"out", "FILE", "with sign: sign, and write the answer"},
    {"valid-days", "N", "with sign: how long it can be handed in (default: 30)"},
    kCommitmentOption,
    {"force", "", "replace the file if it exists"}};

}  // namespace

constexpr CommandRow kRegistryMigrate{
    "registry",
    "migrate",
    "Move all DIDs to another network",
    "Creates each DID that is controlled here on the network TO, with the same keys and services,\n"
    "and then names the new one as the successor of the old, for good. Every step is in a work "
    "list\n"
    "before it is done: run again after an interruption, it goes on and does nothing twice. With\n"
    "--requests, DIDs whose keys are elsewhere get a request each, which their controllers sign "
    "with\n"
    "`deed registry migrate sign REQUEST --out ADDRESS.signed.json` and bring back into the "
    "folder;\n"
    "without --out, sign shows what the new document will be. A DID that has moved cannot revoke "
    "any\n"
    "more what it issued: hand its status lists over before.",
    kArguments,
    kOptions,
    "deed registry migrate local bank-chain --for-good",
    run_migrate};

}  // namespace deed::cli
