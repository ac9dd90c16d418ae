#pragma once

#include <variant>

#include "registry-contracts/client/fisco/signing/chain_signer.hpp"
#include "registry-contracts/client/fisco/wire/rlp_transaction.hpp"
#include "registry-contracts/client/fisco/wire/tars_transaction.hpp"

namespace deed::registry::fisco {

using AnyTransaction = std::variant<RlpTransaction, TarsTransaction>;

/// A transaction with a signature that some account made.
class DEED_API SignedTransaction {
public:
    /// `fisco.transaction_invalid`, `fisco.transaction_version`, and the signer's errors.
    static Result<SignedTransaction> sign(AnyTransaction transaction, ChainSigner& signer,
                                          Call& call);

    /// Reads what sign() writes for 2.x and nothing else: `rlp.*`, `fisco.transaction_malformed`,
    /// `fisco.transaction_invalid`, `fisco.signature_invalid`.
    static Result<SignedTransaction> decode_rlp(ChainHash hash, ByteView raw);
    /// The same for 3.x; also `fisco.transaction_hash` and `tars.*`. What other programs put beside
    /// the signed part (attributes, extra data, the time of import) is refused: nobody signed it.
    static Result<SignedTransaction> decode_tars(ChainHash hash, ByteView raw);

    const AnyTransaction& transaction() const { return transaction_; }
    const ChainSignature& signature() const { return signature_; }
    const Address& sender() const { return sender_; }
    ChainHash chain_hash() const { return chain_hash_; }
    std::uint64_t block_limit() const;
    /// As a node takes it.
    const Bytes& raw() const { return raw_; }
    /// Of all of `raw` in 2.x; of the signed part alone in 3.x.
    const Word& hash() const { return hash_; }

private:
    SignedTransaction(ChainHash chain_hash, AnyTransaction transaction,
                      const ChainSignature& signature, const Address& sender);

    ChainHash chain_hash_;
    AnyTransaction transaction_;
    ChainSignature signature_;
    Address sender_;
    Bytes raw_;
    Word hash_{};
};

/// What the account signs: the hash of the unsigned RLP list, or of the plain concatenation.
DEED_API crypto::Digest256 signing_hash(ChainHash hash, const AnyTransaction& transaction);

}  // namespace deed::registry::fisco
