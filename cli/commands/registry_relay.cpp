#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/relay.hpp"
#include "toolkit/relay_errors.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;

Result<did::SignedOperation> read_operation(const std::string& file, Call& call) {
    DEED_TRY(const json::Document json, read_json_input(file, call, kMaxRelayedFile));
    return did::SignedOperation::parse(json.root());
}

/// One file after the other: what is wrong with one keeps no other back.
Result<std::vector<RelayInput>> read_operations(Invocation& invocation) {
    const std::vector<std::string>& files = invocation.arguments();
    if (files.size() > kMaxRelayed)
        return Error(deed::errors::kRelayTooMany, std::to_string(files.size()) + " were given");
    std::vector<RelayInput> inputs;
    for (const std::string& file : files) {
        DEED_CHECK(invocation.call().check());
        inputs.push_back({file, read_operation(file, invocation.call())});
    }
    return inputs;
}

Result<RelayPlan> plan_of(const Invocation& invocation) {
    RelayPlan plan{.dry_run = invocation.flag("dry-run")};
    const auto cost = invocation.option("max-cost");
    if (!cost) return plan;
    const auto amount = read_wei(*cost);
    if (!amount)
        return Error(errors::kBadValue, "--max-cost takes an amount such as \"0.01 ether\"");
    plan.max_cost = *amount;
    return plan;
}

std::string_view word_of(const RelayOutcome& outcome, bool dry_run) {
    if (outcome.verdict == RelayVerdict::refused) return "refused";
    if (outcome.verdict == RelayVerdict::undetermined) return "could not tell";
    if (outcome.was_there) return "was there";
    return dry_run ? "would be relayed" : "relayed";
}

std::string line_of(const RelayOutcome& outcome, bool dry_run) {
    std::string text = printable(outcome.name) + "  " + std::string(word_of(outcome, dry_run));
    if (outcome.did) text += "  " + outcome.did->to_string();
    if (outcome.block) text += "  block " + std::to_string(*outcome.block);
    if (outcome.trouble) text += "  (" + std::string(outcome.trouble->code().name) + ")";
    return text + "\n";
}

void write_outcome(json::Writer& writer, const RelayOutcome& outcome) {
    writer.begin_object()
        .member("file", outcome.name)
        .member("verdict", to_string(outcome.verdict))
        .key("wasThere")
        .boolean(outcome.was_there);
    if (outcome.did) writer.member("did", outcome.did->to_string());
    if (outcome.operation) writer.member("operation", evm::to_hex(*outcome.operation));
    if (outcome.block) writer.member("block", std::to_string(*outcome.block));
    if (outcome.trouble)
        writer.member("code", outcome.trouble->code().name)
            .member("message", outcome.trouble->message());
    writer.end_object();
}

/// What was refused for good counts before what another run may bring.
int exit_code_of(const RelayReport& report) {
    for (const RelayVerdict verdict : {RelayVerdict::refused, RelayVerdict::undetermined})
        for (const RelayOutcome& outcome : report.outcomes)
            if (outcome.verdict == verdict) return exit_code(outcome.trouble->kind());
    return 0;
}

Result<int> print(Invocation& invocation, const OpenChain& chain, const RelayReport& report) {
    const bool dry_run = invocation.flag("dry-run");
    std::string text;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/relayed-operations/v1")
        .member("chain", chain.config().alias)
        .key("dryRun")
        .boolean(dry_run)
        .key("operations")
        .begin_array();
    for (const RelayOutcome& outcome : report.outcomes) {
        text += line_of(outcome, dry_run);
        write_outcome(writer, outcome);
    }
    writer.end_array();
    if (dry_run) {
        DEED_CHECK(write_cost(writer, report.gas, report.gas_price));
        DEED_TRY(const evm::Uint256 cost, report.gas_price.times(report.gas));
        text += "cost at most " + cost.to_decimal() + " wei, which is " + ether_text(cost) + "\n";
        Output::note("nothing was sent");
    }
    writer.end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return exit_code_of(report);
}

Result<int> run_relay(Invocation& invocation) {
    DEED_TRY(const RelayPlan plan, plan_of(invocation));
    DEED_TRY(const std::vector<RelayInput> inputs, read_operations(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const RelayReport report,
             relay_operations(*chain, toolkit->clock(), inputs, plan, invocation.call()));
    return print(invocation, *chain, report);
}

constexpr ArgumentRow kFiles[] = {{"FILE", "a signed operation, - for standard input", true, true}};
constexpr OptionRow kOptions[] = {
    {"max-cost", "AMOUNT", "what all of it may cost, such as \"0.01 ether\""},
    kDryRunOption,
    kNetworkOption,
    kNodeOption,
    kAccountOption};

}  // namespace

constexpr CommandRow kRegistryRelay{
    "registry",
    "relay",
    "Bring operations that others signed, and pay for them",
    "Brings signed operations of did:weid to a chain, each in a transaction of the configured\n"
    "account. What cannot be recorded is found out before anything is paid for, and keeps no "
    "other\n"
    "back. For each file it says: relayed; refused, for good; or could not tell, and then another\n"
    "run may bring it. Run again after an interruption, it goes on and does nothing twice. With\n"
    "--max-cost, nothing is sent where all of it could cost more.",
    kFiles,
    kOptions,
    "deed registry relay *.operation.json --network bank-chain --max-cost \"0.01 ether\"",
    run_relay};

}  // namespace deed::cli
