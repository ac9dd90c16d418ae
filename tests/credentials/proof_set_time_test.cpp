// The time rule (specs/credential-profile.md section 7) holds for each proof of a set by its own
// key.
#include "tests/credentials/signatories.hpp"

namespace deed::credentials {
namespace {

using did::Version;
using test::entry_of;
using test::Signatories;
using test::time;
using test::troubles;

/// The dean's DID has a history: listed from 1 November on.
class LivedDean : public Signatories {
public:
    LivedDean() {
        const auto known = resolver.history(dean.did, call).value();
        document_ = known.versions.front().document;
        life.versions.push_back(
            {"0", time("2026-11-01T00:00:00Z"), document_, Version::Kind::created});
        credential = set();
    }
    void end(Version::Kind kind, std::string_view at) {
        life.versions.push_back({"1", time(at), std::nullopt, kind});
    }
    Report judge() {
        resolver.put(dean.did, life);
        clock.set(time("2026-12-01T00:00:00Z"));
        return report(*credential);
    }

    did::History life{};
    std::optional<json::Document> credential;

private:
    std::optional<did::Document> document_;
};

TEST(ProofSetTime, BoundsEachProofByItsOwnKey) {
    LivedDean cast;
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report), "");
    EXPECT_FALSE(report.proofs()[0].report.bounds()->not_before);
    EXPECT_EQ(report.proofs()[1].report.bounds()->not_before, time("2026-11-01T00:00:00Z"));
}

TEST(ProofSetTime, FailsByOneCompromisedKey) {
    LivedDean cast;
    cast.life.compromises.push_back({cast.dean.signer->public_key(), time("2026-11-20T00:00:00Z"),
                                     time("2026-11-25T00:00:00Z")});
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report), "time: failed key.compromised at /proof/1/verificationMethod\n");
    EXPECT_EQ(entry_of(report, 0, "time"), "passed");
    EXPECT_EQ(entry_of(report, 2, "time"), "passed");
    EXPECT_EQ(report.exit_code(), 12);
    // By the rule of one, the dean counts only where the verifier names them.
    cast.policy.proofs = ProofRule::one;
    EXPECT_EQ(troubles(cast.judge()), "");
    cast.policy.signers = {cast.dean.did.to_string()};
    EXPECT_EQ(troubles(cast.judge()),
              "time: failed key.compromised at /proof/1/verificationMethod\n");
    // Evidence from before the compromise vouches for all proofs, being over the whole document.
    cast.life.compromises.front().since = time("2026-11-23T00:00:00Z");
    cast.policy.evidence = {{"a notary", "", time("2026-11-22T12:00:00Z")}};
    EXPECT_EQ(troubles(cast.judge()), "");
}

TEST(ProofSetTime, IsOpenAsOfAMomentBeforeTheCompromise) {
    LivedDean cast;
    cast.life.compromises.push_back({cast.dean.signer->public_key(), time("2026-11-24T00:00:00Z"),
                                     time("2026-11-25T00:00:00Z")});
    cast.policy.at = time("2026-11-23T00:00:00Z");
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report),
              "time: undetermined key.compromised_unproven at /proof/1/verificationMethod\n");
    EXPECT_EQ(report.exit_code(), 9);
}

TEST(ProofSetTime, FailsByOneDeactivatedDid) {
    LivedDean cast;
    cast.end(Version::Kind::deactivated, "2026-11-25T00:00:00Z");
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report),
              "purpose: failed method.controller_deactivated at /proof/1/verificationMethod\n");
    EXPECT_EQ(report.exit_code(), 12);
}

TEST(ProofSetTime, FailsAsOfAMomentBeforeOneSignerExisted) {
    LivedDean cast;
    cast.life.versions.front().from = time("2026-11-23T00:00:00Z");
    cast.policy.at = time("2026-11-22T12:00:00Z");
    EXPECT_EQ(entry_of(cast.judge(), 1, "time"),
              "failed key.did_not_yet_created at /proof/1/verificationMethod");
}

}  // namespace
}  // namespace deed::credentials
