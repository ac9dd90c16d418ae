#include "registry-contracts/client/local/image.hpp"

#include <algorithm>
#include <utility>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry::local {
namespace {

Error invalid_entry(std::uint64_t index, const std::string& why) {
    return Error(errors::kInvalidEntry, "entry " + std::to_string(index) + ": " + why);
}

Error head_mismatch(std::string message) {
    return Error(errors::kHeadMismatch, std::move(message));
}

}  // namespace

LogImage::LogImage(tlog::VerifierKey log)
    : log_(std::move(log)), network_(network_of(log_)), whole_(log_) {}

Result<void> LogImage::replay(tlog::FrameType type, ByteView payload) {
    DEED_CHECK(replay_frame(type, payload));
    replayed_ += tlog::kBeforePayload + payload.size() + tlog::kAfterPayload;
    return {};
}

Result<void> LogImage::replay_frame(tlog::FrameType type, ByteView payload) {
    // Data serves the entry directly behind it. Other data is what a crash left, and is dropped, so
    // that nobody can fill the memory with it.
    const std::optional<Waiting> waiting = std::exchange(waiting_, std::nullopt);
    if (type == tlog::FrameType::entry) return replay_entry(payload, waiting);
    if (type == tlog::FrameType::head) return add_head(std::string(as_text(payload)));
    const std::optional<Beside> beside = split_beside(payload);
    if (!beside) return invalid_entry(size(), "the data beside it lacks its name");
    waiting_ = Waiting{beside->name, to_bytes(beside->data),
                       place_in_frame(replayed_, beside->data.size())};
    return {};
}

Result<void> LogImage::replay_entry(ByteView encoded, const std::optional<Waiting>& waiting) {
    if (LogEntry::is_one(encoded)) {
        auto entry = LogEntry::parse(encoded);
        if (!entry) return invalid_entry(size(), entry.error().to_string());
        return add_log_entry(std::move(*entry), encoded);
    }
    const auto body_name = detached_body_name(encoded);
    if (!body_name) return invalid_entry(size(), body_name.error().to_string());
    std::optional<ByteView> body;
    if (*body_name && waiting && waiting->name == **body_name)
        body = waiting->data;
    else if (*body_name)
        if (const Bytes* known = detached_body(**body_name)) body = *known;
    auto entry = Entry::parse(encoded, body);
    if (!entry) return invalid_entry(size(), entry.error().to_string());

    std::optional<Place> commitments;
    if (waiting && entry->operation.envelope().type == OperationType::evidence_batch) {
        const auto batch = BatchBody::parse(entry->operation.body());
        if (batch && batch->root == waiting->name) {
            if (auto checked = check_batch(*batch, waiting->data); !checked)
                return invalid_entry(size(), checked.error().to_string());
            commitments = waiting->place;
        }
    }
    return add_entry(std::move(*entry), encoded, commitments);
}

Result<void> LogImage::add_entry(Entry entry, ByteView encoded,
                                 const std::optional<Place>& commitments) {
    const Operation& operation = entry.operation;
    const Envelope& envelope = operation.envelope();
    const std::uint64_t index = size();
    if (envelope.network != network_)
        return invalid_entry(index, "it was signed for another ledger");
    if (entry.accepted < last_accepted())
        return invalid_entry(index, "it was accepted before its predecessor");
    if (auto free = whole_.pass_operation(); !free)
        return invalid_entry(index, free.error().to_string());
    const auto subject = subjects_.try_emplace(envelope.subject, envelope.subject).first;
    if (auto applied = subject->second.state.apply(operation, entry.accepted); !applied)
        return invalid_entry(index, applied.error().to_string());

    subject->second.chains[static_cast<std::size_t>(chain_of(envelope.type))].push_back(index);
    by_hash_.emplace(operation.hash(), index);
    tree_.append(tlog::leaf_hash(encoded));
    if (operation.body_is_detached()) detached_bodies_.insert_or_assign(envelope.body_hash, index);
    if (commitments) {
        const auto batch = BatchBody::parse(operation.body());
        DEED_ASSERT(batch.has_value());
        commitments_.insert_or_assign(batch->root, *commitments);
    }
    entries_.push_back(std::move(entry));
    return {};
}

Result<void> LogImage::add_log_entry(LogEntry entry, ByteView encoded) {
    const std::uint64_t index = size();
    if (entry.accepted() < last_accepted())
        return invalid_entry(index, "it was accepted before its predecessor");
    const auto root_at = [this](std::uint64_t count) { return tree_.root_at(count); };
    if (auto taken = whole_.take(index, entry, root_at); !taken)
        return invalid_entry(index, taken.error().to_string());
    tree_.append(tlog::leaf_hash(encoded));
    entries_.emplace_back(std::move(entry));
    return {};
}

Bytes LogImage::encoded(std::uint64_t index) const {
    return std::visit([](const auto& entry) { return entry.encode(); }, entries_[index]);
}

