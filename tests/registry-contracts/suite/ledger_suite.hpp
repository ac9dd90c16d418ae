#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "registry-contracts/client/did_registry.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "tests/registry-contracts/suite/support.hpp"

// What every engine of registry::Ledger must do. A test program of an engine lists the suite's
// sources and adds, for each engine, in namespace deed::registry::test, one of
//
//     DEED_TEST_LEDGER(name, make_fixture);
//     DEED_TEST_READ_ONLY_LEDGER(name, make_fixture);

namespace deed::registry::test {

/// One fresh ledger of the engine under test.
class EngineFixture {
public:
    virtual ~EngineFixture() = default;
    /// Where operations are written: the engine under test or, if that only reads, what it reads.
    virtual Ledger& writer() = 0;
    /// The engine under test, showing everything that is included by now.
    virtual Ledger& reader() = 0;
    /// The clock of the writer.
    virtual FixedClock& clock() = 0;
    /// Closes and opens the writer again; references from before are void.
    virtual void reopen() = 0;
    /// What is recorded from here on is accepted at this time; a chain's time never goes back.
    virtual void set_time(Timestamp time) { clock().set(time); }
};

struct Engine {
    std::string name;
    std::function<std::unique_ptr<EngineFixture>()> make;
};

/// When the suite's clocks start.
inline constexpr std::int64_t kStart = 1'700'000'000;

class LedgerSuite : public testing::TestWithParam<Engine> {
protected:
    Ledger& writer() { return fixture_->writer(); }
    Ledger& reader() { return fixture_->reader(); }
    LogLedger* log_writer() { return dynamic_cast<LogLedger*>(&writer()); }
    LogLedger* log_reader() { return dynamic_cast<LogLedger*>(&reader()); }
    DidRegistry dids() { return DidRegistry(writer(), fixture_->clock()); }

    std::unique_ptr<OperationForm> form() { return writer().form(); }
    bool on_log() { return form()->kind() == LedgerKind::log; }

    void set_time(std::int64_t second) { fixture_->set_time(at_second(second)); }

    /// The envelope of the next operation of a subject, as the writer sees it.
    Envelope next(OperationType type, const Address& subject) {
        return form()->next_envelope(must(writer().state(subject, call_)), type,
                                     fixture_->clock().now(), 3600);
    }

    /// A creation that nobody has submitted.
    Operation creation(crypto::Signer& signer, Bytes document = bytes_of("{}")) {
        return sign(next(OperationType::did_create, address_of(signer)), std::move(document),
                    signer);
    }

    Operation sign(const Envelope& envelope, Bytes body, crypto::Signer& signer) {
        return must(form()->sign(envelope, std::move(body), signer, call_));
    }

    Result<std::vector<Ticket>> submit(const Operation& operation, Bytes attachment = {}) {
        const Submission submission{operation, std::move(attachment)};
        return writer().submit({&submission, 1}, call_);
    }

    /// Submits, and waits until it is included.
    Result<Receipt> record(const Operation& operation, Bytes attachment = {}) {
        DEED_TRY(const auto tickets, submit(operation, std::move(attachment)));
        return writer().wait(tickets.at(0), Finality::included, call_);
    }

    std::size_t recorded(Chain chain, const Address& subject) {
        return must(reader().read({chain, subject}, Latest{}, call_)).operations.size();
    }

    Call call_;
    std::unique_ptr<EngineFixture> fixture_ = GetParam().make();
};

/// What every engine shows of what was written.
class LedgerReading : public LedgerSuite {};

/// What every engine that writes does.
class LedgerWriting : public LedgerSuite {};

/// What every engine that writes refuses, on a ledger where alice's identifier exists.
class LedgerRules : public LedgerSuite {
protected:
    void SetUp() override { ASSERT_OK(record(creation(*alice_))); }

    Operation update(const Envelope& envelope) { return sign(envelope, bytes_of("{}"), *alice_); }
    Envelope next_update() { return next(OperationType::did_update, subject_); }

    /// Everyday operations; a chain has no evidence beside documents.
    std::vector<OperationType> everyday() {
        std::vector types{OperationType::did_update, OperationType::did_deactivate};
        if (on_log()) types.push_back(OperationType::evidence_batch);
        return types;
    }

