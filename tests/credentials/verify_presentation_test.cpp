#include "credentials/challenges/errors.hpp"
#include "credentials/proofs/errors.hpp"
#include "lib/io/errors.hpp"
#include "tests/credentials/holder_cast.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::kBank;
using test::troubles;

class VerifyPresentation : public testing::Test {
protected:
    std::string verdict_of(const PresentationReport& report) {
        return std::string(to_string(report.verdict())) + " " + std::to_string(report.exit_code());
    }
    /// A presentation without proof, whose members may be replaced.
    json::Document bare() { return stage_.presented().without("/proof").value(); }

    test::HolderCast stage_;
};

TEST_F(VerifyPresentation, ByTheHolderForThisVerifierIsGoodOnce) {
    const auto presentation = stage_.presented();
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(verdict_of(report), "good 0");
    EXPECT_EQ(report.holder, stage_.holder.to_string());
    std::vector<std::string_view> names;
    for (const Check& check : report.checks.checks()) names.push_back(check.name);
    EXPECT_TRUE(std::ranges::equal(names, presentation_check_names()));
    for (const char* name : {"model", "context", "credentials", "proof", "purpose", "control",
                             "did.freshness", "time", "domain", "binding", "challenge", "replay"})
        EXPECT_EQ(entry(report.checks, name), "passed") << name;
    EXPECT_EQ(entry(report.checks, "terms"), "skipped");
    ASSERT_EQ(report.credentials.size(), 1u);
    EXPECT_EQ(report.credentials[0].pointer, "/verifiableCredential/0");
    EXPECT_EQ(report.credentials[0].report.verdict(), Verdict::good);

    const auto again = stage_.report(presentation);
    EXPECT_EQ(troubles(again), "challenge: failed presentation.replayed at /proof/challenge\n");
    EXPECT_EQ(entry(again.checks, "replay"), "skipped");
    EXPECT_EQ(verdict_of(again), "bad 13");
    EXPECT_EQ(stage_.challenges.consumed, 1);
}

TEST_F(VerifyPresentation, AsksForTermsWhereTold) {
    stage_.policy.credentials.ask.insert("terms");
    const auto presentation = stage_.presented();
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(entry(report.checks, "terms"), "passed");
    EXPECT_EQ(entry(report.credentials.at(0).report, "terms"), "passed");
    const auto added = stage_.report(test::with(presentation, "/undefined", "1"));
    EXPECT_EQ(entry(added.checks, "terms"), "failed jsonld.dropped_term at /undefined");
    EXPECT_EQ(verdict_of(added), "bad 7");
}

TEST_F(VerifyPresentation, ASecondPresentationToTheSameChallengeIsAReplayToo) {
    ASSERT_EQ(stage_.report(stage_.presented()).verdict(), Verdict::good);
    const auto again = stage_.report(stage_.presented());
    EXPECT_EQ(entry(again.checks, "challenge"), "failed presentation.replayed at /proof/challenge");
}

TEST_F(VerifyPresentation, AimedAtAnotherAudienceIsRefused) {
    const auto presentation = stage_.presented();
    stage_.policy.domains = {"https://court.example"};
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report),
              "domain: failed proof.domain_mismatch at /proof/domain\n"
              "challenge: failed challenge.other_domain at /proof/challenge\n");
    EXPECT_EQ(verdict_of(report), "bad 15");
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(VerifyPresentation, AimedAtFurtherAudiencesIsRefused) {
    stage_.request.proof.domains = {kBank, "https://court.example"};
    EXPECT_EQ(entry(stage_.report(stage_.presented()).checks, "domain"),
              "failed proof.domain_mismatch at /proof/domain");
}

TEST_F(VerifyPresentation, AimedAtNobodyIsRefused) {
    const auto presentation =
        stage_.sign(bare(), R"(,"challenge":")" + stage_.challenge.value + "\"");
    EXPECT_EQ(entry(stage_.report(presentation).checks, "domain"),
              "failed proof.domain_missing at /proof");
}

