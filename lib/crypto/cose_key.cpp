#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "lib/crypto/der.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/key_structure.hpp"
#include "lib/encoding/cbor.hpp"
#include "lib/encoding/errors.hpp"

namespace deed::crypto {
namespace {

// RFC 9052 table 4, RFC 9053 tables 17, 19 and 20, RFC 8230 table 4.
constexpr std::int64_t kKty = 1;
constexpr std::int64_t kAlg = 3;
constexpr std::int64_t kOkp = 1;
constexpr std::int64_t kEc2 = 2;
constexpr std::int64_t kRsa = 3;
constexpr std::size_t kMaxDepth = 8;

Error malformed(const std::string& what) { return Error(errors::kCoseKeyMalformed, what); }

/// What a COSE_Key says that counts here. Labels -1 to -3 mean another thing for each kty.
struct Parameters {
    std::optional<std::int64_t> kty;
    std::optional<std::int64_t> alg;
    std::optional<std::int64_t> curve;             ///< -1
    std::optional<ByteView> first, second, third;  ///< -1, -2, -3
    std::optional<bool> y_sign;                    ///< -3 of a compressed point
    bool has_private = false;                      ///< -4 and below
};

/// What was read, or nothing if an item of another type stands there, so that others can be tried.
/// Anything else, such as a label that stands twice, must not pass for "another type".
template <typename T>
Result<std::optional<T>> if_there(Result<T> read) {
    if (read) return std::optional<T>(std::move(*read));
    if (read.error().code() == cbor::errors::kUnexpectedType) return std::optional<T>();
    return malformed(read.error().message());
}

/// Past an item of any type.
Result<void> skip_item(cbor::Reader& reader) {
    const auto skipped = reader.skip(kMaxDepth);
    if (!skipped) return malformed(skipped.error().message());
    return {};
}

Result<void> read_parameter(cbor::Reader& reader, std::int64_t label, Parameters& parameters) {
    if (label <= -4) parameters.has_private = true;
    if (label == kKty || label == kAlg) {
        auto& target = label == kKty ? parameters.kty : parameters.alg;
        const auto number = reader.integer();
        if (!number) return malformed("kty and alg of a key in Deed are numbers");
        target = *number;
        return {};
    }
    if (label == -1) {
        DEED_TRY(const auto number, if_there(reader.integer()));
        if (number) {
            parameters.curve = *number;
            return {};
        }
    }
    if (label == -3) {
        DEED_TRY(const auto sign, if_there(reader.boolean()));
        if (sign) {
            parameters.y_sign = *sign;
            return {};
        }
    }
    if (label == -1 || label == -2 || label == -3) {
        const auto bytes = reader.bytes();
        if (!bytes) return malformed("label " + std::to_string(label) + " is of another type");
        (label == -1   ? parameters.first
         : label == -2 ? parameters.second
                       : parameters.third) = *bytes;
        return {};
    }
    return skip_item(reader);
}

Result<Parameters> read_parameters(ByteView cbor) {
    cbor::Reader reader(cbor);
    const auto pairs = reader.map();
    if (!pairs) return malformed("it is not a map");
    Parameters parameters;
    for (std::uint64_t i = 0; i < *pairs; ++i) {
        DEED_TRY(const auto label, if_there(reader.integer()));
        if (label) {
            DEED_CHECK(read_parameter(reader, *label, parameters));
            continue;
        }
        if (!reader.text()) return malformed("a label is neither a number nor a text");
        DEED_CHECK(skip_item(reader));
    }
    if (!reader.finish()) return malformed("it is cut short, or bytes follow it");
    return parameters;
}

Result<const KeyTypeInfo*> type_of(const Parameters& parameters) {
    if (!parameters.kty) return malformed("it has no kty");
    const bool is_curve = *parameters.kty == kOkp || *parameters.kty == kEc2;
    if (is_curve && !parameters.curve) return malformed("it has no crv");
    const std::int64_t curve = is_curve ? *parameters.curve : 0;
    for (const KeyTypeInfo& row : key_types())
        if (row.cose_kty == *parameters.kty && row.cose_crv == curve &&
            detail::structure_of(row.type))
            return &row;
    return Error(errors::kUnsupportedKeyType,
                 "COSE keys of kty " + std::to_string(*parameters.kty) +
                     (is_curve ? " and crv " + std::to_string(curve) : "") + " are not supported");
}

Result<void> check_algorithm(const Parameters& parameters, KeyType type) {
    if (!parameters.alg) return {};
    for (const AlgorithmInfo& row : algorithms())
        if (row.key_type == type &&
            (parameters.alg == row.cose || parameters.alg == row.cose_other))
            return {};
    return malformed("its alg is not one for such a key");
}

Result<Bytes> raw_point(const Parameters& parameters) {
    const auto x = parameters.second;
    if (!x || (!parameters.third && !parameters.y_sign)) return malformed("it has no x or no y");
    Bytes point;
    if (parameters.y_sign) {
        point.push_back(*parameters.y_sign ? 0x03 : 0x02);
        append(point, *x);
        return point;
    }
    if (parameters.third->size() != x->size()) return malformed("x and y are of different length");
    point.push_back(0x04);
    append(point, *x);
    append(point, *parameters.third);
    return point;
}

/// RFC 8230 section 4: n and e without leading zeros.
Result<PublicKey> rsa_key(ByteView n, ByteView e) {
    if (n.empty() || e.empty() || n[0] == 0 || e[0] == 0)
        return malformed("n or e is empty or starts with a zero");
    return PublicKey::from_raw(KeyType::rsa, der::rsa_public_key(n, e));
}

}  // namespace

Result<Bytes> public_key_to_cose(const PublicKey& key) {
    DEED_CHECK(detail::structure_of(key.type()));  // BLS12-381's form is a draft
    const KeyTypeInfo& info = info_of(key.type());
    cbor::Writer writer;
    writer.map(info.cose_kty == kEc2 ? 4 : 3);
    writer.integer(kKty).integer(info.cose_kty);
    if (info.cose_kty == kRsa) {
        const auto numbers = der::read_rsa_public_key(key.raw());
        DEED_ASSERT(numbers);
        return std::move(writer.integer(-1).bytes(numbers->n).integer(-2).bytes(numbers->e)).data();
    }
    writer.integer(-1).integer(info.cose_crv);
    if (info.cose_kty == kOkp) return std::move(writer.integer(-2).bytes(key.raw())).data();
    const Bytes point = key.uncompressed();
    const std::size_t half = point.size() / 2;
    writer.integer(-2).bytes(ByteView(point).subspan(1, half));
    writer.integer(-3).bytes(ByteView(point).subspan(1 + half, half));
    return std::move(writer).data();
}

Result<PublicKey> public_key_from_cose(ByteView cbor) {
    DEED_TRY(const Parameters parameters, read_parameters(cbor));
    DEED_TRY(const KeyTypeInfo* info, type_of(parameters));
    const bool is_rsa = info->cose_kty == kRsa;
    if (parameters.has_private || (is_rsa && parameters.third))
        return Error(errors::kPrivateKeyExposed, "the COSE_Key has a private label");
    DEED_CHECK(check_algorithm(parameters, info->type));
    if (info->cose_kty == kEc2) {
        DEED_TRY(const Bytes point, raw_point(parameters));
        return PublicKey::from_raw(info->type, point);
    }
    if (!parameters.second || (is_rsa && !parameters.first))
        return malformed(is_rsa ? "it has no n or no e" : "it has no x");
    if (!is_rsa) return PublicKey::from_raw(info->type, *parameters.second);
    return rsa_key(*parameters.first, *parameters.second);
}

}  // namespace deed::crypto
