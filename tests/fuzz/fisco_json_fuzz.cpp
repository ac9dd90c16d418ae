// Whatever a node answers is read or refused; a receipt of 2.x that is read has bytes that are read
// as the same receipt.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/fisco/chain_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::registry::fisco;
    const auto document = deed::json::Document::parse(deed::ByteView(data, size));
    if (!document) return 0;
    const deed::json::Value root = document->root();
    if (const auto receipt = rlp_receipt_from(root)) {
        const auto& value = std::get<RlpReceipt>(receipt->value);
        const auto read = RlpReceipt::decode(value.encode());
        if (!read || *read != value) std::abort();
    }
    if (const auto receipt = tars_receipt_from(root)) {
        const auto& value = std::get<TarsReceipt>(receipt->value);
        if (static_cast<std::int64_t>(receipt->block_number) != value.block_number) std::abort();
        if (receipt->leaf(ChainHash::sm3) == receipt->leaf(ChainHash::keccak256)) std::abort();
    }
    for (auto* read : {rlp_block_from, tars_block_from})
        if (const auto block = read(root);
            block && !block->header.check_hash(ChainHash::sm3, block->header.hash(ChainHash::sm3)))
            std::abort();
    (void)rlp_path_from(root);
    (void)tars_proof_from(root);
    return 0;
}
