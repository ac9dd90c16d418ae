// Presentations as JWTs, and credentials as JWTs in presentations.
#include "credentials/challenges/errors.hpp"
#include "credentials/envelopes/enveloped.hpp"
#include "credentials/envelopes/errors.hpp"
#include "credentials/jose/errors.hpp"
#include "lib/jose/jws.hpp"
#include "lib/json/writer.hpp"
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

/// Of data model 1.1, in the claim vp (VCDM 1.1 section 6.3.1).
class PresentationJwt1 : public PresentationJwt {
protected:
    PresentationJwt1() {
        stage_.request.is_version_1 = true;
        stage_.request.credentials = {string_document(degree())};
    }
    static json::Document string_document(const std::string& text) {
        return json::Writer().string(text).take_document();
    }
    /// A credential by the issuer about the holder.
    std::string degree() {
        const auto credential =
            test::parse(R"({"@context":["https://www.w3.org/2018/credentials/v1"],)"
                        R"("type":["VerifiableCredential"],"issuanceDate":"2026-01-01T00:00:00Z",)"
                        R"("credentialSubject":{"id":")" +
                        stage_.holder.to_string() + "\"}}");
        return issue_jwt_1({.credential = credential,
                            .issuer = stage_.issuer.issuer,
                            .signer = *stage_.issuer.signer,
                            .cryptosuite = std::nullopt},
                           context(), stage_.call)
            .value();
    }
    Result<std::string> made() { return present_jwt_1(stage_.request, context(), stage_.call); }
    PresentationReport judge(const std::string& compact) {
        const auto jwt = SecuredJwt::parse_either(compact, DocumentKind::presentation).value();
        return verify_presentation(jwt, stage_.policy,
                                   {stage_.issuer.resolver, stage_.issuer.clock,
                                    stage_.issuer.contexts, &stage_.challenges},
                                   stage_.call)
            .value();
    }
    /// The claims of a sound one, with another value at a place, truly signed by the holder.
    std::string with_claim(std::string_view pointer, std::string_view value) {
        const auto sound = SecuredJwt::parse_either(made().value(), DocumentKind::presentation);
        const auto claims = test::with(sound->claim_set(), pointer, value).to_string();
        return jose::sign(as_bytes(claims), {.type = "JWT", .key_id = stage_.method},
                          *stage_.signer, stage_.call)
            .value();
    }
};

TEST_F(PresentationJwt1, IsMadeAndJudged) {
    ASSERT_OK_AND(const std::string token, made());
    const auto report = judge(token);
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.checks.find("model")->detail, "follows VC data model 1.1");
    ASSERT_EQ(report.credentials.size(), 1u);
    EXPECT_EQ(report.credentials[0].report.find("model")->detail, "follows VC data model 1.1");
    const auto jwt = SecuredJwt::parse_either(token, DocumentKind::presentation).value();
    EXPECT_EQ(jwt.claim_set().root().find("iss")->string(), stage_.holder.to_string());
    EXPECT_FALSE(jwt.claim_set().root().find("vp")->find("holder"));
    EXPECT_EQ(jwt.payload().root().find("holder")->string(), stage_.holder.to_string());
}

TEST_F(PresentationJwt1, AlsoStandsInJsonWithAProof) {
    stage_.request.proof.domains = {kBank};
    ASSERT_OK_AND(const json::Document shown, present(stage_.request, context(), stage_.call));
    EXPECT_EQ(troubles(stage_.report(shown)), "");
}

TEST_F(PresentationJwt1, RefusesWhatDoesNotFit) {
    EXPECT_EQ(entry(judge(with_claim("/vp/holder", R"("did:example:b")")).checks, "proof"),
              "failed jwt.iss_contradicts at /iss");
    EXPECT_EQ(entry(judge(with_claim("/vp/id", R"("urn:a:b")")).checks, "proof"),
              "failed jwt.jti_contradicts at /jti");
    EXPECT_EQ(entry(judge(with_claim("/verifiableCredential", "[]")).checks, "proof"),
              "failed jwt.divided at /verifiableCredential");
    EXPECT_EQ(entry(judge(with_claim("/exp", "1")).checks, "proof"), "failed jwt.dates_contradict");
    EXPECT_EQ(entry(judge(with_claim("/nonce", R"("other")")).checks, "challenge"),
              "failed challenge.unknown");
    // A token of 2.0 belongs in an envelope.
    const std::string newer = "[\"" + credential_token(stage_.holder.to_string()) + "\"]";
    const auto report = judge(with_claim("/vp/verifiableCredential", newer));
    ASSERT_EQ(report.credentials.size(), 1u);
    EXPECT_EQ(entry(report.credentials[0].report, "model"),
              "failed presentation.credential_bare_token");
}

TEST_F(PresentationJwt1, IsForVersion1Alone) {
    stage_.request.is_version_1 = false;
    stage_.request.credentials = {};
    EXPECT_CODE(made(), errors::kJwtNotVersion1);
    stage_.request.credentials = {string_document(degree())};
    EXPECT_CODE(made(), errors::kPresentUnsecured);
}

}  // namespace
}  // namespace deed::credentials
