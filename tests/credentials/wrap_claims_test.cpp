#include "lib/json/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::parse;

Result<json::Document> wrap(std::string_view claims, std::string_view type = "Degree",
                            std::optional<std::string> subject = std::nullopt) {
    return wrap_claims(parse(claims), type, std::move(subject));
}

TEST(WrapClaims, MakesAnUnsignedCredential) {
    ASSERT_OK_AND(const auto credential,
                  wrap(R"({"b":1.50,"a":[1e2,{"z":null}]})", "Degree", "did:example:alice"));
    const std::string id(credential.root().find("id")->string());
    EXPECT_TRUE(id.starts_with("urn:uuid:")) << id;
    EXPECT_EQ(
        credential.to_string(),
        R"({"@context":["https://www.w3.org/ns/credentials/v2",)"
        R"("https://www.w3.org/ns/credentials/undefined-terms/v2"],)"
        R"("id":")" +
            id +
            R"(","type":["VerifiableCredential","Degree"],)"
            R"("credentialSubject":{"id":"did:example:alice","b":1.50,"a":[1e2,{"z":null}]}})");
}

TEST(WrapClaims, LeavesTheSubjectOutOrAsClaimed) {
    ASSERT_OK_AND(const auto anonymous, wrap(R"({"a":1})"));
    EXPECT_EQ(json::to_string(*anonymous.root().find("credentialSubject")), R"({"a":1})");
    ASSERT_OK_AND(const auto claimed,
                  wrap(R"({"a":1,"id":"did:example:a"})", "Degree", "did:example:a"));
    EXPECT_EQ(json::to_string(*claimed.root().find("credentialSubject")),
              R"({"a":1,"id":"did:example:a"})");
}

TEST(WrapClaims, GivesEachCredentialItsOwnId) {
    EXPECT_NE(wrap(R"({"a":1})").value().root().find("id")->string(),
              wrap(R"({"a":1})").value().root().find("id")->string());
}

TEST(WrapClaims, NeedsClaims) {
    for (const auto* claims :
         {"{}", "[]", "null", R"("a")", R"({"@context":{}})", R"({"a":1,"@type":"x"})"})
        EXPECT_CODE(wrap(claims), errors::kClaimsMalformed) << claims;
}

TEST(WrapClaims, NeedsATypeOfOneWord) {
    EXPECT_OK(wrap(R"({"a":1})", "学位证书"));
    EXPECT_OK(wrap(R"({"a":1})", "https://example.org/types#Degree"));
    ASSERT_OK_AND(const auto plain, wrap(R"({"a":1})", "VerifiableCredential"));
    EXPECT_EQ(plain.root().find("type")->array().size(), 1u);
    for (const std::string& type :
         {std::string(), std::string("two words"), std::string("@id"), std::string("a\nb"),
          std::string("a:"), std::string("\xff"), std::string(257, 'a')})
        EXPECT_CODE(wrap(R"({"a":1})", type), errors::kClaimsTypeMalformed) << type;
}

TEST(WrapClaims, NeedsASubjectThatIsAUrlAndOnlyOne) {
    EXPECT_CODE(wrap(R"({"id":"did:example:a","b":1})", "Degree", "did:example:b"),
                errors::kSubjectConflict);
    EXPECT_CODE(wrap(R"({"a":1})", "Degree", "alice"), errors::kClaimsSubjectMalformed);
    EXPECT_CODE(wrap(R"({"a":1})", "Degree", "urn:\xff"), errors::kClaimsSubjectMalformed);
    EXPECT_CODE(wrap(R"({"id":7})"), errors::kClaimsSubjectMalformed);
    EXPECT_CODE(wrap(R"({"id":"alice"})"), errors::kClaimsSubjectMalformed);
}

TEST(WrapClaims, RefusesClaimsThatWouldBeTooDeepToRead) {
    const std::string open(63, '['), close(63, ']');
    const auto deep = "{\"a\":" + open + close + "}";
    EXPECT_CODE(wrap(deep), json::errors::kTooDeep);
}

TEST(WrapClaims, CanBeIssuedAsItIs) {
    test::Cast cast;
    ASSERT_OK_AND(const auto unsigned_credential, wrap(R"({"name":"李小龙","":1,"a b":[[]]})"));
    ASSERT_OK_AND(const auto credential, cast.issue(unsigned_credential.to_string()));
    EXPECT_EQ(cast.report(credential).verdict(), Verdict::good);
}

}  // namespace
}  // namespace deed::credentials
