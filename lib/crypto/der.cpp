#include "lib/crypto/der.hpp"

#include "lib/error/assert.hpp"

namespace deed::crypto::der {
namespace {

/// X.690 sections 8.1.3 and 10.1.
std::optional<std::size_t> take_length(ByteView& input) {
    if (input.empty()) return std::nullopt;
    const std::uint8_t first = input[0];
    input = input.subspan(1);
    if (first < 0x80) return first;
    const std::size_t count = first & 0x7fu;
    if (count == 0 || count > 2 || count > input.size()) return std::nullopt;
    std::size_t length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | input[i];
    input = input.subspan(count);
    const std::size_t least = count == 1 ? 0x80 : 0x100;
    if (length < least) return std::nullopt;
    return length;
}

}  // namespace

std::optional<ByteView> take(ByteView& input, std::uint8_t tag) {
    if (input.empty() || input[0] != tag) return std::nullopt;
    ByteView rest = input.subspan(1);
    const std::optional<std::size_t> length = take_length(rest);
    if (!length || *length > rest.size()) return std::nullopt;
    input = rest.subspan(*length);
    return rest.first(*length);
}

std::optional<ByteView> take_unsigned(ByteView& input) {
    const std::optional<ByteView> number = take(input, kInteger);
    if (!number || number->empty()) return std::nullopt;
    if (((*number)[0] & 0x80) != 0) return std::nullopt;
    if ((*number)[0] != 0 || number->size() == 1) return number;
    if (((*number)[1] & 0x80) == 0) return std::nullopt;
    return number->subspan(1);
}

void append_element(Bytes& out, std::uint8_t tag, ByteView content) {
    const std::size_t size = content.size();
    DEED_ASSERT(size < 0x10000);
    out.push_back(tag);
    if (size >= 0x100) out.push_back(0x82);
    if (size >= 0x80 && size < 0x100) out.push_back(0x81);
    if (size >= 0x100) out.push_back(static_cast<std::uint8_t>(size >> 8));
    out.push_back(static_cast<std::uint8_t>(size & 0xff));
    append(out, content);
}

void append_unsigned(Bytes& out, ByteView number) {
    DEED_ASSERT(!number.empty());
    while (number.size() > 1 && number[0] == 0) number = number.subspan(1);
    Bytes content;
    if ((number[0] & 0x80) != 0) content.push_back(0);
    append(content, number);
    append_element(out, kInteger, content);
}

std::optional<RsaNumbers> read_rsa_public_key(ByteView der) {
    std::optional<ByteView> body = take(der, kSequence);
    if (!body || !der.empty()) return std::nullopt;
    const std::optional<ByteView> n = take_unsigned(*body);
    const std::optional<ByteView> e = n ? take_unsigned(*body) : std::nullopt;
    if (!e || !body->empty()) return std::nullopt;
    return RsaNumbers{*n, *e};
}

Bytes rsa_public_key(ByteView n, ByteView e) {
    Bytes numbers;
    append_unsigned(numbers, n);
    append_unsigned(numbers, e);
    Bytes der;
    append_element(der, kSequence, numbers);
    return der;
}

}  // namespace deed::crypto::der
