// A note prints as the very text that was parsed.
#include <cstdint>
#include <cstdlib>

#include "lib/tlog/note.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = deed::as_text({data, size});
    const auto note = deed::tlog::Note::parse(text);
    if (note && note->to_string() != text) std::abort();
    return 0;
}