TEST_F(VerifyPresentation, ForSomebodyIsNotGoodForNobodyInParticular) {
    stage_.uses_store = false;
    stage_.policy.domains.clear();
    const auto report = stage_.report(stage_.presented());
    EXPECT_EQ(troubles(report),
              "domain: undetermined proof.domain_not_asked at /proof/domain\n"
              "challenge: undetermined proof.challenge_not_asked at /proof/challenge\n");
    EXPECT_EQ(verdict_of(report), "could not judge 9");
}

TEST_F(VerifyPresentation, WithoutDomainAndChallengeIsGoodWhereNoneIsAsked) {
    stage_.uses_store = false;
    stage_.policy.domains.clear();
    stage_.request.proof = {};
    const auto report = stage_.report(stage_.presented());
    EXPECT_EQ(verdict_of(report), "good 0") << troubles(report);
    EXPECT_EQ(entry(report.checks, "replay"), "skipped");
}

TEST_F(VerifyPresentation, AfterItsExpiryIsRefused) {
    stage_.request.proof.expires = test::time("2026-11-22T00:01:00Z");
    const auto presentation = stage_.presented();
    stage_.issuer.clock.set(test::time("2026-11-22T00:01:01Z"));
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report), "proof: failed proof.expired at /proof/expires\n");
    EXPECT_EQ(verdict_of(report), "bad 11");
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(VerifyPresentation, AfterTheChallengeExpiredIsRefused) {
    const auto presentation = stage_.presented();
    stage_.issuer.clock.set(stage_.challenge.expires);
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report), "challenge: failed challenge.expired at /proof/challenge\n");
    EXPECT_EQ(verdict_of(report), "bad 11");
}

TEST_F(VerifyPresentation, BySomebodyWhoIsNotTheHolderIsRefused) {
    const auto real = stage_.holder;
    const auto credential = stage_.credential();
    test::HolderCast thief;
    thief.signer = test::signer_of(crypto::KeyType::ed25519, 9);
    thief.method = did::did_key_of(thief.signer->public_key()).to_string() + "#" +
                   thief.signer->public_key().to_multikey();
    const auto stolen = thief.sign(bare(), stage_.bound());
    const auto report = stage_.report(stolen);
    EXPECT_EQ(troubles(report), "control: failed presentation.not_by_holder at /holder\n");
    EXPECT_EQ(verdict_of(report), "bad 13");
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(VerifyPresentation, AStolenCredentialIsRefused) {
    stage_.request.allow_other_subjects = true;
    const auto presentation =
        stage_.present({stage_.credential(), stage_.credential("did:example:alice")}).value();
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report),
              "binding: failed presentation.other_subject at /verifiableCredential/1\n");
    EXPECT_EQ(verdict_of(report), "bad 13");

    stage_.policy.allow_other_subjects = true;
    const auto allowed = stage_.report(presentation);
    EXPECT_EQ(verdict_of(allowed), "good 0");
    EXPECT_EQ(entry(allowed.checks, "binding"), "skipped");
    EXPECT_NE(allowed.checks.find("binding")->detail.find("did:example:alice"), std::string::npos);
}

TEST_F(VerifyPresentation, ACredentialAboutNobodyByNameIsRefused) {
    auto unnamed = test::parse(test::kUnsigned).without("/credentialSubject/id").value();
    stage_.request.allow_other_subjects = true;
    const auto presentation =
        stage_.present({stage_.issuer.issue(unnamed.to_string()).value()}).value();
    EXPECT_EQ(troubles(stage_.report(presentation)),
              "binding: failed presentation.subject_unnamed at /verifiableCredential/0\n");
    stage_.policy.allow_other_subjects = true;
    EXPECT_EQ(verdict_of(stage_.report(presentation)), "good 0");
}

TEST_F(VerifyPresentation, OneOfSeveralSubjectsMayPresent) {
    const auto couple = test::with(
        test::parse(test::kUnsigned), "/credentialSubject",
        R"([{"id": "did:example:alice"}, {"id": ")" + stage_.holder.to_string() + "\"}]");
    const auto presentation =
        stage_.present({stage_.issuer.issue(couple.to_string()).value()}).value();
    EXPECT_EQ(verdict_of(stage_.report(presentation)), "good 0");
}

