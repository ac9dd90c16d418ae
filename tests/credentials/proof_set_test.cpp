// Several proofs: sets, chains, and who must have signed.
#include "credentials/proof_verification.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"
#include "tests/credentials/signatories.hpp"
#include "tests/support/vectors.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::entry_of;
using test::parse;
using test::Signatories;
using test::troubles;
using test::with;

constexpr ErrorCode kDown{"net.down", ErrorKind::unavailable, "", ""};

json::Document without(const json::Document& document, std::string_view pointer) {
    return document.without(pointer).value();
}

TEST(ProofSet, IsGoodWhenEveryProofIs) {
    Signatories cast;
    const Report report = cast.report(cast.set());
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.exit_code(), 0);
    ASSERT_EQ(report.proofs().size(), 3u);
    EXPECT_EQ(report.proofs()[1].pointer, "/proof/1");
    EXPECT_EQ(report.proofs()[1].verification_method, cast.dean.method);
    EXPECT_EQ(entry_of(report, 0, "control"), "passed");
    // Who signs beside the issuer need not be the issuer; the report says who it was.
    EXPECT_EQ(entry_of(report, 1, "control"), "skipped");
    EXPECT_EQ(report.proofs()[1].report.find("control")->detail,
              "signed beside the issuer by " + cast.dean.did.to_string());
    EXPECT_FALSE(report.bounds());
    EXPECT_TRUE(report.proofs()[1].report.bounds());
    const auto json = report.to_json();
    EXPECT_EQ(json.root().find("proofs")->array().size(), 3u);
}

TEST(ProofSet, IsBadWhenOneProofIs) {
    Signatories cast;
    const auto changed = with(cast.set(), "/proof/1/created", R"("2026-11-21T00:00:00Z")");
    const Report report = cast.report(changed);
    EXPECT_EQ(troubles(report), "proof: failed proof.signature_invalid at /proof/1/proofValue\n");
    EXPECT_EQ(entry_of(report, 0, "proof"), "passed");
    EXPECT_EQ(entry_of(report, 2, "proof"), "passed");
    EXPECT_EQ(report.exit_code(), 10);
}

TEST(ProofSet, CannotBeJudgedWhenOneProofCannot) {
    Signatories cast;
    const auto changed = with(cast.set(), "/proof/1/cryptosuite", R"("bbs-2023")");
    const Report report = cast.report(changed);
    EXPECT_EQ(troubles(report), "proof: undetermined proof.suite_unsupported at /proof/1\n");
    EXPECT_EQ(report.exit_code(), 9);

    // Unless the verifier is content with one by the issuer; the other stays in the report.
    cast.policy.proofs = ProofRule::one;
    const Report content = cast.report(changed);
    EXPECT_EQ(troubles(content), "");
    EXPECT_EQ(entry_of(content, 1, "proof"), "undetermined proof.suite_unsupported at /proof/1");
}

TEST(ProofSet, OneByTheIssuerMustHoldWhateverTheRule) {
    Signatories cast;
    const auto changed = with(cast.set(), "/proof/0/created", R"("2026-11-21T00:00:00Z")");
    cast.policy.proofs = ProofRule::one;
    EXPECT_EQ(troubles(cast.report(changed)),
              "proof: failed proof.signature_invalid at /proof/0/proofValue\n");
    const auto stripped = without(cast.set(), "/proof/0");
    for (const ProofRule rule : {ProofRule::all, ProofRule::one}) {
        cast.policy.proofs = rule;
        const Report report = cast.report(stripped);
        EXPECT_EQ(troubles(report), "control: failed control.foreign_key at /issuer\n");
        EXPECT_EQ(report.exit_code(), 13);
    }
}

TEST(ProofSet, AnyOfSeveralByTheIssuerWillDoByTheRuleOfOne) {
    Signatories cast;
    const auto twice = cast.cosigned(cast.issued(), test::Signatory(crypto::KeyType::ed25519, 1),
                                     "urn:proof:again")
                           .value();
    const auto changed = with(twice, "/proof/0/cryptosuite", R"("bbs-2023")");
    EXPECT_EQ(cast.report(changed).verdict(), Verdict::could_not_judge);
    cast.policy.proofs = ProofRule::one;
    EXPECT_EQ(cast.report(changed).verdict(), Verdict::good);
}

