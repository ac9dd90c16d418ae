// Checks purpose, control and did.freshness: whose key it is and what it may do.
#include "did/errors.hpp"
#include "lib/encoding/multiformats.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::entry;
using test::parse;
using test::troubles;
using test::with;

const did::Did kIssuer = did::Did::parse("did:example:issuer").value();

/// A cast whose issuer has a document of its own with the key as #key-1.
class Staged : public Cast {
public:
    Staged() {
        issuer = kIssuer;
        method = "did:example:issuer#key-1";
        stage();
    }

    /// `extra` are further members of the verification method.
    void stage(std::string_view extra = "", std::string_view relationship = "assertionMethod",
               std::string_view controller = "did:example:issuer") {
        const auto json =
            parse(R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:issuer",)"
                  R"("verificationMethod":[{"id":"did:example:issuer#key-1","type":"Multikey",)"
                  R"("controller":")" +
                  std::string(controller) + R"(","publicKeyMultibase":")" +
                  signer->public_key().to_multikey() + "\"" + std::string(extra) + R"(}],")" +
                  std::string(relationship) + R"(":["did:example:issuer#key-1"]})");
        document_ = did::Document::parse(json, kIssuer).value();
        put({}, {});
    }
    void put(did::DocumentMetadata metadata, std::optional<did::Freshness> freshness) {
        resolver.put({*document_, std::move(metadata), std::move(freshness)});
    }
    void deactivate() {
        did::DocumentMetadata metadata;
        metadata.deactivated = true;
        metadata.updated = test::time("2026-11-21T12:00:00Z");
        put(std::move(metadata), {});
    }

    json::Document signed_for(std::string_view issuer_id) const {
        return sign(with(parse(test::kUnsigned), "/issuer", "\"" + std::string(issuer_id) + "\""));
    }
    Report judge() { return report(signed_for("did:example:issuer")); }

private:
    std::optional<did::Document> document_;
};

TEST(VerifyPurpose, PassesAListedKey) {
    Staged cast;
    EXPECT_EQ(troubles(cast.judge()), "");
}

TEST(VerifyPurpose, FailsAKeyListedForSomethingElse) {
    Staged cast;
    cast.stage("", "authentication");
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report),
              "purpose: failed proof.key_not_authorized at /proof/verificationMethod\n");
    EXPECT_EQ(report.exit_code(), 13);
}

TEST(VerifyPurpose, FailsAProofMadeForSomethingElse) {
    Staged cast;
    const auto credential = cast.sign(
        with(parse(test::kUnsigned), "/issuer", R"("did:example:issuer")"), "authentication");
    const Report report = cast.report(credential);
    EXPECT_EQ(troubles(report), "purpose: failed proof.purpose_mismatch at /proof/proofPurpose\n");
    EXPECT_EQ(report.exit_code(), 13);
}

TEST(VerifyPurpose, FailsAMethodThatTheDocumentLacks) {
    Staged cast;
    cast.method = "did:example:issuer#key-2";
    const Report report = cast.judge();
    const std::string place = ": failed proof.method_not_found at /proof/verificationMethod\n";
    EXPECT_EQ(troubles(report),
              "proof" + place + "purpose" + place + "control" + place + "time" + place);
    EXPECT_EQ(report.exit_code(), 13);

    cast.method = "did:example:issuer";
    EXPECT_EQ(entry(cast.judge(), "proof"),
              "failed proof.method_not_found at /proof/verificationMethod");
}

TEST(VerifyPurpose, FailsAMethodFromItsRevocationOn) {
    Staged cast;
    cast.stage(R"(,"revoked":"2026-11-22T00:00:00Z")");
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report), "purpose: failed method.revoked at /proof/verificationMethod\n");
    EXPECT_EQ(report.exit_code(), 12);
    cast.clock.set(test::time("2026-11-21T23:59:59.999Z"));
    EXPECT_EQ(troubles(cast.judge()), "");
}

