#include "lib/encoding/text.hpp"

#include "lib/encoding/power_base.hpp"

namespace deed {

using detail::Padding;

std::string hex_encode(ByteView bytes) { return detail::kBase16.encode(bytes, Padding::none); }

Result<Bytes> hex_decode(std::string_view text) {
    return detail::kBase16.decode(text, Padding::none);
}

std::string base32_encode(ByteView bytes) { return detail::kBase32.encode(bytes, Padding::none); }

Result<Bytes> base32_decode(std::string_view text) {
    return detail::kBase32.decode(text, Padding::none);
}

std::string base64_encode(ByteView bytes) {
    return detail::kBase64.encode(bytes, Padding::required);
}

Result<Bytes> base64_decode(std::string_view text) {
    return detail::kBase64.decode(text, Padding::required);
}

std::string base64url_encode(ByteView bytes) {
    return detail::kBase64Url.encode(bytes, Padding::none);
}

Result<Bytes> base64url_decode(std::string_view text) {
    return detail::kBase64Url.decode(text, Padding::none);
}

}  // namespace deed
