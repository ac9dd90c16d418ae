// A row that was accepted is written as it was read.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "evidence/opening_row.hpp"

using namespace deed;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_damaged(const Error& error) {
    require(error.code().name == "evidence.opening_damaged");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto row = evidence::detail::decode_row(input);
    if (row)
        require(std::ranges::equal(evidence::detail::encode_row(*row), input));
    else
        require_damaged(row.error());
    const auto batch = evidence::detail::decode_batch(input);
    if (batch)
        require(std::ranges::equal(evidence::detail::encode_batch(*batch), input));
    else
        require_damaged(batch.error());
    return 0;
}