TEST_F(VerifyPresentation, WithoutHolderIsRefused) {
    const auto presentation = stage_.sign(bare().without("/holder").value(), stage_.bound());
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report),
              "control: failed presentation.holder_missing at /holder\n"
              "binding: failed presentation.holder_missing\n");
    EXPECT_EQ(verdict_of(report), "bad 7");
}

TEST_F(VerifyPresentation, ForAnotherPurposeIsRefused) {
    const auto presentation = stage_.sign(bare(), stage_.bound(), "assertionMethod");
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report),
              "purpose: failed presentation.purpose_mismatch at /proof/proofPurpose\n");
    EXPECT_EQ(verdict_of(report), "bad 13");
}

TEST_F(VerifyPresentation, WithoutChallengeIsRefused) {
    const auto presentation = stage_.sign(bare(), std::string(R"(,"domain":")") + kBank + "\"");
    EXPECT_EQ(troubles(stage_.report(presentation)),
              "challenge: failed proof.challenge_missing at /proof\n");
    stage_.uses_store = false;
    stage_.policy.challenge = "uChallenge0";
    EXPECT_EQ(troubles(stage_.report(presentation)),
              "challenge: failed proof.challenge_missing at /proof\n");
    stage_.policy.challenge.reset();
    EXPECT_EQ(verdict_of(stage_.report(presentation)), "good 0");
}

TEST_F(VerifyPresentation, AChallengeOfSomebodyElseIsRefused) {
    stage_.request.proof.challenge = "ruby";
    const auto presentation = stage_.presented();
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report), "challenge: failed challenge.unknown at /proof/challenge\n");
    EXPECT_EQ(verdict_of(report), "bad 13");
}

TEST_F(VerifyPresentation, AnExpectedChallengeNeedsNoStore) {
    const auto presentation = stage_.presented();
    stage_.uses_store = false;
    stage_.policy.challenge = stage_.challenge.value;
    for (int i = 0; i < 2; ++i) {
        const auto report = stage_.report(presentation);
        EXPECT_EQ(verdict_of(report), "good 0") << troubles(report);
        EXPECT_EQ(entry(report.checks, "replay"), "skipped");
        EXPECT_NE(report.checks.find("replay")->detail.find("not judged"), std::string::npos);
    }
    stage_.policy.challenge = "sapphire";
    EXPECT_EQ(troubles(stage_.report(presentation)),
              "challenge: failed proof.challenge_mismatch at /proof/challenge\n");
}

TEST_F(VerifyPresentation, AnExpectedChallengeAndTheStoreMustBothAgree) {
    const auto presentation = stage_.presented();
    stage_.policy.challenge = "sapphire";
    EXPECT_EQ(troubles(stage_.report(presentation)),
              "challenge: failed proof.challenge_mismatch at /proof/challenge\n");
    stage_.policy.challenge = stage_.challenge.value;
    EXPECT_EQ(verdict_of(stage_.report(presentation)), "good 0");
    EXPECT_EQ(stage_.challenges.consumed, 1);
}

// Otherwise whoever sees a challenge could use it up with a presentation that is worth nothing.
TEST_F(VerifyPresentation, ABadPresentationLeavesTheChallengeOpen) {
    auto good = stage_.presented();
    auto bad = test::with(good, "/verifiableCredential/0/credentialSubject/degree", R"("PhD")");
    EXPECT_EQ(verdict_of(stage_.report(bad)), "bad 10");
    const auto expired =
        test::with(test::parse(test::kUnsigned), "/validUntil", R"("2026-11-01T00:00:00Z")");
    stage_.request.allow_other_subjects = true;
    bad = stage_.present({stage_.issuer.issue(expired.to_string()).value()}).value();
    EXPECT_EQ(stage_.report(bad).verdict(), Verdict::bad);
    EXPECT_EQ(stage_.challenges.consumed, 0);
    EXPECT_EQ(verdict_of(stage_.report(good)), "good 0");
}

