#include "lib/encoding/multiformats.hpp"

#include <algorithm>
#include <array>

#include "lib/encoding/errors.hpp"
#include "lib/encoding/power_base.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/wiping.hpp"
#include "lib/error/assert.hpp"

namespace deed {
namespace {

using detail::Padding;

// "The maximum value is 2^63 - 1": multiformats/unsigned-varint.
constexpr std::size_t kMaxVarintSize = 9;

struct BaseRow {
    Multibase base;
    std::string_view name;
};

constexpr std::array<BaseRow, 9> kBases{{
    {Multibase::base16, "base16"},
    {Multibase::base16upper, "base16upper"},
    {Multibase::base32, "base32"},
    {Multibase::base32upper, "base32upper"},
    {Multibase::base58btc, "base58btc"},
    {Multibase::base64, "base64"},
    {Multibase::base64pad, "base64pad"},
    {Multibase::base64url, "base64url"},
    {Multibase::base64urlpad, "base64urlpad"},
}};

std::string_view name_of(Multibase base) {
    const auto row = std::find_if(kBases.begin(), kBases.end(),
                                  [base](const BaseRow& r) { return r.base == base; });
    DEED_ASSERT(row != kBases.end());
    return row->name;
}

std::string encode_digits(Multibase base, ByteView bytes) {
    switch (base) {
        case Multibase::base16:
            return detail::kBase16.encode(bytes, Padding::none);
        case Multibase::base16upper:
            return detail::kBase16Upper.encode(bytes, Padding::none);
        case Multibase::base32:
            return detail::kBase32.encode(bytes, Padding::none);
        case Multibase::base32upper:
            return detail::kBase32Upper.encode(bytes, Padding::none);
        case Multibase::base58btc:
            return base58btc_encode(bytes);
        case Multibase::base64:
            return detail::kBase64.encode(bytes, Padding::none);
        case Multibase::base64pad:
            return detail::kBase64.encode(bytes, Padding::required);
        case Multibase::base64url:
            return detail::kBase64Url.encode(bytes, Padding::none);
        case Multibase::base64urlpad:
            return detail::kBase64Url.encode(bytes, Padding::required);
    }
    DEED_ASSERT(!"a base outside the enumeration");
    return {};
}

Result<Bytes> decode_digits(Multibase base, std::string_view digits) {
    switch (base) {
        case Multibase::base16:
            return detail::kBase16.decode(digits, Padding::none);
        case Multibase::base16upper:
            return detail::kBase16Upper.decode(digits, Padding::none);
        case Multibase::base32:
            return detail::kBase32.decode(digits, Padding::none);
        case Multibase::base32upper:
            return detail::kBase32Upper.decode(digits, Padding::none);
        case Multibase::base58btc:
            return base58btc_decode(digits);
        case Multibase::base64:
            return detail::kBase64.decode(digits, Padding::none);
        case Multibase::base64pad:
            return detail::kBase64.decode(digits, Padding::required);
        case Multibase::base64url:
            return detail::kBase64Url.decode(digits, Padding::none);
        case Multibase::base64urlpad:
            return detail::kBase64Url.decode(digits, Padding::required);
    }
    DEED_ASSERT(!"a base outside the enumeration");
    return Bytes();
}

Result<Multibase> base_of(std::string_view text) {
    if (text.empty()) return Error(errors::kEncodingMalformed, "empty multibase text");
    const auto row = std::find_if(kBases.begin(), kBases.end(), [text](const BaseRow& r) {
        return static_cast<char>(r.base) == text.front();
    });
    if (row == kBases.end())
        return Error(errors::kEncodingUnsupportedBase,
                     "multibase text does not start with a supported prefix");
    return row->base;
}

}  // namespace

Result<Multibase> multibase_from_name(std::string_view name) {
    const auto row = std::find_if(kBases.begin(), kBases.end(),
                                  [name](const BaseRow& r) { return r.name == name; });
    if (row == kBases.end())
        return Error(errors::kEncodingUnsupportedBase,
                     "no supported base is called " + std::string(name));
    return row->base;
}

std::string multibase_encode(Multibase base, ByteView bytes) {
    std::string digits = encode_digits(base, bytes);
    std::string text;
    text.reserve(digits.size() + 1);
    text += static_cast<char>(base);
    text += digits;
    detail::wipe_memory(digits.data(), digits.size());  // perhaps of a private key
    return text;
}

Result<Bytes> multibase_decode(std::string_view text) {
    DEED_TRY(const Multibase base, base_of(text));
    return decode_digits(base, text.substr(1));
}

Result<Bytes> multibase_decode(std::string_view text, Multibase required) {
    DEED_TRY(const Multibase base, base_of(text));
    if (base != required)
        return Error(errors::kEncodingWrongBase, "value is in " + std::string(name_of(base)) +
                                                     ", required is " +
                                                     std::string(name_of(required)));
    return decode_digits(base, text.substr(1));
}

void append_varint(Bytes& out, std::uint64_t value) {
    DEED_ASSERT(value >> 63 == 0);
    while (value >= 0x80) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<std::uint8_t>(value));
}

Result<Varint> read_varint(ByteView bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < kMaxVarintSize; ++i) {
        if (i == bytes.size()) return Error(errors::kEncodingMalformed, "varint is cut short");
        value |= static_cast<std::uint64_t>(bytes[i] & 0x7f) << (7 * i);
        if (bytes[i] >= 0x80) continue;
        if (bytes[i] == 0 && i > 0)
            return Error(errors::kEncodingMalformed, "varint is longer than needed");
        return Varint{value, i + 1};
    }
    return Error(errors::kEncodingMalformed, "varint is longer than 9 bytes");
}

Bytes multihash(std::uint64_t code, ByteView digest) {
    Bytes out;
    append_varint(out, code);
    append_varint(out, digest.size());
    append(out, digest);
    return out;
}

}  // namespace deed
