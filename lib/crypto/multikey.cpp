#include <string>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_kind.hpp"
#include "lib/encoding/multiformats.hpp"

namespace deed::crypto {
namespace {

/// Of an RSA key of 8192 bits, the longest.
constexpr std::size_t kMaxTextSize = 1450;

Result<const KeyTypeInfo*> type_of_codec(std::uint64_t codec) {
    for (const KeyTypeInfo& row : key_types()) {
        if (row.public_codec == codec) return &row;
        if (row.private_codec == codec) {
            return Error(errors::kPrivateKeyExposed, "the Multikey holds a private key");
        }
    }
    return Error(errors::kUnsupportedKeyType,
                 "keys of multicodec " + std::to_string(codec) + " are not supported");
}

}  // namespace

Result<PublicKey> PublicKey::from_multikey(std::string_view text) {
    // Decoding takes time quadratic in the size.
    if (text.size() > kMaxTextSize) return detail::invalid_public_key("the Multikey is too long");
    const Result<Bytes> bytes = multibase_decode(text, Multibase::base58btc);
    if (!bytes) return detail::invalid_public_key("the Multikey is not in base58btc");
    const Result<Varint> codec = read_varint(*bytes);
    if (!codec) return detail::invalid_public_key("the Multikey has no multicodec");
    DEED_TRY(const KeyTypeInfo* info, type_of_codec(codec->value));

    // CID 1.0 section 2.2.2 has points compressed only.
    const ByteView raw = ByteView(*bytes).subspan(codec->size);
    if (info->raw_size != 0 && raw.size() != info->raw_size)
        return detail::invalid_public_key("the Multikey's key is not of " +
                                          std::to_string(info->raw_size) + " bytes");
    return from_raw(info->type, raw);
}

std::string PublicKey::to_multikey() const {
    Bytes bytes;
    append_varint(bytes, info_of(type_).public_codec);
    append(bytes, raw_);
    return multibase_encode(Multibase::base58btc, bytes);
}

}  // namespace deed::crypto