TEST_F(VerifyPresentation, WhoIsSecondInARaceIsRefused) {
    stage_.challenges.next_consume = Error(errors::kChallengeReplayed, "the other one was faster");
    const auto report = stage_.report(stage_.presented());
    EXPECT_EQ(troubles(report), "replay: failed presentation.replayed at /proof/challenge\n");
    EXPECT_EQ(verdict_of(report), "bad 13");
}

TEST_F(VerifyPresentation, AStoreThatCannotWriteNeverSaysYes) {
    stage_.challenges.next_consume = Error(deed::errors::kIoFailed, "the disk is full");
    const auto report = stage_.report(stage_.presented());
    EXPECT_EQ(troubles(report), "replay: undetermined io.failed at /proof/challenge\n");
    EXPECT_EQ(verdict_of(report), "could not judge 9");
}

TEST_F(VerifyPresentation, AKeyThatIsNotForAuthenticationIsRefused) {
    const auto document =
        R"({"@context": ["https://www.w3.org/ns/did/v1"], "id": "did:example:bob",
            "verificationMethod": [{"id": "did:example:bob#1",
            "type": "Multikey", "controller": "did:example:bob", "publicKeyMultibase": ")" +
        stage_.signer->public_key().to_multikey() +
        R"("}], "assertionMethod": ["did:example:bob#1"]})";
    const auto bob = did::Did::parse("did:example:bob").value();
    stage_.issuer.resolver.put(
        {did::Document::parse(test::parse(document), bob).value(), {}, std::nullopt});
    stage_.method = "did:example:bob#1";
    const auto presentation = stage_.sign(
        test::with(test::with(bare(), "/holder", R"("did:example:bob")"), "/verifiableCredential/0",
                   stage_.credential("did:example:bob").to_string()),
        stage_.bound());
    const auto report = stage_.report(presentation);
    EXPECT_EQ(entry(report.checks, "purpose"),
              "failed presentation.key_not_authorized at /proof/verificationMethod");
    EXPECT_EQ(verdict_of(report), "bad 13");
}

TEST_F(VerifyPresentation, AHolderWhoseDidWasDeactivatedIsRefused) {
    const auto document =
        R"({"@context": ["https://www.w3.org/ns/did/v1"], "id": "did:example:bob",
            "verificationMethod": [{"id": "did:example:bob#1",
            "type": "Multikey", "controller": "did:example:bob", "publicKeyMultibase": ")" +
        stage_.signer->public_key().to_multikey() +
        R"("}], "authentication": ["did:example:bob#1"]})";
    const auto bob = did::Did::parse("did:example:bob").value();
    did::DocumentMetadata metadata;
    metadata.deactivated = true;
    metadata.updated = test::time("2026-11-21T12:00:00Z");
    stage_.issuer.resolver.put(
        {did::Document::parse(test::parse(document), bob).value(), metadata, std::nullopt});
    stage_.method = "did:example:bob#1";
    const auto presentation = stage_.sign(
        test::with(test::with(bare(), "/holder", R"("did:example:bob")"), "/verifiableCredential/0",
                   stage_.credential("did:example:bob").to_string()),
        stage_.bound());
    const auto report = stage_.report(presentation);
    EXPECT_EQ(entry(report.checks, "control"), "failed presentation.holder_deactivated at /holder");
    EXPECT_EQ(report.verdict(), Verdict::bad);
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(VerifyPresentation, EveryCredentialIsJudged) {
    auto presentation = stage_.present({stage_.credential(), stage_.credential()}).value();
    presentation =
        test::with(presentation, "/verifiableCredential/1/credentialSubject/degree", R"("PhD")");
    presentation = stage_.sign(presentation.without("/proof").value(), stage_.bound());
    const auto report = stage_.report(presentation);
    EXPECT_EQ(troubles(report),
              "/verifiableCredential/1\n"
              "proof: failed proof.signature_invalid at /proof/proofValue\n");
    EXPECT_EQ(verdict_of(report), "bad 10");
    ASSERT_EQ(report.credentials.size(), 2u);
    EXPECT_EQ(report.credentials[0].report.verdict(), Verdict::good);
}

