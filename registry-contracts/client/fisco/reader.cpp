#include "registry-contracts/client/fisco/reader.hpp"

#include <algorithm>
#include <charconv>

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

/// The gas of a transaction that these chains allow by default; blocks have no limit of their own.
constexpr std::uint64_t kGasLimit = 3'000'000'000;
// A chain's own limit is 1000 by default; governors may raise it.
constexpr std::size_t kMostTransactions = 20'000;

std::uint64_t time_of(const BlockHeader& header) {
    if (const RlpHeader* rlp = header.as_rlp()) return rlp->timestamp;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(header.as_tars()->timestamp, 0));
}

evm::BlockInfo info_of(const Block& block) {
    return {block.header.number(), block.hash, time_of(block.header), kGasLimit};
}

/// Nodes say in several ways that they have no such block.
bool is_unknown_block(const Error& error) {
    return error.code() == errors::kBlockNumberUnknown ||
           error.code() == errors::kBlockHashUnknown || error.code() == errors::kLedgerArgument;
}

Result<std::uint64_t> gas_in(const std::variant<RlpReceipt, TarsReceipt>& value) {
    if (const auto* rlp = std::get_if<RlpReceipt>(&value)) return rlp->gas_used.to_u64();
    DEED_TRY(const Uint256 gas, Uint256::from_decimal(std::get<TarsReceipt>(value).gas_used));
    return gas.to_u64();
}

Result<evm::Receipt> as_evm(ChainHash hash, const Receipt& receipt, const Block& block,
                            std::uint64_t index) {
    evm::Receipt made;
    made.transaction_hash = receipt.transaction_hash;
    made.transaction_index = index;
    made.block_hash = block.hash;
    made.block_number = block.header.number();
    made.contract_address = receipt.contract_address;
    const auto gas = gas_in(receipt.value);
    if (!gas) return Error(errors::kUnexpectedResult, "the receipt's gas is no such number");
    made.gas_used = *gas;
    made.value.succeeded = receipt.status == 0;
    if (const auto judged = receipt.check(hash);
        !judged && judged.error().code() == errors::kReverted)
        made.refusal = receipt.output;
    for (const LogEntry& log : receipt.logs)
        made.value.logs.push_back({log.address, log.topics, log.data});
    return made;
}

bool fits(const evm::LogFilter& filter, const LogEntry& log) {
    if (!filter.addresses.empty() &&
        std::ranges::find(filter.addresses, log.address) == filter.addresses.end())
        return false;
    if (filter.topics.size() > log.topics.size()) return false;
    for (std::size_t i = 0; i < filter.topics.size(); ++i) {
        const std::vector<Word>& allowed = filter.topics[i];
        if (!allowed.empty() && std::ranges::find(allowed, log.topics[i]) == allowed.end())
            return false;
    }
    return true;
}

/// Whether "3.10.1" is 3.10 or later; nothing for what is no version.
std::optional<bool> has_contracts(std::string_view version) {
    unsigned numbers[2] = {0, 0};
    const char* at = version.data();
    const char* const end = version.data() + version.size();
    for (unsigned& number : numbers) {
        const auto [rest, fault] = std::from_chars(at, end, number);
        if (fault != std::errc() || (&number == &numbers[0] && (rest == end || *rest != '.')))
            return std::nullopt;
        at = rest + 1;
    }
    return numbers[0] > 3 || (numbers[0] == 3 && numbers[1] >= 10);
}

}  // namespace

Result<std::unique_ptr<Reader>> Reader::open(Node& node, const ReaderOptions& options, Call& call) {
    if (node.settings().hash == ChainHash::sm3)
        return Error(errors::kEngineUnsupported, "the chain hashes with SM3");
    std::unique_ptr<Reader> reader(new Reader(node, options));
    DEED_CHECK(node.check_chain(call));
    DEED_CHECK(reader->check_version(call));
    DEED_TRY(const std::uint64_t told, reader->chain_id(call));
    if (options.chain_id && told != *options.chain_id)
        return Error(evm::errors::kWrongChain, "the group's number is " + std::to_string(told) +
                                                   " and not " + std::to_string(*options.chain_id));
    DEED_TRY(reader->genesis_, node.block_hash(0, call));
    return reader;
}

