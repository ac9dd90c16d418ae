#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key_reference_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto key = deed::crypto::key_reference_file::parse({data, size});
    if (key && deed::crypto::key_reference_file::print(*key) != deed::as_text({data, size}))
        std::abort();
    return 0;
}
