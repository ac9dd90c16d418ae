// Typed data hashes to what its own parts hash to.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/signing/typed_data.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read =
        deed::registry::evm::TypedData::parse(deed::as_text(deed::ByteView(data, size)));
    if (!read) return 0;
    const auto hash = read->types().hash_struct(read->primary_type(), read->message());
    if (!hash || *hash != read->struct_hash()) std::abort();
    const auto separator = read->domain().separator();
    if (!separator || *separator != read->domain_separator()) std::abort();
    return 0;
}