TEST(VerifyPurpose, FailsAMethodFromItsExpiryOn) {
    Staged cast;
    cast.stage(R"(,"expires":"2026-11-22T00:00:00Z")");
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report), "purpose: failed method.expired at /proof/verificationMethod\n");
    EXPECT_EQ(report.exit_code(), 11);
    cast.clock.set(test::time("2026-11-21T23:59:59.999Z"));
    EXPECT_EQ(troubles(cast.judge()), "");
}

TEST(VerifyControl, FailsAForeignKeyUnlessAllowed) {
    Staged cast;
    for (const auto* issuer : {"did:example:other", "https://example.org/issuers/1"}) {
        const auto credential = cast.signed_for(issuer);
        cast.policy.allow_foreign_keys = false;
        const Report report = cast.report(credential);
        EXPECT_EQ(troubles(report), "control: failed control.foreign_key at /issuer\n");
        EXPECT_EQ(report.exit_code(), 13);

        cast.policy.allow_foreign_keys = true;
        const Report allowed = cast.report(credential);
        EXPECT_EQ(allowed.verdict(), Verdict::good) << troubles(allowed);
        EXPECT_EQ(entry(allowed, "control"), "skipped");
        EXPECT_NE(allowed.find("control")->detail.find("foreign keys are allowed"),
                  std::string::npos);
    }
}

TEST(VerifyControl, StillJudgesTheIssuersOwnKeyWhenForeignOnesAreAllowed) {
    Staged cast;
    cast.policy.allow_foreign_keys = true;
    EXPECT_EQ(entry(cast.judge(), "control"), "passed");
    cast.deactivate();
    EXPECT_EQ(entry(cast.judge(), "control"), "failed control.issuer_deactivated at /issuer");
}

TEST(VerifyControl, StillJudgesTheForeignKeysPurpose) {
    Staged cast;
    cast.policy.allow_foreign_keys = true;
    cast.stage("", "authentication");
    EXPECT_EQ(troubles(cast.report(cast.signed_for("did:example:other"))),
              "purpose: failed proof.key_not_authorized at /proof/verificationMethod\n");
}

// A method in the issuer's document may say that somebody else holds the key.
TEST(VerifyControl, FailsAKeyThatTheIssuersDocumentGivesToAnother) {
    Staged cast;
    cast.stage("", "assertionMethod", "did:example:other");
    EXPECT_EQ(troubles(cast.judge()), "control: failed control.foreign_key at /issuer\n");
}

TEST(VerifyControl, FailsADeactivatedIssuer) {
    Staged cast;
    cast.deactivate();
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report), "control: failed control.issuer_deactivated at /issuer\n");
    EXPECT_EQ(report.exit_code(), 12);
}

TEST(VerifyControl, ADeactivatedForeignControllersKeyVerifiesNothing) {
    Staged cast;
    cast.deactivate();
    cast.policy.allow_foreign_keys = true;
    EXPECT_EQ(troubles(cast.report(cast.signed_for("did:example:other"))),
              "purpose: failed method.controller_deactivated at /proof/verificationMethod\n");
}

TEST(VerifyControl, SkippedDoesNotReviveADeactivatedIssuer) {
    Staged cast;
    cast.deactivate();
    cast.policy.skip = {"control"};
    EXPECT_EQ(troubles(cast.judge()),
              "purpose: failed method.controller_deactivated at /proof/verificationMethod\n");
}

TEST(VerifyControl, FailsWithoutAnIssuer) {
    Staged cast;
    cast.policy.skip = {"model"};
    EXPECT_EQ(troubles(cast.report(cast.sign(parse(test::kUnsigned)))),
              "control: failed credential.issuer_malformed at /issuer\n");
    EXPECT_EQ(
        troubles(cast.report(cast.sign(with(parse(test::kUnsigned), "/issuer", R"({"id":1})")))),
        "control: failed credential.issuer_malformed at /issuer\n");
}