TEST(ProofSet, DoesNotHideAnExtraProofByAStranger) {
    Signatories cast;
    const auto extra = cast.cosigned(cast.issued(), cast.stranger, "urn:proof:x").value();
    const auto broken = with(extra, "/proof/1/proofValue", R"("z1")");
    EXPECT_EQ(troubles(cast.report(broken)),
              "proof: failed proof.value_malformed at /proof/1/proofValue\n");
    // Resolution that fails leaves the extra one open, and so the whole.
    cast.resolver.fail(cast.stranger.did, Error(kDown, "down"));
    const Report report = cast.report(extra);
    EXPECT_EQ(report.verdict(), Verdict::could_not_judge);
    EXPECT_EQ(entry_of(report, 0, "proof"), "passed");
    EXPECT_EQ(report.find("control")->state, CheckState::undetermined);
    cast.policy.proofs = ProofRule::one;
    EXPECT_EQ(cast.report(extra).verdict(), Verdict::good);
}

TEST(ProofSet, KnowsWhoMustHaveSigned) {
    Signatories cast;
    cast.policy.signers = {cast.dean.did.to_string(), cast.rector.did.to_string()};
    EXPECT_EQ(troubles(cast.report(cast.set())), "");
    const Report stripped = cast.report(without(cast.set(), "/proof/1"));
    EXPECT_EQ(troubles(stripped), "proof: failed proof.signer_missing at /proof\n");
    EXPECT_NE(stripped.find("proof")->detail.find(cast.dean.did.to_string()), std::string::npos);
    EXPECT_EQ(stripped.exit_code(), 13);
    // Also where the credential has one proof only, and where one proof by the issuer would do.
    EXPECT_EQ(entry(cast.report(cast.issued()), "proof"), "failed proof.signer_missing at /proof");
    cast.policy.proofs = ProofRule::one;
    EXPECT_EQ(entry(cast.report(cast.issued()), "proof"), "failed proof.signer_missing at /proof");

    const auto bad = with(cast.set(), "/proof/2/created", R"("2026-11-21T00:00:00Z")");
    EXPECT_EQ(troubles(cast.report(bad)),
              "proof: failed proof.signature_invalid at /proof/2/proofValue\n");
    cast.policy.signers = {cast.dean.did.to_string()};
    EXPECT_EQ(troubles(cast.report(bad)), "");
}

TEST(ProofSet, KnowsWhichKeyMustHaveSigned) {
    Signatories cast;
    cast.policy.key_ids = {cast.method};
    EXPECT_EQ(troubles(cast.report(cast.issued())), "");
    cast.policy.key_ids = {cast.method, cast.dean.method};
    EXPECT_EQ(troubles(cast.report(cast.set())), "");
    const Report report = cast.report(cast.issued());
    EXPECT_EQ(troubles(report), "proof: failed proof.key_id_missing at /proof\n");
    EXPECT_EQ(report.exit_code(), 13);
}

TEST(ProofSet, ASkippedCheckAsksForNoSigner) {
    Signatories cast;
    cast.policy.signers = {cast.dean.did.to_string()};
    cast.policy.skip = {"proof"};
    EXPECT_EQ(entry(cast.report(cast.issued()), "proof"), "skipped");
}

TEST(ProofSet, RefusesMoreProofsThanItJudges) {
    Signatories cast;
    const auto credential = cast.issued();
    const std::string proof =
        json::to_string(without(credential, "/proof/id").root().find("proof").value());
    const auto many = [&](std::size_t count) {
        std::string list = "[" + proof;
        for (std::size_t i = 1; i < count; ++i) list += "," + proof;
        return with(credential, "/proof", list + "]");
    };
    EXPECT_EQ(cast.report(many(kMaxProofs)).proofs().size(), kMaxProofs);
    const Report report = cast.report(many(kMaxProofs + 1));
    EXPECT_EQ(entry(report, "proof"), "failed proof.too_many at /proof");
    EXPECT_EQ(report.exit_code(), 7);
}

