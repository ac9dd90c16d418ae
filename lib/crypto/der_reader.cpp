#include "lib/crypto/der_reader.hpp"

#include <limits>

#include "lib/crypto/key_encoding_errors.hpp"

namespace deed::crypto::der {
namespace {

Error malformed(const char* what) { return Error(errors::kDerMalformed, what); }

}  // namespace

Result<ByteView> Reader::take(std::uint8_t tag) {
    if (!next_is(tag)) return malformed("an element is missing or of another kind than is due");
    const auto content = der::take(rest_, tag);
    if (!content) return malformed("an element is cut short, too long, or of no minimal length");
    return *content;
}

Result<Reader> Reader::enter(std::uint8_t tag) {
    DEED_TRY(const ByteView inside, take(tag));
    return Reader(inside);
}

Result<void> Reader::skip() {
    if (at_end()) return malformed("an element is missing");
    DEED_CHECK(take(rest_[0]));
    return {};
}

Result<std::uint64_t> Reader::number() {
    const auto bytes = take_unsigned(rest_);
    if (!bytes || bytes->size() > 7) return malformed("there is no integer, or it is too large");
    std::uint64_t value = 0;
    for (const std::uint8_t byte : *bytes) value = value << 8 | byte;
    return value;
}

Result<ByteView> Reader::whole_bits(std::uint8_t tag) {
    DEED_TRY(const ByteView bits, take(tag));
    if (bits.empty() || bits[0] != 0) return malformed("a bit string is not of whole bytes");
    return bits.subspan(1);
}

Result<void> Reader::take_null() {
    DEED_TRY(const ByteView inside, take(kNull));
    if (!inside.empty()) return malformed("a NULL has content");
    return {};
}

Result<void> Reader::finish() const {
    if (at_end()) return {};
    return Error(errors::kDerTrailingBytes,
                 std::to_string(rest_.size()) + " bytes follow the structure");
}

SecretBuffer element(std::uint8_t tag, std::initializer_list<ByteView> parts) {
    std::size_t length = 0;
    for (const ByteView part : parts) length += part.size();
    SecretBuffer out;
    out.reserve(length + 6);
    out.push_back(tag);
    if (length < 0x80) {
        out.push_back(static_cast<std::uint8_t>(length));
    } else {
        std::size_t count = 1;
        while (length >> (8 * count) != 0) ++count;
        out.push_back(static_cast<std::uint8_t>(0x80 | count));
        for (std::size_t i = count; i-- > 0;)
            out.push_back(static_cast<std::uint8_t>(length >> (8 * i)));
    }
    for (const ByteView part : parts) append(out, part);
    return out;
}

SecretBuffer number(std::uint64_t value) {
    SecretBuffer bytes;
    for (std::size_t shift = 64; shift > 0;) {
        shift -= 8;
        const auto byte = static_cast<std::uint8_t>(value >> shift);
        if (bytes.empty() && byte == 0 && shift > 0) continue;
        if (bytes.empty() && byte >= 0x80) bytes.push_back(0);
        bytes.push_back(byte);
    }
    return element(kInteger, {bytes});
}

SecretBuffer bit_string(ByteView bytes, std::uint8_t tag) {
    constexpr std::uint8_t kNoUnusedBits[] = {0};
    return element(tag, {kNoUnusedBits, bytes});
}

std::string dotted(ByteView oid) {
    std::string text;
    std::uint64_t arc = 0;
    for (const std::uint8_t byte : oid) {
        if (arc > std::numeric_limits<std::uint64_t>::max() >> 7) return "(too long)";
        arc = arc << 7 | (byte & 0x7fU);
        if (byte >= 0x80) continue;
        if (text.empty()) {
            const std::uint64_t first = arc < 80 ? arc / 40 : 2;
            text = std::to_string(first) + "." + std::to_string(arc - 40 * first);
        } else {
            text += "." + std::to_string(arc);
        }
        arc = 0;
    }
    return text;
}

}  // namespace deed::crypto::der
