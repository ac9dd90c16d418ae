// Whatever multibase_decode takes, multibase_encode prints character for character; and whatever
// read_varint takes, append_varint prints byte for byte.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "lib/encoding/multiformats.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed;
    const ByteView input(data, size);
    const std::string_view text = as_text(input);
    if (const auto bytes = multibase_decode(text)) {
        const auto base = static_cast<Multibase>(text.front());
        if (multibase_encode(base, *bytes) != text) std::abort();
        if (!multibase_decode(text, base)) std::abort();
    }
    if (const auto varint = read_varint(input)) {
        Bytes printed;
        append_varint(printed, varint->value);
        const ByteView read = input.first(varint->size);
        if (!std::equal(read.begin(), read.end(), printed.begin(), printed.end())) std::abort();
    }
    return 0;
}
