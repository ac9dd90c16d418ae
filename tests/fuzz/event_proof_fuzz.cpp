// A proof of an event that is read prints to what reads the same, and judging it ends.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/registries/event_proof.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using deed::registry::evm::EventProof;
    const auto read = EventProof::parse(deed::as_text(deed::ByteView(data, size)));
    if (!read) return 0;
    const auto again = EventProof::parse(read->to_json());
    if (!again || !(*again == *read)) std::abort();
    if (const auto block = read->claimed_block(); block) (void)read->verify(*block);
    return 0;
}
