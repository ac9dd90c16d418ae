// A verifier key prints as the very text that was parsed, and can be made anew from its parts.
#include <cstdint>
#include <cstdlib>

#include "lib/tlog/note.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = deed::as_text({data, size});
    const auto key = deed::tlog::VerifierKey::parse(text);
    if (!key) return 0;
    if (key->to_string() != text) std::abort();
    if (key->name().size() > 1024) return 0;
    const auto again = deed::tlog::VerifierKey::create(key->name(), key->key());
    if (!again || !(*again == *key)) std::abort();
    return 0;
}