Result<void> LogImage::add_head(std::string note) {
    const auto parsed = tlog::Note::parse(note);
    if (!parsed) return head_mismatch("a head is not a note: " + parsed.error().message());
    auto checkpoint = tlog::Checkpoint::parse(parsed->body());
    if (!checkpoint)
        return head_mismatch("a head is not a checkpoint: " + checkpoint.error().message());
    const std::string which = "the head of size " + std::to_string(checkpoint->size);
    if (checkpoint->origin != log_.name()) return head_mismatch(which + " is of another log");
    if (head_ && checkpoint->size <= included())
        return head_mismatch(which + " does not come after the one before it");
    if (checkpoint->size > size()) return head_mismatch(which + " counts entries that are missing");
    if (checkpoint->root != tree_.root_at(checkpoint->size))
        return head_mismatch(which + " has another root than the entries");
    head_ = Head{std::move(*checkpoint), std::move(note)};
    return {};
}

Result<void> LogImage::check_last_head() const {
    if (!head_) return Error(errors::kHeadMissing, "the journal has no signed head");
    DEED_CHECK(tlog::verify_checkpoint(head_->note, history().signer_of(included())));
    return {};
}

GuardedLog LogImage::guarded() const {
    const auto& losses = history().losses();
    const bool fresh = !losses.empty() && losses.back().known.size >= included();
    return {history(), size(), included(),
            [this](std::uint64_t count) { return tree_.root_at(count); },
            fresh ? std::optional(losses.back()) : std::nullopt};
}

const Bytes* LogImage::detached_body(const Hash& name) const {
    const auto found = detached_bodies_.find(name);
    return found == detached_bodies_.end() ? nullptr : &entry(found->second).operation.body();
}

std::optional<Place> LogImage::commitments(const Hash& root) const {
    const auto found = commitments_.find(root);
    if (found == commitments_.end()) return std::nullopt;
    return found->second;
}

Timestamp LogImage::last_accepted() const {
    if (entries_.empty()) return *Timestamp::from_unix_milliseconds(0);
    const auto* operation = std::get_if<Entry>(&entries_.back());
    return operation != nullptr ? operation->accepted
                                : std::get<LogEntry>(entries_.back()).accepted();
}

bool LogImage::covers(const Address& subject) const {
    const auto covered = [&](Chain which) {
        const auto& indices = chain({which, subject});
        return indices.empty() || indices.back() < included();
    };
    return covered(Chain::did) && covered(Chain::evidence);
}

std::optional<std::uint64_t> LogImage::find(const Hash& operation_hash) const {
    const auto found = by_hash_.find(operation_hash);
    if (found == by_hash_.end()) return std::nullopt;
    return found->second;
}

const std::vector<std::uint64_t>& LogImage::chain(const RecordId& id) const {
    static const std::vector<std::uint64_t> kNone;
    const auto subject = subjects_.find(id.subject);
    if (subject == subjects_.end()) return kNone;
    return subject->second.chains[static_cast<std::size_t>(id.chain)];
}

IdentityState LogImage::state(const Address& subject) const {
    const auto found = subjects_.find(subject);
    return found == subjects_.end() ? IdentityState(subject) : found->second.state;
}

IdentityState LogImage::state_at(const Address& subject, std::uint64_t size) const {
    const auto& did = chain({Chain::did, subject});
    const auto& evidence = chain({Chain::evidence, subject});
    const bool all_before =
        (did.empty() || did.back() < size) && (evidence.empty() || evidence.back() < size);
    if (all_before) return state(subject);

    std::vector<std::uint64_t> indices;
    std::merge(did.begin(), did.end(), evidence.begin(), evidence.end(),
               std::back_inserter(indices));
    IdentityState result(subject);
    for (const std::uint64_t index : indices) {
        if (index >= size) break;
        const auto applied = result.apply(entry(index).operation, entry(index).accepted);
        DEED_ASSERT(applied.has_value());
    }
    return result;
}

SubjectPage LogImage::subjects(const std::optional<Address>& after, std::size_t limit) const {
    SubjectPage page;
    for (auto at = after ? subjects_.upper_bound(*after) : subjects_.begin(); at != subjects_.end();
         ++at) {
        const std::uint64_t created = at->second.chains[0].front();
        if (created >= included()) continue;
        page.more = page.subjects.size() == limit;
        if (page.more) break;
        page.subjects.push_back({at->first, created, entry(created).accepted});
    }
    return page;
}

std::uint64_t LogImage::subject_count() const {
    return static_cast<std::uint64_t>(std::ranges::count_if(subjects_, [this](const auto& subject) {
        return subject.second.chains[0].front() < included();
    }));
}

std::vector<Address> LogImage::controlled_by(const Address& controller) const {
    std::vector<Address> found;
    for (const auto& [address, subject] : subjects_) {
        const IdentityState state = state_at(address, included());
        if (state.exists() && state.controller() == controller) found.push_back(address);
    }
    return found;
}

}  // namespace deed::registry::local
