// Input: a digit that says what a node answers with, and JSON. Whatever is read is in its bounds;
// a receipt's value, once read, prints what reads as the same.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/chain_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::registry::evm;
    if (size == 0) return 0;
    const auto document = deed::json::Document::parse(deed::ByteView(data + 1, size - 1));
    if (!document) return 0;
    const deed::json::Value value = document->root();
    switch (data[0]) {
        case '0':
            if (const auto block = block_from(value))
                if (!BlockHeader::decode(block->header.encoded())) std::abort();
            break;
        case '1':
            if (const auto receipt = receipt_from(value)) {
                // A node may name a bloom of any size; then it is not one of a block's receipts.
                const auto again = ReceiptValue::decode(receipt->value.encode());
                if (receipt->value.bloom.size() == 256 && (!again || *again != receipt->value))
                    std::abort();
            }
            break;
        case '2':
            if (const auto log = log_from(value))
                if (log->entry.topics.size() > 4) std::abort();
            break;
        case '3':
            (void)state_proof_from(value);
            break;
        default:
            if (const auto fees = fee_history_from(value))
                if (fees->base_fees.empty()) std::abort();
    }
    return 0;
}
