#include <algorithm>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/image.hpp"

// What an image answers, each answer held to the journal and the tree.

namespace deed::registry::local {
namespace {

Error damaged(const std::string& what) { return Error(errors::kIndexDamaged, what); }

}  // namespace

Result<Bytes> LogImage::frame(std::uint64_t offset, tlog::FrameType type) const {
    DEED_TRY(tlog::Frame frame, journal_.read_frame_at(offset));
    if (frame.type != type) return damaged("another kind of frame is at " + std::to_string(offset));
    return std::move(frame.payload);
}

Result<Bytes> LogImage::encoded(std::uint64_t position) {
    DEED_TRY(const std::optional<EntryRow> row, index_.entry(position));
    if (!row) return damaged("the index lacks entry " + std::to_string(position));
    DEED_TRY(Bytes bytes, frame(row->frame, tlog::FrameType::entry));
    DEED_TRY(const tlog::Hash leaf, tree_.leaf(position));
    if (tlog::leaf_hash(bytes) != leaf)
        return damaged("entry " + std::to_string(position) + " is not the one in the tree");
    return bytes;
}

Result<Entry> LogImage::entry(const EntryRow& row) {
    DEED_TRY(const Bytes bytes, encoded(row.position));
    DEED_TRY(const std::optional<Hash> body_name, detached_body_name(bytes));
    std::optional<Bytes> body;
    if (body_name) {
        DEED_TRY(body, beside(*body_name));
    }
    auto entry = Entry::parse(bytes, body ? std::optional<ByteView>(*body) : std::nullopt);
    if (!entry || entry->operation.hash() != row.hash || entry->accepted != row.accepted)
        return damaged("entry " + std::to_string(row.position) + " is another than the index says");
    return entry;
}

Result<std::optional<EntryRow>> LogImage::find(const Hash& operation_hash) {
    return index_.find(operation_hash);
}

Result<std::vector<EntryRow>> LogImage::chain(const RecordId& id, std::uint64_t size) {
    DEED_TRY(const std::optional<SubjectRow> subject, index_.subject(id.subject));
    if (!subject) return std::vector<EntryRow>();
    return index_.chain(subject->number, id.chain, size);
}

Result<std::optional<Bytes>> LogImage::beside(const Hash& name) {
    DEED_TRY(const std::optional<std::uint64_t> at, index_.beside(name));
    if (!at) return std::optional<Bytes>();
    DEED_TRY(Bytes payload, frame(*at, tlog::FrameType::body));
    const std::optional<Beside> found = split_beside(payload);
    if (!found || found->name != name || !fits_its_name(*found))
        return damaged("other data than the index says is at " + std::to_string(*at));
    return std::optional(to_bytes(found->data));
}

Result<bool> LogImage::covers(const Address& subject) {
    DEED_TRY(const std::optional<SubjectRow> row, index_.subject(subject));
    if (!row) return true;
    for (const Chain which : {Chain::did, Chain::evidence}) {
        DEED_TRY(const auto last, index_.last_of_chain(row->number, which));
        if (last && last->position >= included()) return false;
    }
    return true;
}

Result<IdentityState> LogImage::state(const Address& subject) {
    DEED_TRY(std::optional<SubjectRow> row, index_.subject(subject));
    return row ? std::move(row->state) : IdentityState(subject);
}

Result<IdentityState> LogImage::state_at(const Address& subject, std::uint64_t size) {
    DEED_TRY(std::optional<SubjectRow> row, index_.subject(subject));
    if (!row) return IdentityState(subject);
    std::vector<EntryRow> entries;
    bool all_before = true;
    for (const Chain which : {Chain::did, Chain::evidence}) {
        DEED_TRY(const auto last, index_.last_of_chain(row->number, which));
        all_before = all_before && (!last || last->position < size);
    }
    if (all_before) return std::move(row->state);

    for (const Chain which : {Chain::did, Chain::evidence}) {
        DEED_TRY(const auto rows, index_.chain(row->number, which, size));
        entries.insert(entries.end(), rows.begin(), rows.end());
    }
    std::ranges::sort(entries, {}, &EntryRow::position);
    IdentityState result(subject);
    for (const EntryRow& each : entries) {
        DEED_TRY(const Entry recorded, entry(each));
        if (recorded.operation.envelope().subject != subject)
            return damaged("a chain has an entry of another subject");
        if (!result.apply(recorded.operation, recorded.accepted))
            return damaged("a chain does not follow the rules");
    }
    return result;
}

/// The tree of `size` leaves with this root is the beginning of the head's.
Result<void> LogImage::check_extended(std::uint64_t size, const tlog::Hash& root) const {
    if (size == 0) return {};
    DEED_TRY(const auto proof, tree_.consistency_proof(size, included()));
    if (tlog::verify_consistency(size, included(), root, head_->checkpoint.root, proof)) return {};
    return damaged("the tiles do not lead to the head");
}

Result<std::vector<tlog::Hash>> LogImage::inclusion_proof(std::uint64_t index, std::uint64_t size) {
    DEED_ASSERT(index < size && size <= included());
    DEED_TRY(const tlog::Hash root, root_at(size));
    DEED_CHECK(check_extended(size, root));
    DEED_TRY(const tlog::Hash leaf, tree_.leaf(index));
    DEED_TRY(auto proof, tree_.inclusion_proof(index, size));
    if (!tlog::verify_inclusion(index, size, leaf, proof, root))
        return damaged("the tiles do not lead from entry " + std::to_string(index) + " to a root");
    return proof;
}

Result<std::vector<tlog::Hash>> LogImage::consistency_proof(std::uint64_t first,
                                                            std::uint64_t second) {
    DEED_ASSERT(first <= second && second <= included());
    if (first == 0) return std::vector<tlog::Hash>();
    DEED_TRY(const tlog::Hash first_root, root_at(first));
    DEED_TRY(const tlog::Hash second_root, root_at(second));
    DEED_CHECK(check_extended(second, second_root));
    DEED_TRY(auto proof, tree_.consistency_proof(first, second));
    if (!tlog::verify_consistency(first, second, first_root, second_root, proof))
        return damaged("the tiles do not lead from one root to the other");
    return proof;
}

Result<SubjectPage> LogImage::subjects(const std::optional<Address>& after, std::size_t limit) {
    return index_.subjects(after, std::min(limit, kMaxSubjectPage), included());
}

Result<std::uint64_t> LogImage::subject_count() { return index_.subject_count(included()); }

Result<std::vector<Address>> LogImage::controlled_by(const Address& controller) {
    // The index knows controllers after all entries; those not included yet may have changed them.
    DEED_TRY(std::vector<Address> found, index_.controlled_by(controller));
    DEED_TRY(const std::vector<Address> touched, index_.subjects_touched(included()));
    found.insert(found.end(), touched.begin(), touched.end());
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());

    std::vector<Address> controlled;
    for (const Address& subject : found) {
        DEED_TRY(const IdentityState state, state_at(subject, included()));
        if (state.exists() && state.controller() == controller) controlled.push_back(subject);
    }
    return controlled;
}

}  // namespace deed::registry::local
