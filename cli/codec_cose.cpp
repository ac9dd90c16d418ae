#include "cli/codec.hpp"
#include "cli/errors.hpp"
#include "lib/cose/sign1.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/encoding/text.hpp"

namespace deed::cli {
namespace {

/// A JWK object, or a COSE_Key in hex.
Result<crypto::PublicKey> key_argument(json::Value arguments) {
    const auto key = arguments.find("key");
    if (!key) return Error(errors::kCodecBadArgument, "\"key\" is missing");
    if (key->is_object()) return crypto::PublicKey::from_jwk(*key);
    DEED_TRY(const Bytes cbor, hex_argument(arguments, "key"));
    return crypto::public_key_from_cose(cbor);
}

Result<Bytes> optional_hex(json::Value arguments, std::string_view name) {
    if (!arguments.find(name)) return Bytes();
    return hex_argument(arguments, name);
}

Result<void> run_verify(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const Bytes bytes, hex_argument(arguments, "cose"));
    DEED_TRY(const crypto::PublicKey key, key_argument(arguments));
    DEED_TRY(const Bytes external, optional_hex(arguments, "externalAad"));
    DEED_TRY(const cose::Sign1 message, cose::Sign1::parse(bytes, cose::Tagging::either));
    const bool is_detached = arguments.find("payload").has_value();
    DEED_TRY(const Bytes detached, optional_hex(arguments, "payload"));
    DEED_CHECK(is_detached ? message.verify_detached(key, detached, external)
                           : message.verify(key, external));
    answer.out.begin_object()
        .member("alg", message.header()->algorithm_name())
        .member("payload", hex_encode(message.payload().value_or(detached)))
        .end_object();
    return {};
}

constexpr CodecOperation kCose[] = {
    {"cose.sign1.verify", run_verify,
     "`cose`: COSE_Sign1 with or without its tag; `key`: COSE_Key, or a JWK object; `externalAad`; "
     "`payload`: of a message without its own",
     "`alg`, and `payload` in hex"},
};

}  // namespace

std::span<const CodecOperation> codec_cose() { return kCose; }

}  // namespace deed::cli
