#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "lib/io/errors.hpp"
#include "registry-contracts/client/evm/deployment/directory.hpp"
#include "registry-contracts/client/evm/outbox/action_status.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_errors.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;

std::string row(std::string_view name, std::string_view rest) {
    constexpr std::size_t kWidth = 18;
    std::string text(name);
    text.resize(std::max(kWidth, text.size()), ' ');
    return text + std::string(rest) + "\n";
}

/// The account that pays, what it has, and what of its transactions is under way.
struct AccountStatus {
    registry::Address address{};
    std::optional<evm::Uint256> balance = std::nullopt;
    std::size_t pending = 0;
};

Result<std::optional<AccountStatus>> account_status(const Toolkit& toolkit, OpenChain& chain,
                                                    const evm::BlockRef& at, Call& call) {
    if (!chain.config().account) return std::optional<AccountStatus>();
    AccountStatus status;
    DEED_TRY(status.address, chain.account(call));
    // Chains of FISCO BCOS have no coin to pay with.
    if (!chain.config().fisco) {
        DEED_TRY(status.balance, chain.node().balance(status.address, at, call));
    }
    const auto actions = read_chain_outbox(toolkit.config().chain_folder / "outboxes",
                                           chain.config(), status.address);
    if (!actions && actions.error().kind() != ErrorKind::not_found) return actions.error();
    if (actions)
        for (const evm::ActionStatus& action : *actions)
            status.pending += evm::awaits_block(action.state) ? 1 : 0;
    return std::optional(status);
}

/// One block for all that is asked, where the chain can tell of it.
evm::BlockRef as_of(OpenChain& chain, std::uint64_t block) {
    return chain.reader().keeps_states() ? evm::BlockRef::number(block) : evm::BlockRef::latest();
}

Result<int> run_status(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const std::uint64_t block, chain->reader().block_number(call));
    const evm::BlockRef at = as_of(*chain, block);
    const auto network = chain->config().network();

    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/chain-status/v1");
    writer.member("alias", chain->config().alias).member("node", chain->node_origin());
    writer.member("chainId", std::to_string(*chain->config().chain_id));
    writer.member("block", std::to_string(block));
    text += row("alias", chain->config().alias) + row("node", chain->node_origin()) +
            row("chain", std::to_string(*chain->config().chain_id)) +
            row("block", std::to_string(block));

    std::optional<Error> fault;
    if (network) {
        text += row("network", registry::evm::to_string(*network));
        writer.member("network", registry::evm::to_string(*network)).key("contracts").begin_array();
        DEED_TRY(const auto contracts,
                 evm::check_contracts(chain->reader(), network->directory, at, call));
        for (const evm::CheckedContract& contract : contracts) {
            const bool is_named = contract.address != registry::Address{};
            text += row(contract.name,
                        (is_named ? evm::to_checksummed(contract.address) + "  " : "") +
                            (contract.fault ? std::string(contract.fault->code().name) : "intact"));
            writer.begin_object().member("contract", contract.name);
            if (is_named) writer.member("address", evm::to_checksummed(contract.address));
            writer.key("intact").boolean(!contract.fault);
            if (contract.fault) writer.member("code", contract.fault->code().name);
            writer.end_object();
            if (contract.fault && !fault) fault = contract.fault;
        }
        writer.end_array();
    }
    DEED_TRY(const auto account, account_status(*toolkit, *chain, at, call));
    if (account) {
        text += row("account", evm::to_checksummed(account->address));
        writer.member("account", evm::to_checksummed(account->address));
        if (account->balance) {
            text += row("balance", ether_text(*account->balance));
            writer.member("balance", account->balance->to_decimal());
        }
        text += row("pending", std::to_string(account->pending));
        writer.key("pending").integer(static_cast<std::int64_t>(account->pending));
    }
    writer.end_object();
    if (!network) Output::hint("no contracts are known: `deed registry deploy`");
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return fault ? exit_code(fault->kind()) : 0;
}

Result<int> run_verify(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const ChainNetwork network, chain->network());
    DEED_TRY(const std::uint64_t block, chain->reader().block_number(call));
    DEED_TRY(const auto contracts,
             evm::check_contracts(chain->reader(), network.directory, as_of(*chain, block), call));
    std::string text;
    std::optional<Error> fault;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/verified-contracts/v1")
        .member("network", registry::evm::to_string(network))
        .member("block", std::to_string(block))
        .key("contracts")
        .begin_array();
    for (const evm::CheckedContract& contract : contracts) {
        const bool is_named = contract.address != registry::Address{};
        text += (contract.fault ? "bad   " : "good  ") + contract.name +
                (is_named ? "  " + evm::to_checksummed(contract.address) : "") + "\n";
        writer.begin_object().member("contract", contract.name);
        if (is_named) writer.member("address", evm::to_checksummed(contract.address));
        writer.key("good").boolean(!contract.fault);
        if (contract.fault) {
            text += "      " + contract.fault->message() + " (" +
                    std::string(contract.fault->code().name) + ")\n";
            writer.member("code", contract.fault->code().name)
                .member("message", contract.fault->message());
            if (!fault) fault = contract.fault;
        }
        writer.key("immutables").begin_object();
        for (const evm::FoundImmutable& immutable : contract.immutables) {
            text +=
                "      " + std::string(immutable.name) + " " + evm::to_hex(immutable.value) + "\n";
            writer.member(immutable.name, evm::to_hex(immutable.value));
        }
        writer.end_object().end_object();
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return fault ? exit_code(fault->kind()) : 0;
}

constexpr OptionRow kOptions[] = {kNetworkOption, kNodeOption, kChainIdOption, kDirectoryOption,
                                  kAccountOption};

}  // namespace

constexpr CommandRow kRegistryStatus{
    "registry",
    "status",
    "Show a chain, its contracts and the account",
    "Prints the chain's id and latest block, the network, each contract with its address and "
    "whether it\n"
    "is what the Directory named and this program knows, the account that pays, its balance, and "
    "how\n"
    "many of its transactions are under way. Ends with the exit code of the first contract that is "
    "not\n"
    "intact.",
    {},
    kOptions,
    "deed registry status --network test",
    run_status};

constexpr CommandRow kRegistryVerify{
    "registry",
    "verify",
    "Hold a chain's contracts against those of this program",
    "Compares the code of the Directory and of every contract that it names with what they compile "
    "to,\n"
    "outside the values that constructors write, which are printed. Ends with the exit code of the "
    "first\n"
    "that differs. Do this before you trust a network.",
    {},
    kOptions,
    "deed registry verify --network test",
    run_verify};

}  // namespace deed::cli
