#include "credentials/jose/claims.hpp"

#include <gtest/gtest.h>

#include "credentials/jose/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::credentials {
namespace {

Result<JwtClaims> read(std::string_view payload, std::string_view header = "{}") {
    const auto claims = json::Document::parse(payload).value();
    const auto repeated = json::Document::parse(header).value();
    return JwtClaims::read(claims.root(), repeated.root());
}

Result<void> check(std::string_view payload, const SecuredFacts& facts) {
    return check_claims(read(payload).value(), facts);
}

Timestamp at(std::int64_t seconds) { return Timestamp::from_unix_seconds(seconds).value(); }

TEST(JwtClaims, AreRead) {
    ASSERT_OK_AND(const JwtClaims claims,
                  read(R"({"iss":"a","sub":"b","jti":"c","exp":3,"nbf":1.5,"iat":0,"aud":"d",
                           "nonce":"n"})"));
    EXPECT_EQ(claims.issuer, "a");
    EXPECT_EQ(claims.subject, "b");
    EXPECT_EQ(claims.id, "c");
    EXPECT_EQ(claims.audience, std::vector<std::string>{"d"});
    EXPECT_EQ(read(R"({"aud":["d","e"]})")->audience, (std::vector<std::string>{"d", "e"}));
    EXPECT_EQ(claims.nonce, "n");
    EXPECT_EQ(claims.expires, at(3));
    EXPECT_EQ(claims.not_before->unix_milliseconds(), 1500);
    EXPECT_EQ(claims.issued_at, at(0));
    ASSERT_OK_AND(const JwtClaims none, read("{}"));
    EXPECT_FALSE(none.issuer || none.subject || none.id || none.expires || none.not_before ||
                 none.issued_at);
}

TEST(JwtClaims, OfAnotherFormAreRefused) {
    for (const auto* payload :
         {R"({"iss":1})", R"({"iss":""})", R"({"sub":["a"]})", R"({"jti":{}})", R"({"exp":"3"})",
          R"({"exp":-1})", R"({"nbf":1e12})", R"({"nbf":253402300800})", R"({"iat":null})",
          R"({"iat":true})", R"({"aud":1})", R"({"aud":[]})", R"({"aud":["a",1]})",
          R"({"nonce":1})"})
        EXPECT_CODE(read(payload), errors::kJwtClaimMalformed) << payload;
}

TEST(JwtClaims, MayStandInTheHeaderToo) {
    ASSERT_OK_AND(const JwtClaims claims, read("{}", R"({"iss":"a","sub":"b"})"));
    EXPECT_EQ(claims.issuer, "a");
    EXPECT_EQ(claims.subject, "b");
    EXPECT_OK(read(R"({"iss":"a"})", R"({"iss":"a"})"));
    for (const std::string name : {"iss", "sub", "aud"})
        EXPECT_CODE(read("{\"" + name + "\":\"a\"}", "{\"" + name + "\":\"b\"}"),
                    errors::kJwtHeaderClaimContradicts)
            << name;
}

TEST(JwtClaims, MayRepeatWhatThePayloadSays) {
    const SecuredFacts facts{.controller = "a",
                             .subjects = {"s", "t"},
                             .id = "c",
                             .valid_from = at(10),
                             .valid_until = at(20)};
    EXPECT_OK(check("{}", facts));
    EXPECT_OK(check(R"({"iss":"a","sub":"t","jti":"c","nbf":10,"iat":10,"exp":20})", facts));
    // Dates of the signature are not those of the claims.
    EXPECT_OK(check(R"({"nbf":5,"iat":7,"exp":15})", facts));
    EXPECT_OK(check(R"({"exp":30})", facts));
    EXPECT_OK(check(R"({"iss":"a","sub":"b","jti":"c"})", {}));
}

TEST(JwtClaims, ThatContradictAreRefusedEachByItsOwnCode) {
    const SecuredFacts facts{.controller = "a",
                             .subjects = {"s", "t"},
                             .id = "c",
                             .valid_from = at(10),
                             .valid_until = at(20)};
    EXPECT_CODE(check(R"({"iss":"b"})", facts), errors::kJwtIssuerContradicts);
    EXPECT_CODE(check(R"({"sub":"u"})", facts), errors::kJwtSubjectContradicts);
    EXPECT_CODE(check(R"({"jti":"d"})", facts), errors::kJwtIdContradicts);
    for (const auto* payload : {R"({"exp":9})", R"({"nbf":21})", R"({"iat":21})",
                                R"({"nbf":16,"exp":15})", R"({"iat":16,"exp":15})"})
        EXPECT_CODE(check(payload, facts), errors::kJwtDatesContradict) << payload;
}

}  // namespace
}  // namespace deed::credentials
