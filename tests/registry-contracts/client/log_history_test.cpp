#include "registry-contracts/client/log_history.hpp"

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

using test::must;
using test::signer_of;

const std::string kOrigin = "log.example";

std::unique_ptr<crypto::Signer> log_signer(std::uint8_t byte) {
    return signer_of(crypto::KeyType::ed25519, byte);
}

tlog::VerifierKey key_of(std::uint8_t byte, const std::string& name = kOrigin) {
    return must(tlog::VerifierKey::create(name, log_signer(byte)->public_key()));
}

LogEntry succession(std::uint64_t position, std::uint8_t from, std::uint8_t to,
                    const std::string& origin = kOrigin) {
    Call call;
    return must(LogEntry::sign_succession(key_of(from, origin), test::at_second(1), position,
                                          *log_signer(from), *log_signer(to), call));
}

LogEntry recovery(std::uint64_t position, const LogRecovery& loss, std::uint8_t by = 1) {
    Call call;
    return must(LogEntry::sign_recovery(key_of(by), test::at_second(1), position, loss,
                                        *log_signer(by), call));
}

/// An entry around any note: what a forger can make.
LogEntry with_note(const std::string& note) {
    cbor::Writer writer;
    writer.array(3).text("deed/log/v1").uint(1000).bytes(as_bytes(note));
    return must(LogEntry::parse(writer.data()));
}

LogEntry without_signature(const LogEntry& entry, std::size_t which) {
    std::string note = entry.note().body() + "\n";
    std::string rest = entry.note().to_string().substr(note.size());
    const std::string first = rest.substr(0, rest.find('\n') + 1);
    note += which == 0 ? rest.substr(first.size()) : first;
    return with_note(note);
}

LogEntry with_body_of(const LogEntry& signed_entry, const LogEntry& other) {
    return with_note(other.note().body() +
                     signed_entry.note().to_string().substr(signed_entry.note().body().size()));
}

TEST(LogHistory, BeginsWithTheFirstKey) {
    const LogHistory history(key_of(1));
    EXPECT_EQ(history.first(), key_of(1));
    EXPECT_EQ(history.key_in_force(), key_of(1));
    EXPECT_EQ(history.signer_of(1'000'000), key_of(1));
    EXPECT_TRUE(history.had(key_of(1)));
    EXPECT_FALSE(history.had(key_of(2)));
    EXPECT_EQ(history.describe_losses(), "");
}

TEST(LogHistory, FollowsSuccessions) {
    LogHistory history(key_of(1));
    EXPECT_OK(history.take(3, succession(3, 1, 2)));
    EXPECT_OK(history.take(7, succession(7, 2, 3)));
    EXPECT_EQ(history.first(), key_of(1));
    EXPECT_EQ(history.key_in_force(), key_of(3));
    EXPECT_EQ(history.successions().size(), 2U);
    // A head over the succession itself is the new key's first.
    EXPECT_EQ(history.signer_of(0), key_of(1));
    EXPECT_EQ(history.signer_of(3), key_of(1));
    EXPECT_EQ(history.signer_of(4), key_of(2));
    EXPECT_EQ(history.signer_of(7), key_of(2));
    EXPECT_EQ(history.signer_of(8), key_of(3));
    for (const std::uint8_t byte : {1, 2, 3}) EXPECT_TRUE(history.had(key_of(byte)));
    EXPECT_FALSE(history.had(key_of(4)));
    EXPECT_FALSE(history.had(key_of(2, "other.example")));
}

TEST(LogHistory, RefusesWhatTheKeyInForceDidNotSign) {
    LogHistory history(key_of(1));
    EXPECT_CODE(history.take(3, succession(3, 4, 2)), errors::kLogEntryUnsigned);
    EXPECT_CODE(history.take(3, without_signature(succession(3, 1, 2), 0)),
                errors::kLogEntryUnsigned);
    EXPECT_CODE(history.take(3, recovery(3, {{2, {}}, {5, {}}, 3}, 2)), errors::kLogEntryUnsigned);
    EXPECT_OK(history.take(3, succession(3, 1, 2)));
    // The old key has had its time.
    EXPECT_CODE(history.take(4, succession(4, 1, 3)), errors::kLogEntryUnsigned);
    EXPECT_EQ(history.key_in_force(), key_of(2));
}

