// Presentations as JWTs, and credentials as JWTs in presentations.
#include "credentials/challenges/errors.hpp"
#include "credentials/envelopes/enveloped.hpp"
#include "credentials/envelopes/errors.hpp"
#include "credentials/jose/errors.hpp"
#include "tests/credentials/holder_cast.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::kBank;
using test::troubles;

class PresentationJwt : public testing::Test {
protected:
    IssueContext context() {
        return {stage_.issuer.resolver, stage_.issuer.clock, stage_.issuer.contexts};
    }
    Result<std::string> token() { return present_jwt(stage_.request, context(), stage_.call); }

    Result<PresentationReport> verify(const std::string& compact) {
        DEED_TRY(const SecuredJwt jwt, SecuredJwt::parse(compact, DocumentKind::presentation));
        return verify_presentation(jwt, stage_.policy,
                                   {stage_.issuer.resolver, stage_.issuer.clock,
                                    stage_.issuer.contexts, &stage_.challenges},
                                   stage_.call);
    }
    PresentationReport report(const std::string& compact) {
        auto result = verify(compact);
        EXPECT_TRUE(result.has_value()) << deed::test::describe(result);
        return std::move(result).value();
    }
    /// Signs any payload as the holder.
    std::string sign(const json::Document& payload) {
        return sign_jwt(DocumentKind::presentation, payload, {.key_id = stage_.method},
                        *stage_.signer, stage_.call)
            .value();
    }
    json::Document payload() {
        return SecuredJwt::parse(token().value(), DocumentKind::presentation).value().payload();
    }
    /// A credential by the issuer as a token.
    std::string credential_token(const std::string& subject) {
        const auto credential = test::with(test::parse(test::kUnsigned), "/credentialSubject/id",
                                           "\"" + subject + "\"");
        return issue_jwt({.credential = credential,
                          .issuer = stage_.issuer.issuer,
                          .signer = *stage_.issuer.signer,
                          .cryptosuite = std::nullopt},
                         context(), stage_.call)
            .value();
    }
    json::Document enveloped() {
        return make_enveloped(as_bytes(credential_token(stage_.holder.to_string())),
                              DocumentKind::credential, EnvelopeForm::jwt);
    }

    test::HolderCast stage_;
};

TEST_F(PresentationJwt, IsGoodOnce) {
    stage_.request.credentials = {stage_.credential()};
    stage_.request.proof.expires = test::time("2026-11-22T00:05:00Z");
    ASSERT_OK_AND(const std::string compact, token());
    const auto jwt = SecuredJwt::parse(compact, DocumentKind::presentation).value();
    EXPECT_EQ(jwt.payload().root().find("aud")->string(), kBank);
    EXPECT_EQ(jwt.payload().root().find("nonce")->string(), stage_.challenge.value);
    EXPECT_EQ(jwt.payload().root().find("exp")->integer(),
              test::time("2026-11-22T00:05:00Z").unix_milliseconds() / 1000);
    EXPECT_FALSE(jwt.payload().root().find("proof"));

    const auto first = report(compact);
    EXPECT_EQ(first.verdict(), Verdict::good) << troubles(first);
    EXPECT_EQ(first.checks.checks().size(), presentation_check_names().size());
    const auto again = report(compact);
    EXPECT_EQ(troubles(again), "challenge: failed presentation.replayed\n");
    EXPECT_EQ(stage_.challenges.consumed, 1);
}

