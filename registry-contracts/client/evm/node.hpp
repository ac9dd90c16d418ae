#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "registry-contracts/client/evm/chain_json.hpp"
#include "registry-contracts/client/evm/rpc_client.hpp"
#include "registry-contracts/client/evm/signing/transaction.hpp"

namespace deed::registry::evm {

/// Which block is meant: by a tag, or by its number or hash (EIP-1898).
class DEED_API BlockRef {
public:
    static BlockRef latest() { return BlockRef("\"latest\""); }
    static BlockRef pending() { return BlockRef("\"pending\""); }
    static BlockRef safe() { return BlockRef("\"safe\""); }
    static BlockRef finalized() { return BlockRef("\"finalized\""); }
    static BlockRef earliest() { return BlockRef("\"earliest\""); }
    static BlockRef number(std::uint64_t number);
    /// For state, of a block that must be on the chain.
    static BlockRef hash(const Word& hash);

    /// As a parameter.
    const std::string& json() const { return json_; }

private:
    explicit BlockRef(std::string json) : json_(std::move(json)) {}
    std::string json_;
};

/// A call that is not sent as a transaction.
struct CallRequest {
    std::optional<Address> from = std::nullopt;
    std::optional<Address> to = std::nullopt;  ///< nothing tries a creation
    Uint256 value{};
    Bytes data{};
};

struct LogFilter {
    std::uint64_t from_block = 0;
    std::uint64_t to_block = 0;                     ///< inclusive
    std::optional<Word> block_hash = std::nullopt;  ///< instead of the numbers
    std::vector<Address> addresses{};
    /// For each place the topics that may stand there; none means any.
    std::vector<std::vector<Word>> topics{};
};

/// The methods of a node that an engine needs. Thread-safe.
///
/// What a node says is typed (node_error.hpp) but not believed: callers check what they can prove.
class DEED_API Node {
public:
    explicit Node(Rpc& rpc) : rpc_(rpc) {}

    Result<std::uint64_t> chain_id(Call& call);
    Result<std::uint64_t> block_number(Call& call);
    /// Nothing if there is no such block, or none is safe or final yet.
    Result<std::optional<Block>> block(const BlockRef& ref, Call& call);
    Result<std::optional<Block>> block_by_hash(const Word& hash, Call& call);

    /// What the contract returned; `evm.reverted` with one of `known_errors` by its name.
    Result<Bytes> call_contract(const CallRequest& request, const BlockRef& ref, Call& call,
                                std::span<const AbiSignature> known_errors = {});
    /// The same, for callers that read a refusal themselves: what the contract returned, or the
    /// node's error with what it reverted with (NodeError::is_revert()).
    Result<std::variant<Bytes, NodeError>> try_call(const CallRequest& request, const BlockRef& ref,
                                                    Call& call);
    /// `evm.reverted` as call_contract().
    Result<std::uint64_t> estimate_gas(const CallRequest& request, Call& call,
                                       std::span<const AbiSignature> known_errors = {});
    /// `evm.no_contract` where there is none.
    Result<Bytes> code(const Address& address, const BlockRef& ref, Call& call);
    Result<Uint256> balance(const Address& address, const BlockRef& ref, Call& call);
    Result<std::uint64_t> transaction_count(const Address& address, const BlockRef& ref,
                                            Call& call);

    /// Priority fees at these percentiles (0 to 100) of the last `blocks` blocks.
    Result<FeeHistory> fee_history(unsigned blocks, std::span<const unsigned> percentiles,
                                   Call& call);
    Result<Uint256> max_priority_fee_per_gas(Call& call);

    /// `evm.hash_mismatch` unless the node names the hash of the bytes. `evm.already_known`,
    /// `evm.nonce_too_low` and the like as nodes say them in words, which is no proof of either.
    Result<Word> send_raw_transaction(ByteView raw, Call& call);
    /// For each its own outcome, in one batch.
    Result<std::vector<Result<Word>>> send_raw_transactions(std::span<const Bytes> raws,
                                                            Call& call);
    /// Nothing while the transaction is in no block that the node knows.
    Result<std::optional<Receipt>> receipt(const Word& transaction_hash, Call& call);
    /// Whether the node finds the transaction: waiting, or in a block.
    Result<bool> has_transaction(const Word& transaction_hash, Call& call);
    /// The account's transactions of this nonce in the block: at most one, if the node tells the
    /// truth. Each is one that the account did sign, for whatever chain: it is put together anew
    /// from its fields. `rpc.not_found` if there is no such block, `rpc.unexpected_result` where
    /// hash or signer are others, `transaction.type_unsupported`.
    Result<std::vector<SignedTransaction>> transactions_of(const Address& account,
                                                           std::uint64_t nonce,
                                                           std::uint64_t block_number, Call& call);
    /// All receipts of a block, in order; to be held to its receipts root.
    Result<std::vector<Receipt>> block_receipts(const Word& block_hash, Call& call);
    /// What the filter did not ask for is `rpc.unexpected_result`.
    Result<std::vector<Log>> logs(const LogFilter& filter, Call& call);
    Result<StateProof> state_proof(const Address& address, std::span<const Word> slots,
                                   const BlockRef& ref, Call& call);

private:
    Result<RpcAnswer> ask(const char* method, std::string params, Call& call);
    template <typename T>
    Result<T> ask_for(const char* method, std::string params, Result<T> (*read)(json::Value),
                      Call& call);
    template <typename T>
    Result<std::optional<T>> ask_maybe(const char* method, std::string params,
                                       Result<T> (*read)(json::Value), Call& call);

    Rpc& rpc_;
};

}  // namespace deed::registry::evm
