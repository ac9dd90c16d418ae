#include "registry-contracts/client/evm/registries/abi_values.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/registries/block_time.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {

AbiValue step_value(const AccreditationStep& step) {
    return AbiValue::list({value_of(step.holder), value_of(step.type)});
}

AbiValue path_value(const AccreditationPath& path) {
    AbiValue::List list;
    for (const AccreditationStep& step : path) list.push_back(step_value(step));
    return AbiValue::list(std::move(list));
}

std::uint64_t number_at(const AbiValue::List& values, std::size_t at) {
    const auto number = values[at].as_uint()->to_u64();
    DEED_ASSERT(number.has_value());
    return *number;
}

Word word_at(const AbiValue::List& values, std::size_t at) {
    const Bytes& bytes = *values[at].as_bytes_value();
    Word word{};
    DEED_ASSERT(bytes.size() <= word.size());
    std::copy(bytes.begin(), bytes.end(), word.begin());
    return word;
}

Result<std::uint64_t> wide_number_at(const Event& event, std::size_t at) {
    const auto number = event.values[at].as_uint()->to_u64();
    if (number) return *number;
    return Error(errors::kBadEvent, std::string(event.name) + " holds a number beyond any count");
}

Word topic_of(const Address& address) {
    Word word{};
    std::copy(address.begin(), address.end(), word.begin() + 12);
    return word;
}

Word topic_of(std::uint64_t number) { return Uint256(number).to_word(); }

Result<Timestamp> time_of_block(std::uint64_t timestamp) {
    constexpr std::uint64_t kMilliseconds = 100'000'000'000;  // Deadline.sol
    const std::uint64_t seconds = timestamp >= kMilliseconds ? timestamp / 1000 : timestamp;
    return Timestamp::from_unix_seconds(static_cast<std::int64_t>(seconds));
}

Result<Timestamp> BlockTimes::of(const Word& block_hash, Call& call) {
    if (const auto known = known_.find(block_hash); known != known_.end()) return known->second;
    DEED_TRY(const auto block, node_.block_info_by_hash(block_hash, call));
    if (!block) return Error(errors::kReorganised, "the block " + to_hex(block_hash) + " is gone");
    DEED_TRY(const Timestamp time, time_of_block(block->timestamp));
    known_.emplace(block_hash, time);
    return time;
}

std::uint64_t position_of(const Log& log) {
    constexpr unsigned kIndexBits = 21;
    return log.block_number << kIndexBits | log.log_index;
}

Result<registry::Receipt> receipt_of(const RegistryContract& contract, const Event& event,
                                     Finality finality, Call& call) {
    const Log& left = event.log;
    HistoryQuery query{.events = {event.name}};
    for (std::size_t i = 1; i < left.entry.topics.size(); ++i)
        query.indexed.emplace_back(left.entry.topics[i]);
    DEED_TRY(const auto events, contract.events_at(query, left.block_number, call));
    for (const Event& found : events) {
        if (found.log.transaction_hash != left.transaction_hash) continue;
        BlockTimes times(contract.node());
        DEED_TRY(const Timestamp time, times.of(found.log.block_hash, call));
        return registry::Receipt{left.transaction_hash, position_of(found.log), time, finality};
    }
    return Error(errors::kReorganised, "the transaction " + to_hex(left.transaction_hash) +
                                           " has left block " + std::to_string(left.block_number));
}

}  // namespace deed::registry::evm
