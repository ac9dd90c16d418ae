#pragma once

#include <filesystem>
#include <mutex>
#include <type_traits>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/image.hpp"

namespace deed::registry::local {

/// The reading half of a ledger in a folder: what the image's last head covers.
class ImageLedger : public LogLedger {
public:
    ImageLedger(std::filesystem::path folder, std::unique_ptr<LogImage> image)
        : folder_(std::move(folder)),
          log_(image->log()),
          network_(image->network()),
          image_(std::move(image)) {}

    const std::string& network() const override { return network_; }
    const tlog::VerifierKey& verifier_key() const override { return log_; }

    Result<LogHistory> history(Call& call) override;
    Result<Record> read(const RecordId& id, const At& at, Call& call) override;
    Result<IdentityState> state(const Address& subject, Call& call) override;
    Result<Timestamp> acceptance_time(Call& call) override;
    Result<SubjectPage> subjects(const std::optional<Address>& after, std::size_t limit,
                                 Call& call) override;
    Result<std::uint64_t> subject_count(Call& call) override;
    Result<std::vector<Address>> controlled_by(const Address& controller, Call& call) override;
    Result<std::optional<OwnedState>> owned(const OwnedKey& key, Call& call) override;
    Result<Record> read_owned(const OwnedKey& key, const At& at, Call& call) override;
    Result<std::optional<Bytes>> issuer_state(const OwnedKey& key, Call& call) override;
    Result<CptBook> cpt_book(Call& call) override;
    Result<std::optional<CptGrant>> cpt_grant(const OwnedKey& key, Call& call) override;
    Result<std::string> checkpoint(Call& call) override;
    Result<Bytes> entry(std::uint64_t index, Call& call) override;
    Result<std::vector<tlog::Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                    Call& call) override;
    Result<std::vector<tlog::Hash>> consistency_proof(std::uint64_t first, std::uint64_t second,
                                                      Call& call) override;
    Result<Bytes> attachment(const Hash& name, Call& call) override;

protected:
    /// `ledger.unknown_operation` if it is not here.
    Result<Receipt> receipt(const Hash& operation_hash, Call& call);

    /// What `question` says of the image. Where the index turns out to be damaged, it is built
    /// again from the journal, and the question is asked once more.
    template <typename Question>
    auto ask(Call& call, Question question) -> std::invoke_result_t<Question&, LogImage&> {
        DEED_CHECK(call.check());
        DEED_CHECK(renew(call));
        auto answer = ask_once(question);
        if (answer || !is_index_damage(answer.error())) return answer;
        call.log(LogLevel::warning, "building the ledger's index again",
                 {{"folder", folder_.string()}, {"reason", answer.error().message()}});
        DEED_CHECK(repair());
        return ask_once(question);
    }

    template <typename Question>
    auto ask_once(Question& question) -> std::invoke_result_t<Question&, LogImage&> {
        const std::scoped_lock lock(image_mutex_);
        if (!image_) return lost();
        return question(*image_);
    }

    /// Before each question: brings the image up to date, where that is for this object to do.
    virtual Result<void> renew(Call&) { return {}; }
    /// Puts an image by a new index in the place of the one there.
    virtual Result<void> repair() = 0;
    /// The same by `make`, where the caller has seen to it that nobody adds to the image.
    Result<void> replace_image(Result<std::unique_ptr<LogImage>> (*make)(
        const std::filesystem::path&, const tlog::VerifierKey&, const Call&));
    static Error lost();

    const std::filesystem::path folder_;
    const tlog::VerifierKey log_;
    const std::string network_;
    std::mutex image_mutex_;
    std::unique_ptr<LogImage> image_;  ///< null once it was lost
};

/// A ledger that was opened for reading: as it stood then.
class ReadOnlyLedger : public ImageLedger {
public:
    using ImageLedger::ImageLedger;

    Capabilities capabilities() const override { return {.writable = false, .is_log = true}; }
    Result<std::vector<Ticket>> submit(std::span<const Submission> submissions,
                                       Call& call) override;
    Result<Receipt> wait(const Ticket& ticket, Finality finality, Call& call) override;
    Result<std::string> sign_statement(std::string_view body, Call& call) override;
    Result<std::uint64_t> succeed(crypto::Signer& next, Call& call) override;

private:
    Result<void> repair() override;
};

}  // namespace deed::registry::local
