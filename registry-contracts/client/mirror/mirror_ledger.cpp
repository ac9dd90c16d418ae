#include "registry-contracts/client/mirror/mirror_ledger.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#include "lib/encoding/text.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_path.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/mirror/errors.hpp"
#include "registry-contracts/client/mirror/log_copy.hpp"

namespace deed::registry {
namespace {

using mirror::LogCopy;
using mirror::PublishedFiles;
using Copy = std::shared_ptr<const LogCopy>;

constexpr std::size_t kMaxNote = std::size_t{1} << 20;
constexpr std::size_t kMaxKeyLine = 4096;
constexpr std::size_t kMaxData = kMaxBatch * kCommitmentSize;
/// Who shows something wrong is asked again after `recheck`, then after twice that, and so on.
constexpr unsigned kMostDoublings = 6;
/// Other processes may see a later head while this one reads.
constexpr int kMostOthers = 3;

Error read_only() {
    return Error(errors::kLedgerReadOnly, "another organisation's log is read only");
}

Error no_such_entry(std::uint64_t size) {
    return Error(errors::kNoSuchEntry,
                 "the signed head covers " + std::to_string(size) + " entries");
}

std::string describe(const tlog::GuardedHead& head) {
    return std::to_string(head.size) + " entries with the root " + base64_encode(head.root);
}

/// What may end well when it is tried again.
bool may_pass(const Error& error) {
    return error.kind() == ErrorKind::unavailable || error.kind() == ErrorKind::interrupted;
}

class MirrorLedger final : public PublishedLedger {
public:
    /// `options.network` is that of `log`.
    MirrorLedger(MirrorOptions options, tlog::VerifierKey log, net::HttpClient& client,
                 tlog::HeadGuard* heads, const Clock& clock)
        : options_(std::move(options)),
          log_(std::move(log)),
          client_(client),
          heads_(heads),
          clock_(clock),
          checked_(*Timestamp::from_unix_milliseconds(0)) {}

    const std::string& network() const override { return options_.network; }
    Capabilities capabilities() const override { return {.writable = false, .is_log = true}; }
    const tlog::VerifierKey& verifier_key() const override { return log_; }

    Result<std::vector<Ticket>> submit(std::span<const Submission>, Call&) override {
        return read_only();
    }
    Result<std::string> sign_statement(std::string_view, Call&) override { return read_only(); }
    Result<std::uint64_t> succeed(crypto::Signer&, Call&) override { return read_only(); }

    Result<Receipt> wait(const Ticket& ticket, Finality, Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        if (const auto receipt = copy->find(ticket.operation_hash)) return *receipt;
        return Error(errors::kUnknownOperation, "the operation is not on this ledger");
    }
    Result<Record> read(const RecordId& id, const At& at, Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->read(id, at, call);
    }
    Result<IdentityState> state(const Address& subject, Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->state(subject);
    }
    Result<Record> read_owned(const OwnedKey& key, const At& at, Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->read_owned(key, at, call);
    }
    Result<std::optional<OwnedState>> owned(const OwnedKey& key, Call& call) override {
        return find_owned<OwnedState>(key, OwnedState::parse, call);
    }
    Result<std::optional<Bytes>> issuer_state(const OwnedKey& key, Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->owned(key);
    }
    Result<std::optional<CptGrant>> cpt_grant(const OwnedKey& key, Call& call) override {
        return find_owned<CptGrant>(key, parse_grant, call);
    }
    Result<CptBook> cpt_book(Call& call) override {
        DEED_TRY(auto book, find_owned<CptBook>(book_key(), CptBook::parse, call));
        return book ? std::move(*book) : CptBook{};
    }
    Result<Timestamp> acceptance_time(Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->last_accepted();
    }
    Result<SubjectPage> subjects(const std::optional<Address>& after, std::size_t limit,
                                 Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->subjects(after, limit);
    }
    Result<std::uint64_t> subject_count(Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->subject_count();
    }
    Result<std::vector<Address>> controlled_by(const Address& controller, Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->controlled_by(controller);
    }
    Result<std::optional<KnownUntil>> known_until(Call& call) override;

