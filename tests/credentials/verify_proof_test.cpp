#include "credentials/proofs/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::entry;
using test::parse;
using test::troubles;
using test::with;

json::Document issued(Cast& cast) { return cast.issue(test::kUnsigned).value(); }

TEST(VerifyProof, FailsWithoutAProof) {
    Cast cast;
    for (const auto* proof : {"", "[]"}) {
        auto credential =
            with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\"");
        if (*proof != '\0') credential = with(credential, "/proof", proof);
        const Report report = cast.report(credential);
        EXPECT_EQ(troubles(report),
                  "proof: failed proof.missing\n"
                  "purpose: undetermined proof.missing\n"
                  "control: undetermined proof.missing\n"
                  "did.freshness: undetermined proof.missing\n"
                  "time: undetermined proof.missing\n");
        EXPECT_EQ(report.exit_code(), 7);
        // What depends on the proof stays unknown, even if the proof itself is not asked for.
        cast.policy.skip = {"proof"};
        EXPECT_EQ(cast.report(credential).verdict(), Verdict::could_not_judge);
        cast.policy.skip = {};
    }
}

TEST(VerifyProof, ReadsOneProofInAnArray) {
    Cast cast;
    const auto credential = issued(cast);
    const auto listed =
        with(credential, "/proof", "[" + json::to_string(*credential.root().find("proof")) + "]");
    EXPECT_EQ(troubles(cast.report(listed)), "");
    const auto changed = with(listed, "/credentialSubject/degree", R"("PhD")");
    EXPECT_EQ(troubles(cast.report(changed)),
              "proof: failed proof.signature_invalid at /proof/0/proofValue\n");
}

TEST(VerifyProof, FailsAChainWhoseStartIsMissing) {
    Cast cast;
    const auto credential =
        cast.sign(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
                  "assertionMethod", R"(,"previousProof":"urn:uuid:1")");
    const Report report = cast.report(credential);
    EXPECT_EQ(troubles(report), "proof: failed proof.previous_not_found at /proof/previousProof\n");
    EXPECT_EQ(report.exit_code(), 10);
}

TEST(VerifyProof, CannotJudgeOtherSuites) {
    for (const auto* suite : {"eddsa-rdfc-2021", "bbs-2023", "EDDSA-JCS-2022"}) {
        Cast cast;
        const auto credential =
            with(issued(cast), "/proof/cryptosuite", "\"" + std::string(suite) + "\"");
        const Report report = cast.report(credential);
        EXPECT_EQ(troubles(report), "proof: undetermined proof.suite_unsupported at /proof\n");
        EXPECT_EQ(report.exit_code(), 9);
    }
    Cast cast;
    const auto other_type = with(issued(cast), "/proof/type", R"("Ed25519Signature2018")");
    EXPECT_EQ(entry(cast.report(other_type), "proof"),
              "undetermined proof.suite_unsupported at /proof");
}

TEST(VerifyProof, FailsAProofWithTheSuiteOfAnotherKeyType) {
    Cast cast;
    const auto credential = with(issued(cast), "/proof/cryptosuite", R"("ecdsa-jcs-2019")");
    EXPECT_EQ(troubles(cast.report(credential)),
              "proof: failed proof.key_type_mismatch at /proof/verificationMethod\n");
}

