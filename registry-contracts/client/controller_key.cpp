#include "registry-contracts/client/controller_key.hpp"

#include <algorithm>

#include "lib/encoding/multiformats.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {
namespace {

using crypto::KeyType;

constexpr std::size_t kPointSize = 33;

}  // namespace

bool can_control(KeyType type) { return type == KeyType::secp256k1 || type == KeyType::sm2; }

Bytes encode_controller_key(const crypto::PublicKey& key) {
    Bytes encoded;
    if (key.type() != KeyType::secp256k1)
        append_varint(encoded, crypto::info_of(key.type()).public_codec);
    append(encoded, key.raw());
    return encoded;
}

Result<crypto::PublicKey> parse_controller_key(ByteView encoded) {
    const auto malformed = [](const char* message) {
        return Error(errors::kOperationMalformed, message);
    };
    KeyType type = KeyType::secp256k1;
    ByteView point = encoded;
    if (encoded.size() != kPointSize) {
        const Result<Varint> codec = read_varint(encoded);
        if (!codec || codec->value != crypto::info_of(KeyType::sm2).public_codec)
            return malformed("the key is neither 33 bytes nor one of SM2");
        type = KeyType::sm2;
        point = encoded.subspan(codec->size);
    }
    if (point.size() != kPointSize) return malformed("the key is not a compressed point");
    auto key = crypto::PublicKey::from_raw(type, point);
    if (!key) return malformed("the key is not a point of its curve");
    return key;
}

}  // namespace deed::registry
