#include "lib/pkcs11/key_kind.hpp"

#include <algorithm>

#include "lib/crypto/algorithm.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/pkcs11/errors.hpp"

namespace deed::pkcs11 {
namespace {

constexpr std::uint8_t kOctetString = 0x04;

// Curves by OID: SEC 2 section A.2, RFC 8410; "edwards25519" as PrintableString is what PKCS#11 3.0
// section 2.3.5 allows. Orders: SEC 2 and SP 800-186 section 3.2.1.
constexpr KeyKind kKinds[] = {
    {crypto::KeyType::ed25519, CKK_EC_EDWARDS, "06032b6570", "130c656477617264733235353139",
     CKM_EDDSA, 32, ""},
    {crypto::KeyType::secp256k1, CKK_EC, "06052b8104000a", "", CKM_ECDSA, 65,
     "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"},
    {crypto::KeyType::p256, CKK_EC, "06082a8648ce3d030107", "", CKM_ECDSA, 65,
     "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"},
    {crypto::KeyType::p384, CKK_EC, "06052b81040022", "", CKM_ECDSA, 97,
     "ffffffffffffffffffffffffffffffffffffffffffffffff"
     "c7634d81f4372ddf581a0db248b0a77aecec196accc52973"},
    {crypto::KeyType::p521, CKK_EC, "06052b81040023", "", CKM_ECDSA, 133,
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
     "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"}};

/// The content of a short or one-byte-long DER OCTET STRING that fills `der`.
std::optional<ByteView> octet_string(ByteView der) {
    if (der.size() < 2 || der[0] != kOctetString) return std::nullopt;
    std::size_t header = 2;
    std::size_t size = der[1];
    if (size == 0x81 && der.size() > 2) {
        header = 3;
        size = der[2];
        if (size < 0x80) return std::nullopt;
    } else if (size >= 0x80) {
        return std::nullopt;
    }
    if (der.size() != header + size) return std::nullopt;
    return der.subspan(header);
}

/// a - b, of equal length, for b <= a.
Bytes difference(ByteView a, ByteView b) {
    Bytes result(a.size());
    int borrow = 0;
    for (std::size_t i = a.size(); i-- > 0;) {
        const int digit = int{a[i]} - int{b[i]} - borrow;
        borrow = digit < 0 ? 1 : 0;
        result[i] = static_cast<std::uint8_t>(digit & 0xff);
    }
    return result;
}

}  // namespace

const KeyKind* find_kind(CK_KEY_TYPE token_type, ByteView params) {
    const std::string hex = hex_encode(params);
    for (const KeyKind& kind : kKinds)
        if (kind.token_type == token_type && !hex.empty() &&
            (kind.params == hex || kind.other_params == hex))
            return &kind;
    return nullptr;
}

const KeyKind* find_kind(crypto::KeyType type) {
    for (const KeyKind& kind : kKinds)
        if (kind.type == type) return &kind;
    return nullptr;
}

Result<crypto::PublicKey> decode_point(const KeyKind& kind, ByteView point) {
    // An Ed25519 key of 32 bytes may look like anything: only its length tells.
    if (point.size() != kind.point_size)
        if (const auto content = octet_string(point)) point = *content;
    return crypto::PublicKey::from_raw(kind.type, point);
}

Bytes input_of(const KeyKind& kind, ByteView message) {
    if (kind.order.empty()) return to_bytes(message);
    const auto algorithm = crypto::info_of(kind.type).default_algorithm;
    DEED_ASSERT(algorithm.has_value());
    return crypto::hash(crypto::info_of(*algorithm).hash, message);
}

Result<Bytes> normalised(const KeyKind& kind, Bytes signature) {
    const std::size_t half = kind.order.empty() ? 32 : kind.order.size() / 2;
    if (signature.size() != 2 * half)
        return Error(errors::kWrongSignature,
                     "the token's signature has " + std::to_string(signature.size()) + " bytes");
    if (kind.order.empty()) return signature;
    DEED_TRY(const Bytes order, hex_decode(kind.order));
    const ByteView s = ByteView(signature).last(half);
    const auto less = [](ByteView a, ByteView b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
    };
    // Out of range: verifying will refuse it.
    if (!less(s, order)) return signature;
    const Bytes other = difference(order, s);
    if (less(other, s)) std::ranges::copy(other, signature.end() - static_cast<long>(half));
    return signature;
}

}  // namespace deed::pkcs11
