#include "registry-contracts/client/fisco/inclusion.hpp"

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
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

/// Whoever could choose these texts could grind out a transaction with the bytes of a node.
Result<void> check_chain(const ChainSettings& chain, const AnyTransaction& transaction) {
    std::string chain_id;
    std::string group_id;
    if (const auto* tars = std::get_if<TarsTransaction>(&transaction)) {
        chain_id = tars->chain_id;
        group_id = tars->group_id;
    } else {
        const auto& rlp = std::get<RlpTransaction>(transaction);
        if (rlp.format == RlpFormat::rc1) return {};
        chain_id = std::to_string(rlp.chain_id);
        group_id = std::to_string(rlp.group_id);
    }
    if (chain_id != chain.chain_id)
        return Error(errors::kWrongChain, "the transaction is for chain " + printable(chain_id));
    if (group_id != chain.group_id)
        return Error(errors::kWrongGroup, "the transaction is for group " + printable(group_id));
    return {};
}

Word leaf_of(ChainHash hash, const std::variant<RlpReceipt, TarsReceipt>& receipt) {
    if (const auto* rlp = std::get_if<RlpReceipt>(&receipt))
        return hash_on_chain(hash, rlp->encode());
    return hash_on_chain(hash, std::get<TarsReceipt>(receipt).hash_preimage());
}

}  // namespace

Result<SignedTransaction> Inclusion::verify(const ChainSettings& chain,
                                            const Word& block_hash) const {
    DEED_CHECK(header.check_hash(chain.hash, block_hash));
    const bool is_rlp = header.as_rlp() != nullptr;
    const auto* tars = std::get_if<TarsReceipt>(&receipt);
    if (is_rlp != (tars == nullptr))
        return Error(errors::kProofLeaf, "receipt and header are of different versions");
    if (tars != nullptr) DEED_CHECK(tars->check_form());
    if (tars != nullptr && static_cast<std::uint64_t>(tars->block_number) != header.number())
        return Error(errors::kProofLeaf, "the receipt is of another block");
    DEED_TRY(auto made, is_rlp ? SignedTransaction::decode_rlp(chain.hash, transaction)
                               : SignedTransaction::decode_tars(chain.hash, transaction));
    DEED_CHECK(check_chain(chain, made.transaction()));
    const TreeKind kind = is_rlp ? TreeKind::rlp_sixteen : TreeKind::binary;
    DEED_CHECK(check_path(chain.hash, kind, made.hash(), transaction_path, place,
                          header.transactions_root(), "transaction"));
    DEED_CHECK(check_path(chain.hash, kind, leaf_of(chain.hash, receipt), receipt_path, place,
                          header.receipts_root(), "receipt"));
    return made;
}

}  // namespace deed::registry::fisco
