// Presentations as COSE messages, and credentials of every form in presentations.
#include "credentials/cose/errors.hpp"
#include "credentials/envelopes/errors.hpp"
#include "lib/cose/errors.hpp"
#include "tests/credentials/holder_cast.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::kBank;
using test::troubles;

class PresentCose : public testing::Test {
protected:
    IssueContext context() {
        return {stage_.issuer.resolver, stage_.issuer.clock, stage_.issuer.contexts};
    }
    PresentationReport judge(ByteView message) {
        auto secured = read_secured(message, std::nullopt, DocumentKind::presentation);
        EXPECT_TRUE(secured.has_value()) << deed::test::describe(secured);
        return verify_presentation(*secured, stage_.policy,
                                   {stage_.issuer.resolver, stage_.issuer.clock,
                                    stage_.issuer.contexts, &stage_.challenges},
                                   stage_.call)
            .value();
    }
    Result<Bytes> made() { return present_cose(stage_.request, context(), stage_.call); }
    /// The issuer's credential about the holder, in each kind of envelope.
    std::vector<json::Document> enveloped() {
        const auto credential = test::with(test::parse(test::kUnsigned), "/credentialSubject/id",
                                           "\"" + stage_.holder.to_string() + "\"");
        const IssueRequest request{.credential = credential,
                                   .issuer = stage_.issuer.issuer,
                                   .signer = *stage_.issuer.signer,
                                   .cryptosuite = std::nullopt};
        const std::string jwt = issue_jwt(request, context(), stage_.call).value();
        const std::string sd_jwt = issue_sd_jwt(request, {}, context(), stage_.call).value();
        const Bytes cose = issue_cose(request, context(), stage_.call).value();
        constexpr auto kKind = DocumentKind::credential;
        return {make_enveloped(as_bytes(jwt), kKind, EnvelopeForm::jwt),
                make_enveloped(as_bytes(sd_jwt), kKind, EnvelopeForm::sd_jwt),
                make_enveloped(cose, kKind, EnvelopeForm::cose)};
    }

    test::HolderCast stage_;
};

TEST_F(PresentCose, IsGoodOnce) {
    stage_.request.credentials = {stage_.credential()};
    stage_.request.proof.expires = test::time("2026-11-22T00:05:00Z");
    ASSERT_OK_AND(const Bytes message, made());
    const auto first = judge(message);
    EXPECT_EQ(first.verdict(), Verdict::good) << troubles(first);
    EXPECT_EQ(troubles(judge(message)), "challenge: failed presentation.replayed\n");
    ASSERT_OK_AND(const Secured secured,
                  read_secured(message, "application/vp+cose", DocumentKind::presentation));
    const JwtClaims claims = secured.cose()->claims().value();
    EXPECT_EQ(claims.audience, std::vector<std::string>{kBank});
    EXPECT_EQ(claims.nonce, stage_.challenge.value);
    EXPECT_EQ(claims.expires, test::time("2026-11-22T00:05:00Z"));
    EXPECT_EQ(claims.issued_at, stage_.issuer.clock.now());
    EXPECT_FALSE(secured.document().root().find("aud"));
    EXPECT_FALSE(secured.document().root().find("proof"));
}

TEST_F(PresentCose, IsForOneVerifierAndChallenge) {
    stage_.request.credentials = {stage_.credential()};
    const Bytes message = made().value();
    stage_.policy.domains = {"https://court.example"};
    EXPECT_EQ(entry(judge(message).checks, "domain"), "failed proof.domain_mismatch");
    stage_.policy.domains = {kBank};
    stage_.request.proof.challenge = std::nullopt;
    EXPECT_EQ(entry(judge(made().value()).checks, "challenge"), "failed proof.challenge_missing");
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(PresentCose, HoldsCredentialsOfEveryForm) {
    stage_.request.credentials = enveloped();
    stage_.request.credentials.push_back(stage_.credential());
    ASSERT_OK_AND(const Bytes message, made());
    const auto report = judge(message);
    EXPECT_EQ(report.verdict(), Verdict::good) << troubles(report);
    ASSERT_EQ(report.credentials.size(), 4u);
    const char* const kForms[] = {"vc+jwt with ", "vc+sd-jwt with ", "vc+cose with ", "eddsa-"};
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(report.credentials[i].report.find("proof")->detail.rfind(kForms[i], 0), 0u)
            << report.credentials[i].report.find("proof")->detail;
}

TEST_F(PresentCose, IsRefusedForACredentialThatIsNotInBase64) {
    stage_.request.credentials = {
        test::with(enveloped()[2], "/id", "\"data:application/vc+cose,0oRD\"")};
    EXPECT_CODE(made(), errors::kEnvelopeBase64Missing);
    stage_.request.credentials = {
        test::with(enveloped()[2], "/id", "\"data:application/vc+cose;base64,0oRD\"")};
    EXPECT_FALSE(made().has_value());
}

TEST_F(PresentCose, RefusesWhatAMessageCannotSay) {
    stage_.request.credentials = {stage_.credential()};
    stage_.request.proof.challenge = "short";
    EXPECT_CODE(made(), errors::kCoseOptionUnsupported);
    stage_.request.proof.challenge = std::string(65, 'x');
    EXPECT_CODE(made(), errors::kCoseOptionUnsupported);
    stage_.request.proof.challenge = std::string(64, 'x');
    EXPECT_OK(made());
    stage_.request.proof.nonce = "n";
    EXPECT_CODE(made(), errors::kCoseOptionUnsupported);
}

TEST_F(PresentCose, ByAnotherKeyIsRefused) {
    stage_.request.credentials = {stage_.credential()};
    const auto presentation =
        read_secured(made().value(), std::nullopt, DocumentKind::presentation)->document();
    const auto stranger = test::signer_of(crypto::KeyType::ed25519, 9);
    const Bytes forged = sign_cose(DocumentKind::presentation, presentation,
                                   {.key_id = stage_.method}, *stranger, stage_.call)
                             .value();
    EXPECT_EQ(entry(judge(forged).checks, "proof"), "failed cose.signature_invalid");
}

}  // namespace
}  // namespace deed::credentials
