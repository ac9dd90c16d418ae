// Issuing as COSE, and what a message says: by which check and code each refusal comes.
#include "credentials/cose/cwt_claims.hpp"
#include "credentials/cose/errors.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/proofs/errors.hpp"
#include "lib/cose/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::parse;
using test::troubles;
using test::with;

class VerifyCose : public testing::TestWithParam<crypto::KeyType> {
protected:
    VerifyCose() {
        cast_.signer = test::signer_of(GetParam(), 1);
        cast_.issuer = did::did_key_of(cast_.signer->public_key());
        cast_.method = cast_.issuer.to_string() + "#" + cast_.signer->public_key().to_multikey();
    }
    Result<Bytes> issue(const json::Document& credential, const ProofOptions& options = {},
                        std::optional<std::string> algorithm = std::nullopt) {
        return issue_cose({.credential = credential,
                           .issuer = cast_.issuer,
                           .signer = *cast_.signer,
                           .cryptosuite = std::nullopt,
                           .jws_algorithm = std::move(algorithm),
                           .proof = options},
                          {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
    }
    Report judge(ByteView message) {
        auto secured = read_secured(message, std::nullopt, DocumentKind::credential);
        EXPECT_TRUE(secured.has_value()) << deed::test::describe(secured);
        return verify(*secured, cast_.policy, {cast_.resolver, cast_.clock, cast_.contexts},
                      cast_.call)
            .value();
    }
    json::Document payload() const {
        return with(parse(test::kUnsigned), "/issuer", "\"" + cast_.issuer.to_string() + "\"");
    }
    /// Truly signed by the issuer, whatever it says.
    Bytes message(const json::Document& payload, const JwtClaims& claims = {},
                  std::optional<std::string> key_id = std::nullopt) {
        const std::string text = payload.to_string();
        const Bytes written = write_cwt_claims(claims);
        const std::string method = key_id.value_or(cast_.method);
        return cose::sign(as_bytes(text),
                          {.header = {.key_id = as_bytes(method), .cwt_claims = written}},
                          *cast_.signer, cast_.call)
            .value();
    }

    test::Cast cast_;
};

TEST_P(VerifyCose, MakesWhatVerifies) {
    ASSERT_OK_AND(const Bytes made, issue(parse(test::kUnsigned)));
    const Report report = judge(made);
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.verdict(), Verdict::good);
    ASSERT_OK_AND(const Secured secured,
                  read_secured(made, "application/vc+cose", DocumentKind::credential));
    EXPECT_EQ(secured.document().to_string(), payload().to_string());
    EXPECT_EQ(secured.to_bytes(), made);
    const std::string name = secured.cose()->message().header()->algorithm_name();
    EXPECT_EQ(report.find("proof")->detail, "vc+cose with " + name + " by " + cast_.method);
}

INSTANTIATE_TEST_SUITE_P(Keys, VerifyCose,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::secp256k1,
                                         crypto::KeyType::p256, crypto::KeyType::p384,
                                         crypto::KeyType::p521, crypto::KeyType::sm2),
                         [](const auto& type) {
                             return std::string(crypto::info_of(type.param).short_name);
                         });

class VerifyCoseOnce : public VerifyCose {};

TEST_P(VerifyCoseOnce, IssuesUnderEitherNumber) {
    ASSERT_OK_AND(const Bytes made, issue(parse(test::kUnsigned), {}, "Ed25519"));
    const Report report = judge(made);
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.find("proof")->detail, "vc+cose with Ed25519 by " + cast_.method);
    EXPECT_CODE(issue(parse(test::kUnsigned), {}, "ES256"), cose::errors::kNoAlgorithmForKey);
}

