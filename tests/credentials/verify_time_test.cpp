// The check time within a verification, and what becomes of the others as of past moments.
#include <atomic>

#include "credentials/proofs/suite.hpp"
#include "did/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using did::Version;
using test::Cast;
using test::entry;
using test::parse;
using test::time;
using test::troubles;
using test::with;

const char* const kNetwork = "ltt53omttzxodzx5sytncx7agysvkisys";
const did::Did kIssuer = did::Did::parse(
                             "did:weid:ltt53omttzxodzx5sytncx7agysvkisys:"
                             "0x1a642f0e3c3af545e7acbd38b07251b3990914f1")
                             .value();

std::string bounds_of(const Report& report) {
    const json::Document printed = report.to_json();
    return json::to_string(*printed.root().find("bounds"));
}

/// A cast whose issuer has a history: created on 2026-11-01 with the key as #key-1. The credential
/// is of 2026-11-10, and now it is 2026-11-22.
class Lived : public Cast {
public:
    Lived() {
        issuer = kIssuer;
        method = kIssuer.to_string() + "#key-1";
        add(Version::Kind::created, "2026-11-01T00:00:00Z", listing(*signer));
    }

    did::Document listing(const crypto::Signer& key, std::string_view extra = "",
                          std::string_view purpose = "assertionMethod") const {
        const std::string id = kIssuer.to_string();
        return did::Document::parse(
                   parse(R"({"@context":["https://www.w3.org/ns/did/v1"],"id":")" + id +
                         R"(","verificationMethod":[{"id":")" + id +
                         R"(#key-1","type":"Multikey","controller":")" + id +
                         R"(","publicKeyMultibase":")" + key.public_key().to_multikey() + "\"" +
                         std::string(extra) + R"(}],")" + std::string(purpose) + R"(":[")" + id +
                         R"(#key-1"]})"),
                   kIssuer)
            .value();
    }
    did::Document empty() const {
        return did::Document::parse(parse(R"({"@context":["https://www.w3.org/ns/did/v1"],"id":")" +
                                          kIssuer.to_string() + "\"}"),
                                    kIssuer)
            .value();
    }

    void add(Version::Kind kind, std::string_view from, std::optional<did::Document> document) {
        history.versions.push_back(
            {std::to_string(history.versions.size()), time(from), std::move(document), kind});
    }
    void retire() { add(Version::Kind::updated, "2026-11-15T00:00:00Z", empty()); }
    void compromise() {
        history.compromises.push_back(
            {signer->public_key(), time("2026-11-12T00:00:00Z"), time("2026-11-16T00:00:00Z")});
    }
    void deactivate() { add(Version::Kind::deactivated, "2026-11-15T00:00:00Z", std::nullopt); }
    void show(std::string_view not_after) { policy.evidence = {{"a notary", "", time(not_after)}}; }

    json::Document credential(std::string_view created = "2026-11-10T00:00:00Z") const {
        const ProofSuite& suite = *suite_for(signer->public_key().type());
        const auto options =
            parse(R"({"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","created":")" +
                  std::string(created) + R"(","verificationMethod":")" + method +
                  R"(","proofPurpose":"assertionMethod"})");
        const auto document =
            with(parse(test::kUnsigned), "/issuer", "\"" + kIssuer.to_string() + "\"");
        Call own_call;
        const auto proof = suite.create(document.root(), options.root(), *signer, own_call);
        return document.with("/proof", proof->root()).value();
    }
    Report judge() { return judge(credential()); }
    Report judge(const json::Document& document) {
        resolver.put(kIssuer, history);
        return report(document);
    }
    Report judge_at(std::string_view moment) {
        policy.at = time(moment);
        return judge();
    }
    std::string time_of(const Report& judged) { return entry(judged, "time"); }

    did::History history{};
};

TEST(VerifyTime, PassesALivingKeyNowAndThen) {
    Lived cast;
    EXPECT_EQ(troubles(cast.judge()), "");
    EXPECT_EQ(troubles(cast.judge_at("2026-11-10T00:00:00Z")), "");
}

/// Other keys under the same id, one a version.
void replace_key(Lived& cast, std::uint8_t times) {
    for (std::uint8_t i = 0; i < times; ++i)
        cast.add(Version::Kind::updated, "2026-11-15T00:00:00Z",
                 cast.listing(*test::signer_of(crypto::KeyType::ed25519, 100 + i)));
}

