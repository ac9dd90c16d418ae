#include "registry-contracts/client/evm/ledger/history.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kMaxTimes = 10'000;
constexpr std::uint64_t kMaxBlock = std::uint64_t{1} << 32;

Error broken(std::string message) { return Error(errors::kDidHistoryBroken, std::move(message)); }

Error too_many_bytes(std::size_t most) {
    return {errors::kDidHistoryTooLong,
            "the documents have more than " + std::to_string(most) + " bytes"};
}

Word topic_of(const Address& address) {
    Word topic{};
    std::copy(address.begin(), address.end(), topic.begin() + 12);
    return topic;
}

IdentityState::End end_of(ToldIdentity::Status status) {
    if (status == ToldIdentity::Status::deactivated) return IdentityState::End::deactivated;
    if (status == ToldIdentity::Status::moved) return IdentityState::End::moved;
    return IdentityState::End::none;
}

/// Numbers without gaps up to the one that is due, and each place leads to the one before.
Result<void> check_block(const std::vector<DidEvent>& events, std::uint64_t due) {
    if (events.empty()) return broken("a block holds no operation where the last one must be");
    if (events.back().sequence + 1 != due)
        return broken("operation " + std::to_string(due - 1) + " is not where it must be");
    for (std::size_t i = 0; i < events.size(); ++i) {
        const DidEvent& event = events[i];
        if ((event.sequence == 0) != (event.type == OperationType::did_create))
            return broken("a creation is number 0, and nothing else is");
        if (event.block_hash != events.front().block_hash)
            return Error(errors::kBlocksExchanged, "one block has two hashes");
        if (i == 0) continue;
        if (event.sequence != events[i - 1].sequence + 1 ||
            event.previous_block != event.block_number ||
            event.log_index <= events[i - 1].log_index)
            return broken("the operations of a block are not in order");
    }
    const DidEvent& first = events.front();
    const bool leads_back =
        first.sequence == 0 ? first.previous_block == 0 : first.previous_block < first.block_number;
    if (!leads_back) return broken("a place does not lead to the operation before");
    return {};
}

}  // namespace

Result<View> DidReader::view_of(const std::optional<BlockInfo>& block) {
    if (!block) return Error(errors::kBlocksExchanged, "the node has no such block any more");
    if (block->number >= kMaxBlock)
        return Error(errors::kEventPlaceInvalid, "a block's number is out of range");
    DEED_TRY(const Timestamp time, block_time(block->timestamp));
    const std::lock_guard lock(mutex_);
    if (times_.size() >= kMaxTimes) times_.clear();
    times_.emplace(block->hash, time);
    return View{block->number, block->hash, time, block->gas_limit};
}

Result<View> DidReader::latest(Call& call) {
    DEED_TRY(const auto block, node_.block_info(BlockRef::latest(), call));
    return view_of(block);
}

Result<std::optional<View>> DidReader::confirmed(const Confirmation& confirmation, Call& call) {
    if (confirmation.kind == Confirmation::Kind::depth && confirmation.depth <= 1) {
        DEED_TRY(const View view, latest(call));
        return std::optional(view);
    }
    DEED_TRY(const auto number, confirmed_block(node_, confirmation, call));
    if (!number) return std::optional<View>();
    DEED_TRY(const auto block, node_.block_info(BlockRef::number(*number), call));
    DEED_TRY(const View view, view_of(block));
    if (view.number != *number) return broken("the node answers with another block");
    return std::optional(view);
}

Result<bool> DidReader::stands(const View& view, Call& call) {
    DEED_TRY(const auto block, node_.block_info(BlockRef::number(view.number), call));
    return block && block->hash == view.hash;
}

Result<Timestamp> DidReader::time_of(std::uint64_t number, const Word& hash, Call& call) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = times_.find(hash); found != times_.end()) return found->second;
    }
    DEED_TRY(const auto block, node_.block_info(BlockRef::number(number), call));
    DEED_TRY(const View view, view_of(block));
    if (view.number != number || view.hash != hash)
        return Error(errors::kBlocksExchanged, "an event's block is not the one of its number");
    return view.time;
}

