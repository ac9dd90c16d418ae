#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

// The log's key is succeeded, and neither key can be made to sign behind or beside that.

namespace deed::registry::test {
namespace {

/// A signer that signs a number of times and then goes away.
class LeavingSigner final : public crypto::Signer {
public:
    LeavingSigner(crypto::Signer& inner, int signatures) : inner_(inner), left_(signatures) {}
    const crypto::PublicKey& public_key() const override { return inner_.public_key(); }
    Result<Bytes> sign(ByteView message, Call& call) override {
        if (left_-- <= 0) return Error(deed::errors::kInterrupted, "not now");
        return inner_.sign(message, call);
    }

private:
    crypto::Signer& inner_;
    int left_;
};

/// A signer whose device returns something else than a signature.
class FaultySigner final : public crypto::Signer {
public:
    explicit FaultySigner(crypto::Signer& inner) : inner_(inner) {}
    const crypto::PublicKey& public_key() const override { return inner_.public_key(); }
    Result<Bytes> sign(ByteView message, Call& call) override {
        DEED_TRY(Bytes signature, inner_.sign(message, call));
        signature[40] ^= 1;
        return signature;
    }

private:
    crypto::Signer& inner_;
};

/// A guard whose process dies instead of the advance with this number, from 0.
class DyingGuard final : public tlog::HeadGuard {
public:
    DyingGuard(tlog::HeadGuard& inner, int advances) : inner_(inner), left_(advances) {}
    Result<std::optional<tlog::GuardedHead>> highest(const tlog::VerifierKey& key,
                                                     Call& call) override {
        return inner_.highest(key, call);
    }
    Result<void> advance(const tlog::VerifierKey& key,
                         const std::optional<tlog::GuardedHead>& checked,
                         const tlog::GuardedHead& next, Call& call) override {
        if (left_-- <= 0) return Error(deed::errors::kInterrupted, "not now");
        return inner_.advance(key, checked, next, call);
    }

private:
    tlog::HeadGuard& inner_;
    int left_;
};

class SuccessionTest : public testing::Test {
protected:
    SuccessionTest() {
        fixture_.create_identity(1);
        fixture_.create_identity(2);
    }
    Result<std::unique_ptr<LogLedger>> open(crypto::Signer& signer) {
        return open_local_ledger(fixture_.folder(), signer, fixture_.guard(), fixture_.clock(),
                                 call_);
    }
    tlog::VerifierKey key_of(const crypto::Signer& signer) {
        return must(tlog::VerifierKey::create(fixture_.log_key().name(), signer.public_key()));
    }
    std::uint64_t recorded(const tlog::VerifierKey& key) {
        return must(fixture_.guard().highest(key, call_)).value().size;
    }
    std::uint64_t next_head(LogLedger& ledger, std::uint8_t number, crypto::Signer& by) {
        DidRegistry registry(ledger, fixture_.clock());
        must(registry.create(bytes_of("{}"), *controller(number), call_));
        return must(tlog::verify_checkpoint(must(ledger.checkpoint(call_)), key_of(by))).size;
    }

