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

/// Work of sessions of one kind with a ledger, which has `entries` entries at the end.
template <typename Kind>
class LedgerWorkload final : public Workload {
public:
    LedgerWorkload(std::string name, std::uint64_t entries, bool is_deterministic)
        : name_(std::move(name)), entries_(entries), is_deterministic_(is_deterministic) {}
    std::string name() const override { return name_; }
    void prepare(const std::filesystem::path& folder) const override {
        put_small_key_store(folder / "config/keys");
    }
    std::unique_ptr<Session> open(const std::filesystem::path& folder, int life,
                                  Witness& witness) const override {
        return std::make_unique<Kind>(folder, life, witness);
    }
    bool is_deterministic() const override { return is_deterministic_; }
    std::filesystem::path journal() const override { return kJournal; }
    std::uint64_t entries_at_end() const override { return entries_; }

private:
    const std::string name_;
    const std::uint64_t entries_;
    const bool is_deterministic_;
};

template <typename Kind>
std::unique_ptr<Workload> make_on_ledger(std::string name, std::uint64_t entries,
                                         bool is_deterministic = true) {
    return std::make_unique<LedgerWorkload<Kind>>(std::move(name), entries, is_deterministic);
}

}  // namespace deed::durability
