#include <fstream>
#include <random>

#include "lib/io/file.hpp"
#include "lib/store/database.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/index.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

// The index is derived: with any index, or none, a ledger answers as a full replay of its journal.

namespace deed::registry::test {
namespace {

class IndexTest : public testing::Test {
protected:
    std::filesystem::path index() const { return fixture_.folder() / "index"; }

    /// Adds operations of every kind, in submissions of several.
    void add(std::size_t operations) {
        std::vector<Submission> pending;
        for (std::size_t i = 0; i < operations; ++i) {
            pending.push_back(random_operation());
            if (pending.size() < 1 + random_() % 12 && i + 1 < operations) continue;
            const auto tickets = must(fixture_.log().submit(pending, call_));
            if (random_() % 2 == 0)
                must(fixture_.log().wait(tickets.back(), Finality::included, call_));
            pending.clear();
            fixture_.clock().set(at_second(kStart + ++second_));
        }
    }

    Submission random_operation() {
        const auto number = static_cast<std::uint8_t>(1 + random_() % 40);
        const auto signer = controller(number);
        IdentityState& state =
            states_.try_emplace(number, IdentityState(address_of(*signer))).first->second;
        if (state.deactivated()) return random_operation();
        OperationType type = OperationType::did_create;
        if (state.exists()) {
            const std::uint64_t choice = random_() % 40;
            type = choice == 0   ? OperationType::did_deactivate
                   : choice < 15 ? OperationType::evidence_batch
                                 : OperationType::did_update;
        }
        Bytes body;
        Bytes attachment;
        if (type == OperationType::evidence_batch) {
            const auto leaves =
                commitments(static_cast<std::uint32_t>(random_() % 500), 1 + random_() % 5);
            attachment = encode_commitments(leaves);
            body = BatchBody{leaves.size(), batch_tree(attachment).root()}.encode();
            names_.push_back(batch_tree(attachment).root());
        } else if (type != OperationType::did_deactivate) {
            // Some do not fit into their entry, and some of these are repeated.
            body.assign(random_() % 20 == 0 ? 60'001 + random_() % 3 : random_() % 300, 'x');
            if (body.size() > 60'000) names_.push_back(crypto::sha256(body));
        }
        const Envelope envelope = next_envelope(state, type, fixture_.log().network(),
                                                at_second(kStart + second_), 1'000'000);
        Operation operation = must(Operation::sign(envelope, std::move(body), *signer, call_));
        if (!state.apply(operation, at_second(kStart))) throw std::runtime_error("not applied");
        return {std::move(operation), std::move(attachment)};
    }

    void expect_same_records(LogLedger& seen, LogLedger& expected, const RecordId& id) {
        const std::uint64_t half = states_.size() / 2;
        const At moments[] = {Latest{}, UntilLength{half},
                              UntilTime{at_second(kStart + second_ / 2)}};
        for (const At& at : moments) {
            const auto a = must(seen.read(id, at, call_)).operations;
            const auto b = must(expected.read(id, at, call_)).operations;
            ASSERT_EQ(a.size(), b.size());
            for (std::size_t i = 0; i < a.size(); ++i) {
                EXPECT_EQ(a[i].position, b[i].position);
                EXPECT_EQ(a[i].accepted, b[i].accepted);
                EXPECT_EQ(a[i].statement.hash, b[i].statement.hash);
                EXPECT_EQ(a[i].statement.body, b[i].statement.body);
                EXPECT_EQ(a[i].statement.key, b[i].statement.key);
            }
        }
    }

    /// Every answer of a ledger, held to that of one that replayed the journal.
    void expect_same_answers(LogLedger& seen, LogLedger& expected) {
        ASSERT_EQ(must(seen.checkpoint(call_)), must(expected.checkpoint(call_)));
        const auto head =
            must(tlog::verify_checkpoint(must(seen.checkpoint(call_)), seen.verifier_key()));
        for (const auto& [number, state] : states_) {
            const Address subject = state.subject();
            EXPECT_EQ(must(seen.state(subject, call_)), must(expected.state(subject, call_)));
            EXPECT_EQ(must(seen.controlled_by(subject, call_)),
                      must(expected.controlled_by(subject, call_)));
            expect_same_records(seen, expected, {Chain::did, subject});
            expect_same_records(seen, expected, {Chain::evidence, subject});
        }
        for (std::uint64_t i = 0; i < head.size; i += 1 + head.size / 50) {
            EXPECT_EQ(must(seen.entry(i, call_)), must(expected.entry(i, call_)));
            const std::uint64_t size = i + 1 + (head.size - i - 1) / 2;
            EXPECT_EQ(must(seen.inclusion_proof(i, size, call_)),
                      must(expected.inclusion_proof(i, size, call_)));
            EXPECT_EQ(must(seen.consistency_proof(i, head.size, call_)),
                      must(expected.consistency_proof(i, head.size, call_)));
        }
        for (const Hash& name : names_)
            EXPECT_EQ(must(seen.attachment(name, call_)), must(expected.attachment(name, call_)));
        EXPECT_EQ(must(seen.subject_count(call_)), must(expected.subject_count(call_)));
        EXPECT_EQ(must(seen.subjects(std::nullopt, 100, call_)).subjects,
                  must(expected.subjects(std::nullopt, 100, call_)).subjects);
    }

    /// The folder as it is, opened to write and to read, answers as it should.
    void expect_sound() {
        {
            ASSERT_OK_AND(const auto reader, fixture_.read(&fixture_.guard()));
            ASSERT_OK_AND(const auto replayed, fixture_.read());
            expect_same_answers(*reader, *replayed);
        }
        ASSERT_OK_AND(const auto writer, fixture_.open());
        ASSERT_OK_AND(const auto replayed, fixture_.read());
        expect_same_answers(*writer, *replayed);
    }

    Bytes index_bytes() { return must(read_file(index(), 1 << 26)); }
    void put_index(ByteView bytes) {
        fixture_.remove_index();
        std::ofstream file(index(), std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    }

    LocalFixture fixture_;
    Call call_;
    std::mt19937_64 random_{20'261'122};
    std::map<std::uint8_t, IdentityState> states_;
    std::vector<Hash> names_;
    std::int64_t second_ = 0;
};

TEST_F(IndexTest, AnswersAsAFullReplayOfALongHistory) {
    add(1000);
    fixture_.close();
    expect_sound();
}

TEST_F(IndexTest, OneThatIsGoneOrCutIsBuiltAgain) {
    add(60);
    fixture_.close();
    const Bytes good = index_bytes();
    fixture_.remove_index();
    expect_sound();
    EXPECT_TRUE(std::filesystem::exists(index()));
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{10}, std::size_t{4096}, good.size() / 2, good.size() - 1}) {
        put_index(ByteView(good).first(size));
        expect_sound();
    }
}

TEST_F(IndexTest, AFlippedBitChangesNoAnswer) {
    add(60);
    fixture_.close();
    const Bytes good = index_bytes();
    for (int round = 0; round < 12; ++round) {
        Bytes bad = good;
        bad[random_() % bad.size()] ^= static_cast<std::uint8_t>(1U << (random_() % 8));
        put_index(bad);
        expect_sound();
    }
}

TEST_F(IndexTest, OneThatIsBehindCatchesUp) {
    add(30);
    fixture_.close();
    const Bytes early = index_bytes();
    fixture_.reopen();
    add(30);
    fixture_.close();
    put_index(early);
    expect_sound();
}

TEST_F(IndexTest, OneThatIsAheadOfItsJournalIsBuiltAgain) {
    add(20);
    fixture_.close();
    const auto early = fixture_.copy();
    fixture_.reopen();
    add(20);
    fixture_.close();
    const Bytes late = index_bytes();
    fixture_.restore(early);
    put_index(late);
    EXPECT_CODE(fixture_.open(), tlog::errors::kRolledBack);
    EXPECT_CODE(fixture_.read(&fixture_.guard()), tlog::errors::kRolledBack);
}

TEST_F(IndexTest, ThatOfAnotherLedgerIsNotTaken) {
    LocalFixture other;
    other.create_identity(1);
    other.create_identity(2);
    other.close();
    add(20);
    fixture_.close();
    put_index(must(read_file(other.folder() / "index", 1 << 26)));
    expect_sound();
}

TEST_F(IndexTest, OneOfALaterVersionIsLeftAlone) {
    add(20);
    fixture_.close();
    store::Options later{};
    later.application_id = 0x44654964;
    later.version = 999;
    {
        ASSERT_OK_AND(auto database, store::Database::open(index(), later));
        ASSERT_OK(database.set_version(999));
    }
    expect_sound();
    ASSERT_OK_AND(const auto database, store::Database::open(index(), later));
    EXPECT_EQ(database.version(), 999U);
}

// The store's pages are sound, and what they say is not: as a fault of the program would leave it.
TEST_F(IndexTest, TellsOfRowsThatNobodyWrote) {
    add(20);
    fixture_.close();
    store::Options options{};
    options.application_id = 0x44654964;
    options.version = 3;
    for (const std::string change : {"hash = x'00'", "chain = 7", "accepted = 1 << 62"}) {
        ASSERT_OK_AND(auto database, store::Database::open(index(), options));
        ASSERT_OK(database.run("UPDATE entry SET " + change + " WHERE position = 3"));
        ASSERT_OK_AND(auto damaged, local::Index::open(index(), true));
        EXPECT_CODE(damaged.entry(3), errors::kIndexDamaged) << change;
    }
    expect_sound();
}

TEST_F(IndexTest, AReaderBesideAWriterNeedsNoLock) {
    add(20);
    ASSERT_OK_AND(const auto reader, fixture_.read(&fixture_.guard()));
    fixture_.remove_index();
    ASSERT_OK_AND(const auto without, fixture_.read(&fixture_.guard()));
    ASSERT_OK_AND(const auto replayed, fixture_.read());
    expect_same_answers(*reader, *replayed);
    expect_same_answers(*without, *replayed);
}

TEST_F(IndexTest, EntriesAreHeldToTheTreeWhenTheyAreHandedOut) {
    add(20);
    fixture_.close();
    const auto entry_0 = must(must(fixture_.read())->entry(0, call_));
    Bytes journal = must(read_file(fixture_.journal(), 1 << 26));
    const auto at = std::search(journal.begin(), journal.end(), entry_0.begin(), entry_0.end());
    ASSERT_NE(at, journal.end());
    at[40] ^= 1;
    std::ofstream(fixture_.journal(), std::ios::binary)
        .write(reinterpret_cast<const char*>(journal.data()),
               static_cast<std::streamsize>(journal.size()));
    ASSERT_OK_AND(const auto reader, fixture_.read(&fixture_.guard()));
    EXPECT_CODE(reader->entry(0, call_), tlog::errors::kJournalDamaged);
}

}  // namespace
}  // namespace deed::registry::test
