#include "registry-contracts/client/evm/proofs/header.hpp"

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/proofs/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"

namespace deed::registry::evm {

Result<BlockHeader> BlockHeader::decode(ByteView encoded) {
    constexpr std::size_t kBloom = 256;
    constexpr std::size_t kMaxExtraData = 65'536;  // Besu's validators stand there
    constexpr unsigned kMaxAppended = 16;
    BlockHeader header;
    RlpReader reader(encoded);
    DEED_TRY(RlpReader list, reader.list());
    DEED_CHECK(reader.finish());
    DEED_TRY(header.parent_hash_, list.word());
    DEED_TRY([[maybe_unused]] const Word uncles, list.word());
    DEED_TRY([[maybe_unused]] const ByteView proposer, list.string_of(sizeof(Address)));
    DEED_TRY(header.state_root_, list.word());
    DEED_TRY(header.transactions_root_, list.word());
    DEED_TRY(header.receipts_root_, list.word());
    DEED_TRY([[maybe_unused]] const ByteView bloom, list.string_of(kBloom));
    DEED_TRY([[maybe_unused]] const Uint256 difficulty, list.uint256());
    DEED_TRY(header.number_, list.uint64());
    DEED_TRY(header.gas_limit_, list.uint64());
    DEED_TRY([[maybe_unused]] const std::uint64_t gas_used, list.uint64());
    DEED_TRY(header.timestamp_, list.uint64());
    DEED_TRY(const ByteView extra_data, list.string());
    if (extra_data.size() > kMaxExtraData)
        return Error(errors::kHeaderMalformed, "the header's extra data is too long");
    DEED_TRY([[maybe_unused]] const Word mix, list.word());
    DEED_TRY([[maybe_unused]] const ByteView nonce, list.string_of(8));
    if (!list.at_end()) {
        DEED_TRY(header.base_fee_per_gas_, list.uint256());
    }
    for (unsigned i = 0; !list.at_end(); ++i) {
        DEED_TRY(const ByteView appended, list.string());
        if (i == kMaxAppended || appended.size() > sizeof(Word))
            return Error(errors::kHeaderMalformed, "the header has items that no fork appended");
    }
    header.encoded_ = to_bytes(encoded);
    header.hash_ = crypto::keccak256(encoded);
    return header;
}

Result<void> BlockHeader::check_hash(const Word& expected) const {
    if (hash_ == expected) return {};
    return Error(errors::kHeaderMismatch,
                 "the header has the hash " + to_hex(hash_) + " and not " + to_hex(expected));
}

}  // namespace deed::registry::evm
