#include "lib/crypto/ecdsa_codec.hpp"

#include <algorithm>
#include <string>

#include "lib/crypto/der.hpp"
#include "lib/crypto/errors.hpp"

namespace deed::crypto {
namespace {

constexpr std::size_t kScalarSizes[] = {32, 48, 66};

Error malformed(const char* reason) { return {errors::kSignatureMalformed, reason}; }

}  // namespace

Result<Bytes> ecdsa_der_to_compact(ByteView der, std::size_t scalar_size) {
    std::optional<ByteView> body = der::take(der, der::kSequence);
    if (!body) return malformed("not a DER ECDSA signature");
    if (!der.empty()) return malformed("bytes follow the DER signature");
    const std::optional<ByteView> r = der::take_unsigned(*body);
    if (!r) return malformed("r is not an INTEGER in DER, or is negative");
    const std::optional<ByteView> s = der::take_unsigned(*body);
    if (!s) return malformed("s is not an INTEGER in DER, or is negative");
    if (!body->empty()) return malformed("the DER signature has more than r and s");
    if (std::max(r->size(), s->size()) > scalar_size)
        return malformed("r or s is longer than numbers of the curve");

    Bytes compact(2 * scalar_size);
    const auto middle = compact.begin() + static_cast<std::ptrdiff_t>(scalar_size);
    std::copy_backward(r->begin(), r->end(), middle);
    std::copy_backward(s->begin(), s->end(), compact.end());
    return compact;
}

Result<Bytes> ecdsa_compact_to_der(ByteView compact) {
    const std::size_t size = compact.size() / 2;
    const bool known =
        std::find(std::begin(kScalarSizes), std::end(kScalarSizes), size) != std::end(kScalarSizes);
    if (!known || compact.size() % 2 != 0) return malformed("r and s are not of a curve's size");
    Bytes integers;
    der::append_unsigned(integers, compact.first(size));
    der::append_unsigned(integers, compact.last(size));
    Bytes der;
    der::append_element(der, der::kSequence, integers);
    return der;
}

}  // namespace deed::crypto
