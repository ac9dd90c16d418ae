#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "registry-contracts/client/address.hpp"
#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::evm {

/// What proofs need of a block's header. Everything else stays in the bytes, which the hash covers.
class DEED_API BlockHeader {
public:
    /// The RLP list of a header: the fifteen items of the yellow paper (section 4.4), and behind
    /// them those that forks appended, of which London's base fee is read. `rlp.*`,
    /// `chain_proof.header_malformed`.
    static Result<BlockHeader> decode(ByteView encoded);

    const Bytes& encoded() const { return encoded_; }
    /// Keccak-256 of the bytes. Chains of Besu's IBFT and QBFT leave seals out of their block
    /// hashes, which are other ones.
    const Word& hash() const { return hash_; }
    /// `chain_proof.header_mismatch` unless the hash is this one.
    Result<void> check_hash(const Word& expected) const;

    const Word& parent_hash() const { return parent_hash_; }
    const Word& state_root() const { return state_root_; }
    const Word& transactions_root() const { return transactions_root_; }
    const Word& receipts_root() const { return receipts_root_; }
    std::uint64_t number() const { return number_; }
    std::uint64_t gas_limit() const { return gas_limit_; }
    /// Seconds since 1970, as the block's proposer claims.
    std::uint64_t timestamp() const { return timestamp_; }
    const std::optional<Uint256>& base_fee_per_gas() const { return base_fee_per_gas_; }

private:
    BlockHeader() = default;

    Bytes encoded_;
    Word hash_{};
    Word parent_hash_{};
    Word state_root_{};
    Word transactions_root_{};
    Word receipts_root_{};
    std::uint64_t number_ = 0;
    std::uint64_t gas_limit_ = 0;
    std::uint64_t timestamp_ = 0;
    std::optional<Uint256> base_fee_per_gas_;
};

}  // namespace deed::registry::evm