TEST(LogHistory, RefusesAKeyThatNobodyShowsToHold) {
    LogHistory history(key_of(1));
    EXPECT_CODE(history.take(3, without_signature(succession(3, 1, 2), 1)),
                errors::kLogEntryHalfSigned);
    EXPECT_EQ(history.key_in_force(), key_of(1));
}

TEST(LogHistory, RefusesForgedSignatures) {
    LogHistory history(key_of(1));
    EXPECT_CODE(history.take(4, with_body_of(succession(3, 1, 2), succession(4, 1, 2))),
                errors::kLogEntryForged);
    // Only the new key's signature is of another text.
    const LogEntry good = succession(4, 1, 2);
    const std::string body = good.note().body() + "\n";
    const std::string lines = good.note().to_string().substr(body.size());
    const std::string other = succession(3, 1, 2).note().to_string().substr(body.size());
    const std::size_t cut = lines.find('\n') + 1;
    EXPECT_CODE(history.take(4, with_note(body + lines.substr(0, cut) + other.substr(cut))),
                errors::kLogEntryForged);
    EXPECT_OK(history.take(4, good));
}

TEST(LogHistory, RefusesEntriesOfOtherLogsAndPlaces) {
    LogHistory history(key_of(1));
    EXPECT_CODE(history.take(3, succession(3, 1, 2, "other.example")),
                errors::kLogEntryWrongOrigin);
    EXPECT_CODE(history.take(4, succession(3, 1, 2)), errors::kLogEntryWrongPosition);
    EXPECT_OK(history.take(3, succession(3, 1, 2)));
    EXPECT_CODE(history.take(3, succession(3, 2, 3)), errors::kLogEntryOutOfOrder);
    EXPECT_CODE(history.take(2, succession(2, 2, 3)), errors::kLogEntryOutOfOrder);
}

TEST(LogHistory, NeverGoesBackToAKey) {
    LogHistory history(key_of(1));
    EXPECT_OK(history.take(3, succession(3, 1, 2)));
    EXPECT_CODE(history.take(4, succession(4, 2, 1)), errors::kLogEntryKeyReused);
}

TEST(LogHistory, TellsLosses) {
    LogHistory history(key_of(1));
    EXPECT_OK(history.take(3, recovery(3, {{3, {}}, {4, {}}, 3})));
    EXPECT_TRUE(history.losses().empty());
    EXPECT_OK(history.take(4, recovery(4, {{3, {}}, {4, {}}, {}})));
    EXPECT_OK(history.take(9, recovery(9, {{6, {}}, {9, {}}, {}})));
    ASSERT_EQ(history.losses().size(), 2U);
    EXPECT_EQ(history.describe_losses(),
              "entry 3 of this log was lost: its key once signed a head of 4 entries that this log "
              "does not continue; entries 6 to 8 of this log were lost: its key once signed a head "
              "of 9 entries that this log does not continue");
}

class WholeLog : public ::testing::Test {
protected:
    Result<void> take(const LogEntry& entry) {
        const std::uint64_t position = tree_.size();
        const auto taken = whole_.take(position, entry,
                                       [this](std::uint64_t size) { return tree_.root_at(size); });
        if (taken) tree_.append(tlog::leaf_hash(entry.encode()));
        return taken;
    }
    void add_operation() {
        EXPECT_OK(whole_.pass_operation());
        tree_.append(tlog::leaf_hash(test::bytes_of("operation")));
    }
    LogRecovery loss(std::uint64_t held, std::uint64_t known,
                     std::optional<std::uint64_t> lost) const {
        tlog::Hash root{};
        root.fill(7);
        return {{held, tree_.root_at(held)}, {known, root}, lost};
    }

    tlog::MerkleTree tree_;
    WholeLogHistory whole_{key_of(1)};
};

TEST_F(WholeLog, TakesACompleteDeclaration) {
    add_operation();
    add_operation();
    EXPECT_OK(take(recovery(2, loss(2, 4, 2))));
    EXPECT_OK(take(recovery(3, loss(2, 4, 3))));
    EXPECT_TRUE(whole_.unfinished());
    EXPECT_CODE(whole_.pass_operation(), errors::kLogEntryBadRecovery);
    EXPECT_CODE(take(succession(4, 1, 2)), errors::kLogEntryBadRecovery);
    EXPECT_OK(take(recovery(4, loss(2, 4, {}))));
    EXPECT_FALSE(whole_.unfinished());
    add_operation();
    EXPECT_EQ(whole_.history().losses().size(), 1U);
}

