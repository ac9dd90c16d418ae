#pragma once

#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "tests/durability/home.hpp"
#include "tests/support/forwarding_ledger.hpp"

namespace deed::durability {

/// Where the ledger workloads keep their journal.
inline constexpr const char* kLedgerFolder = "data/ledgers/main";
inline constexpr const char* kHeadsFolder = "state/heads";
inline constexpr const char* kJournal = "data/ledgers/main/journal";

/// The log's key. It takes each head that it signs down before anybody sees the signature.
class WitnessedSigner final : public crypto::Signer {
public:
    explicit WitnessedSigner(Witness& witness) : witness_(witness) {}
    const crypto::PublicKey& public_key() const override { return inner_->public_key(); }
    Result<Bytes> sign(ByteView message, Call& call) override;

private:
    std::unique_ptr<crypto::Signer> inner_ = test::signer_of(crypto::KeyType::ed25519, 2);
    Witness& witness_;
};

/// Takes what a ledger promises down before the caller hears it.
class WitnessedLedger final : public test::ForwardingLedger {
public:
    WitnessedLedger(std::unique_ptr<registry::LogLedger> inner, Witness& witness)
        : ForwardingLedger(*inner), owned_(std::move(inner)), witness_(witness) {}
    Result<std::vector<registry::Ticket>> submit(std::span<const registry::Submission> submissions,
                                                 Call& call) override;
    Result<registry::Receipt> wait(const registry::Ticket& ticket, registry::Finality finality,
                                   Call& call) override;

private:
    std::unique_ptr<registry::LogLedger> owned_;
    Witness& witness_;
};

/// A session with a ledger, which it creates if there is none.
class LedgerSession : public Session {
public:
    LedgerSession(std::filesystem::path folder, int life, Witness& witness);

    Result<void> run() final;
    void check(const Promises& promises) final;

protected:
    /// The work itself, with the ledger open.
    virtual Result<void> work() = 0;
    virtual void check_more(const Promises&) {}

    registry::LogLedger& ledger() { return *ledger_; }
    /// The clock goes on, and now and then jumps: ahead by a day, back by hours.
    void tick();

    const std::filesystem::path folder_;
    Witness& witness_;
    FixedClock clock_;
    Call call_;

private:
    Result<void> open();
    void check_reading(const Promises& promises);

    WitnessedSigner log_signer_;
    std::unique_ptr<tlog::HeadGuard> guard_;
    std::unique_ptr<WitnessedLedger> ledger_;
    int ticks_ = 0;
};

}  // namespace deed::durability
