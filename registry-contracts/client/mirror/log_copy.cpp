#include "registry-contracts/client/mirror/log_copy.hpp"

#include <algorithm>

#include "lib/error/assert.hpp"
#include "lib/tlog/entry_bundle.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_path.hpp"
#include "lib/tlog/tile_tree.hpp"
#include "registry-contracts/client/entry_summary.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/mirror/errors.hpp"

namespace deed::registry::mirror {
namespace {

using tlog::kTileWidth;

constexpr unsigned kBitsOfTile = 8;

Result<tlog::Checkpoint> parse_head(const std::string& note) {
    DEED_TRY(const tlog::Note parsed, tlog::Note::parse(note));
    return tlog::Checkpoint::parse(parsed.body());
}

/// Whether the operation that comes as number `count` of its record is within `at`.
bool is_within(const At& at, std::size_t count, Timestamp accepted) {
    if (const auto* length = std::get_if<UntilLength>(&at)) return count < length->length;
    if (const auto* until = std::get_if<UntilTime>(&at)) return accepted <= until->time;
    return true;
}

Error too_large(const std::string& message) { return Error(errors::kMirrorTooLarge, message); }

}  // namespace

Result<void> LogCopy::extend(std::string note, PublishedFiles& files, const MirrorOptions& kept,
                             Call& call) {
    DEED_TRY(const tlog::Checkpoint claimed, parse_head(note));
    if (claimed.origin != history().first().name())
        return Error(tlog::errors::kOriginMismatch, "the checkpoint is of another log");
    const std::uint64_t old_size = size();
    if (claimed.size < old_size)
        return Error(errors::kMirrorRolledBack, "the server shows " + std::to_string(claimed.size) +
                                                    " entries, after " + std::to_string(old_size));
    if (claimed.size > kept.max_entries)
        return too_large("the log has " + std::to_string(claimed.size) + " entries");
    DEED_TRY(std::vector<Bundle> bundles, fetch(claimed.size, files, kept, call));
    DEED_CHECK(check_signed(note, bundles, files, call));
    for (Bundle& bundle : bundles) DEED_CHECK(add_bundle(std::move(bundle), files, kept, call));
    DEED_CHECK(check_tiles(old_size, files, call));
    DEED_TRY(head_, replay_.check_head(std::move(note)));
    return {};
}

Result<std::vector<LogCopy::Bundle>> LogCopy::fetch(std::uint64_t size, PublishedFiles& files,
                                                    const MirrorOptions& kept, Call& call) {
    std::vector<Bundle> bundles;
    if (size == this->size()) return bundles;
    for (std::uint64_t i = this->size() / kTileWidth; i * kTileWidth < size; ++i) {
        const std::uint64_t width = tlog::tile_width(0, i, size);
        DEED_TRY(Bundle entries, files.bundle(i, width, call));
        const bool is_begun = i < bundles_.size();
        if (is_begun && !std::equal(bundles_[i]->begin(), bundles_[i]->end(), entries.begin()))
            return Error(errors::kMirrorForked, "the server shows other entries than before",
                         files.url_of(tlog::bundle_path(i, width)));
        for (std::uint64_t k = is_begun ? bundles_[i]->size() : 0; k < width; ++k)
            DEED_CHECK(count_bytes(entries[k].size(), kept));
        bundles.push_back(std::move(entries));
    }
    return bundles;
}

/// Who can publish files is not yet the log: what costs time and room waits for its signature. The
/// log's own entries, few of them and signed one by one, lead to the key.
Result<void> LogCopy::check_signed(const std::string& note, const std::vector<Bundle>& bundles,
                                   const PublishedFiles& files, Call& call) const {
    tlog::MerkleTree tree = replay_.tree();
    LogHistory history = this->history();
    std::uint64_t position = size() / kTileWidth * kTileWidth;
    for (const Bundle& bundle : bundles) {
        DEED_CHECK(call.check());
        DEED_CHECK(files.check_time());
        for (const Bytes& entry : bundle) {
            if (position++ < size()) continue;
            tree.append(tlog::leaf_hash(entry));
            if (!LogEntry::is_one(entry)) continue;
            auto own = LogEntry::parse(entry);
            const auto taken = own ? history.take(position - 1, *own) : Result<void>(own.error());
            if (!taken)
                return Error(errors::kInvalidEntry, "entry " + std::to_string(position - 1) + ": " +
                                                        taken.error().to_string());
        }
    }
    DEED_TRY(const tlog::Checkpoint head,
             tlog::verify_checkpoint(note, history.signer_of(tree.size())));
    if (head.size == tree.size() && head.root == tree.root()) return {};
    return Error(errors::kHeadMismatch, "the signed head of " + std::to_string(head.size) +
                                            " entries is not that of the entries that were read");
}

Result<void> LogCopy::count_bytes(std::size_t more, const MirrorOptions& kept) {
    bytes_ += more;
    if (bytes_ <= kept.max_bytes) return {};
    return too_large("the log has more than " + std::to_string(kept.max_bytes) + " bytes");
}

Result<void> LogCopy::add_bundle(Bundle entries, PublishedFiles& files, const MirrorOptions& kept,
                                 Call& call) {
    const std::uint64_t index = size() / kTileWidth;
    for (std::uint64_t i = size() % kTileWidth; i < entries.size(); ++i) {
        DEED_CHECK(call.check());
        DEED_CHECK(files.check_time());
        DEED_CHECK(add(entries[i], files, kept, call));
    }
    if (entries.size() == kTileWidth) {
        DEED_TRY(const Bytes encoded, tlog::encode_bundle(entries));
        files.keep_fetched(tlog::bundle_path(index, kTileWidth), encoded, call);
    }
    bundles_.resize(index + 1);
    bundles_[index] = std::make_shared<const Bundle>(std::move(entries));
    return {};
}

Result<void> LogCopy::add(ByteView entry, PublishedFiles& files, const MirrorOptions& kept,
                          Call& call) {
    std::optional<Hash> body_name;
    // What cannot be read is judged by the replay.
    if (const auto name = detached_body_name(entry); name && !LogEntry::is_one(entry))
        body_name = *name;
    if (body_name && !bodies_.contains(*body_name)) {
        DEED_TRY(std::optional<Bytes> body, files.data(*body_name, kMaxBody, call));
        if (body) {
            DEED_CHECK(count_bytes(body->size(), kept));
            bodies_.emplace(*body_name, std::make_shared<const Bytes>(*std::move(body)));
        }
    }
    // The commitments of batches are fetched when they are asked for.
    const DataSource bodies = [this](const Hash& name) -> Result<std::optional<Bytes>> {
        const auto found = bodies_.find(name);
        return found == bodies_.end() ? std::nullopt : std::optional(*found->second);
    };
    const std::uint64_t position = size();
    DEED_CHECK(replay_.add(entry, bodies));
    DEED_TRY(const EntrySummary summary, summarize_entry(entry));
    if (!summary.operation) return {};
    operations_.try_emplace(summary.operation->hash, Row{position, summary.accepted});
    if (replay_.last_owned()) {
        owned_chains_[*replay_.last_owned()].push_back(position);
        return {};
    }
    Chains& chains = chains_[summary.operation->subject];
    const bool is_evidence = summary.tag == tag_of(OperationType::evidence_batch);
    (is_evidence ? chains.evidence : chains.did).push_back(position);
    return {};
}

/// A wrong tile misleads nobody who has the entries, but whoever asks for proofs.
Result<void> LogCopy::check_tiles(std::uint64_t old_size, PublishedFiles& files, Call& call) const {
    for (unsigned level = 0; level < tlog::kMaxTileLevels; ++level) {
        const unsigned bits = kBitsOfTile * level;
        const std::uint64_t count = size() >> bits;
        const std::uint64_t known = old_size >> bits;
        if (count == known) continue;
        for (std::uint64_t index = known / kTileWidth; index * kTileWidth < count; ++index) {
            const std::uint64_t width = std::min(kTileWidth, count - index * kTileWidth);
            Bytes expected;
            for (std::uint64_t i = 0; i < width; ++i)
                append(expected, tree().node(bits, index * kTileWidth + i));
            DEED_TRY(const Bytes tile, files.tile(level, index, width, call));
            const std::string name = tlog::tile_path(level, index, width);
            if (tile != expected)
                return Error(tlog::errors::kTileMismatch,
                             "the tile has other hashes than the entries", files.url_of(name));
            if (width == kTileWidth) files.keep_fetched(name, tile, call);
        }
    }
    return {};
}

Result<void> LogCopy::take_statement(const std::string& text) {
    DEED_TRY(const tlog::Note note, tlog::Note::parse(text));
    DEED_TRY(HeadTime stated, HeadTime::parse(note.body()));
    if (stated.origin != history().first().name())
        return Error(tlog::errors::kOriginMismatch, "the statement is of another log");
    if (stated.head.size > size())
        return Error(errors::kMirrorRolledBack, "the server shows " + std::to_string(size()) +
                                                    " entries, and a statement of " +
                                                    std::to_string(stated.head.size));
    if (stated.head.size < size()) return {};
    DEED_CHECK(note.verify(history().signer_of(size())));
    if (tree().root() != stated.head.root)
        return Error(errors::kHeadTimeMismatch, "the statement's root is not that of the entries");
    stated_ = std::move(stated);
    return {};
}

Timestamp LogCopy::known_until() const {
    const bool is_of_head = stated_ && stated_->head.size == size();
    return is_of_head ? std::max(stated_->time, replay_.last_accepted()) : replay_.last_accepted();
}

const Bytes& LogCopy::entry(std::uint64_t position) const {
    DEED_ASSERT(position < size());
    return (*bundles_[position / kTileWidth])[position % kTileWidth];
}

Result<Recorded> LogCopy::recorded(std::uint64_t position) const {
    const Bytes& encoded = entry(position);
    DEED_TRY(const std::optional<Hash> name, detached_body_name(encoded));
    std::optional<ByteView> body;
    if (name) body = *bodies_.at(*name);
    DEED_TRY(Entry parsed, Entry::parse(encoded, body));
    return Recorded{position, parsed.accepted, parsed.operation.statement()};
}

Result<Record> LogCopy::read(const RecordId& id, const At& at, const Call& call) const {
    const auto chains = chains_.find(id.subject);
    if (chains == chains_.end()) return Record{};
    return read_all(id.chain == Chain::did ? chains->second.did : chains->second.evidence, at,
                    call);
}

Result<Record> LogCopy::read_owned(const OwnedKey& key, const At& at, const Call& call) const {
    const auto chain = owned_chains_.find(key);
    if (chain == owned_chains_.end()) return Record{};
    return read_all(chain->second, at, call);
}

std::optional<Bytes> LogCopy::owned(const OwnedKey& key) const {
    const auto found = replay_.owned().find(key);
    return found == replay_.owned().end() ? std::nullopt : std::optional(found->second);
}

Result<Record> LogCopy::read_all(const std::vector<std::uint64_t>& positions, const At& at,
                                 const Call& call) const {
    Record record;
    for (const std::uint64_t position : positions) {
        DEED_CHECK(call.check());
        DEED_TRY(Recorded one, recorded(position));
        if (!is_within(at, record.operations.size(), one.accepted)) break;
        record.operations.push_back(std::move(one));
    }
    return record;
}

IdentityState LogCopy::state(const Address& subject) const {
    const auto found = replay_.subjects().find(subject);
    return found == replay_.subjects().end() ? IdentityState(subject) : found->second;
}

std::optional<Receipt> LogCopy::find(const Hash& operation) const {
    const auto found = operations_.find(operation);
    if (found == operations_.end()) return std::nullopt;
    return Receipt{operation, found->second.position, found->second.accepted, Finality::final};
}

SubjectPage LogCopy::subjects(const std::optional<Address>& after, std::size_t limit) const {
    SubjectPage page;
    limit = std::min(limit, kMaxSubjectPage);
    for (auto next = after ? chains_.upper_bound(*after) : chains_.begin(); next != chains_.end();
         ++next) {
        if (page.subjects.size() == limit) {
            page.more = true;
            break;
        }
        const std::uint64_t position = next->second.did.front();
        const auto summary = summarize_entry(entry(position));
        DEED_ASSERT(summary.has_value());
        page.subjects.push_back({next->first, position, summary->accepted});
    }
    return page;
}

std::vector<Address> LogCopy::controlled_by(const Address& controller) const {
    std::vector<Address> controlled;
    for (const auto& [address, state] : replay_.subjects())
        if (state.exists() && state.controller() == controller) controlled.push_back(address);
    return controlled;
}

}  // namespace deed::registry::mirror
