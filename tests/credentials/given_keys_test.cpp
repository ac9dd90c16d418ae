// Judging by keys that the verifier brought: nothing is looked up.
#include "tests/credentials/signatories.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::entry_of;
using test::Signatories;
using test::troubles;
using test::with;

constexpr ErrorCode kDown{"net.down", ErrorKind::unavailable, "", ""};

/// A cast in which nobody can be looked up.
class Offline : public Signatories {
public:
    Offline() {
        for (const did::Did& did : {issuer, dean.did, rector.did})
            resolver.fail(did, Error(kDown, "down"));
    }
};

/// Made where everybody could be.
json::Document made(json::Document (Signatories::*make)()) { return (Signatories().*make)(); }
json::Document alone() { return Signatories().issued(); }

TEST(GivenKey, JudgesTheProofAndSaysWhatWasNotAsked) {
    Offline cast;
    EXPECT_EQ(cast.report(alone()).verdict(), Verdict::could_not_judge);
    cast.policy.public_keys = {cast.signer->public_key()};
    const Report report = cast.report(alone());
    EXPECT_EQ(report.verdict(), Verdict::good);
    EXPECT_EQ(report.find("proof")->detail, "eddsa-jcs-2022 by the given key");
    for (const auto* check : {"purpose", "control", "did.freshness", "time"}) {
        EXPECT_EQ(entry(report, check), "skipped") << check;
        EXPECT_TRUE(report.find(check)->detail.starts_with("the key was given: ")) << check;
    }
    EXPECT_EQ(entry(report, "dates"), "passed");
    EXPECT_FALSE(report.bounds());
}

TEST(GivenKey, RefusesAnotherKeyAndAChangedDocument) {
    Offline cast;
    cast.policy.public_keys = {cast.dean.signer->public_key()};
    EXPECT_EQ(troubles(cast.report(alone())),
              "proof: failed proof.signature_invalid at /proof/proofValue\n");
    cast.policy.public_keys = {cast.rector.signer->public_key()};
    EXPECT_EQ(troubles(cast.report(alone())),
              "proof: failed proof.key_type_mismatch at /proof/verificationMethod\n");
    cast.policy.public_keys.push_back(cast.dean.signer->public_key());
    EXPECT_EQ(troubles(cast.report(alone())),
              "proof: failed proof.signature_invalid at /proof/proofValue\n");
    cast.policy.public_keys = {cast.signer->public_key()};
    EXPECT_EQ(troubles(cast.report(with(alone(), "/id", R"("urn:x:y")"))),
              "proof: failed proof.signature_invalid at /proof/proofValue\n");
}

TEST(GivenKey, StillAsksWhatTheProofWasMadeFor) {
    Signatories cast;
    const auto credential = cast.sign(
        with(test::parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
        "authentication");
    cast.policy.public_keys = {cast.signer->public_key()};
    EXPECT_EQ(troubles(cast.report(credential)),
              "purpose: failed proof.purpose_mismatch at /proof/proofPurpose\n");
}

TEST(GivenKey, KnowsWhichMethodTheProofNames) {
    Offline cast;
    cast.policy.public_keys = {cast.signer->public_key()};
    cast.policy.key_ids = {cast.method};
    EXPECT_EQ(troubles(cast.report(alone())), "");
    cast.policy.key_ids = {cast.dean.method};
    EXPECT_EQ(troubles(cast.report(alone())), "proof: failed proof.key_id_missing at /proof\n");
}

TEST(GivenKeys, JudgeEachProofByItsOwn) {
    Offline cast;
    cast.policy.public_keys = {cast.rector.signer->public_key(), cast.signer->public_key(),
                               cast.dean.signer->public_key()};
    for (const auto make : {&Signatories::set, &Signatories::chain, &Signatories::joint})
        EXPECT_EQ(cast.report(made(make)).verdict(), Verdict::good);
}

TEST(GivenKeys, LeaveOpenWhatNoneOfThemMade) {
    Offline cast;
    cast.policy.public_keys = {cast.signer->public_key()};
    const Report report = cast.report(made(&Signatories::set));
    EXPECT_EQ(report.verdict(), Verdict::could_not_judge);
    EXPECT_EQ(entry_of(report, 0, "proof"), "passed");
    EXPECT_EQ(entry_of(report, 1, "proof"),
              "undetermined proof.key_not_given at /proof/1/verificationMethod");
    cast.policy.proofs = ProofRule::one;
    EXPECT_EQ(cast.report(made(&Signatories::set)).verdict(), Verdict::good);
}

TEST(GivenKeys, MustEachHaveMadeOne) {
    Offline cast;
    cast.policy.public_keys = {cast.signer->public_key(), cast.stranger.signer->public_key()};
    const Report report = cast.report(made(&Signatories::set));
    EXPECT_EQ(report.verdict(), Verdict::bad);
    EXPECT_EQ(entry(report, "proof"), "failed proof.signature_invalid at /proof/1/proofValue");

    // A changed document is nobody's.
    cast.policy.public_keys = {cast.signer->public_key()};
    const auto changed = with(made(&Signatories::set), "/id", R"("urn:x:y")");
    EXPECT_EQ(entry(cast.report(changed), "proof"),
              "failed proof.signature_invalid at /proof/0/proofValue");
}

TEST(GivenKeys, CannotSayWhoseTheyAre) {
    Offline cast;
    cast.policy.public_keys = {cast.signer->public_key()};
    cast.policy.signers = {cast.issuer.to_string()};
    EXPECT_CODE(cast.verify(alone()), errors::kSignerWithGivenKey);
}

}  // namespace
}  // namespace deed::credentials
