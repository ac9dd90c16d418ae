#include "lib/crypto/ecdsa_codec.hpp"

#include <algorithm>
#include <string>

#include "lib/crypto/errors.hpp"

namespace deed::crypto {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kInteger = 0x02;
constexpr std::size_t kScalarSize = 32;

Error malformed(const char* reason) { return {errors::kSignatureMalformed, reason}; }

/// Takes one element off the front. Nothing here exceeds 127 bytes, so a minimal length is a byte.
Result<ByteView> take_element(ByteView& input, std::uint8_t tag) {
    if (input.size() < 2 || input[0] != tag) return malformed("not a DER ECDSA signature");
    const std::size_t size = input[1];
    if (size > 127 || size > input.size() - 2) return malformed("a DER length is wrong");
    const ByteView content = input.subspan(2, size);
    input = input.subspan(2 + size);
    return content;
}

Result<ByteView> take_unsigned(ByteView& input) {
    DEED_TRY(ByteView integer, take_element(input, kInteger));
    if (integer.empty()) return malformed("a DER integer is empty");
    if ((integer[0] & 0x80) != 0) return malformed("r or s is negative");
    if (integer[0] == 0 && integer.size() > 1) {
        if ((integer[1] & 0x80) == 0) return malformed("a DER integer is longer than needed");
        integer = integer.subspan(1);
    }
    if (integer.size() > kScalarSize) return malformed("r or s is longer than 32 bytes");
    return integer;
}

void append_integer(Bytes& der, ByteView scalar) {
    while (scalar.size() > 1 && scalar[0] == 0) scalar = scalar.subspan(1);
    const bool needs_zero = (scalar[0] & 0x80) != 0;
    der.push_back(kInteger);
    der.push_back(static_cast<std::uint8_t>(scalar.size() + (needs_zero ? 1 : 0)));
    if (needs_zero) der.push_back(0);
    append(der, scalar);
}

}  // namespace

Result<Bytes> ecdsa_der_to_compact(ByteView der) {
    DEED_TRY(ByteView body, take_element(der, kSequence));
    if (!der.empty()) return malformed("bytes follow the DER signature");
    DEED_TRY(const ByteView r, take_unsigned(body));
    DEED_TRY(const ByteView s, take_unsigned(body));
    if (!body.empty()) return malformed("the DER signature has more than r and s");

    Bytes compact(2 * kScalarSize);
    std::copy_backward(r.begin(), r.end(), compact.begin() + kScalarSize);
    std::copy_backward(s.begin(), s.end(), compact.end());
    return compact;
}

Result<Bytes> ecdsa_compact_to_der(ByteView compact) {
    if (compact.size() != 2 * kScalarSize) return malformed("r and s are not 32 bytes each");
    Bytes integers;
    append_integer(integers, compact.first(kScalarSize));
    append_integer(integers, compact.last(kScalarSize));

    Bytes der{kSequence, static_cast<std::uint8_t>(integers.size())};
    append(der, integers);
    return der;
}

}  // namespace deed::crypto
