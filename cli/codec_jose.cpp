#include "cli/codec.hpp"
#include "cli/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/jose/jws.hpp"

namespace deed::cli {
namespace {

Result<crypto::PublicKey> jwk_argument(json::Value arguments) {
    const auto jwk = arguments.find("jwk");
    if (!jwk) return Error(errors::kCodecBadArgument, "\"jwk\" is missing");
    return crypto::PublicKey::from_jwk(*jwk);
}

void write(const jose::Jws& jws, CodecAnswer& answer) {
    answer.out.begin_object()
        .key("header")
        .value(jws.header()->json().root())
        .member("payload", hex_encode(jws.payload()))
        .end_object();
}

Result<void> run_decode(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "jws"));
    DEED_TRY(const jose::Jws jws, jose::Jws::parse(text));
    DEED_CHECK(jws.header());
    write(jws, answer);
    return {};
}

Result<void> run_verify(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "jws"));
    DEED_TRY(const crypto::PublicKey key, jwk_argument(arguments));
    DEED_TRY(const jose::Jws jws, jose::Jws::parse(text));
    DEED_CHECK(jws.verify(key));
    write(jws, answer);
    return {};
}

constexpr CodecOperation kJose[] = {
    {"jws.decode", run_decode, "`jws`: in compact serialization",
     "`header`, and `payload` in hex; nothing is verified"},
    {"jws.verify", run_verify, "`jws`: in compact serialization; `jwk`: the public key",
     "`header`, and `payload` in hex"},
};

}  // namespace

std::span<const CodecOperation> codec_jose() { return kJose; }

}  // namespace deed::cli
