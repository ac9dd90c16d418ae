#include "credentials/jose/errors.hpp"
#include "lib/jose/errors.hpp"
#include "tests/credentials/jwt/jwt_cast.hpp"

namespace deed::credentials {
namespace {

using test::JwtCast;
using test::parse;
using test::troubles;
using test::with;

class IssueJwt : public testing::TestWithParam<crypto::KeyType> {
protected:
    Result<std::string> issue(const json::Document& credential, const ProofOptions& options = {},
                              std::optional<std::string> algorithm = std::nullopt) {
        return issue_jwt({.credential = credential,
                          .issuer = cast_.issuer,
                          .signer = *cast_.signer,
                          .cryptosuite = std::nullopt,
                          .jws_algorithm = std::move(algorithm),
                          .proof = options},
                         {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
    }
    JwtCast cast_{GetParam()};
};

TEST_P(IssueJwt, MakesWhatVerifies) {
    ASSERT_OK_AND(const std::string token, issue(parse(test::kUnsigned)));
    EXPECT_EQ(troubles(cast_.judge(token)), "");
    ASSERT_OK_AND(const SecuredJwt jwt, SecuredJwt::parse(token, DocumentKind::credential));
    EXPECT_EQ(jwt.jws().header()->type(), "vc+jwt");
    EXPECT_EQ(jwt.jws().header()->content_type(), "vc");
    EXPECT_EQ(jwt.jws().header()->key_id(), cast_.method);
    // The payload is the credential itself; only the issuer was added.
    EXPECT_EQ(jwt.payload().to_string(), cast_.payload().to_string());
}

TEST_P(IssueJwt, RefusesWhatIssuingRefuses) {
    EXPECT_CODE(issue(parse("[]")), errors::kNotAnObject);
    EXPECT_CODE(issue(with(parse(test::kUnsigned), "/proof", "{}")), errors::kAlreadySigned);
    EXPECT_CODE(issue(with(parse(test::kUnsigned), "/issuer", "\"did:example:b\"")),
                errors::kOtherIssuer);
    EXPECT_CODE(issue(with(parse(test::kUnsigned), "/type", "[]")), errors::kTypeMalformed);
    const auto other = crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(GetParam()));
    EXPECT_CODE(issue_jwt({parse(test::kUnsigned), cast_.issuer, *other, std::nullopt},
                          {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call),
                errors::kKeyNotListed);
}

INSTANTIATE_TEST_SUITE_P(Keys, IssueJwt,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::secp256k1,
                                         crypto::KeyType::p256, crypto::KeyType::p384,
                                         crypto::KeyType::p521, crypto::KeyType::sm2),
                         [](const auto& type) {
                             return std::string(crypto::info_of(type.param).short_name);
                         });

class IssueJwtOnce : public IssueJwt {};

TEST_P(IssueJwtOnce, StatesExpiryAndAudience) {
    const ProofOptions options{.expires = test::time("2026-12-01T00:00:00Z"),
                               .domains = {"did:example:bank"}};
    ASSERT_OK_AND(const std::string token, issue(parse(test::kUnsigned), options));
    ASSERT_OK_AND(const SecuredJwt jwt, SecuredJwt::parse(token, DocumentKind::credential));
    EXPECT_EQ(jwt.claims()->expires, test::time("2026-12-01T00:00:00Z"));
    EXPECT_EQ(jwt.claims()->audience, std::vector<std::string>{"did:example:bank"});
    EXPECT_EQ(troubles(cast_.judge(token)), "proof: undetermined proof.domain_not_asked\n");
    cast_.policy.domains = {"did:example:bank"};
    EXPECT_EQ(troubles(cast_.judge(token)), "");
    cast_.policy.domains = {"did:example:other"};
    EXPECT_EQ(troubles(cast_.judge(token)), "proof: failed proof.domain_mismatch\n");
    cast_.policy.domains = {"did:example:bank"};
    cast_.clock.set(test::time("2026-12-02T00:00:00Z"));
    EXPECT_EQ(troubles(cast_.judge(token)), "proof: failed proof.expired\n");
}

TEST_P(IssueJwtOnce, RefusesWhatATokenCannotSay) {
    for (const ProofOptions& options : {ProofOptions{.id = "urn:uuid:1"},
                                        ProofOptions{.challenge = "c"}, ProofOptions{.nonce = "n"}})
        EXPECT_CODE(issue(parse(test::kUnsigned), options), errors::kJwtOptionUnsupported);
    EXPECT_CODE(issue(parse(test::kUnsigned), {.expires = test::time("2025-01-01T00:00:00Z")}),
                errors::kProofExpiryPast);
    EXPECT_CODE(issue(with(parse(test::kUnsigned), "/iss", "\"did:example:b\"")),
                errors::kJwtIssuerContradicts);
    EXPECT_CODE(issue(with(parse(test::kUnsigned), "/vc", "{}")), errors::kJwtVcClaim);
    EXPECT_CODE(issue(parse(R"({"@context":["https://www.w3.org/2018/credentials/v1"],
        "type":["VerifiableCredential"],"issuanceDate":"2026-01-01T00:00:00Z",
        "credentialSubject":{"id":"did:example:alice"}})")),
                errors::kJwtDataModel);
}

TEST_P(IssueJwtOnce, TakesEitherNameOfTheAlgorithm) {
    for (const auto* name : {"EdDSA", "Ed25519"}) {
        ASSERT_OK_AND(const std::string token, issue(parse(test::kUnsigned), {}, name));
        ASSERT_OK_AND(const SecuredJwt jwt, SecuredJwt::parse(token, DocumentKind::credential));
        EXPECT_EQ(jwt.jws().header()->algorithm_name(), name);
        EXPECT_EQ(troubles(cast_.judge(token)), "");
    }
    EXPECT_CODE(issue(parse(test::kUnsigned), {}, "ES256"), jose::errors::kAlgorithmKeyMismatch);
    EXPECT_CODE(issue(parse(test::kUnsigned), {}, "none"), jose::errors::kAlgorithmUnknown);
}

INSTANTIATE_TEST_SUITE_P(Keys, IssueJwtOnce, testing::Values(crypto::KeyType::ed25519));

}  // namespace
}  // namespace deed::credentials