TEST(VerifyTime, TriesSoManyKeysOfOneIdAndNoMore) {
    Lived few;
    replace_key(few, 31);
    EXPECT_EQ(troubles(few.judge()),
              "time: undetermined key.retired_unproven at /proof/verificationMethod\n");

    Lived many;
    replace_key(many, 32);
    const std::string code = ": undetermined proof.too_many_keys at /proof/verificationMethod\n";
    EXPECT_EQ(troubles(many.judge()),
              "proof" + code + "purpose" + code + "control" + code + "time" + code);
    // What is nearest to the moment asked about is tried first.
    many.policy.at = time("2026-11-10T00:00:00Z");
    EXPECT_EQ(entry(many.judge(), "proof"), "passed");
}

/// Interrupts when it was asked.
class InterruptingResolver final : public did::DidResolver {
public:
    InterruptingResolver(did::DidResolver& inner, std::atomic<bool>& cancelled)
        : inner_(inner), cancelled_(cancelled) {}
    using did::DidResolver::resolve;
    Result<did::Resolution> resolve(const did::Did& did, const did::ResolveOptions& options,
                                    Call& call) override {
        return inner_.resolve(did, options, call);
    }
    Result<did::History> history(const did::Did& did, Call& call) override {
        auto history = inner_.history(did, call);
        cancelled_ = true;
        return history;
    }

private:
    did::DidResolver& inner_;
    std::atomic<bool>& cancelled_;
};

TEST(VerifyTime, EndsWhereItIsInterruptedAmongTheKeys) {
    Lived cast;
    cast.resolver.put(kIssuer, cast.history);
    std::atomic<bool> cancelled = false;
    Call call(nullptr, &cancelled);
    InterruptingResolver resolver(cast.resolver, cancelled);
    EXPECT_CODE(verify(cast.credential(), cast.policy, {resolver, cast.clock, cast.contexts}, call),
                deed::errors::kInterrupted);
    cast.policy.public_keys = {cast.signer->public_key()};
    EXPECT_CODE(verify(cast.credential(), cast.policy, {resolver, cast.clock, cast.contexts}, call),
                deed::errors::kInterrupted);
}

TEST(VerifyTime, FailsBeforeTheDidWasCreated) {
    Lived cast;
    const Report report = cast.judge_at("2026-10-31T23:59:59Z");
    EXPECT_EQ(troubles(report),
              "proof: failed proof.created_in_future at /proof/created\n"
              "purpose: failed proof.key_not_authorized at /proof/verificationMethod\n"
              "time: failed key.did_not_yet_created at /proof/verificationMethod\n");
}

TEST(VerifyTime, FailsBeforeTheKeyWasListed) {
    Lived cast;
    cast.history.versions[0].document = cast.empty();
    cast.add(Version::Kind::updated, "2026-11-09T00:00:00Z", cast.listing(*cast.signer));
    EXPECT_EQ(troubles(cast.judge()), "");
    const Report report = cast.judge_at("2026-11-08T00:00:00Z");
    EXPECT_EQ(troubles(report),
              "proof: failed proof.created_in_future at /proof/created\n"
              "purpose: failed proof.key_not_authorized at /proof/verificationMethod\n"
              "time: failed key.not_yet_listed at /proof/verificationMethod\n");
}

TEST(VerifyTime, RefusesAMomentInTheFuture) {
    Lived cast;
    cast.resolver.put(kIssuer, cast.history);
    cast.policy.at = cast.clock.now().plus_seconds(1);
    EXPECT_CODE(cast.verify(cast.credential()), errors::kAtInFuture);
    cast.policy.at = cast.clock.now();
    EXPECT_OK(cast.verify(cast.credential()));
}

TEST(VerifyTime, ARetiredKeyNeedsEvidence) {
    Lived cast;
    cast.retire();
    Report report = cast.judge();
    EXPECT_EQ(troubles(report),
              "time: undetermined key.retired_unproven at "
              "/proof/verificationMethod\n");
    EXPECT_EQ(report.find("purpose")->detail,
              "the key was listed for assertionMethod until 2026-11-15T00:00:00Z");
    EXPECT_EQ(report.exit_code(), 9);
    cast.show("2026-11-11T00:00:00Z");
    report = cast.judge();
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.verdict(), Verdict::good);
    cast.show("2026-11-15T00:00:00Z");
    EXPECT_EQ(cast.judge().verdict(), Verdict::could_not_judge);
}

