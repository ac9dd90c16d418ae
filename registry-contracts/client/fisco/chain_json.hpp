#pragma once

#include <optional>
#include <vector>

#include "lib/json/document.hpp"
#include "registry-contracts/client/fisco/receipt.hpp"
#include "registry-contracts/client/fisco/wire/block_header.hpp"
#include "registry-contracts/client/fisco/wire/merkle.hpp"

namespace deed::registry::fisco {

// The JSON that nodes answer with. What is not of its form is `fisco.unexpected_result`.

/// A block as a node tells of it; Node::block() checks what it says.
struct Block {
    Word hash{};
    BlockHeader header;
    std::vector<Word> transactions;  ///< their hashes
};

/// What a call that is not sent as a transaction gave.
struct CallResult {
    std::int64_t status = 0;
    Bytes output;
};

// Values.
Result<json::Value> member(json::Value object, const char* name);
Result<std::string> text_from(json::Value value);
Result<std::int64_t> integer_from(json::Value value);
Result<std::uint64_t> quantity_from(json::Value value);  ///< "0x…"
/// Hexadecimal digits with 0x, or without.
Result<Bytes> data_from(json::Value value);
Result<Word> word_from(json::Value value);

// Of 2.x.
Result<Receipt> rlp_receipt_from(json::Value value);
Result<Block> rlp_block_from(json::Value value);
Result<CallResult> rlp_call_from(json::Value value);
Result<MerklePath> rlp_path_from(json::Value value);

// Of 3.x.
Result<Receipt> tars_receipt_from(json::Value value);
Result<Block> tars_block_from(json::Value value);
Result<CallResult> tars_call_from(json::Value value);
Result<std::vector<Bytes>> tars_proof_from(json::Value value);

}  // namespace deed::registry::fisco