TEST(ProofSet, RefusesTwoProofsOfOneId) {
    Signatories cast;
    const auto set = with(cast.set(), "/proof/2/id", R"("urn:proof:dean")");
    const Report report = cast.report(set);
    EXPECT_EQ(troubles(report), "proof: failed proof.id_duplicate at /proof/1/id\n");
    EXPECT_EQ(entry_of(report, 2, "proof"), "failed proof.id_duplicate at /proof/2/id");
    EXPECT_EQ(report.exit_code(), 7);
}

TEST(ProofChain, IsGoodInEveryShape) {
    Signatories cast;
    for (const auto& credential : {cast.chain(), cast.joint()}) {
        const Report report = cast.report(credential);
        EXPECT_EQ(troubles(report), "");
        EXPECT_EQ(report.proofs().size(), 3u);
    }
    EXPECT_EQ(json::to_string(*cast.chain().root().find("proof")->array()[2].find("previousProof")),
              R"("urn:proof:dean")");
    EXPECT_EQ(json::to_string(*cast.joint().root().find("proof")->array()[2].find("previousProof")),
              R"(["urn:proof:issuer","urn:proof:dean"])");
}

TEST(ProofChain, FallsWithWhatItBuildsOn) {
    Signatories cast;
    const auto chain = cast.chain();
    // The signature of the rector is over the dean's proof, not over the issuer's.
    const auto changed = with(chain, "/proof/0/created", R"("2026-11-21T00:00:00Z")");
    const Report report = cast.report(changed);
    EXPECT_EQ(troubles(report), "proof: failed proof.signature_invalid at /proof/0/proofValue\n");
    EXPECT_EQ(entry_of(report, 1, "proof"),
              "failed proof.signature_invalid at /proof/1/proofValue");
    EXPECT_EQ(entry_of(report, 2, "proof"),
              "failed proof.previous_failed at /proof/2/previousProof");

    const auto open = with(cast.joint(), "/proof/0/cryptosuite", R"("bbs-2023")");
    EXPECT_EQ(entry_of(cast.report(open), 2, "proof"),
              "failed proof.signature_invalid at /proof/2/proofValue");
}

TEST(ProofChain, IsOpenWhereWhatItBuildsOnIs) {
    Signatories cast;
    const auto chain = cast.chain();
    cast.resolver.fail(cast.dean.did, Error(kDown, "down"));
    const Report report = cast.report(chain);
    EXPECT_EQ(entry_of(report, 2, "proof"),
              "undetermined proof.previous_undetermined at /proof/2/previousProof");
    // The report names the cause, not what follows from it.
    EXPECT_EQ(entry(report, "proof"), "undetermined net.down");
    EXPECT_EQ(report.exit_code(), 9);
}

TEST(ProofChain, IsBadWithoutWhatItBuildsOn) {
    Signatories cast;
    const Report report = cast.report(without(cast.chain(), "/proof/1"));
    EXPECT_EQ(troubles(report),
              "proof: failed proof.previous_not_found at /proof/1/previousProof\n");
    EXPECT_EQ(report.exit_code(), 10);
    // Whoever signed last can still be taken out: name them as signers.
    EXPECT_EQ(troubles(cast.report(without(cast.chain(), "/proof/2"))), "");
}

TEST(ProofChain, KeepsItsOrderWhereverTheProofsStand) {
    Signatories cast;
    const auto chain = cast.chain();
    const auto proofs = chain.root().find("proof")->array();
    json::Writer writer;
    writer.begin_array().value(proofs[2]).value(proofs[0]).value(proofs[1]).end_array();
    const auto moved = chain.with("/proof", writer.take_document().root()).value();
    EXPECT_EQ(troubles(cast.report(moved)), "");
}

// A proof over several is over them in the order of the document.
TEST(ProofChain, CoversTheOrderOfWhatItBuildsOn) {
    Signatories cast;
    const auto joint = cast.joint();
    const auto proofs = joint.root().find("proof")->array();
    json::Writer writer;
    writer.begin_array().value(proofs[1]).value(proofs[0]).value(proofs[2]).end_array();
    const auto moved = joint.with("/proof", writer.take_document().root()).value();
    EXPECT_EQ(troubles(cast.report(moved)),
              "proof: failed proof.signature_invalid at /proof/2/proofValue\n");
}

