// A proposal that is read prints to what reads the same.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/registries/proposal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using deed::registry::evm::Proposal;
    const auto read = Proposal::parse(deed::as_text(deed::ByteView(data, size)));
    if (!read) return 0;
    const auto again = Proposal::parse(read->to_json());
    if (!again || again->to_json() != read->to_json()) std::abort();
    if (again->digest() != read->digest() || again->signatures() != read->signatures())
        std::abort();
    return 0;
}
