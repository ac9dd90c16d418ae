#include "lib/crypto/sha256_many.hpp"

#include <algorithm>

namespace deed::crypto {

void sha256_prefixed(std::uint8_t prefix, ByteView messages, std::size_t size,
                     std::span<Digest256> digests) {
    DEED_ASSERT(messages.size() == size * digests.size());
    static const bool fast = detail::has_sha_instructions();
    if (fast)
        detail::sha256_prefixed_by_instructions(prefix, messages, size, digests);
    else
        detail::sha256_prefixed_by_openssl(prefix, messages, size, digests);
}

namespace detail {

void sha256_prefixed_by_openssl(std::uint8_t prefix, ByteView messages, std::size_t size,
                                std::span<Digest256> digests) {
    Bytes message(1 + size, prefix);
    for (Digest256& digest : digests) {
        std::copy_n(messages.begin(), size, message.begin() + 1);
        digest = sha256(message);
        messages = messages.subspan(size);
    }
}

}  // namespace detail
}  // namespace deed::crypto
