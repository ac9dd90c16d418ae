#include "lib/crypto/prehashed.hpp"
#include "lib/store/database.hpp"
#include "registry-contracts/client/log_replay.hpp"
#include "tests/registry-contracts/client/local/log_issuers.hpp"

namespace deed::registry::test {
namespace {

/// Reads, by the pinned key alone, a copy of the folder made at each look.
class CopyFixture final : public LocalFixture {
public:
    Ledger& reader() override {
        Call call;
        reader_ = must(read_local_ledger(copy(), log_key(), nullptr, call));
        return *reader_;
    }

private:
    std::unique_ptr<LogLedger> reader_;
};

/// The writer, closed and opened again with a new index before each look.
class RebuiltFixture final : public LocalFixture {
public:
    Ledger& reader() override {
        close();
        remove_index();
        reopen();
        return log();
    }
};

DEED_TEST_ISSUERS(local, std::make_unique<LogIssuers<LocalFixture>>);
DEED_TEST_READ_ONLY_ISSUERS(local_copy, std::make_unique<LogIssuers<CopyFixture>>);
DEED_TEST_READ_ONLY_ISSUERS(local_rebuilt, std::make_unique<LogIssuers<RebuiltFixture>>);

class LogIssuersTest : public testing::Test {
protected:
    LogIssuerRegistry registry(crypto::Signer& signer) {
        return {fixture_.log(), fixture_.clock(), {test::address_of(signer), &signer}};
    }
    std::uint64_t now() { return second_of(fixture_.clock().now()); }
    Accredit accredit() const {
        return Accredit{{{Address{7}, degree_}}, {true, 0, 0, kLastMoment, {}}};
    }
    crypto::Digest256 digest(const Hash& root, const Decision& decision) {
        return must(
            log_decision_digest(fixture_.log().network(), root, decision, {1, 1}, now() + 60));
    }
    Approval approval(const MemberProofs& proofs) {
        return {1, now() + 60, must(encode_signatures(proofs)), {}};
    }
    /// A root of one P-256 key, one SM2 key, and one account; all of them decide.
    Hash found_mixed() {
        std::vector<Hash> words{member_word(account_), must(member_word(p256_.public_key())),
                                must(member_word(sm2_->public_key()))};
        LogIssuerRegistry issuers = registry(*key_);
        return must(issuers.found(Hash{1}, 3, words, call_));
    }
    Bytes with_point(Bytes proof, const crypto::PublicKey& key) {
        const Bytes point = key.uncompressed();
        proof.insert(proof.end(), point.begin() + 1, point.end());
        return proof;
    }