Result<void> Reader::check_version(Call& call) {
    if (options_.allow_old_chain) return {};
    if (node_.settings().version == ChainVersion::two)
        return Error(errors::kEngineUnsupported, "the chain is of FISCO BCOS 2");
    DEED_TRY(const std::string version, node_.system_setting("compatibility_version", call));
    const auto is_new = has_contracts(version);
    if (!is_new)
        return Error(errors::kUnexpectedResult, "the node's compatibility version is none");
    if (*is_new) return {};
    return Error(errors::kEngineUnsupported,
                 "the chain's compatibility version is " + printable(version));
}

Result<std::uint64_t> Reader::chain_id(Call& call) {
    if (node_.settings().version == ChainVersion::two) {
        if (options_.chain_id) return *options_.chain_id;
        return Error(errors::kNoWeb3ChainId,
                     "nodes of FISCO BCOS 2 do not tell what contracts see");
    }
    DEED_TRY(const std::string text, node_.system_setting("web3_chain_id", call));
    const auto number = Uint256::from_decimal(text);
    if (!text.empty() && (!number || !number->fits_u64()))
        return Error(errors::kUnexpectedResult, "the group's web3_chain_id is no such number");
    if (text.empty() || number->is_zero())
        return Error(errors::kNoWeb3ChainId, "group " + node_.settings().group_id);
    return number->to_u64().value();
}

Result<std::optional<evm::BlockInfo>> Reader::block_info(const evm::BlockRef& ref, Call& call) {
    std::optional<std::uint64_t> number = ref.as_number();
    if (!number) {
        DEED_TRY(number, node_.block_number(call));
    }
    const auto block = node_.block(*number, call);
    if (!block && is_unknown_block(block.error())) return std::optional<evm::BlockInfo>();
    if (!block) return block.error();
    return std::optional(info_of(*block));
}

Result<std::optional<evm::BlockInfo>> Reader::block_info_by_hash(const Word& hash, Call& call) {
    const auto block = node_.block_by_hash(hash, call);
    if (!block && is_unknown_block(block.error())) return std::optional<evm::BlockInfo>();
    if (!block) return block.error();
    return std::optional(info_of(*block));
}

Result<std::variant<Bytes, evm::NodeError>> Reader::try_call(const evm::CallRequest& request,
                                                             const evm::BlockRef& ref, Call& call) {
    using Outcome = std::variant<Bytes, evm::NodeError>;
    if (!request.to) return Error(errors::kEngineUnsupported, "creations cannot be tried");
    const auto check_latest = [&]() -> Result<void> {
        if (!ref.as_number()) return {};
        DEED_TRY(const std::uint64_t head, node_.block_number(call));
        if (head == *ref.as_number()) return {};
        return Error(evm::errors::kStateMoved, "block " + std::to_string(*ref.as_number()) +
                                                   " was asked for, the latest is " +
                                                   std::to_string(head));
    };
    DEED_CHECK(check_latest());
    DEED_TRY(CallResult result,
             node_.try_call(request.from.value_or(Address{}), *request.to, request.data, call));
    DEED_CHECK(check_latest());
    if (result.status == 0) return Outcome(std::move(result.output));
    const ChainVersion version = node_.settings().version;
    Error refusal =
        status_error(version, result.status, refusal_words(node_.settings().hash, result.output));
    // As chains of Ethereum answer, which return nothing from where there is no contract.
    if (refusal.code() == errors::kCallAddress) return Outcome(Bytes());
    if (refusal.code() != errors::kReverted) return refusal;
    constexpr std::int64_t kRevert = 3;  // as Geth has it
    return Outcome(evm::NodeError{kRevert, "execution reverted", std::move(result.output)});
}

Result<Bytes> Reader::code(const Address& address, const evm::BlockRef&, Call& call) {
    auto code = node_.code(address, call);
    if (!code && code.error().code() == errors::kNoContract)
        return Error(evm::errors::kNoContract, code.error().message());
    return code;
}