TEST_F(PresentationJwt, ForAnotherAudienceIsRefused) {
    stage_.request.credentials = {stage_.credential()};
    const std::string compact = token().value();
    stage_.policy.domains = {"https://court.example"};
    const auto other = report(compact);
    EXPECT_EQ(entry(other.checks, "domain"), "failed proof.domain_mismatch");
    EXPECT_EQ(entry(other.checks, "challenge"), "failed challenge.other_domain");
    stage_.policy.domains = {kBank};
    const auto nobody = report(sign(payload().without("/aud").value()));
    EXPECT_EQ(entry(nobody.checks, "domain"), "failed proof.domain_missing");
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(PresentationJwt, WithoutOrWithAnotherNonceIsRefused) {
    stage_.request.credentials = {stage_.credential()};
    EXPECT_EQ(entry(report(sign(payload().without("/nonce").value())).checks, "challenge"),
              "failed proof.challenge_missing");
    EXPECT_EQ(entry(report(sign(test::with(payload(), "/nonce", R"("ruby")"))).checks, "challenge"),
              "failed challenge.unknown");
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(PresentationJwt, AfterItsExpiryIsRefused) {
    stage_.request.credentials = {stage_.credential()};
    stage_.request.proof.expires = test::time("2026-11-22T00:01:00Z");
    const std::string compact = token().value();
    stage_.issuer.clock.set(test::time("2026-11-22T00:01:01Z"));
    const auto late = report(compact);
    EXPECT_EQ(troubles(late).rfind("proof: failed proof.expired", 0), 0u) << troubles(late);
    EXPECT_EQ(late.exit_code(), 11);
}

TEST_F(PresentationJwt, BySomebodyElseIsRefused) {
    stage_.request.credentials = {stage_.credential()};
    const auto honest = payload();
    const auto thief = test::signer_of(crypto::KeyType::ed25519, 9);
    const std::string did = did::did_key_of(thief->public_key()).to_string();
    const std::string method = did + "#" + thief->public_key().to_multikey();
    const std::string compact =
        sign_jwt(DocumentKind::presentation, honest, {.key_id = method}, *thief, stage_.call)
            .value();
    EXPECT_EQ(entry(report(compact).checks, "control"),
              "failed presentation.not_by_holder at /holder");
    // In the holder's name, and with another key.
    const std::string forged =
        sign_jwt(DocumentKind::presentation, honest, {.key_id = stage_.method}, *thief, stage_.call)
            .value();
    EXPECT_EQ(report(forged).checks.find("proof")->state, CheckState::failed);
    EXPECT_EQ(report(forged).exit_code(), 10);
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(PresentationJwt, ACredentialIsNoPresentation) {
    const auto wrong = verify(credential_token(stage_.holder.to_string()));
    ASSERT_OK(wrong);
    EXPECT_EQ(wrong->checks.find("proof")->state, CheckState::failed);
    EXPECT_EQ(wrong->checks.find("proof")->code->name, "jwt.typ_mismatch");
    EXPECT_EQ(wrong->checks.find("model")->state, CheckState::failed);
}

TEST_F(PresentationJwt, EnvelopedCredentialsAreOpenedAndJudged) {
    ASSERT_OK_AND(const json::Document presentation,
                  stage_.present({enveloped(), stage_.credential()}));
    const auto good = stage_.report(presentation);
    EXPECT_EQ(good.verdict(), Verdict::good) << troubles(good);
    ASSERT_EQ(good.credentials.size(), 2u);
    EXPECT_EQ(good.credentials[0].report.find("proof")->detail.substr(0, 6), "vc+jwt");
}

TEST_F(PresentationJwt, AStolenEnvelopedCredentialIsRefused) {
    const auto stolen = make_enveloped(as_bytes(credential_token("did:example:alice")),
                                       DocumentKind::credential, EnvelopeForm::jwt);
    EXPECT_CODE(stage_.present({stolen}), errors::kPresentOtherSubject);
    stage_.request.allow_other_subjects = true;
    ASSERT_OK_AND(const json::Document presentation, stage_.present({stolen}));
    EXPECT_EQ(troubles(stage_.report(presentation)),
              "binding: failed presentation.other_subject at /verifiableCredential/0\n");
}

TEST_F(PresentationJwt, AForgedEnvelopedCredentialIsRefused) {
    std::string compact = credential_token(stage_.holder.to_string());
    compact[compact.size() - 10] = compact[compact.size() - 10] == 'A' ? 'B' : 'A';
    ASSERT_OK_AND(const json::Document presentation,
                  stage_.present({make_enveloped(as_bytes(compact), DocumentKind::credential,
                                                 EnvelopeForm::jwt)}));
    const auto report = stage_.report(presentation);
    EXPECT_EQ(report.credentials[0].report.find("proof")->state, CheckState::failed);
    EXPECT_EQ(report.exit_code(), 10);
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(PresentationJwt, EnvelopesThatDoNotOpenAreNamed) {
    std::string found;
    const auto judged = [&](std::string_view pointer, std::string_view value) {
        ASSERT_OK_AND(const json::Document sound, stage_.present({enveloped()}));
        const auto odd = test::with(sound.without("/proof").value(),
                                    "/verifiableCredential/0" + std::string(pointer), value);
        const auto report = stage_.report(stage_.sign(odd, stage_.bound()));
        ASSERT_EQ(report.credentials.size(), 1u);
        EXPECT_EQ(report.credentials[0].report.checks().size(), check_names().size());
        EXPECT_NE(report.verdict(), Verdict::good);
        found = entry(report.credentials[0].report, "model");
    };
    judged("/claims", "true");
    EXPECT_EQ(found.rfind("failed envelope.malformed", 0), 0u) << found;
    judged("/id", R"("https://a.example/")");
    EXPECT_EQ(found.rfind("failed envelope.data_url_malformed", 0), 0u) << found;
    judged("/id", R"("data:application/vp+jwt,e30.e30.AA")");
    EXPECT_EQ(found.rfind("failed envelope.media_type_mismatch", 0), 0u) << found;
    judged("/id", R"("data:application/vc+xml,e30.e30.AA")");
    EXPECT_EQ(found.rfind("undetermined envelope.media_type_unsupported", 0), 0u) << found;
    judged("/id", R"("data:application/vc+jwt,ruby")");
    EXPECT_EQ(found.rfind("failed jws.", 0), 0u) << found;
}

}  // namespace
}  // namespace deed::credentials
