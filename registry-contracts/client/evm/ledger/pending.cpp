#include "registry-contracts/client/evm/ledger/pending.hpp"

#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"

namespace deed::registry::evm {
namespace {

// A service runs for months; the chain remembers what is forgotten here.
constexpr std::size_t kMaxEntries = 100'000;
// From then on each action that is added lets go of those that are in a block.
constexpr std::size_t kManyOpen = 64;

}  // namespace

bool Pending::is_failure(const Error& error) {
    return error.code() == errors::kReverted || error.code() == errors::kOutboxNonceTaken ||
           error.code() == errors::kOutboxCancelled;
}

Result<void> Pending::resume() {
    if (outbox_ == nullptr) return {};
    DEED_TRY(const auto actions, outbox_->list());
    const std::lock_guard lock(mutex_);
    for (const ActionStatus& action : actions)
        if (!has_ended(action.state) && action.state != ActionState::in_block &&
            action.action.to == registry_)
            left_.insert(action.id);
    return {};
}

void Pending::add(const Ticket& ticket, std::uint64_t id) {
    forget_mined();
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= kMaxEntries) entries_.clear();
    entries_.insert_or_assign(ticket.operation_hash, Entry{ticket.place, id});
    open_[id].insert(ticket.place->subject);
}

void Pending::remember(const Ticket& ticket) {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= kMaxEntries) entries_.clear();
    entries_.try_emplace(ticket.operation_hash, Entry{ticket.place, std::nullopt});
}

std::optional<Pending::Entry> Pending::find(const Hash& operation) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(operation);
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

std::size_t Pending::open_count() {
    const std::lock_guard lock(mutex_);
    return open_.size();
}

/// By the outbox's file alone, which knows what its own waiting found. Each is looked at only
/// until it has been seen in a block, oldest first.
void Pending::forget_mined() {
    std::vector<std::uint64_t> ids;
    {
        const std::lock_guard lock(mutex_);
        if (outbox_ == nullptr || open_.size() < kManyOpen) return;
        for (const auto& [id, subjects] : open_) {
            if (ids.size() == kManyOpen) break;
            ids.push_back(id);
        }
    }
    for (const std::uint64_t id : ids) {
        const auto action = outbox_->status(id);
        if (action && awaits_block(action->state)) continue;
        // An action that the outbox has forgotten ended long ago.
        const std::lock_guard lock(mutex_);
        open_.erase(id);
    }
}

std::set<std::uint64_t> Pending::open_actions(const Address& subject) {
    const std::lock_guard lock(mutex_);
    std::set<std::uint64_t> ids = left_;
    for (const auto& [id, subjects] : open_)
        if (subjects.contains(subject)) ids.insert(id);
    return ids;
}

Result<void> Pending::settle(const Address& subject, Call& call) {
    for (const std::uint64_t id : open_actions(subject)) {
        const auto done = outbox_->wait(id, Confirmation{}, call);
        if (!done && !is_failure(done.error())) return done.error();
        const std::lock_guard lock(mutex_);
        open_.erase(id);
        left_.erase(id);
    }
    return {};
}

}  // namespace deed::registry::evm
