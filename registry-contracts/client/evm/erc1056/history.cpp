#include <algorithm>

#include "registry-contracts/client/evm/erc1056/errors.hpp"
#include "registry-contracts/client/evm/erc1056/registry.hpp"
#include "registry-contracts/client/evm/errors.hpp"

namespace deed::registry::evm {
namespace {

using Events = std::vector<Erc1056Event>;

Error broken(const std::string& why) { return Error(errors::kErc1056HistoryBroken, why); }

std::string block_name(std::uint64_t number) { return "block " + std::to_string(number); }

Result<Block> block_at(Node& node, std::uint64_t number, Call& call) {
    DEED_TRY(auto block, node.block(BlockRef::number(number), call));
    if (!block)
        return Error(errors::kErc1056HistoryMissing,
                     "the node does not have " + block_name(number));
    if (block->header.number() != number)
        return Error(errors::kRpcUnexpectedResult, "the node answers with another block");
    return std::move(*block);
}

/// The way back, block by block.
class Walk {
public:
    Walk(Node& node, const Address& registry, const Address& identity, const Erc1056Limits& limits)
        : node_(node), limits_(limits), end_(std::chrono::steady_clock::now() + limits.patience) {
        const auto topics = erc1056_topics();
        filter_.addresses = {registry};
        filter_.topics = {{topics.begin(), topics.end()}, {erc1056_topic_of(identity)}};
    }

    /// From the block of the last change; newest blocks first, each block's events in their order.
    Result<Events> back_from(std::uint64_t number, const Block& head, Call& call) {
        std::uint64_t time_after = head.header.timestamp();
        while (number != 0) {
            DEED_CHECK(call.check());
            if (std::chrono::steady_clock::now() >= end_)
                return Error(errors::kErc1056HistorySlow,
                             std::to_string(events_.size()) + " changes were read");
            DEED_TRY(const Block block, block_at(node_, number, call));
            if (block.header.timestamp() > time_after)
                return broken(block_name(number) + " is later than one that followed it");
            time_after = block.header.timestamp();
            DEED_TRY(Events found, events_in(block, call));
            DEED_TRY(number, change_before(found, number));
            DEED_CHECK(take(std::move(found)));
        }
        std::ranges::reverse(events_);
        return std::move(events_);
    }

private:
    Result<Events> events_in(const Block& block, Call& call) {
        const std::uint64_t number = block.header.number();
        filter_.from_block = filter_.to_block = number;
        DEED_TRY(std::vector<Log> logs, node_.logs(filter_, call));
        if (logs.empty())
            return Error(errors::kErc1056HistoryMissing,
                         "nothing is shown of " + block_name(number));
        std::ranges::sort(logs, {}, &Log::log_index);
        Events events;
        for (const Log& log : logs) {
            if (log.removed || log.block_hash != block.hash)
                return Error(errors::kErc1056Moved, block_name(number) + " is not what it was");
            DEED_TRY(Erc1056Event event, decode_erc1056_event(log));
            event.block_time = block.header.timestamp();
            events.push_back(std::move(event));
        }
        return events;
    }

    /// Where the registry saw the identity's last change when the first of these came. Those that
    /// follow in the same block say that block.
    static Result<std::uint64_t> change_before(const Events& events, std::uint64_t number) {
        for (std::size_t i = 1; i < events.size(); ++i)
            if (events[i].previous_change != number ||
                events[i].log_index == events[i - 1].log_index)
                return broken("the changes in " + block_name(number) + " do not follow each other");
        const std::uint64_t before = events.front().previous_change;
        if (before >= number)
            return broken("the change in " + block_name(number) + " says that " +
                          block_name(before) + " came before");
        return before;
    }

    Result<void> take(Events found) {
        for (Erc1056Event& event : found)
            if (const auto* attribute = std::get_if<AttributeChanged>(&event.change))
                value_bytes_ += attribute->value.size();
        if (events_.size() + found.size() > limits_.max_events)
            return Error(errors::kErc1056HistoryTooLong,
                         "there are more than " + std::to_string(limits_.max_events) + " changes");
        if (value_bytes_ > limits_.max_value_bytes)
            return Error(errors::kErc1056HistoryTooLong,
                         "the attributes have more than " +
                             std::to_string(limits_.max_value_bytes) + " bytes");
        events_.insert(events_.end(), std::make_move_iterator(found.rbegin()),
                       std::make_move_iterator(found.rend()));
        return {};
    }

    Node& node_;
    const Erc1056Limits& limits_;
    const std::chrono::steady_clock::time_point end_;
    LogFilter filter_;
    Events events_;
    std::size_t value_bytes_ = 0;
};

/// The owner whom the events leave: the identity itself before any change, and after a change to
/// nobody.
Address owner_by(const Events& events, const Address& identity) {
    Address owner = identity;
    for (const Erc1056Event& event : events)
        if (const auto* change = std::get_if<OwnerChanged>(&event.change))
            owner = change->owner == Address{} ? identity : change->owner;
    return owner;
}

}  // namespace

Result<std::optional<BlockMoment>> Erc1056Registry::moment(std::uint64_t number, Call& call) {
    DEED_TRY(const auto block, node_.block(BlockRef::number(number), call));
    if (!block) return std::optional<BlockMoment>();
    if (block->header.number() != number)
        return Error(errors::kRpcUnexpectedResult, "the node answers with another block");
    return std::optional(BlockMoment{number, block->header.timestamp()});
}

Result<Erc1056History> Erc1056Registry::history(const Address& identity,
                                                const Erc1056Limits& limits, Call& call) {
    DEED_TRY(const auto head, node_.block(BlockRef::latest(), call));
    if (!head) return Error(errors::kRpcUnexpectedResult, "the node has no latest block");
    const std::uint64_t height = head->header.number();
    // By number, since not every node takes hashes here; that the chain stayed is asked below.
    const BlockRef at_head = BlockRef::number(height);
    DEED_TRY(const std::uint64_t last, changed(identity, at_head, call));
    if (last > height)
        return broken("the last change is said to be in " + block_name(last) +
                      ", and the last block is " + std::to_string(height));
    DEED_TRY(const Address owner, this->owner(identity, at_head, call));
    DEED_TRY(Events events, Walk(node_, address_, identity, limits).back_from(last, *head, call));
    DEED_TRY(const Block again, block_at(node_, height, call));
    if (again.hash != head->hash)
        return Error(errors::kErc1056Moved, block_name(height) + " is not what it was");
    if (owner_by(events, identity) != owner)
        return broken("the changes lead to another owner than " + to_checksummed(owner));
    return Erc1056History{{height, head->header.timestamp()}, owner, std::move(events)};
}

}  // namespace deed::registry::evm
