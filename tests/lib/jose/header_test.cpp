#include "lib/jose/header.hpp"

#include <gtest/gtest.h>

#include "lib/jose/errors.hpp"
#include "lib/json/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::jose {
namespace {

Result<Header> parse(std::string_view text) { return Header::parse(as_bytes(text)); }

TEST(Header, KeepsWhatItDoesNotKnow) {
    ASSERT_OK_AND(const Header header,
                  parse(R"({"kid":"k","alg":"Ed25519","iss":"did:example:a","x5t":"AA","n":1})"));
    EXPECT_EQ(header.algorithm_name(), "Ed25519");
    EXPECT_EQ(header.algorithm().jose, "EdDSA");
    EXPECT_EQ(header.key_id(), "k");
    EXPECT_EQ(header.type(), std::nullopt);
    EXPECT_EQ(header.content_type(), std::nullopt);
    EXPECT_EQ(header.json().root().find("iss")->string(), "did:example:a");
}

struct Refusal {
    std::string_view header;
    const ErrorCode* code;
};

class Refusals : public testing::TestWithParam<Refusal> {};

TEST_P(Refusals, EachByItsOwnCode) { EXPECT_CODE(parse(GetParam().header), *GetParam().code); }

INSTANTIATE_TEST_SUITE_P(
    Header, Refusals,
    testing::Values(
        Refusal{"", &json::errors::kSyntax}, Refusal{"alg", &json::errors::kSyntax},
        Refusal{R"({"alg":"EdDSA"}{})", &json::errors::kTrailingBytes},
        Refusal{R"({"alg":"EdDSA","alg":"EdDSA"})", &json::errors::kDuplicateMember},
        Refusal{R"({"alg":"none","alg":"EdDSA"})", &json::errors::kDuplicateMember},
        Refusal{"{\"alg\":\"EdDSA\",\"kid\":\"\xff\"}", &json::errors::kNotUtf8},
        Refusal{R"([{"alg":"EdDSA"}])", &errors::kHeaderNotObject},
        Refusal{R"("EdDSA")", &errors::kHeaderNotObject},
        Refusal{R"({})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"Alg":"EdDSA"})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"alg":null})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"alg":""})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"alg":["EdDSA"]})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"alg":"EdDSA","kid":1})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"alg":"EdDSA","kid":""})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"alg":"EdDSA","typ":{}})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"alg":"EdDSA","cty":true})", &errors::kHeaderParameterMalformed},
        Refusal{R"({"alg":"none"})", &errors::kAlgorithmNone},
        Refusal{R"({"alg":"nOnE"})", &errors::kAlgorithmNone},
        Refusal{R"({"alg":"HS256"})", &errors::kAlgorithmSymmetric},
        Refusal{R"({"alg":"ES2560"})", &errors::kAlgorithmUnknown},
        Refusal{R"({"alg":"EdDSA","crit":[]})", &errors::kCriticalMalformed},
        Refusal{R"({"alg":"EdDSA","crit":"exp"})", &errors::kCriticalMalformed},
        Refusal{R"({"alg":"EdDSA","crit":[1]})", &errors::kCriticalMalformed},
        Refusal{R"({"alg":"EdDSA","crit":["alg"]})", &errors::kCriticalMalformed},
        Refusal{R"({"alg":"EdDSA","crit":["exp"]})", &errors::kCriticalMalformed},
        Refusal{R"({"alg":"EdDSA","exp":1,"iat":1,"crit":["exp","exp"]})",
                &errors::kCriticalMalformed},
        Refusal{R"({"alg":"EdDSA","exp":1,"crit":["exp"]})", &errors::kCriticalUnknown},
        Refusal{R"({"alg":"EdDSA","b64":true,"crit":["b64"]})", &errors::kCriticalUnknown},
        Refusal{R"({"alg":"EdDSA","b64":false,"crit":["b64"]})", &errors::kUnencodedPayload},
        Refusal{R"({"alg":"EdDSA","b64":false})", &errors::kUnencodedPayload},
        Refusal{R"({"alg":"EdDSA","b64":"true"})", &errors::kUnencodedPayload},
        Refusal{R"({"alg":"EdDSA","jwk":{"kty":"OKP"}})", &errors::kEmbeddedKey},
        Refusal{R"({"alg":"EdDSA","jku":"https://example.org"})", &errors::kEmbeddedKey},
        Refusal{R"({"alg":"EdDSA","x5u":"https://example.org"})", &errors::kEmbeddedKey},
        Refusal{R"({"alg":"EdDSA","x5c":["MII"]})", &errors::kEmbeddedKey},
        Refusal{R"({"alg":"EdDSA","jwk":null})", &errors::kEmbeddedKey},
        Refusal{R"({"alg":"EdDSA","zip":"DEF"})", &errors::kCompressed},
        Refusal{R"({"alg":"dir","enc":"A256GCM"})", &errors::kEncrypted}));

TEST(Header, RefusesWhatIsTooDeep) {
    EXPECT_CODE(parse(R"({"alg":"EdDSA","a":)" + std::string(20, '[') + std::string(20, ']') + "}"),
                json::errors::kTooDeep);
}

TEST(Header, ComparesMediaTypesAsRfc7515Has) {
    for (const auto* good : {"vc+jwt", "VC+JWT", "application/vc+jwt", "Application/vc+jwt"})
        EXPECT_TRUE(names_media_type(good, "application/vc+jwt")) << good;
    for (const auto* bad : {"", "JWT", "vp+jwt", "vc", "text/vc+jwt", "application/vc+jwt;a=b",
                            "/vc+jwt", "application/application/vc+jwt"})
        EXPECT_FALSE(names_media_type(bad, "application/vc+jwt")) << bad;
}

}  // namespace
}  // namespace deed::jose
