#include <thread>

#include "tests/lib/io/sync_spy.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

// Callers that submit at the same time share the journal's syncs and nothing else.

namespace deed::registry::test {
namespace {

constexpr std::size_t kThreads = 8;
constexpr std::size_t kUpdates = 25;

class GroupCommitTest : public testing::Test {
protected:
    /// A subject's creation and its updates, each following the one before.
    std::vector<Operation> life_of(std::uint8_t number) {
        const auto signer = controller(number);
        IdentityState state(address_of(*signer));
        std::vector<Operation> operations;
        for (std::size_t i = 0; i <= kUpdates; ++i) {
            const auto type = i == 0 ? OperationType::did_create : OperationType::did_update;
            const Envelope envelope =
                next_envelope(state, type, fixture_.log().network(), fixture_.clock().now(), 3600);
            operations.push_back(
                must(Operation::sign(envelope, bytes_of(std::to_string(i)), *signer, call_)));
            if (!state.apply(operations.back(), fixture_.clock().now()))
                throw std::runtime_error("not applied");
        }
        return operations;
    }

    Result<Ticket> submit(const Operation& operation) {
        Call call;
        const Submission submission{operation, {}};
        DEED_TRY(const auto tickets, fixture_.log().submit({&submission, 1}, call));
        return tickets.front();
    }

    /// Runs `work(i)` in as many threads at once and gives what went wrong.
    template <typename Work>
    std::vector<std::string> at_once(Work work) {
        std::vector<std::string> problems(kThreads);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < kThreads; ++i)
            threads.emplace_back([&problems, &work, i] { problems[i] = work(i); });
        for (std::thread& thread : threads) thread.join();
        return problems;
    }

    LocalFixture fixture_;
    Call call_;
};

TEST_F(GroupCommitTest, ManyCallersShareSyncs) {
    std::vector<std::vector<Operation>> lives;
    for (std::uint8_t i = 1; i <= kThreads; ++i) lives.push_back(life_of(i));
    const deed::test::SyncSpy spy;
    const auto problems = at_once([&](std::size_t i) {
        for (const Operation& operation : lives[i])
            if (const auto ticket = submit(operation); !ticket) return ticket.error().to_string();
        return std::string();
    });
    EXPECT_EQ(problems, std::vector<std::string>(kThreads));
    const std::size_t operations = kThreads * (kUpdates + 1);
    EXPECT_LT(spy.sizes_of(fixture_.journal()).size(), operations);

    fixture_.reopen();
    Timestamp last = *Timestamp::from_unix_milliseconds(0);
    for (std::uint64_t position = 0; position < operations; ++position) {
        const Bytes encoded = must(fixture_.log().entry(position, call_));
        ASSERT_OK_AND(const Entry entry, Entry::parse(encoded));
        EXPECT_GE(entry.accepted, last);
        last = entry.accepted;
    }
    EXPECT_CODE(fixture_.log().entry(operations, call_), errors::kNoSuchEntry);
    for (const auto& life : lives) {
        const RecordId id{Chain::did, life[0].envelope().subject};
        const auto recorded = must(fixture_.log().read(id, Latest{}, call_)).operations;
        ASSERT_EQ(recorded.size(), life.size());
        for (std::size_t i = 0; i < life.size(); ++i)
            EXPECT_EQ(recorded[i].statement.hash, life[i].hash());
    }
}

TEST_F(GroupCommitTest, OneHeadCoversAllThatWait) {
    std::vector<std::vector<Operation>> lives;
    for (std::uint8_t i = 1; i <= kThreads; ++i) lives.push_back(life_of(i));
    const auto problems = at_once([&](std::size_t i) {
        Call call;
        for (const Operation& operation : lives[i]) {
            const auto ticket = submit(operation);
            if (!ticket) return ticket.error().to_string();
            const auto receipt = fixture_.log().wait(*ticket, Finality::included, call);
            if (!receipt) return receipt.error().to_string();
            if (receipt->finality != Finality::final) return std::string("not final");
        }
        return std::string();
    });
    EXPECT_EQ(problems, std::vector<std::string>(kThreads));
    const auto heads = heads_of(fixture_.journal(), fixture_.log_key());
    EXPECT_EQ(heads.back().size, kThreads * (kUpdates + 1));
    EXPECT_LT(heads.size(), kThreads * (kUpdates + 1));
}

// Every thread submits the same life, so that each operation has rivals and repetitions, and a bad
// one of its own between.
TEST_F(GroupCommitTest, ABadOperationFailsAlone) {
    const std::vector<Operation> life = life_of(1);
    const auto stranger = controller(99);
    Envelope envelope = life[1].envelope();
    const Operation bad = must(Operation::sign(envelope, bytes_of("bad"), *stranger, call_));
    const auto problems = at_once([&](std::size_t) {
        for (const Operation& operation : life) {
            // Another thread may be ahead, never behind: what is recorded gives a ticket again.
            if (const auto ticket = submit(operation); !ticket) return ticket.error().to_string();
            const std::string code = deed::test::code_of(submit(bad));
            if (code != errors::kNotController.name) return "bad: " + code;
        }
        return std::string();
    });
    EXPECT_EQ(problems, std::vector<std::string>(kThreads));
    fixture_.reopen();
    const RecordId id{Chain::did, life[0].envelope().subject};
    EXPECT_EQ(must(fixture_.log().read(id, Latest{}, call_)).operations.size(), life.size());
}

TEST_F(GroupCommitTest, ReadersSeeWholeHeadsMeanwhile) {
    std::vector<std::vector<Operation>> lives;
    for (std::uint8_t i = 1; i <= kThreads; ++i) lives.push_back(life_of(i));
    const auto problems = at_once([&](std::size_t i) {
        Call call;
        const RecordId id{Chain::did, lives[i][0].envelope().subject};
        for (std::size_t k = 0; k < lives[i].size(); ++k) {
            const auto ticket = submit(lives[i][k]);
            if (!ticket) return ticket.error().to_string();
            if (k % 5 != 0) continue;
            const auto receipt = fixture_.log().wait(*ticket, Finality::included, call);
            if (!receipt) return receipt.error().to_string();
            const auto record = fixture_.log().read(id, Latest{}, call);
            if (!record) return record.error().to_string();
            if (record->operations.size() != k + 1) return std::string("a record lacks operations");
            const auto proof =
                fixture_.log().inclusion_proof(receipt->position, receipt->position + 1, call);
            if (!proof) return proof.error().to_string();
        }
        return std::string();
    });
    EXPECT_EQ(problems, std::vector<std::string>(kThreads));
}

}  // namespace
}  // namespace deed::registry::test
