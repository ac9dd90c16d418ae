#include "credentials/cose/cwt_claims.hpp"

#include <gtest/gtest.h>

#include "credentials/cose/errors.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::credentials {
namespace {

Result<JwtClaims> read(std::string_view hex) { return read_cwt_claims(hex_decode(hex).value()); }

// RFC 8392 appendix A.1.
TEST(CwtClaims, AreReadAsTheExampleOfRfc8392Says) {
    ASSERT_OK_AND(const JwtClaims claims,
                  read("a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61"
                       "703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610"
                       "d9f007420b71"));
    EXPECT_EQ(claims.issuer, "coap://as.example.com");
    EXPECT_EQ(claims.subject, "erikw");
    EXPECT_EQ(claims.audience, std::vector<std::string>{"coap://light.example.com"});
    EXPECT_EQ(claims.expires->unix_milliseconds(), 1444064944000);
    EXPECT_EQ(claims.not_before->unix_milliseconds(), 1443944944000);
    EXPECT_EQ(claims.issued_at->unix_milliseconds(), 1443944944000);
    EXPECT_EQ(claims.nonce, std::nullopt);
}

TEST(CwtClaims, MayBeInAnyOrderAndSayMore) {
    ASSERT_OK_AND(const JwtClaims claims, read("a5"
                                               "0a486e6f6e63656e6f6e"
                                               "03826161"
                                               "6162"
                                               "0401"
                                               "6178f6"
                                               "1863c100"));
    EXPECT_EQ(claims.nonce, "noncenon");
    EXPECT_EQ(claims.audience, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(claims.expires->unix_milliseconds(), 1000);
    EXPECT_OK(read("a0"));
}

TEST(CwtClaims, RefusesOtherForms) {
    for (const auto* hex :
         {"80", "01", "a10101", "a10160", "a1024161", "a10380", "a1038101", "a1038160", "a10420",
          "a104613a", "a104c101", "a104f93c00", "a1051b0000003afff44180", "a106f6", "a10a40",
          "a10a41ff", "a10a6161", "a10a81486e6f6e63656e6f6e"})
        EXPECT_CODE(read(hex), errors::kCwtClaimMalformed) << hex;
    EXPECT_CODE(read("a2016161016162"), cbor::errors::kDuplicateKey);
    EXPECT_CODE(read("bf016161ff"), cbor::errors::kIndefiniteLength);
    EXPECT_CODE(read("a101616100"), cbor::errors::kTrailingBytes);
    EXPECT_CODE(read("a101"), cbor::errors::kTruncated);
    EXPECT_CODE(read("a10161ff"), cbor::errors::kNotUtf8);
}

TEST(CwtClaims, AreWrittenInOrder) {
    EXPECT_TRUE(write_cwt_claims({}).empty());
    JwtClaims claims;
    claims.nonce = "noncenon";
    claims.audience = {"a"};
    claims.expires = Timestamp::from_unix_milliseconds(1999).value();
    EXPECT_EQ(hex_encode(write_cwt_claims(claims)),
              "a3"
              "036161"
              "0401"
              "0a486e6f6e63656e6f6e");
    claims.audience = {"a", "b"};
    EXPECT_EQ(hex_encode(write_cwt_claims(claims)).substr(0, 14),
              "a3"
              "0382"
              "6161"
              "6162");
}

}  // namespace
}  // namespace deed::credentials
