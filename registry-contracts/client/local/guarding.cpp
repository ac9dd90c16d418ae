#include "registry-contracts/client/local/guarding.hpp"

#include <algorithm>

#include "lib/tlog/errors.hpp"

namespace deed::registry::local {
namespace {

Error rolled_back(const std::string& message) {
    return Error(tlog::errors::kRolledBack,
                 message +
                     "; restore the newest copies of the ledger's folder and of the folder "
                     "of heads");
}

Result<void> check_record(const tlog::GuardedHead& head, const GuardedLog& log) {
    // The declaration of this very loss is what lets the log go on.
    if (log.fresh_loss && log.fresh_loss->known == head) return {};
    if (head.size > log.size)
        return rolled_back("the log's key signed " + std::to_string(head.size) +
                           " entries, but the folder holds " + std::to_string(log.size));
    DEED_TRY(const tlog::Hash root, log.root_at(head.size));
    if (head.root != root)
        return rolled_back("the log's key signed other entries than the folder holds");
    return {};
}

}  // namespace

Result<HeadRecords> HeadRecords::read(tlog::HeadGuard& guard, const LogHistory& history,
                                      Call& call) {
    HeadRecords records;
    DEED_TRY(auto first, guard.highest(history.first(), call));
    records.records_.push_back({history.first(), first});
    for (const SucceededKey& next : history.successions()) {
        DEED_TRY(auto head, guard.highest(next.key, call));
        records.records_.push_back({next.key, head});
    }
    return records;
}

std::optional<tlog::GuardedHead> HeadRecords::highest() const {
    std::optional<tlog::GuardedHead> highest;
    for (const Of& record : records_)
        if (record.head && (!highest || record.head->size >= highest->size)) highest = record.head;
    return highest;
}

Result<void> HeadRecords::check(const GuardedLog& log) const {
    // A key that has signed a head has a record; the next one may not have signed yet.
    const tlog::VerifierKey& signer = log.history.signer_of(log.included);
    const auto own = std::ranges::find(records_, signer, &Of::key);
    DEED_ASSERT(own != records_.end());
    if (!own->head)
        return rolled_back("there is no record of the heads that this log's key signed");
    return check_recorded(log);
}

Result<void> HeadRecords::check_recorded(const GuardedLog& log) const {
    for (const Of& record : records_)
        if (record.head) DEED_CHECK(check_record(*record.head, log));
    return {};
}

Result<void> HeadRecords::advance(tlog::HeadGuard& guard, const GuardedLog& log, std::uint64_t size,
                                  Call& call) const {
    const auto& successions = log.history.successions();
    for (std::size_t i = 0; i < successions.size(); ++i) {
        const std::uint64_t first_of_next = successions[i].position + 1;
        if (first_of_next <= log.included || first_of_next > size) continue;
        DEED_TRY(const tlog::Hash root, log.root_at(first_of_next));
        DEED_CHECK(guard.advance(records_[i].key, records_[i].head, {first_of_next, root}, call));
    }
    const tlog::VerifierKey& signer = log.history.signer_of(size);
    const auto own = std::ranges::find(records_, signer, &Of::key);
    DEED_ASSERT(own != records_.end());
    DEED_TRY(const tlog::Hash root, log.root_at(size));
    return guard.advance(signer, own->head, {size, root}, call);
}

}  // namespace deed::registry::local
