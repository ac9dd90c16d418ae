#include "lib/crypto/key_der.hpp"

#include <algorithm>

#include "lib/crypto/der_reader.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/key_structure.hpp"
#include "lib/crypto/secret_access.hpp"

namespace deed::crypto {

using detail::KeyDer;
using detail::KeyShape;
using detail::KeyStructure;

namespace {

Error mismatch() {
    return Error(errors::kKeyPairMismatch, "the two halves do not belong together");
}

/// AlgorithmIdentifier (RFC 5280 section 4.1.1.2).
Result<const KeyStructure*> read_algorithm(der::Reader& outer) {
    DEED_TRY(der::Reader reader, outer.enter(der::kSequence));
    DEED_TRY(const ByteView algorithm, reader.take(der::kOid));
    ByteView curve;
    if (std::ranges::equal(algorithm, detail::ec_public_key_oid())) {
        if (reader.next_is(der::kSequence))
            return Error(errors::kExplicitCurve, "the key's curve has no name");
        if (!reader.next_is(der::kOid))
            return Error(errors::kKeyParameters, "the elliptic-curve key names no curve");
        DEED_TRY(curve, reader.take(der::kOid));
    }
    const KeyStructure* found = detail::find_structure(algorithm, curve);
    if (found == nullptr)
        return Error(errors::kUnsupportedKeyType,
                     "keys of algorithm " + der::dotted(algorithm) +
                         (curve.empty() ? "" : " and curve " + der::dotted(curve)) +
                         " are not supported");
    // RFC 3279 section 2.3.1 has NULL for RSA; RFC 8410 section 3 has nothing.
    const bool fits = found->shape == KeyShape::rsa ? reader.take_null().has_value() : true;
    if (!fits || !reader.at_end())
        return Error(errors::kKeyParameters, "the algorithm's parameters are not those of a " +
                                                 std::string(to_string(found->type)) + " key");
    return found;
}

SecretBuffer algorithm_of(const KeyStructure& structure) {
    constexpr std::uint8_t kNullElement[] = {der::kNull, 0};
    SecretBuffer parameters;
    if (structure.shape == KeyShape::point) parameters = der::element(der::kOid, {structure.curve});
    if (structure.shape == KeyShape::rsa) append(parameters, kNullElement);
    return der::element(der::kSequence,
                        {der::element(der::kOid, {structure.algorithm}), parameters});
}

/// As it stands in the bit string of a SubjectPublicKeyInfo or ECPrivateKey.
Bytes public_bits(const PublicKey& key, KeyShape shape) {
    return shape == KeyShape::point ? key.uncompressed() : key.raw();
}

Result<PublicKey> read_spki(ByteView der) {
    der::Reader top(der);
    DEED_TRY(der::Reader reader, top.enter(der::kSequence));
    DEED_TRY(const KeyStructure* structure, read_algorithm(reader));
    DEED_TRY(const ByteView bits, reader.whole_bits());
    DEED_CHECK(reader.finish());
    return PublicKey::from_raw(structure->type, bits);
}

Result<void> require_same(const PrivateKey& key, ByteView public_bits) {
    const auto stated = PublicKey::from_raw(key.public_key().type(), public_bits);
    if (!stated || *stated != key.public_key()) return mismatch();
    return {};
}

/// ECPrivateKey (RFC 5915 section 3). Within PKCS#8 `outer` says the curve; otherwise it must be
/// named here.
Result<PrivateKey> read_ec_private(ByteView der, const KeyStructure* outer) {
    der::Reader top(der);
    DEED_TRY(der::Reader reader, top.enter(der::kSequence));
    DEED_CHECK(top.finish());
    DEED_TRY(const std::uint64_t version, reader.number());
    if (version != 1) return Error(errors::kDerMalformed, "the ECPrivateKey is not of version 1");
    DEED_TRY(const ByteView secret, reader.take(der::kOctetString));

    const KeyStructure* structure = outer;
    if (reader.next_is(der::explicit_tag(0))) {
        DEED_TRY(der::Reader parameters, reader.enter(der::explicit_tag(0)));
        if (parameters.next_is(der::kSequence))
            return Error(errors::kExplicitCurve, "the key's curve has no name");
        DEED_TRY(const ByteView curve, parameters.take(der::kOid));
        DEED_CHECK(parameters.finish());
        structure = detail::find_structure(detail::ec_public_key_oid(), curve);
        if (structure == nullptr)
            return Error(errors::kUnsupportedKeyType,
                         "keys of curve " + der::dotted(curve) + " are not supported");
    }
    if (structure == nullptr)
        return Error(errors::kKeyParameters, "the ECPrivateKey names no curve");
    if (outer != nullptr && structure != outer)
        return Error(errors::kKeyParameters, "the key names two different curves");

    DEED_TRY(PrivateKey key, PrivateKey::from_raw(structure->type, SecretBytes::copy_of(secret)));
    if (reader.next_is(der::explicit_tag(1))) {
        DEED_TRY(der::Reader field, reader.enter(der::explicit_tag(1)));
        DEED_TRY(const ByteView bits, field.whole_bits());
        DEED_CHECK(field.finish());
        DEED_CHECK(require_same(key, bits));
    }
    DEED_CHECK(reader.finish());
    return key;
}

Result<PrivateKey> read_secret(const KeyStructure& structure, ByteView octets) {
    if (structure.shape == KeyShape::rsa)
        return Error(errors::kNoPrivateKeys, "RSA keys are for verifying only");
    if (structure.shape == KeyShape::point) return read_ec_private(octets, &structure);
    der::Reader reader(octets);  // CurvePrivateKey, RFC 8410 section 7
    DEED_TRY(const ByteView secret, reader.take(der::kOctetString));
    DEED_CHECK(reader.finish());
    return PrivateKey::from_raw(structure.type, SecretBytes::copy_of(secret));
}

/// OneAsymmetricKey (RFC 5958 section 2): version 1 without, version 2 with the public half.
Result<PrivateKey> read_pkcs8(ByteView der) {
    der::Reader top(der);
    DEED_TRY(der::Reader reader, top.enter(der::kSequence));
    DEED_CHECK(top.finish());
    DEED_TRY(const std::uint64_t version, reader.number());
    if (version > 1) return Error(errors::kDerMalformed, "the PKCS#8 key is of an unknown version");
    DEED_TRY(const KeyStructure* structure, read_algorithm(reader));
    DEED_TRY(const ByteView octets, reader.take(der::kOctetString));
    DEED_TRY(PrivateKey key, read_secret(*structure, octets));
    // Attributes are words about the key, of which Deed uses none.
    if (reader.next_is(der::explicit_tag(0))) DEED_CHECK(reader.skip());
    if (version == 1) {
        DEED_TRY(const ByteView bits, reader.whole_bits(der::implicit_tag(1)));
        DEED_CHECK(require_same(key, bits));
    }
    DEED_CHECK(reader.finish());
    return key;
}

SecretBuffer secret_octets(const PrivateKey& key, KeyShape shape) {
    if (shape == KeyShape::octets) return der::element(der::kOctetString, {reveal(key.raw())});
    const SecretBuffer point = der::bit_string(public_bits(key.public_key(), shape));
    return der::element(der::kSequence,
                        {der::number(1), der::element(der::kOctetString, {reveal(key.raw())}),
                         der::element(der::explicit_tag(1), {point})});
}

}  // namespace

namespace detail {

Result<KeyDer> kind_of_der(ByteView der) {
    der::Reader top(der);
    DEED_TRY(der::Reader reader, top.enter(der::kSequence));
    DEED_CHECK(top.finish());
    const bool numbered = reader.next_is(der::kInteger);
    if (!numbered && !reader.next_is(der::kSequence))
        return Error(errors::kUnknownKeyFile, "the DER structure is not that of a key");
    DEED_CHECK(reader.skip());
    if (numbered && reader.next_is(der::kSequence)) return KeyDer::pkcs8;
    if (numbered && reader.next_is(der::kOctetString)) return KeyDer::sec1;
    if (!numbered && reader.next_is(der::kOctetString)) return KeyDer::encrypted_pkcs8;
    if (!numbered && reader.next_is(der::kBitString)) return KeyDer::spki;
    if (!numbered || !reader.next_is(der::kInteger))
        return Error(errors::kUnknownKeyFile, "the DER structure is not that of a key");
    DEED_CHECK(reader.skip());
    return reader.at_end() ? KeyDer::rsa_public : KeyDer::rsa_private;
}

bool is_private(KeyDer kind) { return kind != KeyDer::spki && kind != KeyDer::rsa_public; }

}  // namespace detail

Result<Bytes> public_key_to_der(const PublicKey& key) {
    DEED_TRY(const KeyStructure* structure, detail::structure_of(key.type()));
    const SecretBuffer der = der::element(
        der::kSequence,
        {algorithm_of(*structure), der::bit_string(public_bits(key, structure->shape))});
    return Bytes(der.begin(), der.end());
}

Result<PublicKey> public_key_from_der(ByteView der) {
    DEED_TRY(const KeyDer kind, detail::kind_of_der(der));
    if (detail::is_private(kind))
        return Error(errors::kPrivateKeyExposed, "the file holds a private key");
    if (kind == KeyDer::rsa_public) return PublicKey::from_raw(KeyType::rsa, der);
    return read_spki(der);
}

Result<SecretBytes> private_key_to_der(const PrivateKey& key) {
    DEED_TRY(const KeyStructure* structure, detail::structure_of(key.public_key().type()));
    const SecretBuffer secret = secret_octets(key, structure->shape);
    const SecretBuffer der = der::element(
        der::kSequence,
        {der::number(0), algorithm_of(*structure), der::element(der::kOctetString, {secret})});
    return SecretBytes::copy_of(der);
}

Result<PrivateKey> private_key_from_der(ByteView der, const KeyPassphrase& passphrase) {
    DEED_TRY(const KeyDer kind, detail::kind_of_der(der));
    switch (kind) {
        case KeyDer::spki:
        case KeyDer::rsa_public:
            return Error(errors::kPublicKeyGiven, "the file holds a public key only");
        case KeyDer::rsa_private:
            return Error(errors::kNoPrivateKeys, "RSA keys are for verifying only");
        case KeyDer::pkcs8:
            return read_pkcs8(der);
        case KeyDer::sec1:
            return read_ec_private(der, nullptr);
        case KeyDer::encrypted_pkcs8:
            break;
    }
    DEED_TRY(const SecretBytes opened, detail::open_encrypted_der(der, passphrase));
    return read_pkcs8(reveal(opened));
}

}  // namespace deed::crypto
