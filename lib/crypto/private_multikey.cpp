#include <algorithm>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/wiping.hpp"
#include "lib/encoding/multiformats.hpp"

namespace deed::crypto {
namespace {

std::span<std::uint8_t> writable(std::string& text) {
    return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

Error invalid(const char* what) { return Error(errors::kInvalidPrivateKey, what); }

Result<KeyType> type_of_codec(std::uint64_t codec) {
    for (const KeyTypeInfo& row : key_types()) {
        if (row.private_codec == codec) return row.type;
        if (row.public_codec == codec)
            return Error(errors::kPublicKeyGiven, "the Multikey holds a public key");
    }
    return Error(errors::kUnsupportedKeyType,
                 "keys of multicodec " + std::to_string(codec) + " are not supported");
}

Result<PrivateKey> from_bytes(ByteView bytes) {
    const Result<Varint> codec = read_varint(bytes);
    if (!codec) return invalid("the Multikey has no multicodec");
    DEED_TRY(const KeyType type, type_of_codec(codec->value));
    return PrivateKey::from_raw(type, SecretBytes::copy_of(bytes.subspan(codec->size)));
}

}  // namespace

SecretBytes private_key_to_multikey(const PrivateKey& key) {
    Bytes codec;
    append_varint(codec, info_of(key.public_key().type()).private_codec);
    SecretBuffer bytes;
    append(bytes, codec);
    append(bytes, key.raw().reveal(SecretAccessForCrypto::get()));
    std::string text = multibase_encode(Multibase::base58btc, bytes);
    SecretBytes secret = SecretBytes::copy_of(as_bytes(text));
    wipe(writable(text));
    return secret;
}

Result<PrivateKey> private_key_from_multikey(std::string_view text) {
    Result<Bytes> bytes = multibase_decode(text, Multibase::base58btc);
    if (!bytes) return invalid("the Multikey is not in base58btc");
    auto key = from_bytes(*bytes);
    wipe(*bytes);
    return key;
}

}  // namespace deed::crypto
