#include "registry-contracts/client/evm/first_block.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint64_t kMargin = 64;

enum class Code : std::uint8_t { absent, there, unknown };

/// Whether the contract was there. Nodes that have let go of a block's state say so in words and
/// codes of their own.
Result<Code> code_at(ChainReader& node, const Address& contract, std::uint64_t block, Call& call) {
    const auto code = node.code(contract, BlockRef::number(block), call);
    if (code) return Code::there;
    DEED_CHECK(call.check());
    if (code.error().code() == errors::kNoContract) return Code::absent;
    const ErrorCode* const forgotten[] = {&errors::kRpcNodeFailed, &errors::kRpcNotFound,
                                          &errors::kRpcBusy, &errors::kRpcInvalidParams,
                                          &errors::kRpcMethodMissing};
    for (const ErrorCode* one : forgotten)
        if (code.error().code() == *one) return Code::unknown;
    return code.error();
}

}  // namespace

Result<std::uint64_t> FirstBlock::find(ChainReader& node, std::uint64_t last, Call& call) {
    {
        // Not held while a node is asked: whoever searches at the same time finds the same.
        const std::lock_guard lock(mutex_);
        if (found_) return *found_;
    }
    DEED_TRY([[maybe_unused]] const Bytes code, node.code(contract_, BlockRef::number(last), call));
    std::uint64_t from = 0;  // not there in any block before
    std::uint64_t there = last;
    while (from < there) {
        DEED_CHECK(call.check());
        const std::uint64_t middle = from + (there - from) / 2;
        DEED_TRY(const Code found, code_at(node, contract_, middle, call));
        if (found == Code::unknown) {
            there = from;
            break;
        }
        if (found == Code::there)
            there = middle;
        else
            from = middle + 1;
    }
    // Blocks may be exchanged after this, and the contract's creation come a little earlier.
    const std::lock_guard lock(mutex_);
    if (!found_) found_ = there - std::min(there, kMargin);
    return *found_;
}

}  // namespace deed::registry::evm
