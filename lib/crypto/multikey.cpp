#include "lib/crypto/curve.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/encoding/multiformats.hpp"

namespace deed::crypto {
namespace {

Result<const detail::Curve*> curve_of_codec(std::uint64_t codec) {
    for (const detail::Curve* curve : detail::kCurves) {
        if (curve->public_codec == codec) return curve;
        if (curve->private_codec == codec) {
            return Error(errors::kPrivateKeyExposed, "the Multikey holds a private key");
        }
    }
    return Error(errors::kUnsupportedKeyType,
                 "keys of multicodec " + std::to_string(codec) + " are not supported");
}

}  // namespace

Result<PublicKey> PublicKey::from_multikey(std::string_view text) {
    const Result<Bytes> bytes = multibase_decode(text, Multibase::base58btc);
    if (!bytes) return detail::invalid_public_key("the Multikey is not in base58btc");
    const Result<Varint> codec = read_varint(*bytes);
    if (!codec) return detail::invalid_public_key("the Multikey has no multicodec");
    DEED_TRY(const detail::Curve* curve, curve_of_codec(codec->value));

    // CID 1.0 section 2.2.2 has points compressed only.
    const ByteView raw = ByteView(*bytes).subspan(codec->size);
    if (raw.size() > 33) return detail::invalid_public_key("the Multikey's key is too long");
    return from_raw(curve->type, raw);
}

std::string PublicKey::to_multikey() const {
    Bytes bytes;
    append_varint(bytes, detail::curve_of(type_).public_codec);
    append(bytes, raw_);
    return multibase_encode(Multibase::base58btc, bytes);
}

}  // namespace deed::crypto
