#pragma once

#include <filesystem>
#include <memory>

#include "lib/tlog/journal.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "tests/registry-contracts/suite/ledger_suite.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::registry::test {

/// A ledger in a temporary folder, with a log key and a folder of heads of its own.
class LocalFixture : public EngineFixture {
public:
    LocalFixture() { ledger_ = must(create()); }

    Ledger& writer() override { return *ledger_; }
    Ledger& reader() override { return *ledger_; }
    FixedClock& clock() override { return clock_; }
    void reopen() override {
        close();
        ledger_ = must(open());
    }

    LogLedger& log() { return *ledger_; }
    void close() { ledger_.reset(); }
    std::filesystem::path folder() const { return temp_ / "ledger"; }
    std::filesystem::path heads() const { return temp_ / "heads"; }
    std::filesystem::path journal() const { return folder() / "journal"; }
    crypto::Signer& log_signer() { return *log_signer_; }
    tlog::HeadGuard& guard() { return *guard_; }
    tlog::VerifierKey log_key() const { return must(read_local_ledger_info(folder())).log; }

    Result<std::unique_ptr<LogLedger>> create() {
        return create_local_ledger(folder(), "", *log_signer_, *guard_, clock_, call_);
    }
    Result<std::unique_ptr<LogLedger>> open() {
        return open_local_ledger(folder(), *log_signer_, *guard_, clock_, call_);
    }
    Result<std::unique_ptr<LogLedger>> open_copy(const std::filesystem::path& copy) {
        return open_local_ledger(copy, *log_signer_, *guard_, clock_, call_);
    }
    Result<std::unique_ptr<LogLedger>> read(tlog::HeadGuard* guard = nullptr) {
        return read_local_ledger(folder(), log_key(), guard, call_);
    }

    /// A copy of the ledger's folder as it is now.
    std::filesystem::path copy() {
        const auto destination = temp_ / ("copy" + std::to_string(++copies_));
        std::filesystem::copy(folder(), destination, std::filesystem::copy_options::recursive);
        return destination;
    }
    /// Puts a copy in the ledger's place.
    void restore(const std::filesystem::path& copy) {
        std::filesystem::remove_all(folder());
        std::filesystem::copy(copy, folder(), std::filesystem::copy_options::recursive);
    }

    /// As if the ledger never had one.
    void remove_index() const {
        for (const char* name : {"index", "index-wal", "index-shm"})
            std::filesystem::remove(folder() / name);
    }

    /// Creates the identifier of controller(number) and waits until it is included.
    Receipt create_identity(std::uint8_t number) {
        DidRegistry registry(*ledger_, clock_);
        return must(registry.create(bytes_of("{}"), *controller(number), call_));
    }
    /// The same, without waiting; gives the operation's hash.
    Hash accept_identity(std::uint8_t number) {
        const auto signer = controller(number);
        const IdentityState state(address_of(*signer));
        const Operation operation = must(Operation::sign(
            next_envelope(state, OperationType::did_create, ledger_->network(), clock_.now(), 60),
            bytes_of("{}"), *signer, call_));
        const Submission submission{operation, {}};
        must(ledger_->submit({&submission, 1}, call_));
        return operation.hash();
    }

private:
    deed::test::TempDir temp_;
    FixedClock clock_{at_second(kStart)};
    std::unique_ptr<crypto::Signer> log_signer_ =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
    std::unique_ptr<tlog::HeadGuard> guard_ = tlog::open_head_guard(heads());
    std::unique_ptr<LogLedger> ledger_;
    Call call_;
    int copies_ = 0;
};

/// All signed heads of a journal, in order.
inline std::vector<tlog::Checkpoint> heads_of(const std::filesystem::path& journal,
                                              const tlog::VerifierKey& log) {
    std::vector<tlog::Checkpoint> heads;
    const auto visit = [&](tlog::FrameType type, ByteView payload) -> Result<void> {
        if (type != tlog::FrameType::head) return {};
        DEED_TRY(tlog::Checkpoint head, tlog::verify_checkpoint(as_text(payload), log));
        heads.push_back(std::move(head));
        return {};
    };
    const auto read = tlog::Journal::read(journal, visit);
    if (!read) throw std::runtime_error(read.error().to_string());
    return heads;
}

}  // namespace deed::registry::test
