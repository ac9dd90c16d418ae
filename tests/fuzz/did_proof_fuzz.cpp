// A proof of a DID that is read prints to what reads the same, judging it ends, and nothing that a
// fuzzer makes up is proven of both state and document.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/did_proofs/did_proof.hpp"

using namespace deed::registry::evm;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = DidProof::parse(deed::as_text(deed::ByteView(data, size)));
    if (!read) return 0;
    const auto again = DidProof::parse(read->to_json());
    if (!again || !(*again == *read)) std::abort();
    (void)verify_directory(*read);
    const auto state = verify_state(*read);
    if (!state) return 0;
    const auto changes = verify_changes(*read, *state);
    if (!changes) return 0;
    if (changes->size() != read->changes.size()) std::abort();
    const bool is_known = state->told.status != ToldIdentity::Status::unknown;
    if (is_known != document_of(*changes).has_value()) std::abort();
    return 0;
}