Result<std::optional<evm::Receipt>> Reader::receipt(const Word& transaction_hash, Call& call) {
    DEED_TRY(const auto receipt, node_.receipt(transaction_hash, call));
    if (!receipt) return std::optional<evm::Receipt>();
    DEED_TRY(const Block block, node_.block(receipt->block_number, call));
    const auto place = std::ranges::find(block.transactions, transaction_hash);
    if (place == block.transactions.end())
        return Error(errors::kProofLeaf, "the transaction is not in the block of its receipt");
    DEED_TRY(evm::Receipt made,
             as_evm(node_.settings().hash, *receipt, block,
                    static_cast<std::uint64_t>(place - block.transactions.begin())));
    return std::optional(std::move(made));
}

/// All of them, in order, as the header's root covers them.
Result<std::vector<Receipt>> Reader::receipts_of(const Block& block, Call& call) {
    if (block.transactions.size() > kMostTransactions)
        return Error(errors::kRangeTooWide,
                     "block " + std::to_string(block.header.number()) + " has " +
                         std::to_string(block.transactions.size()) + " transactions");
    std::vector<Receipt> receipts;
    std::vector<Word> leaves;
    for (const Word& hash : block.transactions) {
        DEED_CHECK(call.check());
        DEED_TRY(auto receipt, node_.receipt(hash, call));
        if (!receipt || receipt->block_number != block.header.number())
            return Error(errors::kUnexpectedResult,
                         "the node has no receipt of " + evm::to_hex(hash) + " in its block");
        leaves.push_back(receipt->leaf(node_.settings().hash));
        receipts.push_back(std::move(*receipt));
    }
    const bool is_two = node_.settings().version == ChainVersion::two;
    const TreeKind kind = is_two ? TreeKind::rlp_sixteen : TreeKind::binary;
    const auto leads_to_root = [&] {
        return tree_root(node_.settings().hash, kind, leaves) == block.header.receipts_root();
    };
    if (leads_to_root()) return receipts;
    if (is_two) {
        // Programs of 2.9 tell of the remaining gas also on chains whose receipts are of before.
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            std::get<RlpReceipt>(receipts[i].value).remain_gas.reset();
            leaves[i] = receipts[i].leaf(node_.settings().hash);
        }
        if (leads_to_root()) return receipts;
    }
    return Error(errors::kProofRoot, "the receipts of block " +
                                         std::to_string(block.header.number()) +
                                         " do not lead to the root in its header");
}

Result<void> Reader::add_logs(const Block& block, const evm::LogFilter& filter,
                              std::vector<evm::Log>& found, Call& call) {
    DEED_TRY(const auto receipts, receipts_of(block, call));
    std::uint64_t index = 0;
    for (const Receipt& receipt : receipts)
        for (const LogEntry& log : receipt.logs) {
            if (fits(filter, log))
                found.push_back({{log.address, log.topics, log.data},
                                 block.hash,
                                 block.header.number(),
                                 receipt.transaction_hash,
                                 index,
                                 false});
            ++index;
        }
    return {};
}

Result<std::vector<evm::Log>> Reader::logs(const evm::LogFilter& filter, Call& call) {
    std::vector<evm::Log> found;
    if (filter.block_hash) {
        DEED_TRY(const Block block, node_.block_by_hash(*filter.block_hash, call));
        DEED_CHECK(add_logs(block, filter, found, call));
        return found;
    }
    if (filter.to_block < filter.from_block) return found;
    if (filter.to_block - filter.from_block >= kMostBlocks)
        return Error(errors::kRangeTooWide, "blocks " + std::to_string(filter.from_block) + " to " +
                                                std::to_string(filter.to_block) +
                                                " are more than " + std::to_string(kMostBlocks));
    for (std::uint64_t number = filter.from_block; number <= filter.to_block; ++number) {
        DEED_CHECK(call.check());
        DEED_TRY(const Block block, node_.block(number, call));
        if (!block.transactions.empty()) DEED_CHECK(add_logs(block, filter, found, call));
    }
    return found;
}

}  // namespace deed::registry::fisco
