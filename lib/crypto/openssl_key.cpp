#include "lib/crypto/openssl_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>

#include <algorithm>
#include <string>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/secret_access.hpp"

namespace deed::crypto::detail {
namespace {

using Group = Handle<EC_GROUP, EC_GROUP_free>;
using GroupPoint = Handle<EC_POINT, EC_POINT_free>;
using Number = Handle<BIGNUM, BN_free>;
using SecretNumber = Handle<BIGNUM, BN_clear_free>;

// OSSL_PARAM takes pointers to non-const, even where OpenSSL only reads.
OSSL_PARAM group_parameter(std::string& name) {
    return OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name.data(), 0);
}

OSSL_PARAM public_parameter(Bytes& point) {
    return OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
}

void append_coordinate(Bytes& out, const EcCurve& curve, const OpensslKey& key, const char* name) {
    BIGNUM* value = nullptr;
    const bool found = EVP_PKEY_get_bn_param(key.get(), name, &value) == 1;
    const Number coordinate(value);
    Bytes bytes(curve.coordinate_size);
    DEED_ASSERT(found &&
                BN_bn2binpad(coordinate.get(), bytes.data(), static_cast<int>(bytes.size())) > 0);
    append(out, bytes);
}

/// Of a point in either SEC1 form.
Bytes compressed(const EcCurve& curve, ByteView point) {
    Bytes result = to_bytes(point.first(1 + curve.coordinate_size));
    if (point[0] == 0x04) result[0] = (point.back() & 1) == 0 ? 0x02 : 0x03;
    return result;
}

/// The public point of a scalar in range, which OpenSSL 3.0 does not derive by itself.
Bytes multiply_base_point(const EcCurve& curve, const BIGNUM* scalar) {
    const Group group(EC_GROUP_new_by_curve_name(curve.nid));
    DEED_ASSERT(group != nullptr);
    const GroupPoint point(EC_POINT_new(group.get()));
    DEED_ASSERT(point != nullptr);
    Bytes raw(1 + 2 * curve.coordinate_size);
    const bool ok =
        EC_POINT_mul(group.get(), point.get(), scalar, nullptr, nullptr, nullptr) == 1 &&
        EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, raw.data(),
                           raw.size(), nullptr) == raw.size();
    DEED_ASSERT(ok);
    return raw;
}

SecretNumber secret_number(const SecretBytes& secret) {
    const auto bytes = secret.reveal(SecretAccessForCrypto::get());
    SecretNumber number(BN_secure_new());
    DEED_ASSERT(number != nullptr);
    const bool ok =
        BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()) != nullptr;
    DEED_ASSERT(ok);
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    return number;
}

}  // namespace

OpensslKey openssl_key(const char* type, OSSL_PARAM* parameters, int selection) {
    const OpensslKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters) != 1) return nullptr;
    return OpensslKey(key);
}

Result<EcPublicKey> ec_public_key(const EcCurve& curve, ByteView raw) {
    const std::string name(to_string(curve.type));
    if (!is_sec1_shape(raw, curve.coordinate_size))
        return invalid_public_key("not a SEC1 point of the size of " + name);
    Bytes point = to_bytes(raw);
    std::string group = curve.group;
    OSSL_PARAM parameters[] = {group_parameter(group), public_parameter(point),
                               OSSL_PARAM_construct_end()};
    // OpenSSL requires a point of the curve.
    OpensslKey key = openssl_key(curve.openssl_type, parameters, EVP_PKEY_PUBLIC_KEY);
    if (key == nullptr) return invalid_public_key("the point is not on " + name);
    return EcPublicKey{compressed(curve, raw), std::move(key)};
}

Bytes ec_point(const EcCurve& curve, const OpensslKey& key) {
    Bytes point{0x04};
    append_coordinate(point, curve, key, OSSL_PKEY_PARAM_EC_PUB_X);
    append_coordinate(point, curve, key, OSSL_PKEY_PARAM_EC_PUB_Y);
    return point;
}

Result<Bytes> ec_public_half(const EcCurve& curve, const SecretBytes& secret) {
    const SecretNumber scalar = secret_number(secret);
    const auto bytes = secret.reveal(SecretAccessForCrypto::get());
    const bool too_large = std::lexicographical_compare(
        curve.largest_secret.begin(), curve.largest_secret.end(), bytes.begin(), bytes.end());
    if (BN_is_zero(scalar.get()) || too_large)
        return Error(errors::kInvalidPrivateKey,
                     "the " + std::string(to_string(curve.type)) + " scalar is out of range");
    return multiply_base_point(curve, scalar.get());
}

OpensslKey ec_key_pair(const EcCurve& curve, Bytes point, const SecretBytes& secret) {
    SecretBytes native(secret.size());
    auto access = SecretAccessForCrypto::get();
    const auto bytes = native.reveal_mutable(access);
    const SecretNumber scalar = secret_number(secret);
    const int size = BN_bn2nativepad(scalar.get(), bytes.data(), static_cast<int>(bytes.size()));
    DEED_ASSERT(size > 0);
    std::string group = curve.group;
    OSSL_PARAM parameters[] = {
        group_parameter(group), public_parameter(point),
        OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, bytes.data(), bytes.size()),
        OSSL_PARAM_construct_end()};
    OpensslKey key = openssl_key(curve.openssl_type, parameters, EVP_PKEY_KEYPAIR);
    DEED_ASSERT(key != nullptr);
    return key;
}

}  // namespace deed::crypto::detail
