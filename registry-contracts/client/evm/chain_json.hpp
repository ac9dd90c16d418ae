#pragma once

#include <optional>
#include <vector>

#include "lib/json/document.hpp"
#include "registry-contracts/client/evm/proofs/state_proof.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {

// The JSON that nodes answer with (ethereum/execution-apis). What is not of its form is
// `rpc.unexpected_result`.

/// A block as a node tells of it. `header.hash()` is `hash` on chains that hash their whole
/// headers; only then do proofs lead to `hash`.
struct Block {
    Word hash{};
    BlockHeader header;
    std::vector<Word> transactions;  ///< their hashes
};

/// What happened to a transaction, as a node tells of it.
struct Receipt {
    Word transaction_hash{};
    std::uint64_t transaction_index = 0;
    Word block_hash{};
    std::uint64_t block_number = 0;
    Address from{};
    std::optional<Address> contract_address = std::nullopt;  ///< that was created
    std::uint64_t gas_used = 0;
    Uint256 effective_gas_price{};
    ReceiptValue value{};  ///< what the block's receipts root covers
    /// What a contract refused it with, where the chain's receipts tell (not Ethereum's).
    std::optional<Bytes> refusal = std::nullopt;
};

/// A log entry and where it stands.
struct Log {
    LogEntry entry;
    Word block_hash{};
    std::uint64_t block_number = 0;
    Word transaction_hash{};
    std::uint64_t log_index = 0;
    bool removed = false;  ///< by a reorganisation
};

struct StorageProof {
    Word slot{};
    Word value{};
    std::vector<Bytes> nodes;
};

struct StateProof {
    AccountState account;
    std::vector<Bytes> nodes;
    std::vector<StorageProof> storage;
};

struct FeeHistory {
    std::vector<Uint256> base_fees;  ///< of the blocks, and of the one to come
    std::vector<double> gas_used_ratios;
    std::vector<std::vector<Uint256>> rewards;  ///< priority fees at the percentiles asked for
};

Result<Uint256> quantity_from(json::Value value);
Result<std::uint64_t> quantity64_from(json::Value value);
Result<Bytes> data_from(json::Value value);
Result<Word> word_from(json::Value value);
Result<Address> address_from(json::Value value);

Result<Block> block_from(json::Value value);
Result<Receipt> receipt_from(json::Value value);
Result<Log> log_from(json::Value value);
Result<StateProof> state_proof_from(json::Value value);
Result<FeeHistory> fee_history_from(json::Value value);

}  // namespace deed::registry::evm
