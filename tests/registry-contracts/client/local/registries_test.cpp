#include "tests/registry-contracts/client/local/log_registries.hpp"

#include <algorithm>

#include "lib/store/database.hpp"
#include "registry-contracts/client/entry_summary.hpp"
#include "registry-contracts/client/log_replay.hpp"
#include "tests/registry-contracts/suite/registries_suite.hpp"

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

DEED_TEST_REGISTRIES(local, std::make_unique<LogRegistries<LocalFixture>>);
DEED_TEST_READ_ONLY_REGISTRIES(local_copy, std::make_unique<LogRegistries<CopyFixture>>);
DEED_TEST_READ_ONLY_REGISTRIES(local_rebuilt, std::make_unique<LogRegistries<RebuiltFixture>>);

/// A log with a schema, a list, an identity and a steward.
class LogRegistriesTest : public testing::Test {
protected:
    void SetUp() override {
        LogSchemaRegistry schemas(fixture_.log(), fixture_.clock());
        LogStatusRegistry lists(fixture_.log(), fixture_.clock());
        fixture_.create_identity(1);
        ASSERT_OK(schemas.appoint_steward(alice_, kOpenCptFrom, *key_, call_));
        ASSERT_OK(schemas.create(alice_, name_, bytes_of("{}"), *key_, call_));
        ASSERT_OK(schemas.claim_cpt(id_, *key_, call_));
        ASSERT_OK(schemas.update(id_, bytes_of("[]"), *key_, call_));
        ASSERT_OK(lists.create(alice_, NewList{name_}, *key_, call_));
        ASSERT_OK(lists.publish(id_, root_of("1"), *key_, call_));
    }

    /// The next update of the schema, signed and not submitted.
    Operation update(std::string_view body) {
        const OwnedState state = *must(fixture_.log().owned({Chain::schema, id_}, call_));
        Envelope envelope{};
        envelope.type = OperationType::schema_update;
        envelope.network = fixture_.log().network();
        envelope.subject = alice_;
        envelope.sequence = state.chain.length;
        envelope.previous = state.chain.last;
        envelope.expiry = 1'800'000'000;
        return must(Operation::sign(envelope, SchemaUpdateBody{id_, bytes_of(body)}.encode(), *key_,
                                    call_));
    }
    Result<std::vector<Ticket>> submit(const std::vector<Operation>& operations) {
        std::vector<Submission> submissions;
        for (const Operation& each : operations) submissions.push_back({each, {}});
        return fixture_.log().submit(submissions, call_);
    }
    SchemaRecord schema() {
        LogSchemaRegistry schemas(fixture_.log(), fixture_.clock());
        return must(schemas.find(id_, Latest{}, call_));
    }

    Call call_;
    LocalFixture fixture_;
    std::unique_ptr<crypto::Signer> key_ = controller(1);
    Address alice_ = address_of(*key_);
    OwnedName name_ = must(owned_name("a"));
    Hash id_ = owned_id(alice_, name_);
};

TEST_F(LogRegistriesTest, AreReplayedAndCounted) {
    ASSERT_OK_AND(const VerifiedLog verified, verify_whole_log(fixture_.log(), call_));
    EXPECT_EQ(verified.counts.operations, 7U);
    EXPECT_EQ(verified.counts.subjects, 1U);
    EXPECT_EQ(verified.counts.schemas, 1U);
    EXPECT_EQ(verified.counts.status_lists, 1U);
    ASSERT_OK_AND(const Bytes entry, fixture_.log().entry(2, call_));
    EXPECT_EQ(must(summarize_entry(entry)).tag, "deed/op/v1/schema.register");
}

TEST_F(LogRegistriesTest, AReplayRefusesWhatTheWriterWould) {
    std::vector<Bytes> entries;
    for (std::uint64_t i = 0; i < 7; ++i) entries.push_back(must(fixture_.log().entry(i, call_)));
    const DataSource none = [](const Hash&) -> Result<std::optional<Bytes>> {
        return std::optional<Bytes>();
    };
    // Without any one of them the log breaks a rule, but for those that nothing builds on.
    for (const std::size_t left_out : {2U, 5U}) {
        LogReplay replay(fixture_.log().verifier_key());
        Result<void> added;
        for (std::size_t i = 0; i < entries.size() && added; ++i)
            if (i != left_out) added = replay.add(entries[i], none);
        EXPECT_CODE(added, errors::kInvalidEntry) << left_out;
    }
    LogReplay replay(fixture_.log().verifier_key());
    for (const Bytes& entry : entries) ASSERT_OK(replay.add(entry, none));
    for (const std::size_t twice : {1U, 2U, 3U, 4U, 5U, 6U})
        EXPECT_CODE(replay.add(entries[twice], none), errors::kInvalidEntry) << twice;
}

