#include "tests/credentials/jwt/jwt_cast.hpp"

#include "lib/crypto/algorithm.hpp"
#include "lib/encoding/text.hpp"

namespace deed::credentials::test {

JwtCast::JwtCast(crypto::KeyType type) {
    signer = signer_of(type, 1);
    issuer = did::did_key_of(signer->public_key());
    method = issuer.to_string() + "#" + signer->public_key().to_multikey();
}

json::Document JwtCast::payload() const {
    return with(parse(kUnsigned), "/issuer", "\"" + issuer.to_string() + "\"");
}

std::string JwtCast::header(std::string_view extra) const {
    const auto algorithm = crypto::info_of(signer->public_key().type()).default_algorithm.value();
    return R"({"alg":")" + std::string(crypto::info_of(algorithm).jose) +
           R"(","typ":"vc+jwt","kid":")" + method + "\"" + std::string(extra) + "}";
}

std::string JwtCast::token(std::string_view header, std::string_view payload) const {
    const std::string input =
        base64url_encode(as_bytes(header)) + "." + base64url_encode(as_bytes(payload));
    Call own_call;
    return input + "." + base64url_encode(signer->sign(as_bytes(input), own_call).value());
}

Result<Report> JwtCast::verify_token(std::string_view compact) {
    DEED_TRY(const SecuredJwt jwt, SecuredJwt::parse(compact, DocumentKind::credential));
    return credentials::verify(jwt, policy, {resolver, clock, contexts}, call);
}

Report JwtCast::judge(std::string_view compact) {
    auto result = verify_token(compact);
    EXPECT_TRUE(result.has_value()) << deed::test::describe(result);
    return std::move(result).value();
}

}  // namespace deed::credentials::test