Result<ToldIdentity> DidReader::identity(const Address& subject, const View& view, Call& call) {
    static const AbiSignature function = AbiSignature::parse("identity(address)").value();
    static const AbiType type = AbiType::parse("(uint8,address,uint256,uint256,bytes32)").value();
    const AbiValue argument = AbiValue::address(subject);
    DEED_TRY(Bytes data, function.encode_call({&argument, 1}));
    DEED_TRY(const Bytes answer, node_.call_contract({.to = registry_, .data = std::move(data)},
                                                     BlockRef::number(view.number), call));
    if (answer.empty()) {
        // So answers an address without code: the contract came after the view.
        const auto code = node_.code(registry_, BlockRef::number(view.number), call);
        if (!code && code.error().code() == errors::kNoContract)
            return Error(errors::kNotConfirmed, "in block " + std::to_string(view.number) +
                                                    " there was no DidRegistry yet");
    }
    DEED_TRY(const auto decoded, abi_decode({&type, 1}, answer));
    const AbiValue::List& values = *decoded[0].as_list();
    const Uint256& status = *values[0].as_uint();
    if (status > Uint256(3) || *values[2].as_uint() > Uint256(view.number) ||
        *values[3].as_uint() > Uint256(kAnySequence))
        return Error(errors::kStateMalformed, "a number is out of range");
    ToldIdentity told;
    told.status = static_cast<ToldIdentity::Status>(status.to_u64().value());
    told.controller = *values[1].as_address();
    told.changed = values[2].as_uint()->to_u64().value();
    told.length = values[3].as_uint()->to_u64().value();
    Hash next{};
    std::ranges::copy(*values[4].as_bytes_value(), next.begin());
    if (next != Hash{}) told.next = next;
    const bool is_unknown = told.status == ToldIdentity::Status::unknown;
    const bool is_live = told.status == ToldIdentity::Status::live;
    if (is_unknown != (told.length == 0) || is_live != (told.controller != Address{}))
        return Error(errors::kStateMalformed, "the state of an identifier contradicts itself");
    return told;
}

Result<std::vector<DidEvent>> DidReader::events_in(const Address& subject, std::uint64_t block,
                                                   Call& call) {
    LogFilter filter;
    filter.from_block = filter.to_block = block;
    filter.addresses = {registry_};
    filter.topics = {did_event_topics(), {topic_of(subject)}};
    DEED_TRY(auto logs, node_.logs(filter, call));
    std::ranges::sort(logs, {}, &Log::log_index);
    return read_did_events(registry_, logs);
}

Result<std::vector<DidEvent>> DidReader::events(const Address& subject, const ToldIdentity& told,
                                                std::uint64_t first, Call& call) {
    if (told.length > first && told.length - first > limits_.max_operations)
        return Error(errors::kDidHistoryTooLong, std::to_string(told.length - first) +
                                                     " operations, more than " +
                                                     std::to_string(limits_.max_operations));
    std::vector<DidEvent> newest_first;
    std::size_t bytes = 0;
    std::uint64_t due = told.length;
    std::uint64_t block = told.changed;
    while (due > first) {
        DEED_CHECK(call.check());
        DEED_TRY(auto found, events_in(subject, block, call));
        DEED_CHECK(check_block(found, due));
        due = found.front().sequence;
        block = found.front().previous_block;
        for (const DidEvent& event : found) bytes += event.body.size();
        if (bytes > limits_.max_bytes) return too_many_bytes(limits_.max_bytes);
        for (auto event = found.rbegin(); event != found.rend(); ++event)
            newest_first.push_back(std::move(*event));
    }
    while (!newest_first.empty() && newest_first.back().sequence < first) newest_first.pop_back();
    std::ranges::reverse(newest_first);
    return newest_first;
}

/// How many of the kept operations stand in blocks that are the chain's still. Blocks before one
/// that is are, too, once each was seen there: a block that a node made up holds together as well.
Result<std::size_t> DidReader::standing(std::span<const KeptEvent> kept, Call& call) {
    std::size_t good = 0;
    std::size_t bad = kept.size() + 1;
    for (std::size_t count = kept.size(); bad - good > 1; count = good + (bad - good) / 2) {
        const KeptEvent& last = kept[count - 1];
        const View block{last.event.block_number, last.event.block_hash, last.time, 0};
        DEED_TRY(const bool is_there, stands(block, call));
        (is_there ? good : bad) = count;
    }
    for (std::size_t i = 0; i < good; ++i) {
        const DidEvent& event = kept[i].event;
        const std::pair block(event.block_number, event.block_hash);
        if (const std::lock_guard lock(mutex_); seen_there_.contains(block)) continue;
        DEED_CHECK(call.check());
        DEED_TRY(const bool is_there, stands({block.first, block.second, kept[i].time, 0}, call));
        if (!is_there) return i;
        const std::lock_guard lock(mutex_);
        if (seen_there_.size() >= kMaxTimes) seen_there_.clear();
        seen_there_.insert(block);
    }
    return good;
}

