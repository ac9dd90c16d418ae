#pragma once

#include "registry-contracts/client/fisco/chain_settings.hpp"
#include "registry-contracts/client/fisco/receipt.hpp"
#include "registry-contracts/client/fisco/signing/signed_transaction.hpp"
#include "registry-contracts/client/fisco/wire/block_header.hpp"
#include "registry-contracts/client/fisco/wire/merkle.hpp"

namespace deed::registry::fisco {

/// What shows somebody who has only a block's hash that a transaction is in the block, and what it
/// did. Both leaves are computed from the content; the transaction's path tells the depth of both
/// trees, since no transaction for this chain has the bytes of an inner node.
///
/// Of a receipt of 3.x it proves status, gas, the created contract and the block, and not where the
/// output ends and the logs begin: the chain hashes them without their lengths. No verdict may hang
/// on a log or an output of 3.x by this alone.
struct DEED_API Inclusion {
    Bytes transaction;  ///< as signed
    TreePlace place;
    MerklePath transaction_path;
    std::variant<RlpReceipt, TarsReceipt> receipt;
    MerklePath receipt_path;
    BlockHeader header;

    /// The transaction. `fisco.header_mismatch`, those of SignedTransaction's decoders,
    /// `fisco.wrong_chain` and `fisco.wrong_group` where it was signed for another one (RC1 names
    /// none), `fisco.receipt_ambiguous`, `fisco.proof_shape`, `fisco.proof_root`, and `fisco.proof_leaf` where the receipt is
    /// of another block or version.
    Result<SignedTransaction> verify(const ChainSettings& chain, const Word& block_hash) const;
};

}  // namespace deed::registry::fisco