    Result<LogHistory> history(Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->history();
    }
    Result<std::string> checkpoint(Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        return copy->head()->note;
    }
    Result<Bytes> entry(std::uint64_t index, Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        if (index >= copy->size()) return no_such_entry(copy->size());
        return copy->entry(index);
    }
    Result<std::vector<tlog::Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                    Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        if (index >= size || size > copy->size()) return no_such_entry(copy->size());
        return copy->tree().inclusion_proof(index, size);
    }
    Result<std::vector<tlog::Hash>> consistency_proof(std::uint64_t first, std::uint64_t second,
                                                      Call& call) override {
        DEED_TRY(const Copy copy, current(call));
        if (first > second || second > copy->size()) return no_such_entry(copy->size());
        if (first == 0) return std::vector<tlog::Hash>();
        return copy->tree().consistency_proof(first, second);
    }
    Result<Bytes> attachment(const Hash& name, Call& call) override;

    Result<void> refresh(Call& call) override {
        DEED_CHECK(latest(call));
        return {};
    }

private:
    template <typename T>
    Result<std::optional<T>> find_owned(const OwnedKey& key, Result<T> (*parse)(ByteView),
                                        Call& call) {
        DEED_TRY(const Copy copy, current(call));
        const auto encoded = copy->owned(key);
        if (!encoded) return std::optional<T>();
        DEED_TRY(T state, parse(*encoded));
        return std::optional(std::move(state));
    }
    Result<Copy> current(Call& call);
    /// What is here, or a later head once it is time to ask for one.
    Result<Copy> latest(Call& call);
    std::optional<Result<Copy>> recent();
    Result<Copy> verified() const;
    Result<Copy> settle(Result<Copy> looked, Call& call);
    Result<Copy> look(bool afresh, Call& call, int others = 0);
    Result<std::shared_ptr<LogCopy>> read_files(PublishedFiles& files, bool afresh,
                                                const std::vector<tlog::GuardedHead>& known,
                                                Call& call);
    Result<bool> remember(std::optional<tlog::GuardedHead> recorded, const LogCopy& copy,
                          const PublishedFiles& files, Call& call);
    Copy copy_here() {
        const std::scoped_lock lock(mutex_);
        return copy_;
    }

