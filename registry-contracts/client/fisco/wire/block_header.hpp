#pragma once

#include <string>
#include <variant>
#include <vector>

#include "registry-contracts/client/fisco/wire/account.hpp"

namespace deed::registry::fisco {

/// The header of a block of FISCO BCOS 2.x.
struct DEED_API RlpHeader {
    Word parent_hash{};
    Word state_root{};
    Word transactions_root{};
    Word receipts_root{};
    Word db_hash{};
    Bytes bloom;
    std::uint64_t number = 0;
    Uint256 gas_limit;
    Uint256 gas_used;
    std::uint64_t timestamp = 0;  ///< milliseconds since 1970, as the sealer claims
    std::vector<Bytes> extra_data;
    Uint256 sealer;
    std::vector<Bytes> sealers;  ///< their public keys

    friend bool operator==(const RlpHeader&, const RlpHeader&) = default;
    /// The list of 13 items whose hash is the block's.
    Bytes hash_preimage() const;
};

/// The header of a block of FISCO BCOS 3.x (bcostars.BlockHeaderData).
struct DEED_API TarsHeader {
    struct Parent {
        std::int64_t number = 0;
        Word hash{};
        friend bool operator==(const Parent&, const Parent&) = default;
    };

    std::int32_t version = 0;
    std::vector<Parent> parents;
    Word transactions_root{};
    Word receipts_root{};
    Word state_root{};
    std::int64_t number = 0;
    std::string gas_used;        ///< decimal
    std::int64_t timestamp = 0;  ///< milliseconds since 1970, as the sealer claims
    std::int64_t sealer = 0;
    std::vector<Bytes> sealers;  ///< their public keys
    Bytes extra_data;
    std::vector<std::int64_t> weights;

    friend bool operator==(const TarsHeader&, const TarsHeader&) = default;
    /// The plain concatenation whose hash is the block's.
    Bytes hash_preimage() const;
};

/// A header of either. The sealers' signatures over its hash are not part of it, and are not
/// checked here: whoever holds a proof against a block trusts that block's hash.
class DEED_API BlockHeader {
public:
    BlockHeader(RlpHeader header) : header_(std::move(header)) {}   // NOLINT: implicit
    BlockHeader(TarsHeader header) : header_(std::move(header)) {}  // NOLINT: implicit

    Word hash(ChainHash hash) const;
    /// `fisco.header_mismatch` unless the hash is this one.
    Result<void> check_hash(ChainHash hash, const Word& expected) const;

    const Word& transactions_root() const;
    const Word& receipts_root() const;
    std::uint64_t number() const;
    const RlpHeader* as_rlp() const { return std::get_if<RlpHeader>(&header_); }
    const TarsHeader* as_tars() const { return std::get_if<TarsHeader>(&header_); }

    friend bool operator==(const BlockHeader&, const BlockHeader&) = default;

private:
    std::variant<RlpHeader, TarsHeader> header_;
};

}  // namespace deed::registry::fisco
