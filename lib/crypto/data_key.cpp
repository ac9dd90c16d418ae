#include "lib/crypto/data_key.hpp"

#include <sodium.h>

#include <algorithm>

#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"
#include "lib/error/assert.hpp"

namespace deed::crypto {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kHeadBytes = 1 + kNonceBytes;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

const std::uint8_t* raw(const SecretBytes& key) {
    return key.reveal(SecretAccessForCrypto::get()).data();
}

Bytes binding_of(ByteView associated) {
    Bytes binding;
    binding.reserve(1 + associated.size());
    binding.push_back(kVersion);
    append(binding, associated);
    return binding;
}

Error cannot_open() {
    return Error(errors::kCannotOpenSealed, "the sealed data does not open for this purpose");
}

}  // namespace

DataKey::DataKey(SecretBytes sealing_key, SecretBytes token_key)
    : sealing_key_(std::move(sealing_key)), token_key_(std::move(token_key)) {
    require_sodium();
    DEED_ASSERT(sealing_key_.size() == kKeyBytes && token_key_.size() == kKeyBytes);
}

Bytes DataKey::seal(ByteView associated, ByteView plain) const {
    Bytes sealed(kHeadBytes + plain.size() + kTagBytes);
    sealed[0] = kVersion;
    randombytes_buf(&sealed[1], kNonceBytes);
    const Bytes binding = binding_of(associated);
    DEED_ASSERT(crypto_aead_xchacha20poly1305_ietf_encrypt(
                    &sealed[kHeadBytes], nullptr, plain.data(), plain.size(), binding.data(),
                    binding.size(), nullptr, &sealed[1], raw(sealing_key_)) == 0);
    return sealed;
}

Result<Bytes> DataKey::open(const SecretAccess&, ByteView associated, ByteView sealed) const {
    if (sealed.empty() || sealed[0] < kVersion) return cannot_open();
    if (sealed[0] > kVersion)
        return Error(errors::kNewerKeyStore,
                     "sealed data of the later version " + std::to_string(sealed[0]));
    if (sealed.size() < kHeadBytes + kTagBytes) return cannot_open();
    const ByteView box = sealed.subspan(kHeadBytes);
    const Bytes binding = binding_of(associated);
    Bytes plain(box.size() - kTagBytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, box.data(),
                                                   box.size(), binding.data(), binding.size(),
                                                   &sealed[1], raw(sealing_key_)) != 0)
        return cannot_open();
    return plain;
}

Digest256 DataKey::token(ByteView data) const {
    Digest256 token;
    DEED_ASSERT(crypto_generichash(token.data(), token.size(), data.data(), data.size(),
                                   raw(token_key_), kKeyBytes) == 0);
    return token;
}

}  // namespace deed::crypto
