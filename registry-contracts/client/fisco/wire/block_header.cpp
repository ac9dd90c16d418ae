#include "registry-contracts/client/fisco/wire/block_header.hpp"

#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"
#include "registry-contracts/client/fisco/wire/big_endian.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

void write_list(evm::RlpWriter& writer, const std::vector<Bytes>& list) {
    writer.begin_list();
    for (const Bytes& bytes : list) writer.string(bytes);
    writer.end_list();
}

}  // namespace

Bytes RlpHeader::hash_preimage() const {
    evm::RlpWriter writer;
    writer.begin_list().string(parent_hash).string(state_root).string(transactions_root);
    writer.string(receipts_root).string(db_hash).string(bloom).uint(number).uint(gas_limit);
    writer.uint(gas_used).uint(timestamp);
    write_list(writer, extra_data);
    writer.uint(sealer);
    write_list(writer, sealers);
    return writer.end_list().take();
}

Bytes TarsHeader::hash_preimage() const {
    Bytes out;
    append_big_endian32(out, version);
    for (const Parent& parent : parents) {
        append_big_endian64(out, parent.number);
        append(out, parent.hash);
    }
    append(out, transactions_root);
    append(out, receipts_root);
    append(out, state_root);
    append_big_endian64(out, number);
    append(out, as_bytes(gas_used));
    append_big_endian64(out, timestamp);
    append_big_endian64(out, sealer);
    for (const Bytes& key : sealers) append(out, key);
    append(out, extra_data);
    for (const std::int64_t weight : weights) append_big_endian64(out, weight);
    return out;
}

Word BlockHeader::hash(ChainHash hash) const {
    const auto preimage = [](const auto& header) { return header.hash_preimage(); };
    return hash_on_chain(hash, std::visit(preimage, header_));
}

Result<void> BlockHeader::check_hash(ChainHash hash, const Word& expected) const {
    const Word own = this->hash(hash);
    if (own == expected) return {};
    return Error(errors::kHeaderMismatch, "the header hashes to " + evm::to_hex(own) +
                                              " and not to " + evm::to_hex(expected));
}

const Word& BlockHeader::transactions_root() const {
    if (const RlpHeader* rlp = as_rlp()) return rlp->transactions_root;
    return as_tars()->transactions_root;
}

const Word& BlockHeader::receipts_root() const {
    if (const RlpHeader* rlp = as_rlp()) return rlp->receipts_root;
    return as_tars()->receipts_root;
}

std::uint64_t BlockHeader::number() const {
    if (const RlpHeader* rlp = as_rlp()) return rlp->number;
    return static_cast<std::uint64_t>(as_tars()->number);
}

}  // namespace deed::registry::fisco