/// What is kept and what came after it, which must lead back to it.
Result<std::vector<KeptEvent>> DidReader::whole_history(const Address& subject,
                                                        const ToldIdentity& told,
                                                        std::span<const KeptEvent> kept,
                                                        Call& call) {
    DEED_TRY(auto found, events(subject, told, kept.size(), call));
    const std::uint64_t leads_to = found.empty() ? told.changed : found.front().previous_block;
    if (!kept.empty() && leads_to != kept.back().event.block_number)
        return broken("what is new does not lead to what was kept");
    std::vector<KeptEvent> history(kept.begin(), kept.end());
    for (DidEvent& event : found) {
        DEED_TRY(const Timestamp time, time_of(event.block_number, event.block_hash, call));
        history.push_back({std::move(event), time});
    }
    std::size_t bytes = 0;
    for (const KeptEvent& one : history) bytes += one.event.body.size();
    if (bytes > limits_.max_bytes) return too_many_bytes(limits_.max_bytes);
    return history;
}

Result<std::vector<Recorded>> DidReader::replayed(const Address& subject, const ToldIdentity& told,
                                                  std::span<const KeptEvent> history) const {
    std::vector<Recorded> recorded;
    IdentityState state(subject);
    for (const auto& [event, time] : history) {
        recorded.push_back({position_of(event), time, statement_of(event, network_, time)});
        if (auto applied = state.apply(recorded.back().statement, time); !applied)
            return broken(applied.error().to_string());
    }
    if (history.empty()) return recorded;
    const bool is_live = told.status == ToldIdentity::Status::live;
    const auto end = end_of(told.status);
    const IdentityState expected = IdentityState::told(
        subject, is_live ? told.controller : state.controller(), told.length, told.next, end);
    if (state.next_commitment() != expected.next_commitment() ||
        state.controller() != expected.controller() || state.moved() != expected.moved() ||
        state.deactivated() != expected.deactivated())
        return broken("the operations lead to another state than the contract tells");
    return recorded;
}

Result<std::vector<Recorded>> DidReader::record(const Address& subject, const View& view,
                                                Call& call) {
    DEED_TRY(const ToldIdentity told, identity(subject, view, call));
    std::vector<KeptEvent> kept;
    // What is too long is refused as ever.
    if (kept_ != nullptr && told.length <= limits_.max_operations)
        kept = kept_->load(subject, call);
    DEED_TRY(const std::size_t stood, standing(kept, call));
    const bool has_gone = stood < kept.size();
    // Others may have read later blocks than the view's.
    const auto usable = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(stood, told.length));
    kept.erase(kept.begin() + usable, kept.end());
    auto history = whole_history(subject, told, kept, call);
    auto recorded = history ? replayed(subject, told, *history) : history.error();
    if (!recorded && !kept.empty() && recorded.error().code() == errors::kDidHistoryBroken) {
        // Of two that contradict each other, the file is the one that can be done without.
        kept_->forget(subject, call);
        kept.clear();
        history = whole_history(subject, told, kept, call);
        recorded = history ? replayed(subject, told, *history) : history.error();
    }
    DEED_CHECK(recorded);
    if (kept_ == nullptr || (history->size() == kept.size() && !has_gone)) return recorded;
    // What was read while blocks were exchanged mixes two chains, and would stay.
    const auto still = stands(view, call);
    if (!still || !*still) return recorded;
    std::vector<DidEvent> fresh;
    for (std::size_t i = kept.size(); i < history->size(); ++i)
        fresh.push_back((*history)[i].event);
    kept_->keep(subject, kept, fresh, call);
    return recorded;
}

}  // namespace deed::registry::evm
