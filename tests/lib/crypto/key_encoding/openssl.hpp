#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/opened_access.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::test {

/// A type of key, and what openssl's command line calls it.
struct OpensslKey {
    crypto::KeyType type;
    std::string_view genpkey;
};

inline const std::vector<OpensslKey>& openssl_keys() {
    static const std::vector<OpensslKey> keys = {
        {crypto::KeyType::ed25519, "-algorithm ED25519"},
        {crypto::KeyType::p256, "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"},
        {crypto::KeyType::p384, "-algorithm EC -pkeyopt ec_paramgen_curve:P-384"},
        {crypto::KeyType::p521, "-algorithm EC -pkeyopt ec_paramgen_curve:P-521"},
        {crypto::KeyType::sm2, "-algorithm SM2"},
        {crypto::KeyType::x25519, "-algorithm X25519"},
        {crypto::KeyType::secp256k1, "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1"},
    };
    return keys;
}

/// openssl's command line in a folder of its own: another implementation to agree with.
class Openssl {
public:
    /// `openssl ARGUMENTS` in the folder; false, with its words on stderr, where it fails.
    bool run(std::string_view arguments) const {
        const std::string command =
            "cd '" + folder_.path().string() + "' && openssl " + std::string(arguments);
        return std::system((command + " 2> words").c_str()) == 0;
    }
    void must(std::string_view arguments) const {
        EXPECT_TRUE(run(arguments)) << arguments << "\n" << get(folder_ / "words");
    }
    std::string file(std::string_view name) const { return get(folder_ / name); }
    void put_file(std::string_view name, ByteView content) const {
        put(folder_ / name, as_text(content));
    }
    std::filesystem::path operator/(std::string_view name) const { return folder_ / name; }

private:
    TempDir folder_;
};

inline ByteView shown(const crypto::SecretBytes& secret) {
    return secret.reveal(crypto::SecretAccessForOpened::get());
}

inline bool same_key(const crypto::PrivateKey& a, const crypto::PrivateKey& b) {
    return a.public_key() == b.public_key() &&
           crypto::equal_constant_time(shown(a.raw()), shown(b.raw()));
}

inline crypto::KeyPassphrase typed(std::string_view words) {
    return [words]() -> Result<crypto::SecretBytes> {
        return crypto::SecretBytes::copy_of(as_bytes(words));
    };
}

/// A private key must not be opened by asking.
inline crypto::KeyPassphrase never_asked() {
    return []() -> Result<crypto::SecretBytes> {
        ADD_FAILURE() << "a passphrase is asked for in vain";
        return crypto::SecretBytes();
    };
}

}  // namespace deed::test