TEST_F(WholeLog, RefusesADeclarationThatDoesNotFit) {
    add_operation();
    add_operation();
    add_operation();
    // It begins elsewhere, is only the end of one, or speaks of other entries than these.
    EXPECT_CODE(take(recovery(3, loss(2, 5, 3))), errors::kLogEntryBadRecovery);
    EXPECT_CODE(take(recovery(3, loss(1, 3, {}))), errors::kLogEntryBadRecovery);
    LogRecovery other = loss(3, 5, 3);
    other.held.root.fill(1);
    EXPECT_CODE(take(recovery(3, other)), errors::kLogEntryBadRecovery);

    EXPECT_OK(take(recovery(3, loss(3, 5, 3))));
    // Another story in the middle.
    EXPECT_CODE(take(recovery(4, loss(3, 6, 4))), errors::kLogEntryBadRecovery);
    LogRecovery changed = loss(3, 5, 4);
    changed.known.root.fill(8);
    EXPECT_CODE(take(recovery(4, changed)), errors::kLogEntryBadRecovery);
    EXPECT_OK(take(recovery(4, loss(3, 5, 4))));
}

TEST_F(WholeLog, MayLoseMoreWhileALossIsDeclared) {
    add_operation();
    EXPECT_OK(take(recovery(1, loss(1, 4, 1))));
    EXPECT_OK(take(recovery(2, loss(2, 3, 2))));
    EXPECT_OK(take(recovery(3, loss(2, 3, {}))));
    ASSERT_EQ(whole_.history().losses().size(), 1U);
    EXPECT_EQ(whole_.history().losses()[0].held.size, 2U);
}

class Followed : public ::testing::Test {
protected:
    void SetUp() override {
        tree_.append(tlog::leaf_hash(test::bytes_of("0")));
        add(succession(1, 1, 2));
        tree_.append(tlog::leaf_hash(test::bytes_of("2")));
        add(succession(3, 2, 3));
        head_ = {kOrigin, tree_.size(), tree_.root(), {}};
        for (ProvedLogEntry& proved : proved_)
            proved.proof = tree_.inclusion_proof(proved.position, tree_.size());
    }
    void add(const LogEntry& entry) {
        proved_.push_back({tree_.size(), entry.encode(), {}});
        tree_.append(tlog::leaf_hash(entry.encode()));
    }
    tlog::MerkleTree tree_;
    std::vector<ProvedLogEntry> proved_;
    tlog::Checkpoint head_;
};

TEST_F(Followed, LeadsToTheKeyInForce) {
    EXPECT_EQ(must(follow_log(key_of(1), proved_, head_)).key_in_force(), key_of(3));
    EXPECT_EQ(must(follow_log(key_of(1), {}, head_)).key_in_force(), key_of(1));
    // One that is left out leads to a key that did not sign the head; this is seen there.
    EXPECT_EQ(must(follow_log(key_of(1), {proved_.data(), 1}, head_)).key_in_force(), key_of(2));
    EXPECT_CODE(follow_log(key_of(1), {proved_.data() + 1, 1}, head_), errors::kLogEntryUnsigned);
}

TEST_F(Followed, RefusesWhatTheTreeDoesNotHold) {
    auto changed = proved_;
    changed[1].proof[0][0] ^= 1;
    EXPECT_CODE(follow_log(key_of(1), changed, head_), errors::kLogEntryNotIncluded);
    changed = proved_;
    changed[0].entry = succession(1, 1, 4).encode();
    EXPECT_CODE(follow_log(key_of(1), changed, head_), errors::kLogEntryNotIncluded);
    std::swap(proved_[0], proved_[1]);
    EXPECT_CODE(follow_log(key_of(1), proved_, head_), errors::kLogEntryUnsigned);
}

TEST_F(Followed, RefusesWhatIsNoLogEntry) {
    proved_.insert(proved_.begin(),
                   {0, test::bytes_of("0"), tree_.inclusion_proof(0, tree_.size())});
    EXPECT_CODE(follow_log(key_of(1), proved_, head_), errors::kLogEntryMalformed);
}

}  // namespace
}  // namespace deed::registry