TEST_F(VerifyPresentation, WithoutProofIsGoodOnlyWhereThatIsAllowed) {
    const auto unsigned_one = bare();
    const auto report = stage_.report(unsigned_one);
    EXPECT_EQ(entry(report.checks, "proof"), "failed presentation.proof_missing");
    EXPECT_EQ(entry(report.checks, "domain"), "failed presentation.proof_missing");
    EXPECT_EQ(entry(report.checks, "challenge"), "failed presentation.proof_missing");
    EXPECT_EQ(verdict_of(report), "bad 7");

    stage_.policy.domains.clear();
    stage_.uses_store = false;
    EXPECT_EQ(verdict_of(stage_.report(unsigned_one)), "bad 7");
    stage_.policy.allow_unsigned = true;
    const auto allowed = stage_.report(unsigned_one);
    EXPECT_EQ(verdict_of(allowed), "good 0");
    for (const char* name : {"proof", "purpose", "control", "did.freshness", "time", "domain",
                             "binding", "challenge", "replay"})
        EXPECT_EQ(entry(allowed.checks, name), "skipped") << name;
    const auto forged =
        test::with(unsigned_one, "/verifiableCredential/0/credentialSubject/degree", R"("PhD")");
    EXPECT_EQ(verdict_of(stage_.report(forged)), "bad 10");
    // Where there is a proof, it is judged.
    EXPECT_EQ(entry(stage_.report(stage_.presented()).checks, "proof"), "passed");
}

TEST_F(VerifyPresentation, WithoutCredentialsIsGoodOnlyWhereThatIsAllowed) {
    const auto nothing =
        stage_.sign(bare().without("/verifiableCredential").value(), stage_.bound());
    const auto report = stage_.report(nothing);
    EXPECT_EQ(troubles(report),
              "credentials: failed presentation.credentials_missing\n"
              "binding: failed presentation.credentials_missing\n");
    EXPECT_EQ(verdict_of(report), "bad 7");
    stage_.policy.allow_no_credentials = true;
    EXPECT_EQ(verdict_of(stage_.report(nothing)), "good 0");
}

TEST_F(VerifyPresentation, TooManyCredentialsAreRefused) {
    const auto one = stage_.credential().to_string();
    auto many = bare();
    for (std::size_t i = 0; i < kMaxPresented; ++i)
        many = test::with(many, "/verifiableCredential/-", one);
    const auto report = stage_.report(stage_.sign(many, stage_.bound()));
    EXPECT_EQ(entry(report.checks, "credentials"),
              "failed presentation.too_many_credentials at /verifiableCredential");
    EXPECT_EQ(report.credentials.size(), kMaxPresented);
    EXPECT_EQ(report.verdict(), Verdict::bad);
}

