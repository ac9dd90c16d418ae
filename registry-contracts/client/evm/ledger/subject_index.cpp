#include "registry-contracts/client/evm/ledger/subject_index.hpp"

#include <algorithm>

#include "lib/net/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"

namespace deed::registry::evm {
namespace {

/// Nodes refuse what is too much in words and under codes of their own, and some by a connection
/// that is closed. A node that cannot be reached, or lets nobody in, says nothing of size.
bool may_be_of_size(const Error& error) {
    const ErrorCode* const codes[] = {
        &errors::kRpcRateLimited,  // -32005, "limit exceeded" (EIP-1474)
        &errors::kRpcInvalidParams, &errors::kRpcInvalidRequest, &errors::kRpcNodeFailed,
        &errors::kRpcHttpStatus,    &net::errors::kTooLarge,     &net::errors::kClosed};
    return std::ranges::any_of(codes, [&](const ErrorCode* one) { return error.code() == *one; });
}

}  // namespace

Result<std::vector<Log>> SubjectIndex::logs_between(std::uint64_t from, std::uint64_t& to,
                                                    Call& call) {
    for (bool is_halved = false;; is_halved = true) {
        DEED_CHECK(call.check());
        LogFilter filter;
        filter.from_block = from;
        filter.to_block = to;
        filter.addresses = {reader_.registry()};
        filter.topics = {control_event_topics()};
        auto logs = reader_.node().logs(filter, call);
        const std::uint64_t asked = to - from + 1;
        if (logs) {
            // Blocks of a busy time are followed by others.
            if (is_halved)
                range_ = asked;
            else if (asked == range_)
                range_ = range_ > most_ / 2 ? most_ : range_ * 2;
            return logs;
        }
        const Error& error = logs.error();
        if (!may_be_of_size(error) || (asked == 1 && error.code() == net::errors::kClosed))
            return error;
        if (asked == 1) return Error(errors::kRangeRefused, error.to_string(), error.where());
        to = from + asked / 2 - 1;
    }
}

Result<void> SubjectIndex::take(const DidEvent& event, Call& call) {
    if (event.type == OperationType::did_create) {
        DEED_TRY(const Timestamp time, reader_.time_of(event.block_number, event.block_hash, call));
        const Subject subject{
            position_of(event), time, {Control{event.block_number, event.subject}}};
        if (subjects_.emplace(event.subject, subject).second) return {};
        return Error(errors::kDidHistoryBroken, "a subject was created twice");
    }
    const auto found = subjects_.find(event.subject);
    if (found == subjects_.end())
        return Error(errors::kDidHistoryBroken, "a subject was rotated before it was created");
    found->second.controls.push_back({event.block_number, *event.controller});
    return {};
}

Result<void> SubjectIndex::bring_up_to(const View& view, Call& call) {
    if (covered_) {
        DEED_TRY(const bool stands, reader_.stands(*covered_, call));
        // Nodes behind one address are not all at the same block.
        if (stands && covered_->number >= view.number) return {};
        if (!stands) {
            covered_.reset();
            subjects_.clear();
        }
    }
    std::uint64_t from = 0;
    if (covered_) {
        from = covered_->number + 1;
    } else {
        const auto first = first_block_.find(reader_.node(), view.number, call);
        if (!first && first.error().code() == errors::kNoContract)
            return Error(errors::kNotConfirmed, "in block " + std::to_string(view.number) +
                                                    " there was no DidRegistry yet");
        DEED_CHECK(first);
        from = *first;
    }
    const auto read = [&]() -> Result<void> {
        while (from <= view.number) {
            std::uint64_t to = std::min(view.number, from + range_ - 1);
            DEED_TRY(auto logs, logs_between(from, to, call));
            std::ranges::sort(logs, {}, [](const Log& log) {
                return std::pair(log.block_number, log.log_index);
            });
            DEED_TRY(const auto events, read_did_events(reader_.registry(), logs));
            for (const DidEvent& event : events) DEED_CHECK(take(event, call));
            from = to + 1;
        }
        DEED_TRY(const bool stands, reader_.stands(view, call));
        if (!stands) return Error(errors::kBlocksExchanged, "the latest block was exchanged");
        return {};
    };
    if (auto done = read(); !done) {
        // Half of a range is worth nothing.
        covered_.reset();
        subjects_.clear();
        return done;
    }
    covered_ = view;
    return {};
}

Result<SubjectPage> SubjectIndex::subjects(const View& view, const std::optional<Address>& after,
                                           std::size_t limit, Call& call) {
    const std::lock_guard lock(mutex_);
    DEED_CHECK(bring_up_to(view, call));
    SubjectPage page;
    limit = std::min(limit, kMaxSubjectPage);
    for (auto next = after ? subjects_.upper_bound(*after) : subjects_.begin();
         next != subjects_.end(); ++next) {
        if (next->second.created_in() > view.number) continue;
        if (page.subjects.size() == limit) {
            page.more = true;
            break;
        }
        page.subjects.push_back({next->first, next->second.position, next->second.created});
    }
    return page;
}

Result<std::uint64_t> SubjectIndex::count(const View& view, Call& call) {
    const std::lock_guard lock(mutex_);
    DEED_CHECK(bring_up_to(view, call));
    return static_cast<std::uint64_t>(std::ranges::count_if(
        subjects_, [&](const auto& entry) { return entry.second.created_in() <= view.number; }));
}

Result<std::vector<Address>> SubjectIndex::controlled_by(const View& view,
                                                         const Address& controller, Call& call) {
    const std::lock_guard lock(mutex_);
    DEED_CHECK(bring_up_to(view, call));
    std::vector<Address> controlled;
    for (const auto& [address, subject] : subjects_) {
        const auto later =
            std::ranges::upper_bound(subject.controls, view.number, {}, &Control::block);
        if (later == subject.controls.begin()) continue;  // created after the view
        if (std::prev(later)->controller == controller) controlled.push_back(address);
    }
    return controlled;
}

}  // namespace deed::registry::evm