TEST(VerifyTime, ACompromisedKeyNeedsEvidenceAlsoWhileItIsListed) {
    Lived cast;
    cast.compromise();
    Report report = cast.judge();
    EXPECT_EQ(troubles(report), "time: failed key.compromised at /proof/verificationMethod\n");
    EXPECT_EQ(report.exit_code(), 12);
    EXPECT_EQ(troubles(cast.judge_at("2026-11-11T00:00:00Z")),
              "time: undetermined key.compromised_unproven at /proof/verificationMethod\n");
    cast.show("2026-11-11T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge()), "");
    EXPECT_EQ(troubles(cast.judge_at("2026-11-20T00:00:00Z")), "");
}

// Between the two, the ledger did not know yet; today it does.
TEST(VerifyTime, ACompromiseCountsFromItsSinceNotFromItsDeclaration) {
    Lived cast;
    cast.compromise();
    EXPECT_EQ(cast.time_of(cast.judge_at("2026-11-12T00:00:00Z")),
              "failed key.compromised at /proof/verificationMethod");
    EXPECT_EQ(cast.time_of(cast.judge_at("2026-11-11T23:59:59.999Z")),
              "undetermined key.compromised_unproven at /proof/verificationMethod");
}

TEST(VerifyTime, TheEarliestDeclarationCounts) {
    Lived cast;
    cast.compromise();
    cast.history.compromises.push_back(
        {cast.signer->public_key(), time("2026-11-18T00:00:00Z"), time("2026-11-19T00:00:00Z")});
    EXPECT_EQ(cast.time_of(cast.judge_at("2026-11-12T00:00:00Z")),
              "failed key.compromised at /proof/verificationMethod");
    // A since that is yet to come counts from its declaration.
    cast.history.compromises = {
        {cast.signer->public_key(), time("2026-12-24T00:00:00Z"), time("2026-11-16T00:00:00Z")}};
    EXPECT_EQ(cast.time_of(cast.judge_at("2026-11-16T00:00:00Z")),
              "failed key.compromised at /proof/verificationMethod");
    // Another key's compromise is no matter.
    cast.history.compromises = {{test::signer_of(crypto::KeyType::ed25519, 2)->public_key(),
                                 time("2026-11-02T00:00:00Z"), time("2026-11-16T00:00:00Z")}};
    EXPECT_EQ(troubles(cast.judge()), "");
}

// A resolver may write a compromise into the document as the method's revocation.
TEST(VerifyTime, ACompromiseShownAsARevocationIsJudgedAsACompromise) {
    Lived cast;
    cast.compromise();
    for (const std::string day : {"12", "13"}) {
        cast.history.versions[0].document =
            cast.listing(*cast.signer, R"(,"revoked":"2026-11-)" + day + R"(T00:00:00Z")");
        cast.policy.evidence.clear();
        EXPECT_EQ(troubles(cast.judge()),
                  "time: failed key.compromised at /proof/verificationMethod\n");
        cast.show("2026-11-11T00:00:00Z");
        EXPECT_EQ(troubles(cast.judge()), "");
    }
    // An earlier one is the document's own.
    cast.history.versions[0].document =
        cast.listing(*cast.signer, R"(,"revoked":"2026-11-11T23:59:59Z")");
    EXPECT_EQ(troubles(cast.judge()),
              "purpose: failed method.revoked at /proof/verificationMethod\n");
}

TEST(VerifyTime, ThievesCannotDateThemselvesBackBeforeTheKey) {
    Lived cast;
    cast.retire();
    const auto forged = cast.credential("2026-10-01T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge(forged)),
              "time: failed proof.created_outside_key_life at /proof/created\n");
    EXPECT_EQ(cast.judge(forged).exit_code(), 13);
}

TEST(VerifyTime, ADeactivatedDidNeedsEvidence) {
    Lived cast;
    cast.deactivate();
    EXPECT_EQ(troubles(cast.judge()), "control: failed control.issuer_deactivated at /issuer\n");
    EXPECT_EQ(troubles(cast.judge_at("2026-11-14T00:00:00Z")),
              "time: undetermined key.deactivated_unproven at /proof/verificationMethod\n");
    cast.policy.at.reset();
    cast.show("2026-11-14T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge()), "");
    cast.show("2026-11-15T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge()), "control: failed control.issuer_deactivated at /issuer\n");
    EXPECT_EQ(troubles(cast.judge_at("2026-11-15T00:00:00Z")),
              "control: failed control.issuer_deactivated at /issuer\n");
    cast.policy.at.reset();
    cast.policy.allow_foreign_keys = true;
    cast.policy.skip = {"control"};
    EXPECT_EQ(troubles(cast.judge()),
              "purpose: failed method.controller_deactivated at /proof/verificationMethod\n");
}

TEST(VerifyTime, ARevokedOrExpiredMethodVerifiesNothingFromThenOn) {
    for (const char* member : {"revoked", "expires"}) {
        Lived cast;
        const std::string name = member;
        const std::string code = name == "revoked" ? "revoked" : "expired";
        cast.add(Version::Kind::updated, "2026-11-16T00:00:00Z",
                 cast.listing(*cast.signer, ",\"" + name + R"(":"2026-11-12T00:00:00Z")"));
        EXPECT_EQ(troubles(cast.judge_at("2026-11-12T00:00:00Z")),
                  "purpose: failed method." + code + " at /proof/verificationMethod\n");
        EXPECT_EQ(troubles(cast.judge_at("2026-11-11T00:00:00Z")),
                  "time: undetermined key." + code + "_unproven at /proof/verificationMethod\n");
        cast.show("2026-11-11T00:00:00Z");
        EXPECT_EQ(troubles(cast.judge_at("2026-11-11T00:00:00Z")), "");
        cast.policy.at.reset();
        EXPECT_EQ(troubles(cast.judge()),
                  "purpose: failed method." + code + " at /proof/verificationMethod\n");
    }
}

TEST(VerifyTime, AMovedDidNeedsEvidence) {
    Lived cast;
    cast.add(Version::Kind::moved, "2026-11-15T00:00:00Z", cast.listing(*cast.signer));
    EXPECT_EQ(troubles(cast.judge()),
              "time: undetermined key.moved_unproven at /proof/verificationMethod\n");
    cast.show("2026-11-14T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge()), "");
}

TEST(VerifyTime, RotatingTheControllerIsNoMatter) {
    Lived cast;
    cast.add(Version::Kind::rotated, "2026-11-15T00:00:00Z", cast.listing(*cast.signer));
    cast.add(Version::Kind::compromised, "2026-11-16T00:00:00Z", cast.listing(*cast.signer));
    const Report report = cast.judge();
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.find("time")->detail,
              "no evidence shows when the proof existed; the key was listed from "
              "2026-11-01T00:00:00Z on, as the operator of the DID's ledger claims");
}

// One fragment, two keys, one after the other.
TEST(VerifyTime, FindsTheKeyThatAFragmentStoodFor) {
    Lived cast;
    const auto next = test::signer_of(crypto::KeyType::ed25519, 2);
    cast.add(Version::Kind::updated, "2026-11-15T00:00:00Z", cast.listing(*next));
    const auto by_the_first = cast.credential();
    EXPECT_EQ(troubles(cast.judge(by_the_first)),
              "time: undetermined key.retired_unproven at /proof/verificationMethod\n");
    cast.show("2026-11-14T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge(by_the_first)), "");

    cast.policy.evidence.clear();
    cast.signer = test::signer_of(crypto::KeyType::ed25519, 2);
    EXPECT_EQ(troubles(cast.judge(cast.credential("2026-11-16T00:00:00Z"))), "");
    // The second key, dated back into the first one's time.
    EXPECT_EQ(troubles(cast.judge(cast.credential())),
              "time: failed proof.created_outside_key_life at /proof/created\n");
    cast.policy.at = time("2026-11-14T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge(cast.credential())),
              "purpose: failed proof.key_not_authorized at /proof/verificationMethod\n"
              "time: failed key.not_yet_listed at /proof/verificationMethod\n");
    cast.policy.at.reset();
    cast.signer = test::signer_of(crypto::KeyType::ed25519, 3);
    EXPECT_EQ(entry(cast.judge(), "proof"), "failed proof.signature_invalid at /proof/proofValue");
}

TEST(VerifyTime, AKeyThatWasListedForSomethingElseMayNot) {
    Lived cast;
    cast.history.versions[0].document = cast.listing(*cast.signer, "", "authentication");
    EXPECT_EQ(troubles(cast.judge()),
              "purpose: failed proof.key_not_authorized at /proof/verificationMethod\n");
    cast.add(Version::Kind::updated, "2026-11-05T00:00:00Z", cast.listing(*cast.signer));
    EXPECT_EQ(troubles(cast.judge()), "");
    cast.add(Version::Kind::updated, "2026-11-15T00:00:00Z",
             cast.listing(*cast.signer, "", "authentication"));
    EXPECT_EQ(troubles(cast.judge()),
              "time: undetermined key.retired_unproven at /proof/verificationMethod\n");
}

TEST(VerifyTime, SkippedLeavesKeysThatLeftWithoutAnyEvidence) {
    Lived cast;
    cast.policy.skip = {"time"};
    cast.show("2026-11-11T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge()), "");
    EXPECT_FALSE(cast.judge().bounds());
    cast.compromise();
    EXPECT_EQ(troubles(cast.judge()),
              "purpose: failed key.compromised at /proof/verificationMethod\n");
    EXPECT_EQ(troubles(cast.judge_at("2026-11-12T00:00:00Z")),
              "purpose: failed key.compromised at /proof/verificationMethod\n");
    EXPECT_EQ(troubles(cast.judge_at("2026-11-11T00:00:00Z")), "");
    cast.policy.at.reset();
    cast.history.compromises.clear();
    cast.retire();
    EXPECT_EQ(troubles(cast.judge()),
              "purpose: failed proof.key_not_authorized at /proof/verificationMethod\n");
}

TEST(VerifyTime, SkippingPurposeHidesNoCompromise) {
    Lived cast;
    cast.policy.skip = {"purpose"};
    cast.compromise();
    EXPECT_EQ(troubles(cast.judge()),
              "time: failed key.compromised at /proof/verificationMethod\n");
}

TEST(VerifyTime, EvidenceOfTheIssuersOwnLedgerIsNotIndependent) {
    Lived cast;
    cast.compromise();
    cast.policy.evidence = {{"log A", kNetwork, time("2026-11-11T00:00:00Z")}};
    Report report = cast.judge();
    EXPECT_EQ(cast.time_of(report), "failed key.compromised at /proof/verificationMethod");
    EXPECT_NE(
        report.find("time")->detail.find("set aside: log A (it is the ledger of the issuer's DID)"),
        std::string::npos);
    EXPECT_EQ(report.bounds()->sources.back().set_aside->code(), errors::kEvidenceNotIndependent);

    cast.policy.allow_same_ledger = true;
    report = cast.judge();
    EXPECT_EQ(troubles(report), "");
    EXPECT_NE(report.find("time")->detail.find("says log A, the ledger of the issuer's DID"),
              std::string::npos);

    cast.policy.allow_same_ledger = false;
    cast.policy.evidence = {{"log B", "lanotherlog", time("2026-11-11T00:00:00Z")}};
    EXPECT_EQ(troubles(cast.judge()), "");
}

TEST(VerifyTime, JudgesDatesAsOfTheMoment) {
    Lived cast;
    const auto credential = cast.credential();
    cast.clock.set(time("2027-06-01T00:00:00Z"));
    EXPECT_EQ(troubles(cast.judge(credential)), "dates: failed dates.expired at /validUntil\n");
    EXPECT_EQ(troubles(cast.judge_at("2026-12-31T23:59:59Z")), "");
    EXPECT_EQ(cast.judge_at("2026-12-31T23:59:59Z").find("dates")->detail,
              "valid at 2026-12-31T23:59:59Z");
    EXPECT_EQ(troubles(cast.judge_at("2027-01-01T00:00:00.001Z")),
              "dates: failed dates.expired at /validUntil\n");
    EXPECT_EQ(troubles(cast.judge_at("2026-11-09T23:58:59Z")),
              "proof: failed proof.created_in_future at /proof/created\n");
    EXPECT_EQ(troubles(cast.judge_at("2026-11-09T23:59:00Z")), "");
}

TEST(VerifyTime, JudgesTheProofsExpiryAsOfTheMoment) {
    Cast cast;
    const auto credential =
        cast.sign(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
                  "assertionMethod", R"(,"expires":"2026-11-21T12:00:00Z")");
    EXPECT_EQ(troubles(cast.report(credential)), "proof: failed proof.expired at /proof/expires\n");
    cast.policy.at = time("2026-11-21T12:00:00Z");
    EXPECT_EQ(troubles(cast.report(credential)), "");
}

// What the last document that had the method says of it holds after its removal.
TEST(VerifyTime, RemovingARevokedMethodDoesNotReviveIt) {
    Lived cast;
    cast.add(Version::Kind::updated, "2026-11-13T00:00:00Z",
             cast.listing(*cast.signer, R"(,"revoked":"2026-11-12T00:00:00Z")"));
    cast.retire();
    cast.show("2026-11-14T00:00:00Z");
    EXPECT_EQ(troubles(cast.judge()),
              "purpose: failed method.revoked at /proof/verificationMethod\n");
}

TEST(VerifyTime, KnowsNothingOfWhatAnExportCannotShow) {
    Lived cast;
    cast.history.freshness = did::Freshness{time("2026-11-14T00:00:00Z"), "did export"};
    Report report = cast.judge();
    EXPECT_EQ(report.verdict(), Verdict::good);
    EXPECT_NE(report.find("time")->detail.find(
                  "; what was recorded after 2026-11-14T00:00:00Z is not known"),
              std::string::npos);
    EXPECT_EQ(report.bounds()->known_until, time("2026-11-14T00:00:00Z"));

    // What matters is how much may have been declared since, whatever moment is asked about.
    cast.policy.max_did_age_seconds = 3600;
    EXPECT_EQ(troubles(cast.judge_at("2026-11-13T00:00:00Z")),
              "did.freshness: undetermined did.stale\n");

    cast.retire();
    report = cast.judge_at("2026-11-14T00:00:00Z");
    EXPECT_NE(report.find("time")->detail.find("is not known"), std::string::npos);
}

TEST(VerifyTime, ADidWithoutHistoryIsJudgedAtAnyMoment) {
    Cast cast;
    const auto credential =
        cast.sign(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""));
    cast.policy.at = time("2026-11-21T12:00:00Z");
    const Report report = cast.report(credential);
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.find("time")->detail,
              "no evidence shows when the proof existed; nothing else bounds when it was "
              "signed");
    EXPECT_EQ(bounds_of(report), R"({"at":"2026-11-21T12:00:00Z","sources":[]})");
}

TEST(VerifyTime, CannotJudgeByADocumentThatBreaksTheRules) {
    Lived cast;
    cast.add(Version::Kind::updated, "2026-11-15T00:00:00Z", std::nullopt);
    EXPECT_EQ(entry(cast.judge(), "time"), "undetermined did.invalid_document");
    EXPECT_EQ(cast.judge().verdict(), Verdict::could_not_judge);
    // As of before it was not there; but since then the key is not vouched for.
    EXPECT_EQ(troubles(cast.judge_at("2026-11-14T00:00:00Z")),
              "time: undetermined key.retired_unproven at /proof/verificationMethod\n");
    cast.policy.at.reset();
    cast.add(Version::Kind::updated, "2026-11-16T00:00:00Z", cast.listing(*cast.signer));
    EXPECT_EQ(troubles(cast.judge()), "");
    cast.add(Version::Kind::updated, "2026-11-17T00:00:00Z", std::nullopt);
    cast.add(Version::Kind::deactivated, "2026-11-18T00:00:00Z", std::nullopt);
    EXPECT_EQ(entry(cast.judge(), "control"), "undetermined did.invalid_document");
}

TEST(VerifyTime, PrintsTheBounds) {
    Lived cast;
    cast.retire();
    cast.history.freshness = did::Freshness{time("2026-11-20T00:00:00Z"), "did export"};
    cast.policy.evidence = {{"log B", "", time("2026-11-11T00:00:00Z")},
                            {"log C", "", Error(errors::kEvidenceNotIndependent, "not for you")}};
    EXPECT_EQ(bounds_of(cast.judge_at("2026-11-14T00:00:00Z")),
              R"({"at":"2026-11-14T00:00:00Z","notBefore":"2026-11-01T00:00:00Z",)"
              R"("notAfter":"2026-11-11T00:00:00Z","knownUntil":"2026-11-20T00:00:00Z",)"
              R"("sources":[{"source":"the operator of the DID's ledger",)"
              R"("notBefore":"2026-11-01T00:00:00Z"},)"
              R"({"source":"log B","notAfter":"2026-11-11T00:00:00Z"},)"
              R"({"source":"log C","code":"time.evidence_not_independent",)"
              R"("detail":"not for you"}]})");
}

}  // namespace
}  // namespace deed::credentials
