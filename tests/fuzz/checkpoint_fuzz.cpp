// A checkpoint prints as the very text that was parsed.
#include <cstdint>
#include <cstdlib>

#include "lib/tlog/checkpoint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = deed::as_text({data, size});
    const auto checkpoint = deed::tlog::Checkpoint::parse(text);
    if (checkpoint && checkpoint->to_body() != text) std::abort();
    return 0;
}