    /// The operation is refused and leaves no trace.
    void expect_refused(const Operation& operation, const ErrorCode& code, Bytes attachment = {}) {
        const std::size_t before = recorded(Chain::did, subject_);
        EXPECT_CODE(submit(operation, std::move(attachment)), code);
        EXPECT_EQ(recorded(Chain::did, subject_), before);
        EXPECT_CODE(writer().wait({operation.hash()}, Finality::accepted, call_),
                    errors::kUnknownOperation);
    }

    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    std::unique_ptr<crypto::Signer> bob_ = controller(2);
    Address subject_ = address_of(*alice_);
};

/// What every engine that writes makes of rotations, compromises and moves of alice's identifier.
class LedgerLife : public LedgerRules {
protected:
    Envelope rotation() { return next(OperationType::did_rotate, subject_); }

    /// A rotation of alice's subject, signed by `new_key`, authorized by `old_key` if there is one.
    Operation rotate(const Envelope& envelope, crypto::Signer& new_key, crypto::Signer* old_key) {
        RotateBody body;
        if (old_key != nullptr)
            body.authorization =
                must(form()->authorize_rotation(envelope, new_key.public_key(), *old_key, call_));
        return sign(envelope, body.encode(), new_key);
    }

    /// Alice commits to bob's key.
    void commit_to_bob() {
        Envelope envelope = next_update();
        envelope.next = commitment_to(bob_->public_key());
        ASSERT_OK(record(update(envelope)));
    }

    Operation compromise(std::int64_t since_second, crypto::Signer& signer) {
        return sign(next(OperationType::did_compromise, subject_),
                    CompromiseBody{{{"zKey", at_second(since_second)}}, bytes_of("{}")}.encode(),
                    signer);
    }

    Operation move(crypto::Signer& signer) {
        return sign(next(OperationType::did_move, subject_), MoveBody{"did:example:2"}.encode(),
                    signer);
    }

    IdentityState state() { return must(writer().state(subject_, call_)); }

    std::unique_ptr<crypto::Signer> carol_ = controller(3);
};

/// Commitment number `number`, unlike all others.
inline Commitment commitment(std::uint32_t number) {
    const std::string text = "commitment " + std::to_string(number);
    return {crypto::sha256(as_bytes(text)), crypto::sm3(as_bytes(text))};
}

inline std::vector<Commitment> commitments(std::uint32_t first, std::uint32_t count) {
    std::vector<Commitment> result;
    for (std::uint32_t i = 0; i < count; ++i) result.push_back(commitment(first + i));
    return result;
}

inline std::string engine_name(const testing::TestParamInfo<Engine>& info) {
    return info.param.name;
}

/// None where what the engine needs is not installed; its program says so by a test of its own.
inline std::vector<Engine> engines_if(bool installed, Engine engine) {
    return installed ? std::vector{std::move(engine)} : std::vector<Engine>();
}

#define DEED_TEST_ENGINE_IF(suite, installed, name, make) \
    INSTANTIATE_TEST_SUITE_P(                             \
        name, suite, testing::ValuesIn(engines_if(installed, Engine{#name, make})), engine_name)
#define DEED_TEST_READ_ONLY_LEDGER_IF(installed, name, make) \
    DEED_TEST_ENGINE_IF(LedgerReading, installed, name, make)
#define DEED_TEST_LEDGER_IF(installed, name, make)             \
    DEED_TEST_READ_ONLY_LEDGER_IF(installed, name, make);      \
    DEED_TEST_ENGINE_IF(LedgerWriting, installed, name, make); \
    DEED_TEST_ENGINE_IF(LedgerRules, installed, name, make);   \
    DEED_TEST_ENGINE_IF(LedgerLife, installed, name, make)
#define DEED_TEST_READ_ONLY_LEDGER(name, make) DEED_TEST_READ_ONLY_LEDGER_IF(true, name, make)
#define DEED_TEST_LEDGER(name, make) DEED_TEST_LEDGER_IF(true, name, make)

}  // namespace deed::registry::test
