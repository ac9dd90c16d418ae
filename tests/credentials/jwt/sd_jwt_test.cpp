// Credentials as SD-JWTs: issued, shown in part by their holder, and judged.
#include "credentials/jose/errors.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/hold.hpp"
#include "credentials/verify_presentation.hpp"
#include "lib/jose/errors.hpp"
#include "tests/credentials/jwt/jwt_cast.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::JwtCast;
using test::parse;
using test::time;
using test::troubles;
using test::with;

constexpr const char* kBank = "https://bank.example";

class SdJwtCredential : public testing::TestWithParam<crypto::KeyType> {
protected:
    Result<std::string> issue(const json::Document& credential,
                              const SelectiveDisclosure& disclosure,
                              const ProofOptions& options = {}) {
        return issue_sd_jwt({.credential = credential,
                             .issuer = cast_.issuer,
                             .signer = *cast_.signer,
                             .cryptosuite = std::nullopt,
                             .proof = options},
                            disclosure, {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
    }
    /// A credential with four claims that its holder may withhold.
    std::string issued() {
        const auto credential =
            with(with(parse(test::kUnsigned), "/credentialSubject/a", R"({"b":1,"c":[1,2]})"),
                 "/credentialSubject/d", "\"x\"");
        return issue(credential,
                     {.disclosable = {"/credentialSubject/a", "/credentialSubject/a/b",
                                      "/credentialSubject/a/c/1", "/credentialSubject/d"},
                      .conceal = {.decoys = 2},
                      .holder = holder_->public_key()})
            .value();
    }
    std::string selected(const std::vector<std::string>& pointers) {
        return select_disclosures(SdJwt::parse(issued()).value(), pointers).value();
    }
    std::string shown(const std::vector<std::string>& pointers) {
        return bind_to_verifier(SdJwt::parse(selected(pointers)).value(),
                                {.audience = kBank, .nonce = "n", .now = cast_.clock.now()},
                                *holder_, cast_.call)
            .value();
    }
    Report judge(const std::string& token) {
        auto secured = SecuredSdJwt::parse(token, DocumentKind::credential);
        EXPECT_TRUE(secured.has_value()) << deed::test::describe(secured);
        auto report = verify(*secured, cast_.policy, {cast_.resolver, cast_.clock, cast_.contexts},
                             cast_.call);
        EXPECT_TRUE(report.has_value()) << deed::test::describe(report);
        return std::move(report).value();
    }

    /// The code with which the check `proof` failed.
    std::string refusal(const std::string& token) {
        const Check proof = *judge(token).find("proof");
        EXPECT_EQ(proof.state, CheckState::failed);
        return proof.code == nullptr ? "" : std::string(proof.code->name);
    }

    JwtCast cast_{GetParam()};
    std::unique_ptr<crypto::Signer> holder_ = test::signer_of(crypto::KeyType::p256, 9);
};

TEST_P(SdJwtCredential, IsGoodInWholeAndInPart) {
    EXPECT_EQ(troubles(judge(issued())), "");
    EXPECT_EQ(troubles(judge(selected({}))), "");
    EXPECT_EQ(troubles(judge(selected({"/credentialSubject/a/b"}))), "");
    cast_.policy.domains = {kBank};
    cast_.policy.challenge = "n";
    EXPECT_EQ(troubles(judge(shown({"/credentialSubject/d"}))), "");
}

INSTANTIATE_TEST_SUITE_P(Keys, SdJwtCredential,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::secp256k1,
                                         crypto::KeyType::p256, crypto::KeyType::p384,
                                         crypto::KeyType::p521),
                         [](const auto& type) {
                             return std::string(crypto::info_of(type.param).short_name);
                         });

class SdJwtCredentialOnce : public SdJwtCredential {
protected:
    /// A token of the issuer's over a payload of any kind, without disclosures.
    std::string plain(const json::Document& payload) {
        return cast_.token(cast_.header().replace(cast_.header().find("vc+jwt"), 6, "vc+sd-jwt"),
                           payload.to_string()) +
               "~";
    }
};

TEST_P(SdJwtCredentialOnce, SaysWhatIsDisclosedAndHowMuchIsNot) {
    const auto detail = [&](const std::string& token) {
        return judge(token).find("proof")->detail;
    };
    EXPECT_NE(detail(issued()).find("vc+sd-jwt with EdDSA (4 disclosed, "), std::string::npos);
    EXPECT_NE(detail(selected({"/credentialSubject/d"})).find("(1 disclosed, "), std::string::npos);
    const auto token = SecuredSdJwt::parse(selected({}), DocumentKind::credential).value();
    EXPECT_EQ(token.payload().root().find("credentialSubject")->object().size(), 3U);
    EXPECT_EQ(token.jws().header()->type(), "vc+sd-jwt");
    EXPECT_EQ(token.jws().header()->key_id(), cast_.method);
}

TEST_P(SdJwtCredentialOnce, IsJudgedByTheHoldersTokenWhereAskedFor) {
    const std::string token = shown({"/credentialSubject/d"});
    EXPECT_EQ(troubles(judge(token)), "proof: undetermined proof.domain_not_asked\n");
    cast_.policy.domains = {kBank};
    EXPECT_EQ(troubles(judge(token)), "proof: undetermined proof.challenge_not_asked\n");
    cast_.policy.challenge = "n";
    EXPECT_EQ(troubles(judge(token)), "");
    EXPECT_EQ(troubles(judge(issued())), "proof: failed proof.domain_missing\n");
    cast_.policy.challenge = "m";
    EXPECT_EQ(troubles(judge(token)), "proof: failed proof.challenge_mismatch\n");
    cast_.policy = {};
    cast_.policy.domains = {"https://court.example"};
    EXPECT_EQ(troubles(judge(token)), "proof: failed proof.domain_mismatch\n");
}

TEST_P(SdJwtCredentialOnce, IsShownNowAndByItsHolder) {
    const std::string token = shown({"/credentialSubject/d"});
    cast_.policy.domains = {kBank};
    cast_.policy.challenge = "n";
    const Timestamp made = cast_.clock.now();
    cast_.clock.set(made.plus_seconds(3660));
    EXPECT_EQ(troubles(judge(token)), "");
    cast_.clock.set(made.plus_seconds(3661));
    EXPECT_EQ(troubles(judge(token)), "proof: failed sd_jwt.kb_too_old\n");
    cast_.clock.set(made.plus_seconds(-61));
    EXPECT_EQ(troubles(judge(token)), "proof: failed sd_jwt.kb_in_future\n");
    cast_.clock.set(made);

    const std::string other = shown({});
    const std::string swapped =
        token.substr(0, token.rfind('~') + 1) + other.substr(other.rfind('~') + 1);
    EXPECT_EQ(troubles(judge(swapped)), "proof: failed sd_jwt.kb_hash_mismatch\n");
    // A token whose issuer named no holder's key, shown by anybody.
    const std::string free = issue(parse(test::kUnsigned), {}).value();
    const std::string kb = token.substr(token.rfind('~') + 1);
    EXPECT_EQ(troubles(judge(free + kb)), "proof: failed sd_jwt.cnf_missing\n");
    EXPECT_EQ(troubles(judge(token.substr(0, token.rfind('.') + 1) + std::string(86, 'A'))),
              "proof: failed sd_jwt.kb_signature_invalid\n");
    EXPECT_EQ(refusal(issued() + "e30.e30.AA"), "jws.header_parameter_malformed");
}

TEST_P(SdJwtCredentialOnce, IsForWhomItsIssuerSays) {
    const std::string token = issue(parse(test::kUnsigned), {.holder = holder_->public_key()},
                                    {.domains = {"https://court.example"}})
                                  .value();
    const std::string bound =
        bind_to_verifier(SdJwt::parse(token).value(),
                         {.audience = kBank, .nonce = "n", .now = cast_.clock.now()}, *holder_,
                         cast_.call)
            .value();
    cast_.policy.domains = {kBank};
    cast_.policy.challenge = "n";
    EXPECT_EQ(refusal(bound), "sd_jwt.kb_audience_mismatch");
}

TEST_P(SdJwtCredentialOnce, IsHeldToTheRulesOfTokensAndCredentials) {
    EXPECT_EQ(troubles(judge(plain(cast_.payload()))), "");
    EXPECT_EQ(refusal(plain(with(cast_.payload(), "/iss", "\"did:example:b\""))),
              "jwt.iss_contradicts");
    EXPECT_EQ(refusal(plain(with(cast_.payload(), "/vc", "{}"))), "jwt.vc_claim");
    EXPECT_EQ(refusal(cast_.token(cast_.payload().to_string()) + "~"), "jwt.typ_mismatch");
    // What is withheld is not there: a credential without its subject's claims, or its type.
    EXPECT_EQ(entry(judge(plain(with(cast_.payload(), "/credentialSubject", R"({"_sd":["x"]})"))),
                    "model"),
              entry(judge(plain(with(cast_.payload(), "/credentialSubject", "{}"))), "model"));
    const std::string cut = issued();
    EXPECT_EQ(troubles(judge(std::string(cut).replace(cut.find('~') - 4, 1,
                                                      cut[cut.find('~') - 4] == 'A' ? "B" : "A"))),
              "proof: failed jws.signature_invalid\n");
}

TEST_P(SdJwtCredentialOnce, IsNotMadeOfWhatAVerifierNeeds) {
    EXPECT_CODE(issue(parse(test::kUnsigned), {.disclosable = {"/type"}}),
                errors::kClaimNotDisclosable);
    EXPECT_CODE(issue(parse(test::kUnsigned), {.disclosable = {"/validFrom"}}),
                errors::kClaimNotDisclosable);
    EXPECT_CODE(issue(parse(test::kUnsigned), {}, {.challenge = "c"}),
                errors::kJwtOptionUnsupported);
    EXPECT_CODE(issue(with(parse(test::kUnsigned), "/proof", "{}"), {}), errors::kAlreadySigned);
}

INSTANTIATE_TEST_SUITE_P(Keys, SdJwtCredentialOnce, testing::Values(crypto::KeyType::ed25519));

}  // namespace
}  // namespace deed::credentials