TEST(ProofChain, RefusesCycles) {
    Signatories cast;
    const auto chain = cast.chain();
    const auto self = with(chain, "/proof/0/previousProof", R"("urn:proof:issuer")");
    EXPECT_EQ(troubles(cast.report(self)),
              "proof: failed proof.chain_cycle at /proof/0/previousProof\n");
    const Report report =
        cast.report(with(chain, "/proof/0/previousProof", R"(["urn:proof:rector"])"));
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(entry_of(report, i, "proof"),
                  "failed proof.chain_cycle at /proof/" + std::to_string(i) + "/previousProof");
    EXPECT_EQ(report.exit_code(), 7);
}

TEST(ProofChain, CanBeAsLongAsTheSetIsLarge) {
    Signatories cast;
    auto credential = cast.issued("urn:proof:0");
    for (std::size_t i = 1; i < kMaxProofs; ++i)
        credential = cast.cosigned(credential, cast.dean, "urn:proof:" + std::to_string(i),
                                   {"urn:proof:" + std::to_string(i - 1)})
                         .value();
    EXPECT_EQ(troubles(cast.report(credential)), "");
    EXPECT_CODE(cast.cosigned(credential, cast.dean, "urn:proof:more"), errors::kProofTooMany);
    // The last of them falls with the first.
    const auto changed = with(credential, "/proof/0/proofValue", R"("z1")");
    EXPECT_EQ(entry_of(cast.report(changed), kMaxProofs - 1, "proof"),
              "failed proof.previous_failed at /proof/31/previousProof");
}

// The worked example of VC DI EdDSA 1.0, which is of an RDF suite: what each proof of it covers is
// what the example prints as its temporary documents.
TEST(ProofChain, CoversWhatTheW3cExampleCovers) {
    DEED_NEEDS_VECTORS();
    const auto vector = [](const std::string& name) {
        return parse(deed::test::read_vector("di-eddsa/proof-set-chain/" + name));
    };
    const std::pair<const char*, const char*> steps[] = {
        {"signedProofChain1.json", "proofChainTempDoc1.json"},
        {"signedProofChain2.json", "proofChainTempDoc2.json"}};
    for (const auto& [secured, covered] : steps) {
        const auto document = vector(secured);
        const KnownContexts contexts;
        const auto stated = stated_proofs(document.root(), contexts);
        const StatedProof& last = stated.back().stated.value();
        json::Writer writer;
        writer.begin_array();
        for (const std::size_t index : last.previous)
            writer.value(document.root().find("proof")->array()[index]);
        const auto input =
            document.with("/proof", writer.end_array().take_document().root()).value();
        EXPECT_EQ(json::canonicalize(input.root()), json::canonicalize(vector(covered).root()));
    }
}

// Of several signers; the issuer, a web page, is none of them.
TEST(ProofSet, OfTheW3cExamplesIsGenuine) {
    DEED_NEEDS_VECTORS();
    for (const std::string name : {"signedProofSet1.json", "signedProofSet2.json",
                                   "signedProofChain1.json", "signedProofChain2.json"}) {
        const auto secured = parse(deed::test::read_vector("di-eddsa/proof-set-chain/" + name));
        Signatories cast;
        cast.policy.allow_foreign_keys = true;
        const Report report = cast.report(secured);
        EXPECT_EQ(report.find("proof")->state, CheckState::passed)
            << name << ": " << report.find("proof")->detail;
        for (std::size_t i = 0; i < report.proofs().size(); ++i)
            EXPECT_EQ(entry_of(report, i, "proof"), "passed") << name;
    }
}

TEST(ProofChain, OfTheW3cExampleFallsWithItsFirstProof) {
    DEED_NEEDS_VECTORS();
    const auto secured =
        parse(deed::test::read_vector("di-eddsa/proof-set-chain/signedProofChain2.json"));
    Signatories cast;
    cast.policy.allow_foreign_keys = true;
    const Report report =
        cast.report(with(secured, "/proof/0/created", R"("2023-02-26T22:06:39Z")"));
    EXPECT_EQ(entry_of(report, 0, "proof"),
              "failed proof.signature_invalid at /proof/0/proofValue");
    EXPECT_EQ(entry_of(report, 1, "proof"), "passed");
    EXPECT_EQ(report.find("proof")->state, CheckState::failed);
}

}  // namespace
}  // namespace deed::credentials
