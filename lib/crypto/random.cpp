#include "lib/crypto/random.hpp"

#include <sodium.h>

#include <array>

#include "lib/crypto/sodium.hpp"
#include "lib/encoding/text.hpp"

namespace deed::crypto {

Bytes random_bytes(std::size_t size) {
    require_sodium();
    Bytes bytes(size);
    if (size > 0) randombytes_buf(bytes.data(), size);  // refuses the null of an empty vector
    return bytes;
}

std::string random_uuid_urn() {
    Bytes bytes = random_bytes(16);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);  // RFC 9562 section 5.4
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);  // section 4.1
    std::string text = hex_encode(bytes);
    for (const std::size_t dash : {20, 16, 12, 8}) text.insert(dash, 1, '-');
    return "urn:uuid:" + text;
}

}  // namespace deed::crypto
