#include "registry-contracts/client/fisco/signing/signed_transaction.hpp"

#include <algorithm>

#include "registry-contracts/client/fisco/signing/errors.hpp"

namespace deed::registry::fisco {
namespace {

constexpr std::uint64_t kFirstV = 27;
constexpr std::size_t kRecoverableSize = 65;
constexpr std::size_t kWithKeySize = 128;

Error malformed(const char* what) { return {errors::kTransactionMalformed, what}; }

Bytes rlp_raw(ChainHash hash, const RlpTransaction& transaction, const ChainSignature& signature) {
    evm::RlpWriter writer;
    writer.begin_list();
    transaction.write_fields(writer);
    if (hash == ChainHash::sm3) {
        writer.string(signature.public_key);
    } else {
        writer.uint(kFirstV + signature.y_parity);
    }
    writer.uint(Uint256::from_word(signature.r)).uint(Uint256::from_word(signature.s));
    return writer.end_list().take();
}

/// r ‖ s and the recovery id or the key.
Bytes tars_signature(ChainHash hash, const ChainSignature& signature) {
    Bytes bytes = to_bytes(signature.r);
    append(bytes, signature.s);
    if (hash == ChainHash::sm3) {
        append(bytes, signature.public_key);
    } else {
        bytes.push_back(signature.y_parity);
    }
    return bytes;
}

Bytes tars_raw(ChainHash hash, const TarsTransaction& transaction, const ChainSignature& signature,
               const Word& transaction_hash) {
    TarsWriter writer;
    writer.begin_struct(1);
    transaction.write(writer);
    writer.end_struct().optional_bytes(2, transaction_hash);
    return writer.optional_bytes(3, tars_signature(hash, signature)).take();
}

Result<std::size_t> count_items(evm::RlpReader list) {
    std::size_t count = 0;
    for (; !list.at_end(); ++count) DEED_CHECK(list.item());
    return count;
}

Result<ChainSignature> read_rlp_signature(ChainHash hash, evm::RlpReader& list) {
    ChainSignature signature;
    if (hash == ChainHash::sm3) {
        DEED_TRY(const ByteView key, list.string_of(signature.public_key.size()));
        std::copy(key.begin(), key.end(), signature.public_key.begin());
    } else {
        DEED_TRY(const std::uint64_t v, list.uint64());
        if (v != kFirstV && v != kFirstV + 1) return malformed("v is neither 27 nor 28");
        signature.y_parity = static_cast<std::uint8_t>(v - kFirstV);
    }
    DEED_TRY(const Uint256 r, list.uint256());
    DEED_TRY(const Uint256 s, list.uint256());
    signature.r = r.to_word();
    signature.s = s.to_word();
    return signature;
}

Result<ChainSignature> read_tars_signature(ChainHash hash, ByteView bytes) {
    const bool is_sm = hash == ChainHash::sm3;
    if (bytes.size() != (is_sm ? kWithKeySize : kRecoverableSize))
        return malformed("the signature has not the size of the chain's algorithm");
    ChainSignature signature;
    std::copy_n(bytes.begin(), 32, signature.r.begin());
    std::copy_n(bytes.begin() + 32, 32, signature.s.begin());
    if (is_sm) {
        std::copy(bytes.begin() + 64, bytes.end(), signature.public_key.begin());
    } else {
        if (bytes[64] > 1) return malformed("the recovery id is neither 0 nor 1");
        signature.y_parity = bytes[64];
    }
    return signature;
}

}  // namespace

crypto::Digest256 signing_hash(ChainHash hash, const AnyTransaction& transaction) {
    if (const auto* rlp = std::get_if<RlpTransaction>(&transaction))
        return hash_on_chain(hash, rlp->unsigned_bytes());
    return hash_on_chain(hash, std::get<TarsTransaction>(transaction).hash_preimage());
}

SignedTransaction::SignedTransaction(ChainHash chain_hash, AnyTransaction transaction,
                                     const ChainSignature& signature, const Address& sender)
    : chain_hash_(chain_hash),
      transaction_(std::move(transaction)),
      signature_(signature),
      sender_(sender) {
    if (const auto* rlp = std::get_if<RlpTransaction>(&transaction_)) {
        raw_ = rlp_raw(chain_hash_, *rlp, signature_);
        hash_ = hash_on_chain(chain_hash_, raw_);
        return;
    }
    hash_ = signing_hash(chain_hash_, transaction_);
    raw_ = tars_raw(chain_hash_, std::get<TarsTransaction>(transaction_), signature_, hash_);
}

std::uint64_t SignedTransaction::block_limit() const {
    if (const auto* rlp = std::get_if<RlpTransaction>(&transaction_)) return rlp->block_limit;
    return static_cast<std::uint64_t>(std::get<TarsTransaction>(transaction_).block_limit);
}

Result<SignedTransaction> SignedTransaction::sign(AnyTransaction transaction, ChainSigner& signer,
                                                  Call& call) {
    DEED_CHECK(std::visit([](const auto& any) { return any.check(); }, transaction));
    DEED_TRY(const ChainSignature signature,
             signer.sign(signing_hash(signer.hash(), transaction), call));
    return SignedTransaction(signer.hash(), std::move(transaction), signature, signer.address());
}

Result<SignedTransaction> SignedTransaction::decode_rlp(ChainHash hash, ByteView raw) {
    constexpr std::size_t kRc1Items = 10;
    constexpr std::size_t kRc2Items = 13;
    evm::RlpReader reader(raw);
    DEED_TRY(evm::RlpReader list, reader.list());
    DEED_CHECK(reader.finish());
    DEED_TRY(const std::size_t items, count_items(list));
    if (items != kRc1Items && items != kRc2Items)
        return malformed("the list has neither 10 nor 13 items");
    DEED_TRY(auto transaction, RlpTransaction::read_fields(
                                   list, items == kRc1Items ? RlpFormat::rc1 : RlpFormat::rc2));
    DEED_TRY(const ChainSignature signature, read_rlp_signature(hash, list));
    DEED_CHECK(list.finish());
    AnyTransaction any = std::move(transaction);
    DEED_TRY(const Address sender, signer_account(hash, signing_hash(hash, any), signature));
    return SignedTransaction(hash, std::move(any), signature, sender);
}

Result<SignedTransaction> SignedTransaction::decode_tars(ChainHash hash, ByteView raw) {
    TarsReader reader(raw);
    DEED_CHECK(reader.begin_struct(1));
    DEED_TRY(auto transaction, TarsTransaction::read(reader));
    DEED_CHECK(reader.end_struct());
    DEED_TRY(const Bytes named_hash, reader.optional_bytes(2));
    DEED_TRY(const Bytes signature_bytes, reader.optional_bytes(3));
    DEED_CHECK(reader.finish());
    AnyTransaction any = std::move(transaction);
    const crypto::Digest256 own = signing_hash(hash, any);
    if (!std::equal(own.begin(), own.end(), named_hash.begin(), named_hash.end()))
        return Error(errors::kTransactionHash,
                     "the transaction carries a hash that is not its own");
    DEED_TRY(const ChainSignature signature, read_tars_signature(hash, signature_bytes));
    DEED_TRY(const Address sender, signer_account(hash, own, signature));
    return SignedTransaction(hash, std::move(any), signature, sender);
}

}  // namespace deed::registry::fisco