    LocalFixture fixture_;
    std::unique_ptr<crypto::Signer> second_ = signer_of(crypto::KeyType::ed25519, 22);
    std::unique_ptr<crypto::Signer> third_ = signer_of(crypto::KeyType::ed25519, 33);
    Call call_;
};

TEST_F(SuccessionTest, TheNewKeySignsFromTheEntryOn) {
    const std::string network = fixture_.log().network();
    ASSERT_OK_AND(const std::uint64_t position, fixture_.log().succeed(*second_, call_));
    EXPECT_EQ(position, 2U);
    ASSERT_OK_AND(const LogHistory history, fixture_.log().history(call_));
    EXPECT_EQ(history.first(), fixture_.log_key());
    EXPECT_EQ(history.key_in_force(), key_of(*second_));
    ASSERT_OK_AND(const std::string head, fixture_.log().checkpoint(call_));
    EXPECT_EQ(must(tlog::verify_checkpoint(head, key_of(*second_))).size, 3U);
    EXPECT_EQ(next_head(fixture_.log(), 3, *second_), 4U);
    // Network and name stay those of the first key.
    EXPECT_EQ(fixture_.log().network(), network);
    EXPECT_EQ(fixture_.log().verifier_key(), fixture_.log_key());
    ASSERT_OK_AND(const std::string said, fixture_.log().sign_statement("something\n", call_));
    EXPECT_OK(must(tlog::Note::parse(said)).verify(key_of(*second_)));

    fixture_.close();
    EXPECT_CODE(fixture_.open(), errors::kLedgerWrongKey);
    ASSERT_OK_AND(const auto again, open(*second_));
    EXPECT_EQ(next_head(*again, 4, *second_), 5U);
    EXPECT_EQ(must(again->history(call_)).successions().size(), 1U);
}

TEST_F(SuccessionTest, MayComeAgainButNeverBack) {
    must(fixture_.log().succeed(*second_, call_));
    // The same once more changes nothing.
    EXPECT_EQ(must(fixture_.log().succeed(*second_, call_)), 2U);
    EXPECT_EQ(must(fixture_.log().succeed(*third_, call_)), 3U);
    EXPECT_CODE(fixture_.log().succeed(*second_, call_), errors::kLogEntryKeyReused);
    EXPECT_CODE(fixture_.log().succeed(fixture_.log_signer(), call_), errors::kLogEntryKeyReused);
    EXPECT_EQ(next_head(fixture_.log(), 3, *third_), 5U);
    fixture_.close();
    EXPECT_CODE(open(*second_), errors::kLedgerWrongKey);
    EXPECT_OK(open(*third_));
}

TEST_F(SuccessionTest, AFaultySignatureIsNeverWritten) {
    FaultySigner faulty(*second_);
    EXPECT_CODE(fixture_.log().succeed(faulty, call_), errors::kLogEntryForged);
    EXPECT_EQ(next_head(fixture_.log(), 3, fixture_.log_signer()), 3U);
    fixture_.close();
    ASSERT_OK_AND(const auto again, fixture_.open());
    EXPECT_EQ(must(again->succeed(*second_, call_)), 3U);
}

TEST_F(SuccessionTest, IsNoStatementThatTheLogSignsOtherwise) {
    const std::string body = "deed/log-succession/v1\n" + fixture_.log_key().name() + "\n2\n" +
                             key_of(*third_).to_string() + "\n";
    EXPECT_CODE(fixture_.log().sign_statement(body, call_), errors::kStatementIsHead);
    EXPECT_CODE(fixture_.log().sign_statement("deed/log-recovery/v1\nmore\n", call_),
                errors::kStatementIsHead);
}

TEST_F(SuccessionTest, ReadersMayKnowAnyKeyOfTheLog) {
    must(fixture_.log().succeed(*second_, call_));
    EXPECT_OK(fixture_.read(&fixture_.guard()));
    EXPECT_OK(read_local_ledger(fixture_.folder(), key_of(*second_), nullptr, call_));
    EXPECT_CODE(read_local_ledger(fixture_.folder(), key_of(*third_), nullptr, call_),
                errors::kLedgerWrongKey);
    EXPECT_CODE(must(fixture_.read())->succeed(*third_, call_), errors::kLedgerReadOnly);
}

TEST_F(SuccessionTest, NeitherKeySignsBehindIt) {
    const auto before = fixture_.copy();
    must(fixture_.log().succeed(*second_, call_));
    const auto after = fixture_.copy();
    EXPECT_EQ(recorded(fixture_.log_key()), 3U);
    EXPECT_EQ(recorded(key_of(*second_)), 3U);
    next_head(fixture_.log(), 3, *second_);
    // The old key's record stays at the head by which the new one came.
    EXPECT_EQ(recorded(fixture_.log_key()), 3U);
    EXPECT_EQ(recorded(key_of(*second_)), 4U);
    fixture_.close();

    fixture_.restore(before);
    EXPECT_CODE(fixture_.open(), tlog::errors::kRolledBack);
    EXPECT_CODE(fixture_.read(&fixture_.guard()), tlog::errors::kRolledBack);
    fixture_.restore(after);
    EXPECT_CODE(open(*second_), tlog::errors::kRolledBack);
}

TEST_F(SuccessionTest, AnInterruptedOneIsFinishedOrHasNotBegun) {
    struct Case {
        int signatures;
        int advances;
        bool begun;
    };
    // The old key's head file, the new key's head file; the new key signs the entry, then the head.
    const Case cases[] = {{0, 9, false}, {1, 9, true}, {9, 0, true}, {9, 1, true}};
    std::uint8_t number = 10;
    for (const Case& at : cases) {
        SCOPED_TRACE(std::to_string(at.signatures) + " " + std::to_string(at.advances));
        LocalFixture fixture;
        fixture.create_identity(1);
        fixture.close();
        DyingGuard guard(fixture.guard(), at.advances);
        LeavingSigner next(*second_, at.signatures);
        {
            ASSERT_OK_AND(const auto ledger,
                          open_local_ledger(fixture.folder(), fixture.log_signer(), guard,
                                            fixture.clock(), call_));
            EXPECT_CODE(ledger->succeed(next, call_), deed::errors::kInterrupted);
        }
        if (!at.begun) {
            EXPECT_OK(fixture.open());
            continue;
        }
        // Readers see what the last head covers, and who signed it.
        ASSERT_OK_AND(const auto reader, fixture.read(&fixture.guard()));
        EXPECT_TRUE(must(reader->history(call_)).successions().empty());
        EXPECT_CODE(fixture.open(), errors::kLedgerWrongKey);
        ASSERT_OK_AND(
            const auto ledger,
            open_local_ledger(fixture.folder(), *second_, fixture.guard(), fixture.clock(), call_));
        EXPECT_EQ(must(ledger->history(call_)).successions().size(), 1U);
        DidRegistry registry(*ledger, fixture.clock());
        EXPECT_OK(registry.create(bytes_of("{}"), *controller(number++), call_));
    }
}

TEST_F(SuccessionTest, AHeadByTheOldKeyBehindItMakesTheLogUnacceptable) {
    must(fixture_.log().succeed(*second_, call_));
    fixture_.accept_identity(3);
    fixture_.close();
    auto journal = must(
        tlog::Journal::open(fixture_.journal(), [](auto, ByteView) { return Result<void>(); }));
    tlog::MerkleTree tree;
    ASSERT_OK(tlog::Journal::read(fixture_.journal(), [&](tlog::FrameType type, ByteView payload) {
        if (type == tlog::FrameType::entry) tree.append(tlog::leaf_hash(payload));
        return Result<void>();
    }));
    const std::string origin = fixture_.log_key().name();
    const tlog::Checkpoint head{origin, tree.size(), tree.root(), {}};
    ASSERT_OK_AND(const std::string note,
                  tlog::sign_note(head.to_body(), origin, fixture_.log_signer(), call_));
    ASSERT_OK(journal.append(tlog::FrameType::head, as_bytes(note)));
    ASSERT_OK(journal.sync());
    EXPECT_CODE(fixture_.read(), tlog::errors::kSignatureMissing);
}

}  // namespace
}  // namespace deed::registry::test
