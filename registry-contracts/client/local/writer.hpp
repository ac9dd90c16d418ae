#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "lib/io/file.hpp"
#include "registry-contracts/client/local/image_ledger.hpp"

namespace deed::registry::local {

/// What a writer needs from outside; all of it outlives the ledger.
struct WriterParts {
    crypto::Signer* log_signer;  ///< of the key in force; never null
    tlog::HeadGuard& guard;
    const Clock& clock;
};

/// Durably records in the guard, signs and durably appends the head over the first `size` entries,
/// in this order, so that no crash can leave a signed head that the guard does not know. `broken`
/// is set when the journal's tail becomes unknown.
Result<std::string> write_head(const LogImage& image, std::uint64_t size, tlog::Journal& journal,
                               const WriterParts& parts, bool& broken, Call& call);

/// A ledger that was opened for writing; the only one on its folder.
class Writer final : public ImageLedger {
public:
    /// `image` is what the journal holds.
    Writer(FileLock lock, LogImage image, BesideFile beside, tlog::Journal journal,
           WriterParts parts)
        : ImageLedger(std::move(image), std::move(beside)),
          lock_(std::move(lock)),
          journal_(std::move(journal)),
          parts_(parts) {}

    Capabilities capabilities() const override { return {.writable = true, .is_log = true}; }
    Result<std::vector<Ticket>> submit(std::span<const Submission> submissions,
                                       Call& call) override;
    Result<Receipt> wait(const Ticket& ticket, Finality finality, Call& call) override;
    Result<IdentityState> state(const Address& subject, Call& call) override;
    Result<Timestamp> acceptance_time(Call& call) override;
    Result<std::string> sign_statement(std::string_view body, Call& call) override;
    Result<std::uint64_t> succeed(crypto::Signer& next, Call& call) override;

private:
    class Draft;

    Result<void> check_usable() const;
    Timestamp time_of_acceptance() const;
    Result<void> write(const Draft& draft);
    Result<void> write_frames(const Draft& draft, std::vector<std::optional<Place>>& places);
    Result<void> cover_all(Call& call);
    Result<void> write_log_entry(LogEntry entry);

    // Held while writing. Whoever holds it may read the image without image_mutex_, because nobody
    // else changes it; changing it takes both.
    std::mutex write_mutex_;
    FileLock lock_;
    tlog::Journal journal_;
    WriterParts parts_;
    bool broken_ = false;
};

}  // namespace deed::registry::local
