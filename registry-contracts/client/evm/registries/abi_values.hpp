#pragma once

// Internal to this room: values of the domain as the ABI has them.

#include "registry-contracts/client/evm/registries/contract.hpp"
#include "registry-contracts/client/issuer_registry.hpp"

namespace deed::registry::evm {

inline AbiValue value_of(const Word& word) { return AbiValue::bytes(word); }
inline AbiValue value_of(const Address& address) { return AbiValue::address(address); }
inline AbiValue value_of(std::uint64_t number) { return AbiValue::uint(number); }
inline AbiValue value_of(ByteView bytes) { return AbiValue::bytes(bytes); }

template <typename Words>
AbiValue words_value(const Words& words) {
    AbiValue::List list;
    for (const Word& word : words) list.push_back(value_of(word));
    return AbiValue::list(std::move(list));
}

AbiValue step_value(const AccreditationStep& step);
AbiValue path_value(const AccreditationPath& path);

// Of what was decoded by its types, so that kinds and sizes are known: numbers of up to 64 bits,
// words and addresses.

std::uint64_t number_at(const AbiValue::List& values, std::size_t at);
Word word_at(const AbiValue::List& values, std::size_t at);
inline bool truth_at(const AbiValue::List& values, std::size_t at) {
    return *values[at].as_boolean();
}
inline const Address& address_at(const AbiValue::List& values, std::size_t at) {
    return *values[at].as_address();
}
inline const AbiValue::List& list_at(const AbiValue::List& values, std::size_t at) {
    return *values[at].as_list();
}

/// A number of a type wider than is ever meant; `contract.bad_event` beyond 64 bits.
Result<std::uint64_t> wide_number_at(const Event& event, std::size_t at);

/// The word of an address in an event's topic.
Word topic_of(const Address& address);
Word topic_of(std::uint64_t number);

/// Blocks' times, each asked for once. In seconds, also of chains that count milliseconds.
class BlockTimes {
public:
    explicit BlockTimes(ChainReader& node) : node_(node) {}
    /// `contract.reorganised` where the node does not have the block any more.
    Result<Timestamp> of(const Word& block_hash, Call& call);

private:
    ChainReader& node_;
    std::map<Word, Timestamp> known_;
};

/// Where an event stands: its block's number and, in the lowest 21 bits, its place in the block.
std::uint64_t position_of(const Log& log);

/// Of the event that a change left in its receipt, which is looked for in its block: a receipt does
/// not tell the place in the block. `contract.reorganised` where it is gone.
Result<registry::Receipt> receipt_of(const RegistryContract& contract, const Event& event,
                                     Finality finality, Call& call);

}  // namespace deed::registry::evm