TEST_F(LogRegistriesTest, SeveralOperationsAreAcceptedTogetherOrNotAtAll) {
    const Operation second = update("2");
    Envelope envelope = second.envelope();
    envelope.sequence += 1;
    envelope.previous = second.hash();
    const auto next = [&](std::string_view body) {
        return must(Operation::sign(envelope, SchemaUpdateBody{id_, bytes_of(body)}.encode(), *key_,
                                    call_));
    };
    EXPECT_CODE(submit({second, second, next("3"), next("4")}), errors::kSequenceConflict);
    EXPECT_EQ(schema().version, 2U);
    ASSERT_OK(submit({second, next("3")}));
    // Not included by anybody yet; the state is asked for, and so it is.
    EXPECT_EQ(must(fixture_.log().owned({Chain::schema, id_}, call_))->version, 4U);
    EXPECT_EQ(schema().body, bytes_of("3"));
    ASSERT_OK(submit({second}));
}

TEST_F(LogRegistriesTest, ShowsOnlyWhatIsIncluded) {
    ASSERT_OK(submit({update("later")}));
    const auto copy = fixture_.copy();
    ASSERT_OK_AND(const auto reader, read_local_ledger(copy, fixture_.log_key(), nullptr, call_));
    LogSchemaRegistry schemas(*reader, fixture_.clock());
    ASSERT_OK_AND(const SchemaRecord shown, schemas.find(id_, Latest{}, call_));
    EXPECT_EQ(shown.version, 2U);
    EXPECT_EQ(must(schemas.history(id_, call_)).size(), 2U);
}

TEST_F(LogRegistriesTest, AnEarlierIndexIsBuiltAgain) {
    fixture_.close();
    {
        store::Options later{};
        later.application_id = 0x44654964;
        later.version = 3;
        ASSERT_OK_AND(store::Database database,
                      store::Database::open(fixture_.folder() / "index", later));
        ASSERT_OK(database.run("DROP TABLE owned"));
        ASSERT_OK(database.set_version(2));
    }
    fixture_.reopen();
    EXPECT_EQ(schema().version, 2U);
    EXPECT_EQ(schema().cpt->cpt, kOpenCptFrom);
}

TEST_F(LogRegistriesTest, SurvivesTheLogsSuccession) {
    const auto next_key =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
    ASSERT_OK(fixture_.log().succeed(*next_key, call_));
    ASSERT_OK(verify_whole_log(fixture_.log(), call_));
    EXPECT_EQ(schema().version, 2U);
    fixture_.close();
}

TEST_F(LogRegistriesTest, AStewardIsAppointedOnce) {
    LogSchemaRegistry schemas(fixture_.log(), fixture_.clock());
    EXPECT_CODE(schemas.appoint_steward(alice_, kOpenCptFrom, *key_, call_),
                errors::kStewardExists);
}

TEST_F(LogRegistriesTest, ALogWithoutAStewardAssignsNothing) {
    LocalFixture other;
    LogSchemaRegistry schemas(other.log(), other.clock());
    ASSERT_OK(schemas.create(alice_, name_, bytes_of("{}"), *key_, call_));
    EXPECT_EQ(must(schemas.cpt_rules(call_)), CptRules{});
    EXPECT_CODE(schemas.approve_cpt(5, id_, *key_, call_), errors::kNoSteward);
    EXPECT_CODE(schemas.appoint_steward(alice_, 5, *key_, call_), errors::kOpenFromOutOfRange);
    ASSERT_OK(schemas.appoint_steward(alice_, 2'000'100, *key_, call_));
    ASSERT_OK_AND(const CptReceipt claimed, schemas.claim_cpt(id_, *key_, call_));
    EXPECT_EQ(claimed.cpt, 2'000'100U);
}

TEST_F(LogRegistriesTest, AccountsWithoutIdentifiersAreNoSubjects) {
    LogSchemaRegistry schemas(fixture_.log(), fixture_.clock());
    const auto bob = controller(2);
    ASSERT_OK(schemas.create(address_of(*bob), name_, bytes_of("{}"), *bob, call_));
    EXPECT_EQ(must(fixture_.log().subject_count(call_)), 1U);
    EXPECT_TRUE(must(fixture_.log().controlled_by(address_of(*bob), call_)).empty());
    ASSERT_OK(DidRegistry(fixture_.log(), fixture_.clock()).create(bytes_of("{}"), *bob, call_));
    EXPECT_EQ(must(fixture_.log().subject_count(call_)), 2U);
}

}  // namespace
}  // namespace deed::registry::test