    const MirrorOptions options_;
    const tlog::VerifierKey log_;
    net::HttpClient& client_;
    tlog::HeadGuard* const heads_;
    const Clock& clock_;
    std::mutex looking_;  ///< held by the one who asks the server for a later head
    std::mutex mutex_;    ///< guards what follows
    Copy copy_;
    std::optional<Error> refused_;  ///< what the server showed last was wrong
    unsigned refusals_ = 0;         ///< one behind the other
    Timestamp checked_;
};

Result<std::optional<KnownUntil>> MirrorLedger::known_until(Call& call) {
    DEED_TRY(const Copy copy, current(call));
    // The path may be somebody's secret.
    std::string source = "mirror " + std::string(options_.url.origin());
    if (heads_ == nullptr) source += " (no earlier look at it is remembered)";
    if (const std::string losses = copy->history().describe_losses(); !losses.empty())
        source += " (" + losses + ")";
    return std::optional(KnownUntil{copy->known_until(), std::move(source)});
}

Result<Bytes> MirrorLedger::attachment(const Hash& name, Call& call) {
    for (const bool afresh : {false, true}) {
        PublishedFiles files(options_, client_, afresh);
        auto data = files.data(name, kMaxData, call);
        if (!data && files.used_kept() && !may_pass(data.error())) continue;
        if (!data) return std::move(data).error();
        if (*data) return **std::move(data);
        break;
    }
    return Error(errors::kNoSuchAttachment, "no data of that name is published beside the log");
}

/// What the last look gave, as long as nobody needs to look again.
std::optional<Result<Copy>> MirrorLedger::recent() {
    const std::scoped_lock lock(mutex_);
    const unsigned doublings = std::min(std::max(refusals_, 1U) - 1, kMostDoublings);
    const std::int64_t pause = options_.recheck.count() << doublings;
    const Timestamp now = clock_.now();
    const bool is_due = now < checked_ || now >= checked_.plus_seconds(pause);
    if (is_due || (!copy_ && !refused_)) return std::nullopt;
    return verified();
}

Result<Copy> MirrorLedger::verified() const {
    if (refused_) return *refused_;
    return copy_;
}

Result<Copy> MirrorLedger::current(Call& call) {
    if (options_.questions_refresh) return latest(call);
    const std::scoped_lock lock(mutex_);
    return verified();
}

Result<Copy> MirrorLedger::latest(Call& call) {
    constexpr std::chrono::milliseconds kBetweenTries{10};
    while (true) {
        DEED_CHECK(call.check());
        if (auto answer = recent()) return *std::move(answer);
        const std::unique_lock looking(looking_, std::try_to_lock);
        if (looking.owns_lock()) return settle(look(false, call), call);
        // Somebody else asks already.
        {
            const std::scoped_lock lock(mutex_);
            if (copy_ && !refused_) return copy_;
        }
        std::this_thread::sleep_for(kBetweenTries);
    }
}

/// A server that cannot be reached, or only slowly, takes nothing from what was verified before;
/// one that shows another history does.
Result<Copy> MirrorLedger::settle(Result<Copy> looked, Call& call) {
    const std::scoped_lock lock(mutex_);
    if (looked) {
        copy_ = *looked;
        refused_.reset();
        refusals_ = 0;
        checked_ = clock_.now();
        return looked;
    }
    const bool is_late = looked.error().code() == deed::errors::kDeadline;
    const bool is_late_at_first = is_late && !copy_ && !refused_;
    if (is_late_at_first || looked.error().code() == deed::errors::kInterrupted) return looked;
    // Nobody who comes next shall wait again.
    checked_ = clock_.now();
    if (is_late && refused_) return *refused_;
    if (may_pass(looked.error()) && copy_ && !refused_) {
        const std::string reason = looked.error().to_string();
        call.log(LogLevel::warning, "a published log cannot be read now; its copy answers",
                 {{"network", options_.network}, {"reason", reason}});
        return copy_;
    }
    refused_ = looked.error();
    ++refusals_;
    return looked;
}

Result<Copy> MirrorLedger::look(bool afresh, Call& call, int others) {
    PublishedFiles files(options_, client_, afresh);
    std::vector<tlog::GuardedHead> known;
    std::optional<tlog::GuardedHead> remembered;
    if (heads_ != nullptr) {
        DEED_TRY(remembered, heads_->highest(log_, call));
    }
    if (remembered) known.push_back(*remembered);
    const Copy here = copy_here();
    if (here) known.push_back({here->size(), here->tree().root()});

    auto copy = read_files(files, afresh, known, call);
    // A file that was kept may have been damaged here, and a fork shows where all is read again.
    const bool is_second_worth = !afresh && (files.used_kept() || here);
    if (!copy && is_second_worth && !may_pass(copy.error()) &&
        copy.error().code() != errors::kMirrorRolledBack)
        return look(true, call, others);
    if (!copy) return std::move(copy).error();
    DEED_TRY(const bool is_latest, remember(remembered, **copy, files, call));
    if (is_latest) return Copy(*std::move(copy));
    // Theirs continues what was read here, or does not: that shows only by reading it.
    if (others == kMostOthers)
        return Error(errors::kMirrorUnavailable, "other processes always see a later head");
    return look(afresh, call, others + 1);
}

Result<std::shared_ptr<LogCopy>> MirrorLedger::read_files(
    PublishedFiles& files, bool afresh, const std::vector<tlog::GuardedHead>& known, Call& call) {
    // Before the checkpoint, which is then not older than the statement.
    DEED_TRY(const auto statement, files.find(std::string(kHeadTimePath), kMaxNote, call));
    DEED_TRY(const Bytes bytes, files.get(tlog::kCheckpointPath, kMaxNote, call));
    std::string note(as_text(bytes));
    DEED_TRY(const tlog::Note parsed, tlog::Note::parse(note));
    DEED_TRY(const tlog::Checkpoint claimed, tlog::Checkpoint::parse(parsed.body()));
    for (const tlog::GuardedHead& head : known) {
        if (claimed.size < head.size)
            return Error(errors::kMirrorRolledBack,
                         "the server shows " + std::to_string(claimed.size) + " entries, after " +
                             describe(head),
                         files.url_of(tlog::kCheckpointPath));
    }
    const Copy here = copy_here();
    auto copy =
        here && !afresh ? std::make_shared<LogCopy>(*here) : std::make_shared<LogCopy>(log_);
    if (!copy->head() || copy->head()->note != note)
        DEED_CHECK(copy->extend(std::move(note), files, options_, call));
    for (const tlog::GuardedHead& head : known) {
        if (copy->tree().root_at(head.size) != head.root)
            return Error(errors::kMirrorForked,
                         "the server shows " + describe({copy->size(), copy->tree().root()}) +
                             ", which does not continue " + describe(head),
                         files.url_of(tlog::kCheckpointPath));
    }
    if (statement) DEED_CHECK(copy->take_statement(std::string(as_text(*statement))));
    return copy;
}

/// Whether nobody else has recorded a later head meanwhile.
Result<bool> MirrorLedger::remember(std::optional<tlog::GuardedHead> recorded, const LogCopy& copy,
                                    const PublishedFiles& files, Call& call) {
    const tlog::GuardedHead seen{copy.size(), copy.tree().root()};
    while (heads_ != nullptr && recorded != seen) {
        DEED_CHECK(call.check());
        auto advanced = heads_->advance(log_, recorded, seen, call);
        if (advanced) break;
        if (advanced.error().code() != tlog::errors::kRolledBack)
            return std::move(advanced).error();
        DEED_TRY(recorded, heads_->highest(log_, call));
        if (!recorded) continue;
        if (recorded->size > seen.size) return false;
        if (copy.tree().root_at(recorded->size) != recorded->root)
            return Error(errors::kMirrorForked, "another process saw " + describe(*recorded) +
                                                    ", this one " + describe(seen));
    }
    files.keep(tlog::kCheckpointPath, as_bytes(copy.head()->note), call);
    return true;
}

}  // namespace