TEST(VerifyProof, FailsContextsAddedAfterSigning) {
    Cast cast;
    const auto credential =
        with(issued(cast), "/@context/-", R"({"degree": "https://evil.example/"})");
    const Report report = cast.report(credential);
    EXPECT_EQ(troubles(report), "proof: failed proof.covers_less at /proof/@context\n");
    EXPECT_EQ(report.exit_code(), 15);
}

TEST(VerifyProof, FailsAfterItsOwnExpiry) {
    const auto judged_at = [](std::string_view now) {
        Cast cast;
        const auto credential = cast.sign(
            with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
            "assertionMethod", R"(,"expires":"2026-11-23T00:00:00Z")");
        cast.clock.set(test::time(now));
        return troubles(cast.report(credential));
    };
    EXPECT_EQ(judged_at("2026-11-23T00:00:00Z"), "");
    EXPECT_EQ(judged_at("2026-11-23T00:00:00.001Z"),
              "proof: failed proof.expired at /proof/expires\n");
}

TEST(VerifyProof, FailsWhenMadeInTheFuture) {
    Cast cast;
    const auto credential = issued(cast);  // created at 2026-11-22T00:00:00Z
    cast.clock.set(test::time("2026-11-21T23:59:00Z"));
    EXPECT_EQ(troubles(cast.report(credential)), "");
    cast.clock.set(test::time("2026-11-21T23:58:59Z"));
    EXPECT_EQ(troubles(cast.report(credential)),
              "proof: failed proof.created_in_future at /proof/created\n");
}

struct Edit {
    const char* pointer;
    const char* value;  ///< null: the member is removed
    const char* expected;
};

class ProofEdit : public testing::TestWithParam<Edit> {};

TEST_P(ProofEdit, HasItsCode) {
    Cast cast;
    const auto& [pointer, value, expected] = GetParam();
    const auto credential = issued(cast);
    const auto edited =
        value == nullptr ? credential.without(pointer).value() : with(credential, pointer, value);
    const Report report = cast.report(edited);
    EXPECT_EQ(entry(report, "proof"), expected) << pointer;
    EXPECT_NE(report.verdict(), Verdict::good);
}

constexpr const char* kInvalid = "failed proof.signature_invalid at /proof/proofValue";

INSTANTIATE_TEST_SUITE_P(
    Removed, ProofEdit,
    testing::Values(Edit{"/proof", nullptr, "failed proof.missing"},
                    Edit{"/proof/type", nullptr, "failed proof.malformed at /proof"},
                    Edit{"/proof/cryptosuite", nullptr, "failed proof.malformed at /proof"},
                    Edit{"/proof/verificationMethod", nullptr, "failed proof.malformed at /proof"},
                    Edit{"/proof/proofPurpose", nullptr, "failed proof.malformed at /proof"},
                    Edit{"/proof/proofValue", nullptr, "failed proof.malformed at /proof"},
                    Edit{"/proof/created", nullptr, kInvalid},
                    Edit{"/proof/@context", nullptr, kInvalid}));

INSTANTIATE_TEST_SUITE_P(
    Changed, ProofEdit,
    testing::Values(
        Edit{"/proof/created", R"("2026-11-21T00:00:00Z")", kInvalid},
        Edit{"/proof/created", R"("2026-11-22T00:00:00+00:00")", kInvalid},
        Edit{"/proof/proofPurpose", R"("authentication")", kInvalid},
        Edit{"/proof/verificationMethod", R"("did:example:nobody#k")",
             "undetermined did.not_found"},
        Edit{"/proof/proofValue", R"("zQ")", "failed proof.value_malformed at /proof/proofValue"},
        Edit{"/proof/proofValue", R"("uQUJD")",
             "failed proof.value_malformed at /proof/proofValue"},
        Edit{"/proof/@context/0", R"("https://www.w3.org/2018/credentials/v1")",
             "failed proof.context_mismatch at /proof/@context"},
        Edit{"/proof/@context", "[]", "failed proof.covers_less at /proof/@context"},
        Edit{"/proof/@context", "null", "failed proof.context_mismatch at /proof/@context"}));

INSTANTIATE_TEST_SUITE_P(
    Added, ProofEdit,
    testing::Values(Edit{"/proof/id", R"("urn:uuid:1")", kInvalid},
                    Edit{"/proof/expires", R"("2030-01-01T00:00:00Z")", kInvalid},
                    Edit{"/proof/domain", R"("example.org")", kInvalid},
                    Edit{"/proof/challenge", R"("c")", kInvalid},
                    Edit{"/proof/nonce", R"("n")", kInvalid},
                    Edit{"/proof/unheard", R"({})", kInvalid},
                    Edit{"/proof/previousProof", R"("urn:uuid:1")",
                         "failed proof.previous_not_found at /proof/previousProof"}));

INSTANTIATE_TEST_SUITE_P(
    Malformed, ProofEdit,
    testing::Values(
        Edit{"/proof", "null", "failed proof.malformed at /proof"},
        Edit{"/proof", R"("proof")", "failed proof.malformed at /proof"},
        Edit{"/proof", "{}", "failed proof.malformed at /proof"},
        Edit{"/proof/type", R"(["DataIntegrityProof"])", "failed proof.malformed at /proof/type"},
        Edit{"/proof/cryptosuite", "1", "failed proof.malformed at /proof/cryptosuite"},
        Edit{"/proof/verificationMethod", R"("#key")",
             "failed proof.malformed at /proof/verificationMethod"},
        Edit{"/proof/verificationMethod", "{}",
             "failed proof.malformed at /proof/verificationMethod"},
        Edit{"/proof/proofPurpose", "[]", "failed proof.malformed at /proof/proofPurpose"},
        Edit{"/proof/proofValue", "null", "failed proof.malformed at /proof/proofValue"},
        Edit{"/proof/created", R"("today")", "failed proof.malformed at /proof/created"},
        Edit{"/proof/id", "1", "failed proof.malformed at /proof/id"},
        Edit{"/proof/expires", "0", "failed proof.malformed at /proof/expires"},
        Edit{"/proof/domain", "[]", "failed proof.malformed at /proof/domain"},
        Edit{"/proof/challenge", "{}", "failed proof.malformed at /proof/challenge"},
        Edit{"/proof/nonce", "1", "failed proof.malformed at /proof/nonce"},
        Edit{"/proof/previousProof", "null", "failed proof.malformed at /proof/previousProof"}));

}  // namespace
}  // namespace deed::credentials
