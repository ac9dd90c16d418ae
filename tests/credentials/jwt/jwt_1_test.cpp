// Credentials of data model 1.1 in the claim vc of a JWT (VCDM 1.1 section 6.3.1).
#include "credentials/credential.hpp"
#include "credentials/jose/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/jose/errors.hpp"
#include "tests/credentials/jwt/jwt_cast.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::JwtCast;
using test::parse;
using test::troubles;
using test::with;

constexpr std::string_view kHeader = R"({"alg":"EdDSA","typ":"JWT"})";
constexpr std::string_view kCredential =
    R"({"@context":["https://www.w3.org/2018/credentials/v1"],"id":"urn:uuid:1",)"
    R"("type":["VerifiableCredential"],"issuer":"ISSUER","issuanceDate":"2026-01-01T00:00:00Z",)"
    R"("expirationDate":"2030-01-01T00:00:00Z","credentialSubject":{"id":"did:example:alice"}})";

class Jwt1 : public testing::Test {
protected:
    /// The credential with its issuer.
    json::Document credential() const {
        return with(parse(kCredential), "/issuer", "\"" + cast_.issuer.to_string() + "\"");
    }
    Result<std::string> issue(const json::Document& document, const ProofOptions& options = {}) {
        return issue_jwt_1({.credential = document,
                            .issuer = cast_.issuer,
                            .signer = *cast_.signer,
                            .cryptosuite = std::nullopt,
                            .proof = options},
                           {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
    }
    /// What the token that Deed makes of the credential says.
    json::Document claim_set() {
        return SecuredJwt::parse_either(issue(credential()).value(), DocumentKind::credential)
            .value()
            .claim_set();
    }
    Result<Report> verify(std::string_view token,
                          std::optional<std::string_view> media_type = std::nullopt) {
        DEED_TRY(const Secured secured,
                 read_secured(as_bytes(token), media_type, DocumentKind::credential));
        return credentials::verify(secured, cast_.policy,
                                   {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
    }
    /// What is wrong with a token of these claims.
    std::string wrong(const json::Document& claims, std::string_view header = kHeader) {
        auto report = verify(cast_.token(header, claims.to_string()));
        EXPECT_TRUE(report.has_value()) << deed::test::describe(report);
        return report ? entry(*report, "proof") : "";
    }
    JwtCast cast_;
};

TEST_F(Jwt1, StandsInAClaimWithItsCounterpartsBeside) {
    ASSERT_OK_AND(const std::string token, issue(credential()));
    ASSERT_OK_AND(const SecuredJwt jwt, SecuredJwt::parse_either(token, DocumentKind::credential));
    EXPECT_EQ(jwt.jws().header()->type(), "JWT");
    EXPECT_EQ(jwt.jws().header()->content_type(), std::nullopt);
    EXPECT_EQ(jwt.jws().header()->key_id(), cast_.method);
    // Unix times by `date -u -d 2026-01-01 +%s`.
    EXPECT_EQ(jwt.claim_set().to_string(),
              R"({"iss":")" + cast_.issuer.to_string() +
                  R"(","jti":"urn:uuid:1","sub":"did:example:alice","nbf":1767225600,)"
                  R"("exp":1893456000,"vc":{"@context":["https://www.w3.org/2018/credentials/v1"],)"
                  R"("type":["VerifiableCredential"],"credentialSubject":{}}})");
    EXPECT_EQ(jwt.payload(), credential());
    ASSERT_OK_AND(const Report report, verify(token));
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.find("model")->detail, "follows VC data model 1.1");
    EXPECT_EQ(report.find("proof")->detail,
              "a JWT of data model 1.1 with EdDSA by " + cast_.method);
}

TEST_F(Jwt1, KeepsWhatClaimsCannotSay) {
    auto rich =
        with(credential(), "/issuer",
             R"({"id":")" + cast_.issuer.to_string() + R"(","https://schema.org/name":"A"})");
    rich = with(rich, "/issuanceDate", R"("2026-01-01T00:00:00.250Z")");
    rich = with(rich, "/credentialSubject", R"([{"id":"urn:a:1"},{"id":"urn:a:2"}])");
    ASSERT_OK_AND(const std::string token, issue(rich));
    ASSERT_OK_AND(const SecuredJwt jwt, SecuredJwt::parse_either(token, DocumentKind::credential));
    EXPECT_EQ(jwt.payload(), rich);
    EXPECT_FALSE(jwt.claim_set().root().find("sub"));
    ASSERT_OK_AND(const Report report, verify(token));
    EXPECT_EQ(entry(report, "proof"), "passed");
}

TEST_F(Jwt1, TakesClaimsInAdditionWhereTheyAgree) {
    auto doubled = claim_set();
    for (const auto name : {"issuer", "id", "issuanceDate", "expirationDate", "credentialSubject"})
        doubled = with(doubled, "/vc/" + std::string(name),
                       json::to_string(*credential().root().find(name)));
    EXPECT_EQ(wrong(doubled), "passed");
    // NumericDate is of seconds, or says a fraction.
    EXPECT_EQ(wrong(with(doubled, "/vc/issuanceDate", R"("2026-01-01T00:00:00.999Z")")), "passed");
    EXPECT_EQ(wrong(with(doubled, "/vc/issuanceDate", R"("2026-01-01T01:00:00+01:00")")), "passed");
    EXPECT_EQ(wrong(with(claim_set(), "/vc/issuer", R"({"name":"A"})")), "passed");
}

TEST_F(Jwt1, RefusesClaimsThatContradictTheCredential) {
    struct Case {
        std::string pointer;
        std::string_view value;
        std::string_view said;
    };
    const Case cases[] = {
        {"/vc/issuer", R"("did:example:b")", "failed jwt.iss_contradicts at /iss"},
        {"/vc/issuer", R"({"id":"did:example:b"})", "failed jwt.iss_contradicts at /iss"},
        {"/vc/id", R"("urn:uuid:2")", "failed jwt.jti_contradicts at /jti"},
        {"/vc/credentialSubject/id", R"("urn:a:b")", "failed jwt.sub_contradicts at /sub"},
        {"/vc/credentialSubject", R"([{"id":"urn:a:b"}])", "failed jwt.sub_contradicts at /sub"},
        {"/vc/credentialSubject", R"([{"id":"urn:a:b"},{"id":"urn:a:c"}])",
         "failed jwt.sub_contradicts at /sub"},
        {"/vc/credentialSubject", R"([{},{}])", "failed jwt.sub_contradicts at /sub"},
        {"/vc/issuanceDate", R"("2026-01-01T00:00:01Z")", "failed jwt.date_differs at /nbf"},
        {"/vc/issuanceDate", "7", "failed jwt.date_differs at /nbf"},
        {"/vc/expirationDate", R"("2031-01-01T00:00:00Z")", "failed jwt.date_differs at /exp"},
        {"/exp", "1", "failed jwt.dates_contradict"},
        {"/exp", R"("never")", "failed jwt.claim_malformed at /exp"},
        {"/vc/proof", "{}", "failed jwt.embedded_proof at /proof"},
    };
    for (const auto& [pointer, value, said] : cases)
        EXPECT_EQ(wrong(with(claim_set(), pointer, value)), said) << pointer << " " << value;
}

TEST_F(Jwt1, RefusesHeadersThatSayAnotherThing) {
    EXPECT_EQ(wrong(claim_set(), R"({"alg":"EdDSA","typ":"vc+jwt"})"),
              "failed jwt.vc_claim at /vc");
    EXPECT_TRUE(wrong(claim_set(), R"({"alg":"EdDSA","typ":"JWT","cty":"vc"})")
                    .starts_with("failed jwt.cty_mismatch"));
    EXPECT_TRUE(wrong(claim_set(), R"({"alg":"EdDSA","typ":"JWT","crit":["x"],"x":1})")
                    .starts_with("undetermined jws.crit_unknown"));
    EXPECT_EQ(wrong(claim_set(), R"({"alg":"EdDSA"})"), "passed");
}

// What is labelled as secured by VC-JOSE-COSE is held to that, and 2.0 has no such claim.
TEST_F(Jwt1, IsNoTokenOfVersion2) {
    ASSERT_OK_AND(const std::string token, issue(credential()));
    ASSERT_OK_AND(const Report labelled, verify(token, "application/vc+jwt"));
    EXPECT_EQ(entry(labelled, "proof"), "failed jwt.typ_mismatch");
    ASSERT_OK_AND(const Report any, verify(token, "application/jwt"));
    EXPECT_EQ(troubles(any), "");
    constexpr std::string_view kNoType = R"({"alg":"EdDSA"})";
    const auto newer =
        with(claim_set(), "/vc/@context", R"(["https://www.w3.org/ns/credentials/v2"])");
    EXPECT_EQ(wrong(newer, kNoType), "failed jwt.vc_claim at /vc");
    EXPECT_EQ(wrong(with(claim_set(), "/vp", "{}"), kNoType), "failed jwt.vc_claim at /vc");
}

TEST_F(Jwt1, HasNothingOfTheCredentialBesideItsClaim) {
    EXPECT_EQ(wrong(with(claim_set(), "/credentialStatus", R"({"id":"urn:a:b","type":"X"})")),
              "failed jwt.divided at /credentialStatus");
    EXPECT_EQ(wrong(with(claim_set(), "/credentialSubject", R"({"id":"did:example:b"})")),
              "failed jwt.divided at /credentialSubject");
    EXPECT_EQ(wrong(with(claim_set(), "/issuanceDate", "7")),
              "failed jwt.divided at /issuanceDate");
    for (const std::string member : {"id", "issuer", "holder", "evidence", "refreshService",
                                     "validFrom", "validUntil", "termsOfUse"})
        EXPECT_EQ(wrong(with(claim_set(), "/" + member, R"("did:example:other")")),
                  "failed jwt.divided at /" + member);
    EXPECT_EQ(wrong(with(claim_set(), "/@context", R"(["https://www.w3.org/ns/credentials/v2"])")),
              "failed jwt.divided at /@context");
    // As npm's did-jwt-vc leaves it there when asked to.
    auto doubled = with(claim_set(), "/issuanceDate", R"("2026-01-01T00:00:00.000Z")");
    doubled = with(doubled, "/credentialSubject", R"({"id":"did:example:alice"})");
    EXPECT_EQ(wrong(with(doubled, "/type", R"(["VerifiableCredential"])")), "passed");
}

TEST_F(Jwt1, IsJudgedByTheDatesOfItsClaims) {
    const auto report_of = [&](std::string_view pointer, std::string_view value) {
        return verify(cast_.token(kHeader, with(claim_set(), pointer, value).to_string())).value();
    };
    EXPECT_EQ(entry(report_of("/exp", "1767225601"), "dates"),
              "failed dates.expired at /expirationDate");
    const Report early = report_of("/nbf", "1880000000");
    EXPECT_EQ(entry(early, "dates"), "failed dates.not_yet_valid at /issuanceDate");
    EXPECT_EQ(entry(early, "proof"), "passed");
    const auto other = with(claim_set(), "/iss", R"("did:example:b")");
    const std::string header = R"({"alg":"EdDSA","kid":")" + cast_.method + "\"}";
    EXPECT_EQ(entry(verify(cast_.token(header, other.to_string())).value(), "control"),
              "failed control.foreign_key at /issuer");
}

TEST_F(Jwt1, IsIssuedForCredentialsOf1Alone) {
    EXPECT_CODE(issue(parse(test::kUnsigned)), errors::kJwtNotVersion1);
    ProofOptions options;
    options.expires = Timestamp::parse_rfc3339("2030-01-01T00:00:00Z").value();
    EXPECT_CODE(issue(credential(), options), errors::kJwtOptionUnsupported);
    options = {};
    options.challenge = "c";
    EXPECT_CODE(issue(credential(), options), errors::kJwtOptionUnsupported);
}

TEST_F(Jwt1, IsAStringInJson) {
    ASSERT_OK_AND(const std::string token, issue(credential()));
    ASSERT_OK_AND(const Secured secured,
                  read_secured(as_bytes(token), std::nullopt, DocumentKind::credential));
    EXPECT_EQ(secured.to_json().root().string(), token);
    EXPECT_EQ(as_text(secured.to_bytes()), token);
}

}  // namespace
}  // namespace deed::credentials
