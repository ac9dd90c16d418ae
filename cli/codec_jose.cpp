#include <algorithm>
#include <limits>

#include "cli/codec.hpp"
#include "cli/errors.hpp"
#include "credentials/sd_jwt/verify_sd_jwt.hpp"
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

Result<Timestamp> moment_argument(json::Value arguments) {
    if (!arguments.find("now")) return SystemClock().now();
    DEED_TRY(const std::uint64_t seconds, integer_argument(arguments, "now"));
    return Timestamp::from_unix_seconds(static_cast<std::int64_t>(
        std::min<std::uint64_t>(seconds, std::numeric_limits<std::int64_t>::max())));
}

Result<std::optional<std::string>> optional_text(json::Value arguments, std::string_view name) {
    if (!arguments.find(name)) return std::optional<std::string>();
    DEED_TRY(const std::string_view text, text_argument(arguments, name));
    return std::optional<std::string>(text);
}

Result<credentials::SdJwt> sd_jwt_of(std::string_view text) {
    return text.starts_with('{') ? credentials::SdJwt::parse_json(text)
                                 : credentials::SdJwt::parse(text);
}

Result<void> run_verify_sd_jwt(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "token"));
    DEED_TRY(const crypto::PublicKey key, jwk_argument(arguments));
    DEED_TRY(const Timestamp now, moment_argument(arguments));
    credentials::BindingExpectations expected{.now = now};
    DEED_TRY(expected.audience, optional_text(arguments, "aud"));
    DEED_TRY(expected.nonce, optional_text(arguments, "nonce"));
    DEED_TRY(const credentials::SdJwt sd_jwt, sd_jwt_of(text));
    DEED_CHECK(credentials::verify_sd_jwt(sd_jwt, key, expected));
    answer.out.value(sd_jwt.payload().root());
    return {};
}

Result<void> run_write_sd_jwt(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "token"));
    DEED_TRY(const std::string_view form, text_argument(arguments, "form"));
    if (form != "flattened" && form != "general")
        return Error(errors::kCodecBadArgument, "\"form\" is flattened or general");
    DEED_TRY(const credentials::SdJwt sd_jwt, sd_jwt_of(text));
    const auto json = sd_jwt.to_json(form == "general" ? credentials::JsonForm::general
                                                       : credentials::JsonForm::flattened);
    answer.out.value(json.root());
    return {};
}

constexpr CodecOperation kJose[] = {
    {"jws.decode", run_decode, "`jws`: in compact serialization",
     "`header`, and `payload` in hex; nothing is verified"},
    {"jws.verify", run_verify, "`jws`: in compact serialization; `jwk`: the public key",
     "`header`, and `payload` in hex"},
    {"sdjwt.verify", run_verify_sd_jwt,
     "`token`: SD-JWT, compact or in JSON; `jwk`: the issuer's public key; `aud`, `nonce`: "
     "of the key binding, which need not be there without them; `now`: seconds since 1970",
     "the processed payload"},
    {"sdjwt.json", run_write_sd_jwt,
     "`token`: SD-JWT, compact or in JSON; `form`: flattened or general",
     "the SD-JWT in that JSON serialization; nothing is verified"},
};

}  // namespace

std::span<const CodecOperation> codec_jose() { return kJose; }

}  // namespace deed::cli
