#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/progress.hpp"
#include "registry-contracts/client/evm/outbox/action_status.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_errors.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;

/// Whose outbox it is. No node is asked where the configuration tells.
Result<evm::OutboxAccount> account_of(Invocation& invocation, Toolkit& toolkit) {
    Call& call = invocation.call();
    DEED_TRY(const std::string alias, chosen_chain(invocation, toolkit));
    const ChainConfig& config = toolkit.config().chains.at(alias);
    if (!config.account)
        return Error(deed::errors::kChainNoAccount, "chain." + alias + ".account is not set");
    if (!config.chain_id) {
        DEED_TRY(OpenChain * chain, toolkit.chain(alias, call));
        DEED_TRY(const registry::Address account, chain->account(call));
        return evm::OutboxAccount{*chain->config().chain_id, account};
    }
    DEED_TRY(const crypto::PublicKey key, toolkit.public_key(*config.account, call));
    DEED_TRY(const registry::Address account, registry::address_of(key));
    return evm::OutboxAccount{*config.chain_id, account};
}

bool is_being_cancelled(const evm::ActionStatus& action) {
    return (action.stopped || !action.cancellations.empty()) && !evm::has_ended(action.state);
}

void write_action(json::Writer& writer, const evm::ActionStatus& action) {
    writer.begin_object()
        .key("id")
        .integer(static_cast<std::int64_t>(action.id))
        .member("key", action.key)
        .member("state", evm::state_name(action.state))
        .key("ended")
        .boolean(evm::has_ended(action.state));
    if (action.nonce) writer.member("nonce", std::to_string(*action.nonce));
    writer.key("transactions").begin_array();
    for (const evm::Word& hash : action.transactions) writer.string(evm::to_hex(hash));
    writer.end_array().key("cancelling").boolean(is_being_cancelled(action));
    if (action.inclusion)
        writer.member("block", std::to_string(action.inclusion->block_number))
            .member("transaction", evm::to_hex(action.inclusion->transaction_hash));
    if (!action.reason.empty()) writer.member("reason", action.reason);
    writer.member("made", action.made.to_string())
        .member("changed", action.changed.to_string())
        .end_object();
}

std::string line_of(const evm::ActionStatus& action) {
    std::string text = std::to_string(action.id) + "  " +
                       std::string(evm::state_name(action.state)) +
                       (is_being_cancelled(action) ? ", being cancelled" : "") + "  " +
                       action.changed.to_string() + "  " + action.key;
    if (!action.transactions.empty()) text += "  " + evm::to_hex(action.transactions.back());
    if (!action.reason.empty()) text += "  " + action.reason;
    return text + "\n";
}

Result<int> print(Invocation& invocation, const evm::OutboxAccount& account,
                  const std::vector<evm::ActionStatus>& actions) {
    std::string text;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/outbox/v1")
        .member("chainId", std::to_string(account.chain_id))
        .member("account", evm::to_checksummed(account.account))
        .key("actions")
        .begin_array();
    for (const evm::ActionStatus& action : actions) {
        text += line_of(action);
        write_action(writer, action);
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_show(Invocation& invocation, Toolkit& toolkit) {
    DEED_TRY(const evm::OutboxAccount account, account_of(invocation, toolkit));
    DEED_TRY(const std::string alias, chosen_chain(invocation, toolkit));
    ChainConfig chain = toolkit.config().chains.at(alias);
    chain.chain_id = account.chain_id;
    auto actions =
        read_chain_outbox(toolkit.config().chain_folder / "outboxes", chain, account.account);
    if (!actions && actions.error().kind() != ErrorKind::not_found) return actions.error();
    std::vector<evm::ActionStatus> shown;
    if (actions)
        for (evm::ActionStatus& action : *actions)
            if (invocation.flag("all") || evm::awaits_block(action.state))
                shown.push_back(std::move(action));
    return print(invocation, account, shown);
}

/// What was in a block and stays there is no news.
bool is_news(const evm::ActionStatus& before, const evm::ActionStatus& now) {
    if (evm::awaits_block(before.state)) return true;
    return now.state != evm::ActionState::in_block && now.state != evm::ActionState::done;
}

/// Waits for what has not ended. What came to a bad end is told in the list, and by the exit code.
Result<int> run_resume(Invocation& invocation, Toolkit& toolkit) {
    Call& call = invocation.call();
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, toolkit));
    DEED_TRY(evm::ActionOutbox * outbox, chain->outbox(call));
    DEED_TRY(const std::vector<evm::ActionStatus> before, outbox->list());
    DEED_CHECK(outbox->settle(call));
    std::vector<evm::ActionStatus> resumed;
    std::optional<Error> fault;
    Progress progress("{0} transactions");
    for (const evm::ActionStatus& action : before) {
        if (evm::has_ended(action.state)) continue;
        progress.advance();
        const auto receipt = outbox->wait(action.id, chain->config().confirmation, call);
        DEED_CHECK(call.check());
        if (!receipt && !fault) fault = receipt.error();
        DEED_TRY(evm::ActionStatus now, outbox->status(action.id));
        if (is_news(action, now)) resumed.push_back(std::move(now));
    }
    DEED_TRY(const registry::Address account, chain->account(call));
    DEED_TRY(const int printed, print(invocation, {*chain->config().chain_id, account}, resumed));
    return fault ? exit_code(fault->kind()) : printed;
}

