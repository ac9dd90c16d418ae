#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "registry-contracts/client/evm/chain_reader.hpp"
#include "registry-contracts/client/evm/rpc_client.hpp"
#include "registry-contracts/client/evm/signing/transaction.hpp"

namespace deed::registry::evm {

/// The methods of a node that an engine needs. Thread-safe.
///
/// What a node says is typed (node_error.hpp) but not believed: callers check what they can prove.
class DEED_API Node final : public ChainReader {
public:
    explicit Node(Rpc& rpc) : rpc_(rpc) {}

    Result<std::uint64_t> chain_id(Call& call) override;
    Result<std::uint64_t> block_number(Call& call) override;
    /// Nothing if there is no such block, or none is safe or final yet.
    Result<std::optional<Block>> block(const BlockRef& ref, Call& call);
    Result<std::optional<Block>> block_by_hash(const Word& hash, Call& call);

    Result<std::optional<BlockInfo>> block_info(const BlockRef& ref, Call& call) override;
    Result<std::optional<BlockInfo>> block_info_by_hash(const Word& hash, Call& call) override;

    Result<std::variant<Bytes, NodeError>> try_call(const CallRequest& request, const BlockRef& ref,
                                                    Call& call) override;
    /// `evm.reverted` as call_contract().
    Result<std::uint64_t> estimate_gas(const CallRequest& request, Call& call,
                                       std::span<const AbiSignature> known_errors = {});
    Result<Bytes> code(const Address& address, const BlockRef& ref, Call& call) override;
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
    Result<std::optional<Receipt>> receipt(const Word& transaction_hash, Call& call) override;
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
    Result<std::vector<Log>> logs(const LogFilter& filter, Call& call) override;
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