Result<std::unique_ptr<PublishedLedger>> open_mirror(MirrorOptions options, net::HttpClient& client,
                                                     tlog::HeadGuard* heads, const Clock& clock,
                                                     Call& call) {
    const net::Url& url = options.url;
    if (url.scheme() != net::Url::Scheme::https || url.query() || url.fragment())
        return Error(errors::kMirrorBadUrl, "it is not the https URL of a folder", url.to_string());
    PublishedFiles files(options, client, false);
    DEED_TRY(const Bytes line, files.get(std::string(kVerifierKeyPath), kMaxKeyLine, call));
    std::string_view text = as_text(line);
    if (text.ends_with('\n')) text.remove_suffix(1);
    auto log = tlog::VerifierKey::parse(text);
    if (!log) return std::move(log).error().at(files.url_of(kVerifierKeyPath));
    if (network_of(*log) != options.network)
        return Error(errors::kMirrorWrongKey,
                     "the published key is that of the network " + network_of(*log) + ", not of " +
                         options.network,
                     files.url_of(kVerifierKeyPath));
    auto ledger =
        std::make_unique<MirrorLedger>(std::move(options), *std::move(log), client, heads, clock);
    DEED_CHECK(ledger->refresh(call));
    return std::unique_ptr<PublishedLedger>(std::move(ledger));
}

}  // namespace deed::registry
