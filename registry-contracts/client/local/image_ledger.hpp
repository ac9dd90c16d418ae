#pragma once

#include <shared_mutex>

#include "registry-contracts/client/local/image.hpp"

namespace deed::registry::local {

/// The reading half of a ledger in a folder: what the image's last head covers.
class ImageLedger : public LogLedger {
public:
    ImageLedger(LogImage image, BesideFile beside)
        : image_(std::move(image)), beside_(std::move(beside)) {}

    const std::string& network() const override { return image_.network(); }
    const tlog::VerifierKey& verifier_key() const override { return image_.log(); }

    Result<LogHistory> history(Call& call) override;
    Result<Record> read(const RecordId& id, const At& at, Call& call) override;
    Result<IdentityState> state(const Address& subject, Call& call) override;
    Result<Timestamp> acceptance_time(Call& call) override;
    Result<SubjectPage> subjects(const std::optional<Address>& after, std::size_t limit,
                                 Call& call) override;
    Result<std::uint64_t> subject_count(Call& call) override;
    Result<std::vector<Address>> controlled_by(const Address& controller, Call& call) override;
    Result<std::string> checkpoint(Call& call) override;
    Result<Bytes> entry(std::uint64_t index, Call& call) override;
    Result<std::vector<tlog::Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                    Call& call) override;
    Result<std::vector<tlog::Hash>> consistency_proof(std::uint64_t first, std::uint64_t second,
                                                      Call& call) override;
    Result<Bytes> attachment(const Hash& name, Call& call) override;

protected:
    /// `ledger.unknown_operation` if it is not here. Locks image_mutex_.
    Result<Receipt> receipt(const Hash& operation_hash) const;

    mutable std::shared_mutex image_mutex_;
    LogImage image_;
    const BesideFile beside_;
};

/// A ledger that was opened for reading: as it stood then.
class ReadOnlyLedger final : public ImageLedger {
public:
    using ImageLedger::ImageLedger;

    Capabilities capabilities() const override { return {.writable = false, .is_log = true}; }
    Result<std::vector<Ticket>> submit(std::span<const Submission> submissions,
                                       Call& call) override;
    Result<Receipt> wait(const Ticket& ticket, Finality finality, Call& call) override;
    Result<std::string> sign_statement(std::string_view body, Call& call) override;
    Result<std::uint64_t> succeed(crypto::Signer& next, Call& call) override;
};

}  // namespace deed::registry::local