Result<int> run_cancel(Invocation& invocation, Toolkit& toolkit) {
    Call& call = invocation.call();
    const auto text = invocation.argument(1);
    if (!text) return Error(errors::kMissingArgument, "cancel takes the number of a transaction");
    constexpr std::uint64_t kMost = std::uint64_t{1} << 53;
    DEED_TRY(const std::uint64_t id, given_number("cancel", *text, 1, kMost));
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, toolkit));
    DEED_TRY(evm::ActionOutbox * outbox, chain->outbox(call));
    DEED_CHECK(outbox->settle(call));
    DEED_CHECK(outbox->cancel(id, call));
    DEED_TRY(evm::ActionStatus now, outbox->status(id));
    DEED_TRY(const registry::Address account, chain->account(call));
    // What cannot be replaced says of itself until when it may still come.
    if (!evm::has_ended(now.state) && !now.stopped)
        Output::hint("`deed registry outbox resume` tells which of the two came into a block");
    return print(invocation, {*chain->config().chain_id, account}, {std::move(now)});
}

Result<int> run_outbox(Invocation& invocation) {
    const std::string action = invocation.argument(0).value_or("list");
    if (action != "list" && action != "resume" && action != "cancel")
        return Error(errors::kBadValue, "deed registry outbox takes list, resume or cancel");
    if (action != "cancel" && invocation.argument(1))
        return Error(errors::kUnexpectedArgument, *invocation.argument(1));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    if (action == "resume") return run_resume(invocation, *toolkit);
    if (action == "cancel") return run_cancel(invocation, *toolkit);
    return run_show(invocation, *toolkit);
}

constexpr ArgumentRow kArguments[] = {
    {"ACTION", "list (default), resume or cancel", false},
    {"NUMBER", "with cancel: of the transaction, as list shows it", false}};
constexpr OptionRow kOptions[] = {
    kNetworkOption,      kNodeOption,
    kAccountOption,      {"all", "", "list what is in a block or has ended, too"},
    kMaxFeeOption,       kMaxPriorityFeeOption,
    kConfirmationOption, kPatienceOption};

}  // namespace

constexpr CommandRow kRegistryOutbox{
    "registry",
    "outbox",
    "Show and finish the transactions that are under way",
    "Every transaction is recorded before it is sent. `list` shows those of the account that no\n"
    "block has yet, without a node and without a passphrase; `resume` finds out what became of "
    "each,\n"
    "sends again what was lost, pays more for what pays too little, and waits; `cancel` puts an\n"
    "empty transaction in the place of one.",
    kArguments,
    kOptions,
    "deed registry outbox resume --network test",
    run_outbox};

}  // namespace deed::cli
