// One bit at a time: whatever is still read is a key whose halves belong together, and the whole
// file is what would be written for it.

#include "lib/encoding/text.hpp"
#include "tests/lib/crypto/key_encoding/openssl.hpp"

namespace deed::test {
namespace {

using crypto::PrivateKey;

TEST(KeyDamage, NoBitOfADerIsIdle) {
    for (const OpensslKey& row : openssl_keys()) {
        const PrivateKey key = PrivateKey::generate(row.type);
        ASSERT_OK_AND(const auto private_der, crypto::private_key_to_der(key));
        Bytes der = to_bytes(shown(private_der));
        for (std::size_t bit = 0; bit < 8 * der.size(); ++bit) {
            der[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
            const auto read = crypto::read_private_key(der, never_asked());
            // Another seed is another key, in a file that holds no public half (RFC 8410).
            const bool has_both = crypto::info_of(row.type).jwk_kty == "EC";
            ASSERT_TRUE(!read || (!has_both && !same_key(*read, key))) << bit;
            der[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        }
        ASSERT_OK_AND(Bytes public_der, crypto::public_key_to_der(key.public_key()));
        for (std::size_t bit = 0; bit < 8 * public_der.size(); ++bit) {
            public_der[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
            const auto read = crypto::public_key_from_der(public_der);
            if (read) {
                EXPECT_NE(*read, key.public_key());
                ASSERT_OK_AND(const Bytes written, crypto::public_key_to_der(*read));
                EXPECT_EQ(written, public_der);
            }
            public_der[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        }
    }
}

}  // namespace
}  // namespace deed::test
