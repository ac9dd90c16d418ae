#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "lib/io/file.hpp"
#include "registry-contracts/client/local/draft.hpp"
#include "registry-contracts/client/local/image_ledger.hpp"

namespace deed::registry::local {

/// What a writer needs from outside; all of it outlives the ledger.
struct WriterParts {
    crypto::Signer* log_signer;  ///< of the key in force; never null
    tlog::HeadGuard& guard;
    const Clock& clock;
};

/// Durably records in the guard, signs and durably appends the head over the first `size` entries,
/// in this order, so that no crash can leave a signed head that the guard does not know; the image
/// has it then. `broken` is set when the journal's tail or the image becomes unknown.
Result<void> write_head(LogImage& image, std::uint64_t size, tlog::Journal& journal,
                        const WriterParts& parts, bool& broken, Call& call);

/// A ledger that was opened for writing; the only one on its folder.
///
/// Callers that submit at the same time are served together: one of them checks and writes what has
/// gathered, with one sync for all, while the others wait for their outcome.
class Writer final : public ImageLedger {
public:
    /// `image` is what the journal holds.
    Writer(std::filesystem::path folder, FileLock lock, std::unique_ptr<LogImage> image,
           tlog::Journal journal, WriterParts parts)
        : ImageLedger(std::move(folder), std::move(image)),
          lock_(std::move(lock)),
          journal_(std::move(journal)),
          parts_(parts) {}

    Capabilities capabilities() const override { return {.writable = true, .is_log = true}; }
    Result<std::vector<Ticket>> submit(std::span<const Submission> submissions,
                                       Call& call) override;
    Result<Receipt> wait(const Ticket& ticket, Finality finality, Call& call) override;
    Result<IdentityState> state(const Address& subject, Call& call) override;
    Result<std::optional<OwnedState>> owned(const OwnedKey& key, Call& call) override;
    Result<std::optional<Bytes>> issuer_state(const OwnedKey& key, Call& call) override;
    Result<CptBook> cpt_book(Call& call) override;
    Result<std::optional<CptGrant>> cpt_grant(const OwnedKey& key, Call& call) override;
    Result<Timestamp> acceptance_time(Call& call) override;
    Result<std::string> sign_statement(std::string_view body, Call& call) override;
    Result<std::uint64_t> succeed(crypto::Signer& next, Call& call) override;

private:
    /// One caller's operations on their way.
    struct Request {
        std::span<const Submission> submissions;
        std::vector<Result<void>> attachments;
        std::optional<Result<void>> outcome;  ///< guarded by queue_mutex_ until it is taken
    };

    Result<void> check_usable() const;
    Timestamp time_of_acceptance(const LogImage& image) const;
    Result<void> serve(Request& mine, Call& call);
    std::vector<Request*> take_requests();
    void write_together(std::span<Request* const> requests);
    void abandon(std::span<Request* const> requests, const char* why);
    Result<void> write_all(std::span<Request* const> requests, std::span<Result<void>> outcomes);
    Result<Draft> draft_together(std::span<Request* const> requests,
                                 std::span<Result<void>> outcomes);
    Result<void> write(Draft& draft);
    Result<void> write_frames(Draft& draft, std::vector<FramePlace>& places);
    Result<void> write_log_entry(const LogEntry& entry);
    Result<void> cover_all(Call& call);
    template <typename Which>
    Result<void> cover(const Which& which, Call& call);
    template <typename Which>
    Result<void> cover_or_repair(const Which& which, Call& call);
    Result<void> repair() override;
    Result<void> repair_locked();

    // What gathers while one caller writes.
    std::mutex queue_mutex_;
    std::condition_variable queue_changed_;
    std::deque<Request*> queue_;
    bool is_writing_ = false;

    // Held while writing, and taken before image_mutex_ where both are.
    std::mutex write_mutex_;
    FileLock lock_;
    tlog::Journal journal_;
    WriterParts parts_;
    bool broken_ = false;
};

}  // namespace deed::registry::local