TEST_P(VerifyCoseOnce, RefusesWhatIssuingRefuses) {
    EXPECT_CODE(issue(parse("[]")), errors::kNotAnObject);
    EXPECT_CODE(issue(with(parse(test::kUnsigned), "/proof", "{}")), errors::kAlreadySigned);
    EXPECT_CODE(issue(with(parse(test::kUnsigned), "/type", "[]")), errors::kTypeMalformed);
    for (const ProofOptions& options :
         {ProofOptions{.id = "urn:uuid:1"}, ProofOptions{.challenge = "challenge"},
          ProofOptions{.nonce = "n"}})
        EXPECT_CODE(issue(parse(test::kUnsigned), options), errors::kCoseOptionUnsupported);
    EXPECT_CODE(issue(parse(test::kUnsigned), {.expires = cast_.clock.now()}),
                errors::kProofExpiryPast);
    const auto undated =
        parse(test::kUnsigned).without("/validFrom").value().without("/validUntil").value();
    const auto version_1 = with(
        undated, "/@context",
        R"(["https://www.w3.org/2018/credentials/v1", {"@vocab": "https://vocab.example/#"}])");
    EXPECT_CODE(issue(version_1), errors::kCoseDataModel);
}

TEST_P(VerifyCoseOnce, StatesExpiryAndAudience) {
    ASSERT_OK_AND(const Bytes made,
                  issue(parse(test::kUnsigned), {.expires = test::time("2026-12-01T00:00:00Z"),
                                                 .domains = {"did:example:bank"}}));
    EXPECT_EQ(troubles(judge(made)), "proof: undetermined proof.domain_not_asked\n");
    cast_.policy.domains = {"did:example:bank"};
    EXPECT_EQ(troubles(judge(made)), "");
    cast_.policy.domains = {"did:example:other"};
    EXPECT_EQ(troubles(judge(made)), "proof: failed proof.domain_mismatch\n");
    cast_.policy.domains = {"did:example:bank"};
    cast_.clock.set(test::time("2026-12-01T00:00:00Z"));
    EXPECT_EQ(troubles(judge(made)), "proof: failed proof.expired\n");
}

TEST_P(VerifyCoseOnce, RefusesEachByItsOwnCode) {
    const auto proof_of = [&](const Bytes& message) { return entry(judge(message), "proof"); };
    EXPECT_EQ(troubles(judge(message(payload()))), "");
    EXPECT_EQ(proof_of(message(with(payload(), "/vc", "{}"))), "failed vc_cose.vc_claim at /vc");
    EXPECT_EQ(proof_of(message(with(payload(), "/proof", "{}"))),
              "failed vc_cose.embedded_proof at /proof");
    EXPECT_EQ(proof_of(message(
                  with(payload(), "/@context", R"(["https://www.w3.org/2018/credentials/v1"])"))),
              "failed vc_cose.data_model at /@context");
    JwtClaims claims;
    claims.issuer = "did:example:b";
    EXPECT_EQ(proof_of(message(payload(), claims)), "failed jwt.iss_contradicts at /iss");
    claims = {};
    claims.subject = "did:example:nobody";
    EXPECT_EQ(proof_of(message(payload(), claims)), "failed jwt.sub_contradicts at /sub");
    claims = {};
    claims.expires = test::time("2025-01-01T00:00:00Z");
    claims.issued_at = test::time("2026-01-01T00:00:00Z");
    EXPECT_EQ(proof_of(message(payload(), claims)), "failed jwt.dates_contradict");
    claims = {};
    claims.issued_at = test::time("2026-12-01T00:00:00Z");
    EXPECT_EQ(proof_of(message(payload(), claims)), "failed proof.created_in_future");
    claims = {};
    claims.not_before = test::time("2026-12-01T00:00:00Z");
    EXPECT_EQ(proof_of(message(payload(), claims)), "failed jwt.not_yet_valid at /nbf");
}

TEST_P(VerifyCoseOnce, FindsItsKey) {
    const std::string fragment = cast_.method.substr(cast_.method.find('#'));
    EXPECT_EQ(troubles(judge(message(payload(), {}, fragment))), "");
    EXPECT_EQ(troubles(judge(message(payload(), {}, fragment.substr(1)))), "");
    EXPECT_EQ(troubles(judge(message(payload(), {}, ""))), "");
    const auto other = did::did_key_of(test::signer_of(GetParam(), 2)->public_key()).to_string();
    const auto foreign = judge(message(payload(), {}, other + "#" + other.substr(8)));
    EXPECT_EQ(entry(foreign, "proof"), "failed cose.signature_invalid");
    EXPECT_EQ(entry(foreign, "control"), "failed control.foreign_key at /issuer");
}

TEST_P(VerifyCoseOnce, IsSpoiledByEveryChangedByte) {
    const Bytes made = message(payload());
    std::size_t good = 0;
    for (std::size_t i = 0; i < made.size(); i += 3) {
        Bytes changed = made;
        changed[i] ^= 0x04;
        const auto secured = read_secured(changed, "application/vc+cose", DocumentKind::credential);
        if (!secured) continue;
        const auto report = verify(*secured, cast_.policy,
                                   {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
        if (report && report->verdict() == Verdict::good) ++good;
    }
    EXPECT_EQ(good, 0u);
}

INSTANTIATE_TEST_SUITE_P(Keys, VerifyCoseOnce, testing::Values(crypto::KeyType::ed25519));

}  // namespace
}  // namespace deed::credentials