TEST_F(VerifyPresentation, ContextsAreAskedOfThePresentationToo) {
    const auto unknown = stage_.sign(
        test::with(bare(), "/@context/-", R"("https://a.example/terms")"), stage_.bound());
    const auto report = stage_.report(unknown);
    EXPECT_EQ(troubles(report), "context: undetermined context.unknown at /@context/1\n");
    EXPECT_EQ(verdict_of(report), "could not judge 9");
    const auto redefining = stage_.sign(
        test::with(bare(), "/@context/-", R"({"id": "https://a.example/id"})"), stage_.bound());
    EXPECT_EQ(entry(stage_.report(redefining).checks, "context"),
              "failed context.protected_term at /@context/1/id");
    const auto none = stage_.sign(bare().without("/@context").value(), stage_.bound());
    EXPECT_EQ(entry(stage_.report(none).checks, "context"), "failed presentation.context_missing");
}

TEST_F(VerifyPresentation, TheModelIsAskedFor) {
    const auto odd = stage_.sign(test::with(bare(), "/id", "1"), stage_.bound());
    EXPECT_EQ(troubles(stage_.report(odd)), "model: failed presentation.id_malformed at /id\n");
}

TEST_F(VerifyPresentation, ARetiredKeyDoesNotAuthenticate) {
    const auto document = [&](const std::string& method) {
        const std::string body =
            R"({"@context": ["https://www.w3.org/ns/did/v1"], "id": "did:example:bob",
            "verificationMethod": [{"id": "did:example:bob#1",
            "type": "Multikey", "controller": "did:example:bob", "publicKeyMultibase": ")" +
            method + R"("}], "authentication": ["did:example:bob#1"]})";
        return did::Document::parse(test::parse(body), did::Did::parse("did:example:bob").value())
            .value();
    };
    using Kind = did::Version::Kind;
    const std::string own = stage_.signer->public_key().to_multikey();
    const std::string next =
        test::signer_of(crypto::KeyType::ed25519, 8)->public_key().to_multikey();
    stage_.issuer.resolver.put(
        did::Did::parse("did:example:bob").value(),
        {{{"0", test::time("2026-01-01T00:00:00Z"), document(own), Kind::created},
          {"1", test::time("2026-11-21T23:59:30Z"), document(next), Kind::updated}},
         {},
         std::nullopt});
    stage_.method = "did:example:bob#1";
    const auto presentation = stage_.sign(
        test::with(test::with(bare(), "/holder", R"("did:example:bob")"), "/verifiableCredential/0",
                   stage_.credential("did:example:bob").to_string()),
        stage_.bound());
    const auto report = stage_.report(presentation);
    EXPECT_EQ(entry(report.checks, "purpose"),
              "failed presentation.key_not_authorized at /proof/verificationMethod");
    EXPECT_EQ(report.verdict(), Verdict::bad);
}

TEST_F(VerifyPresentation, AHolderWhoCannotBeResolvedLeavesItOpen) {
    const auto presentation = stage_.presented();
    stage_.issuer.resolver.fail(stage_.holder, Error(deed::errors::kIoFailed, "nobody answers"));
    const auto report = stage_.report(presentation);
    EXPECT_EQ(entry(report.checks, "proof"), "undetermined io.failed");
    EXPECT_EQ(report.verdict(), Verdict::could_not_judge);
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(VerifyPresentation, ChecksCanBeSkippedByName) {
    stage_.request.allow_other_subjects = true;
    const auto presentation = stage_.present({stage_.credential("did:example:alice")}).value();
    stage_.policy.credentials.skip = {"binding"};
    EXPECT_EQ(verdict_of(stage_.report(presentation)), "good 0");
    stage_.policy.credentials.skip = {"binding", "challenge", "domain"};
    const auto report = stage_.report(presentation);
    EXPECT_EQ(verdict_of(report), "good 0");
    EXPECT_EQ(entry(report.checks, "replay"), "skipped");
    stage_.policy.credentials.skip = {"ruby"};
    EXPECT_CODE(stage_.verify(presentation), errors::kUnknownCheck);
}

TEST_F(VerifyPresentation, WhatIsNoCredentialIsNeverGood) {
    stage_.policy.allow_other_subjects = true;
    stage_.policy.credentials.skip = {"model"};
    const auto hollow = test::with(bare(), "/verifiableCredential", R"(["forged",7])");
    const auto report = stage_.report(stage_.sign(hollow, stage_.bound()));
    EXPECT_EQ(verdict_of(report), "bad 7");
    ASSERT_EQ(report.credentials.size(), 2u);
    for (const CredentialReport& credential : report.credentials)
        EXPECT_EQ(troubles(credential.report), "model: failed presentation.credential_malformed\n");
    EXPECT_EQ(entry(report.checks, "replay"), "skipped");
    EXPECT_EQ(stage_.challenges.consumed, 0);

    stage_.policy.domains.clear();
    stage_.uses_store = false;
    stage_.policy.allow_unsigned = true;
    EXPECT_EQ(verdict_of(stage_.report(hollow)), "bad 7");
    const auto alone = test::with(bare(), "/verifiableCredential", R"("forged")");
    EXPECT_EQ(verdict_of(stage_.report(alone)), "bad 7");
}

TEST_F(VerifyPresentation, PoliciesThatMakeNoSenseAreRefused) {
    const auto presentation = stage_.presented();
    stage_.policy.domains.clear();
    EXPECT_CODE(stage_.verify(presentation), errors::kDomainNotGiven);
    stage_.uses_store = false;
    stage_.policy.challenge = "uChallenge0";
    EXPECT_CODE(stage_.verify(presentation), errors::kDomainNotGiven);
    stage_.policy.domains = {kBank};
    stage_.policy.credentials.at = test::time("2026-11-21T00:00:00Z");
    EXPECT_CODE(stage_.verify(presentation), errors::kPastChallenge);
    stage_.policy = {};
    stage_.policy.credentials.at = test::time("2027-11-21T00:00:00Z");
    EXPECT_CODE(stage_.verify(presentation), errors::kAtInFuture);
    for (const bool by_domain : {true, false}) {
        stage_.policy = {};
        stage_.policy.allow_unsigned = true;
        if (by_domain)
            stage_.policy.domains = {"x"};
        else
            stage_.policy.challenge = "x";
        EXPECT_CODE(stage_.verify(presentation), errors::kUnsignedWithDomain);
    }
    stage_.policy = {};
    EXPECT_CODE(stage_.verify(test::parse("[]")), errors::kPresentationNotAnObject);
}

// Data model 1.1 section 6.3.1: a bare token is one of that version, or nothing.
TEST_F(VerifyPresentation, RefusesABareTokenOfNoVersion) {
    stage_.uses_store = false;
    stage_.policy = {};
    stage_.policy.allow_unsigned = true;
    constexpr std::string_view kOld = R"(["https://www.w3.org/2018/credentials/v1"])";
    const auto hollow = test::with(test::with(bare(), "/verifiableCredential", R"(["e30.e30.AA"])"),
                                   "/@context", std::string(kOld));
    const auto report = stage_.report(hollow);
    EXPECT_EQ(verdict_of(report), "bad 7");
    ASSERT_EQ(report.credentials.size(), 1u);
    EXPECT_EQ(troubles(report.credentials[0].report),
              "model: failed presentation.credential_bare_token\n");
    EXPECT_EQ(entry(report.checks, "model"), "passed");
    // What is no token is no credential, and 2.0 has none that are bare.
    EXPECT_EQ(entry(stage_.report(test::with(hollow, "/verifiableCredential", R"(["x"])")).checks,
                    "model"),
              "failed presentation.credential_malformed at /verifiableCredential/0");
    const auto newer = test::with(bare(), "/verifiableCredential", R"(["eyJ.e30.AA"])");
    EXPECT_EQ(entry(stage_.report(newer).checks, "model"),
              "failed presentation.credential_malformed at /verifiableCredential/0");
}

TEST_F(VerifyPresentation, SeveralDomainsMustAllBeNamedAndNoOthers) {
    stage_.uses_store = false;
    stage_.policy.credentials.skip = {"challenge"};
    stage_.request.proof.domains = {kBank, "https://court.example"};
    const auto presentation = stage_.presented();
    const auto domain_for = [&](std::vector<std::string> expected) {
        stage_.policy.domains = std::move(expected);
        return entry(stage_.report(presentation).checks, "domain");
    };
    EXPECT_EQ(domain_for({"https://court.example", kBank}), "passed");
    EXPECT_EQ(domain_for({kBank}), "failed proof.domain_mismatch at /proof/domain");
    EXPECT_EQ(domain_for({kBank, "https://court.example", "x"}),
              "failed proof.domain_mismatch at /proof/domain");
    EXPECT_EQ(domain_for({}), "undetermined proof.domain_not_asked at /proof/domain");
    // Those of a store are for one each.
    stage_.uses_store = true;
    stage_.policy.domains = {kBank, "https://court.example"};
    EXPECT_CODE(stage_.verify(presentation), errors::kDomainNotGiven);
    stage_.policy.domains.clear();
    stage_.policy.credentials.skip = {"domain"};
    EXPECT_CODE(stage_.verify(presentation), errors::kDomainNotGiven);
}

TEST_F(VerifyPresentation, MayJudgeOnlyWhatIsGiven) {
    stage_.uses_store = false;
    stage_.policy.only_what_is_given = true;
    stage_.policy.domains.clear();
    const auto signed_one = stage_.presented();
    const auto judged = [&](const json::Document& presentation, std::string_view name) {
        return entry(stage_.report(presentation).checks, name);
    };
    EXPECT_EQ(verdict_of(stage_.report(signed_one)), "good 0");
    EXPECT_EQ(judged(signed_one, "domain"), "skipped");
    EXPECT_EQ(judged(signed_one, "challenge"), "skipped");
    EXPECT_EQ(judged(signed_one, "proof"), "passed");
    const auto unsigned_one = signed_one.without("/proof").value();
    EXPECT_EQ(verdict_of(stage_.report(unsigned_one)), "good 0");
    EXPECT_EQ(judged(unsigned_one, "proof"), "skipped");
    EXPECT_EQ(judged(test::with(signed_one, "/proof", "null"), "proof"),
              "failed proof.malformed at /proof");

    stage_.policy.challenge = stage_.challenge.value;
    EXPECT_EQ(judged(signed_one, "challenge"), "passed");
    EXPECT_EQ(judged(signed_one, "domain"), "skipped");
    EXPECT_EQ(judged(unsigned_one, "proof"), "failed presentation.proof_missing");
    stage_.policy.challenge = "another";
    EXPECT_EQ(judged(signed_one, "challenge"),
              "failed proof.challenge_mismatch at /proof/challenge");

    stage_.policy.challenge.reset();
    stage_.policy.domains = {kBank};
    EXPECT_EQ(judged(signed_one, "domain"), "passed");
    EXPECT_EQ(judged(signed_one, "challenge"), "skipped");
    EXPECT_EQ(judged(unsigned_one, "proof"), "failed presentation.proof_missing");
    stage_.policy.domains = {"https://court.example"};
    EXPECT_EQ(judged(signed_one, "domain"), "failed proof.domain_mismatch at /proof/domain");
}

TEST_F(VerifyPresentation, AnInterruptionEndsIt) {
    const std::atomic<bool> cancelled = true;
    Call over(nullptr, &cancelled);
    const auto presentation = stage_.presented();
    const auto result = verify_presentation(
        presentation, stage_.policy,
        {stage_.issuer.resolver, stage_.issuer.clock, stage_.issuer.contexts, &stage_.challenges},
        over);
    EXPECT_EQ(deed::test::code_of(result), "call.interrupted");
}

TEST_F(VerifyPresentation, TheReportIsOneDocument) {
    const auto json = stage_.report(stage_.presented()).to_json();
    const json::Value root = json.root();
    EXPECT_EQ(root.find("verdict")->string(), "good");
    EXPECT_EQ(root.find("holder")->string(), stage_.holder.to_string());
    EXPECT_EQ(root.find("checks")->array().size(), presentation_check_names().size());
    const json::Value credential = root.find("credentials")->array()[0];
    EXPECT_EQ(credential.find("pointer")->string(), "/verifiableCredential/0");
    EXPECT_EQ(credential.find("report")->find("verdict")->string(), "good");
    EXPECT_EQ(credential.find("report")->find("checks")->array().size(), check_names().size());
}

TEST_F(VerifyPresentation, P256KeysPresentToo) {
    stage_.signer = test::signer_of(crypto::KeyType::p256, 7);
    stage_.holder = did::did_key_of(stage_.signer->public_key());
    stage_.request.holder = stage_.holder;
    stage_.request.signer = stage_.signer.get();
    EXPECT_EQ(verdict_of(stage_.report(stage_.presented())), "good 0");
}

}  // namespace
}  // namespace deed::credentials
