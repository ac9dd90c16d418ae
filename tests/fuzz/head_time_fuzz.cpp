// A statement of a head's time prints as the very text that was parsed.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/published_log.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = deed::as_text({data, size});
    const auto stated = deed::registry::HeadTime::parse(text);
    if (stated && stated->to_body() != text) std::abort();
    return 0;
}