    Call call_;
    LocalFixture fixture_;
    std::unique_ptr<crypto::Signer> key_ = controller(1);
    Address account_ = test::address_of(*key_);
    crypto::PrivateKey p256_ = crypto::PrivateKey::generate(crypto::KeyType::p256);
    std::unique_ptr<crypto::Signer> sm2_ = signer_of(crypto::KeyType::sm2, 5);
    CredentialType degree_ = credential_type_named("Degree");
};

TEST_F(LogIssuersTest, MembersSignByEachScheme) {
    const Hash root = found_mixed();
    const Decision decision = accredit();
    const auto signed_digest = digest(root, decision);
    Bytes account = must(crypto::sign_recoverable(*key_, signed_digest, call_));
    account[64] = static_cast<std::uint8_t>(account[64] + 27);
    MemberProofs proofs;
    proofs[0] = account;
    proofs[1] =
        with_point(must(crypto::sign_p256_digest(p256_, signed_digest)), p256_.public_key());
    proofs[2] = with_point(must(sm2_->sign(signed_digest, call_)), sm2_->public_key());
    LogIssuerRegistry issuers = registry(*key_);
    MemberProofs wrong = proofs;
    wrong[0] = Bytes(3);
    EXPECT_CODE(issuers.decide(root, decision, approval(wrong), call_), errors::kContractSignature);
    wrong = proofs;
    wrong[1][0] = static_cast<std::uint8_t>(wrong[1][0] ^ 1);
    EXPECT_CODE(issuers.decide(root, decision, approval(wrong), call_),
                errors::kKeySignatureInvalid);
    ASSERT_OK(issuers.decide(root, decision, approval(proofs), call_));
    EXPECT_TRUE(must(issuers.judge(root, accredit().path, degree_, now(), call_)).is_authorised());
}

TEST_F(LogIssuersTest, AHolderActsThroughItsIdentifiersController) {
    fixture_.create_identity(1);
    LogIssuerRegistry issuers = registry(*key_);
    const std::vector<Hash> words{member_word(account_)};
    const Hash root = must(issuers.found(Hash{1}, 1, words, call_));
    const auto next = controller(2);
    must(DidRegistry(fixture_.log(), fixture_.clock())
             .rotate(account_, std::nullopt, {*next, key_.get()}, call_));
    EXPECT_EQ(must(issuers.actor_of(account_, call_)), test::address_of(*next));
    // A key that was rotated out brings nothing in the identifier's name.
    EXPECT_CODE(issuers.found(Hash{2}, 1, words, call_), errors::kNotPermitted);
    LogIssuerRegistry today(fixture_.log(), fixture_.clock(), {account_, next.get()});
    ASSERT_OK_AND(const Hash second, today.found(Hash{2}, 1, words, call_));
    EXPECT_NE(second, root);
}

TEST_F(LogIssuersTest, WithoutAKeyNothingIsWritten) {
    LogIssuerRegistry reader(fixture_.log(), fixture_.clock());
    EXPECT_CODE(reader.found(Hash{1}, 1, std::vector<Hash>{member_word(account_)}, call_),
                errors::kLedgerReadOnly);
    EXPECT_CODE(reader.renounce(Hash{1}, accredit().path, {}, call_), errors::kLedgerReadOnly);
}

TEST_F(LogIssuersTest, AReplayRefusesWhatTheWriterWould) {
    LogIssuerRegistry issuers = registry(*key_);
    const std::vector<Hash> words{member_word(account_)};
    const Hash root = must(issuers.found(Hash{1}, 1, words, call_));
    const Decision decision = accredit();
    Bytes proof = must(crypto::sign_recoverable(*key_, digest(root, decision), call_));
    proof[64] = static_cast<std::uint8_t>(proof[64] + 27);
    ASSERT_OK(issuers.decide(root, decision, approval({{0, proof}}), call_));
    ASSERT_OK(verify_whole_log(fixture_.log(), call_));
    const DataSource none = [](const Hash&) -> Result<std::optional<Bytes>> {
        return std::optional<Bytes>();
    };
    std::vector<Bytes> entries;
    for (const std::uint64_t i : {0U, 1U}) entries.push_back(must(fixture_.log().entry(i, call_)));
    LogReplay without(fixture_.log().verifier_key());
    EXPECT_CODE(without.add(entries[1], none), errors::kInvalidEntry);
    LogReplay replay(fixture_.log().verifier_key());
    for (const Bytes& entry : entries) ASSERT_OK(replay.add(entry, none));
    for (const Bytes& entry : entries) EXPECT_CODE(replay.add(entry, none), errors::kInvalidEntry);
}

TEST_F(LogIssuersTest, ShowsOnlyWhatIsIncluded) {
    LogIssuerRegistry issuers = registry(*key_);
    const std::vector<Hash> words{member_word(account_)};
    const Hash root = must(issuers.found(Hash{1}, 1, words, call_));
    const Decision decision = accredit();
    Bytes proof = must(crypto::sign_recoverable(*key_, digest(root, decision), call_));
    proof[64] = static_cast<std::uint8_t>(proof[64] + 27);
    Envelope envelope{};
    envelope.type = OperationType::issuer_accredit;
    envelope.network = fixture_.log().network();
    envelope.subject = account_;
    envelope.expiry = now() + 60;
    const Bytes body = DecisionBody{root, decision, approval({{0, proof}})}.encode();
    const Submission submission{must(Operation::sign(envelope, body, *key_, call_)), {}};
    ASSERT_OK(fixture_.log().submit({&submission, 1}, call_));
    // Accepted, and under no signed head yet.
    const auto copy = fixture_.copy();
    ASSERT_OK_AND(const auto reader, read_local_ledger(copy, fixture_.log_key(), nullptr, call_));
    LogIssuerRegistry shown(*reader, fixture_.clock());
    EXPECT_CODE(shown.find(root, accredit().path, call_), errors::kRecordUnknown);
    EXPECT_TRUE(must(shown.paths_to(root, Address{7}, call_)).empty());
    ASSERT_OK(issuers.find(root, accredit().path, call_));
    EXPECT_EQ(must(issuers.paths_to(root, Address{7}, call_)).size(), 1U);
}

TEST_F(LogIssuersTest, AHoldersAccreditationsAreBounded) {
    LogIssuerRegistry issuers = registry(*key_);
    const std::vector<Hash> words{member_word(account_)};
    const Hash root = must(issuers.found(Hash{1}, 1, words, call_));
    for (std::uint64_t i = 0; i <= LogIssuerRegistry::kMostPaths; ++i) {
        EXPECT_EQ(must(issuers.paths_to(root, Address{7}, call_)).size(), i);
        const Decision decision =
            Accredit{{{Address{7}, cpt_credential_type(i)}}, {true, 0, 0, kLastMoment, {}}};
        Bytes proof = must(crypto::sign_recoverable(*key_, digest(root, decision), call_));
        proof[64] = static_cast<std::uint8_t>(proof[64] + 27);
        ASSERT_OK(issuers.decide(root, decision, approval({{0, proof}}), call_));
    }
    EXPECT_CODE(issuers.paths_to(root, Address{7}, call_), errors::kTooManyPaths);
}

}  // namespace
}  // namespace deed::registry::test