TEST(VerifyKey, IsUndeterminedWhenTheDidCannotBeResolved) {
    const std::pair<const ErrorCode*, const char*> failures[] = {
        {&did::errors::kNotFound, "did.not_found"},
        {&did::errors::kMethodUnsupported, "did.method_unsupported"},
        {&did::errors::kUnknownNetwork, "did.unknown_network"},
        {&did::errors::kInvalidDocument, "did.invalid_document"},
    };
    for (const auto& [code, name] : failures) {
        Staged cast;
        cast.resolver.fail(kIssuer, Error(*code, "no", "/some/file"));
        const Report report = cast.judge();
        const std::string line = ": undetermined " + std::string(name) + "\n";
        EXPECT_EQ(troubles(report), "proof" + line + "purpose" + line + "control" + line +
                                        "did.freshness" + line + "time" + line);
        EXPECT_EQ(report.exit_code(), 9);
        EXPECT_EQ(report.find("proof")->detail, "did:example:issuer: no (/some/file)");
    }
}

TEST(VerifyKey, FailsWhenTheDidIsNone) {
    Staged cast;
    Bytes too_short{0xed, 0x01};
    too_short.resize(2 + 31);
    const std::string multikey = multibase_encode(Multibase::base58btc, too_short);
    cast.method = "did:key:" + multikey + "#" + multikey;
    const Report report = cast.judge();
    for (const auto* check : {"proof", "purpose", "control"})
        EXPECT_EQ(report.find(check)->state, CheckState::failed) << entry(report, check);
    EXPECT_EQ(report.find("did.freshness")->state, CheckState::undetermined);
    EXPECT_EQ(report.exit_code(), 7);

    cast.method = "did:UPPER:x#k";
    EXPECT_EQ(entry(cast.judge(), "proof"),
              "failed did.malformed_url at /proof/verificationMethod");
}

TEST(VerifyKey, IsUndeterminedForUrlsAndKeysOfOtherKinds) {
    Staged cast;
    const std::string expected =
        "undetermined proof.method_unsupported at /proof/verificationMethod";
    for (const auto* method : {"https://example.org/keys/1", "did:example:issuer?versionId=1#key-1",
                               "did:example:issuer/path#key-1"}) {
        cast.method = method;
        EXPECT_EQ(entry(cast.judge(), "proof"), expected) << method;
        EXPECT_EQ(cast.judge().exit_code(), 9);
    }

    // A method of a type that documents may list and nothing here can verify with.
    const auto json = parse(
        R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:issuer",)"
        R"("verificationMethod":[{"id":"did:example:issuer#key-1","type":"Sm2Key2099",)"
        R"("controller":"did:example:issuer"}],"assertionMethod":["did:example:issuer#key-1"]})");
    cast.method = "did:example:issuer#key-1";
    cast.resolver.put({did::Document::parse(json, kIssuer).value(), {}, {}});
    EXPECT_EQ(troubles(cast.judge()), "proof: " + expected + "\n");
}

did::Freshness as_of(std::string_view when) { return {test::time(when), "did export"}; }

TEST(VerifyFreshness, PassesACopyYoungEnoughAndNamesItsTime) {
    Staged cast;
    cast.put({}, as_of("2026-10-23T00:00:00Z"));
    const Report report = cast.judge();
    EXPECT_EQ(report.verdict(), Verdict::good);
    EXPECT_EQ(report.find("did.freshness")->detail, "as of 2026-10-23T00:00:00Z, by did export");
}

TEST(VerifyFreshness, CannotJudgeByAnOlderCopy) {
    Staged cast;
    cast.put({}, as_of("2026-10-22T23:59:59Z"));
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report), "did.freshness: undetermined did.stale\n");
    EXPECT_EQ(report.exit_code(), 9);
    cast.policy.max_did_age_seconds += 1;
    EXPECT_EQ(cast.judge().verdict(), Verdict::good);
}

TEST(VerifyFreshness, CannotJudgeByACopyFromTheFuture) {
    Staged cast;
    cast.put({}, as_of("2026-11-22T00:01:00Z"));
    EXPECT_EQ(cast.judge().verdict(), Verdict::good);
    cast.put({}, as_of("2026-11-22T00:01:01Z"));
    EXPECT_EQ(troubles(cast.judge()), "did.freshness: undetermined did.stale\n");
}

}  // namespace
}  // namespace deed::credentials
