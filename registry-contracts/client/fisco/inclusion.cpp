#include "registry-contracts/client/fisco/inclusion.hpp"

#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

Result<void> check_path(ChainHash hash, TreeKind kind, const Word& leaf, const MerklePath& path,
                        const TreePlace& place, const Word& root, const char* what) {
    DEED_TRY(const Word found, path.root(hash, kind, leaf, place));
    if (found == root) return {};
    return Error(errors::kProofRoot,
                 std::string("the ") + what + "'s proof does not lead to the header's root");
}

Word leaf_of(ChainHash hash, const std::variant<RlpReceipt, TarsReceipt>& receipt) {
    if (const auto* rlp = std::get_if<RlpReceipt>(&receipt))
        return hash_on_chain(hash, rlp->encode());
    return hash_on_chain(hash, std::get<TarsReceipt>(receipt).hash_preimage());
}

}  // namespace

Result<SignedTransaction> Inclusion::verify(ChainHash hash, const Word& block_hash) const {
    DEED_CHECK(header.check_hash(hash, block_hash));
    const bool is_rlp = header.as_rlp() != nullptr;
    const auto* tars = std::get_if<TarsReceipt>(&receipt);
    if (is_rlp != (tars == nullptr))
        return Error(errors::kProofLeaf, "receipt and header are of different versions");
    if (tars != nullptr && static_cast<std::uint64_t>(tars->block_number) != header.number())
        return Error(errors::kProofLeaf, "the receipt is of another block");
    DEED_TRY(auto signed_transaction, is_rlp ? SignedTransaction::decode_rlp(hash, transaction)
                                             : SignedTransaction::decode_tars(hash, transaction));
    const TreeKind kind = is_rlp ? TreeKind::rlp_sixteen : TreeKind::binary;
    DEED_CHECK(check_path(hash, kind, signed_transaction.hash(), transaction_path, place,
                          header.transactions_root(), "transaction"));
    DEED_CHECK(check_path(hash, kind, leaf_of(hash, receipt), receipt_path, place,
                          header.receipts_root(), "receipt"));
    return signed_transaction;
}

}  // namespace deed::registry::fisco
