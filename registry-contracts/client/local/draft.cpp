#include "registry-contracts/client/local/draft.hpp"

#include <algorithm>
#include <iterator>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry::local {
namespace {

Result<void> check_attachment(const Submission& submission) {
    if (submission.operation.envelope().type == OperationType::evidence_batch) {
        DEED_TRY(const BatchBody batch, BatchBody::parse(submission.operation.body()));
        return check_batch(batch, submission.attachment);
    }
    if (!submission.attachment.empty())
        return Error(errors::kBatchMismatch, "only an evidence batch has commitments");
    return {};
}

}  // namespace

std::vector<Result<void>> check_attachments(std::span<const Submission> submissions) {
    std::vector<Result<void>> results;
    std::ranges::transform(submissions, std::back_inserter(results), check_attachment);
    return results;
}

Result<void> Draft::add(std::span<const Submission> submissions,
                        std::span<const Result<void>> attachments) {
    Trial trial;
    for (std::size_t i = 0; i < submissions.size(); ++i)
        DEED_CHECK(try_one(submissions[i], attachments[i], trial));
    for (auto& [subject, state] : trial.states) states_.insert_or_assign(subject, std::move(state));
    for (auto& [key, state] : trial.owned) owned_.insert_or_assign(key, std::move(state));
    hashes_.merge(trial.hashes);
    names_.merge(trial.names);
    std::ranges::move(trial.items, std::back_inserter(items_));
    return {};
}

Result<bool> Draft::is_known(const Hash& operation, const Trial& trial) {
    if (trial.hashes.contains(operation) || hashes_.contains(operation)) return true;
    DEED_TRY(const auto row, image_->find(operation));
    return row.has_value();
}

Result<IdentityState*> Draft::state_of(const Address& subject, Trial& trial) {
    auto found = trial.states.find(subject);
    if (found != trial.states.end()) return &found->second;
    if (const auto earlier = states_.find(subject); earlier != states_.end())
        return &trial.states.emplace(subject, earlier->second).first->second;
    DEED_TRY(IdentityState state, image_->state(subject));
    return &trial.states.emplace(subject, std::move(state)).first->second;
}

Result<std::optional<Bytes>> Draft::TrialStore::get(const OwnedKey& key) {
    if (const auto here = trial_.owned.find(key); here != trial_.owned.end()) return {here->second};
    if (const auto earlier = draft_.owned_.find(key); earlier != draft_.owned_.end())
        return {earlier->second};
    return draft_.image_->owned(key);
}

Result<void> Draft::TrialStore::put(const OwnedKey& key, Bytes state) {
    trial_.owned.insert_or_assign(key, std::move(state));
    return {};
}

Result<void> Draft::apply(const Operation& operation, Trial& trial) {
    if (!is_owned(operation.envelope().type)) {
        DEED_TRY(IdentityState* const state, state_of(operation.envelope().subject, trial));
        return state->apply(operation, accepted_);
    }
    TrialStore store(*this, trial);
    const auto identity = [&](const Address& account) -> Result<IdentityState> {
        DEED_TRY(IdentityState* const state, state_of(account, trial));
        return *state;
    };
    const std::uint64_t position = image_->size() + items_.size() + trial.items.size();
    const OwnedContext context{store, identity, image_->history().key_in_force(),
                               image_->log().name()};
    return apply_owned(OwnedOperation::of(operation.statement(), position, accepted_), context);
}

Result<void> Draft::try_one(const Submission& submission, const Result<void>& attachment,
                            Trial& trial) {
    const Operation& operation = submission.operation;
    const Envelope& envelope = operation.envelope();
    if (envelope.network != image_->network())
        return Error(errors::kWrongNetwork, "the operation is for " + envelope.network +
                                                ", this ledger is " + image_->network());
    DEED_TRY(const bool known, is_known(operation.hash(), trial));
    if (known) return {};

    DEED_CHECK(apply(operation, trial));
    if (!attachment) return attachment;

    trial.hashes.insert(operation.hash());
    Entry entry{accepted_, operation};
    Bytes encoded = entry.encode();
    DEED_ASSERT(encoded.size() <= kMaxEntryBytes);
    const tlog::Hash leaf = tlog::leaf_hash(encoded);
    trial.items.push_back({{std::move(entry), leaf, std::nullopt}, std::move(encoded), {}});
    if (operation.body_is_detached())
        return add_beside({envelope.body_hash, operation.body()}, trial);
    if (envelope.type != OperationType::evidence_batch) return {};
    DEED_TRY(const BatchBody batch, BatchBody::parse(operation.body()));
    return add_beside({batch.root, submission.attachment}, trial);
}

Result<void> Draft::add_beside(const Beside& beside, Trial& trial) {
    if (names_.contains(beside.name) || trial.names.contains(beside.name)) return {};
    const auto stored = image_->beside(beside.name);
    if (!stored && is_index_damage(stored.error())) return stored.error();
    // What cannot be read any more is written again.
    if (stored && *stored && std::ranges::equal(**stored, beside.data)) return {};
    trial.names.insert(beside.name);
    trial.items.back().beside = beside;
    return {};
}

}  // namespace deed::registry::local
