#include "registry-contracts/client/evm/registries/groups.hpp"

#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/members.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"

namespace deed::registry::evm {
namespace {

// EpochStarted(group, epoch, threshold, store, members, previous)
constexpr std::size_t kEpoch = 1;
constexpr std::size_t kThreshold = 2;
constexpr std::size_t kStore = 3;
constexpr std::size_t kMembers = 4;
constexpr std::size_t kPrevious = 5;

Committee committee_of(const Event& event) {
    Committee committee;
    committee.epoch = static_cast<std::uint32_t>(number_at(event.values, kEpoch));
    committee.threshold = static_cast<std::uint8_t>(number_at(event.values, kThreshold));
    for (const AbiValue& member : list_at(event.values, kMembers))
        committee.members.push_back(word_at({member}, 0));
    return committee;
}

HistoryQuery epochs_of(const Hash& group, std::uint64_t last_block) {
    return {.events = {"EpochStarted"}, .indexed = {group}, .last_block = last_block};
}

Result<std::uint64_t> epoch_block(const RegistryContract& contract, const Hash& group, Call& call) {
    const AbiValue id = value_of(group);
    DEED_TRY(const auto began, contract.read("epochBlock", {&id, 1}, BlockRef::latest(), call));
    const auto block = began[0].as_uint()->to_u64();
    if (!block) return Error(errors::kBadAnswer, "the block of an epoch has no such number");
    if (*block == 0)
        return Error(registry::errors::kGroupUnknown, "there is no group " + to_hex(group));
    return *block;
}

}  // namespace

Hash group_id(const DeployedAt& contract, const Address& founder, const Hash& salt) {
    constexpr std::string_view kTag = "deed/group/v2";
    Bytes words = to_bytes(topic_of(std::uint64_t{5 * 32}));  // where the text begins
    append(words, topic_of(contract.chain_id));
    append(words, topic_of(contract.address));
    append(words, topic_of(founder));
    append(words, salt);
    append(words, topic_of(std::uint64_t{kTag.size()}));
    append(words, as_bytes(kTag));
    words.resize(7 * 32);
    return crypto::keccak256(words);
}

Result<Hash> found_group(const RegistryContract& contract, Transactor& transactor, const Hash& salt,
                         std::uint8_t threshold, std::span<const Hash> members, Call& call) {
    DEED_CHECK(check_members(members, threshold));
    const std::vector<AbiValue> values{value_of(salt), value_of(std::uint64_t{threshold}),
                                       words_value(members)};
    DEED_TRY(const Receipt receipt, contract.execute(transactor, "foundGroup", values, call));
    const Hash id = group_id({contract.chain_id(), contract.address()}, transactor.account(), salt);
    const std::optional<Word> topic = id;
    DEED_TRY([[maybe_unused]] const Event event,
             contract.event_in(receipt, "EpochStarted", {&topic, 1}));
    return id;
}

Result<Committee> read_group(const RegistryContract& contract, const Hash& group, Call& call) {
    DEED_TRY(const std::uint64_t block, epoch_block(contract, group, call));
    const AbiValue id = value_of(group);
    DEED_TRY(const auto told, contract.read("groupOf", {&id, 1}, BlockRef::latest(), call));
    const AbiValue::List& state = list_at(told, 0);
    DEED_TRY(const auto events, contract.events_at(epochs_of(group, block), block, call));
    const auto broken = [&group](const char* how) {
        return Error(errors::kHistoryBroken, "the group " + to_hex(group) + how);
    };
    if (events.empty()) return broken(" has no event of its epoch");
    const Event& last = events.back();
    Committee committee = committee_of(last);
    committee.since = number_at(state, 1);
    const bool same = address_at(last.values, kStore) == address_at(state, 0) &&
                      committee.epoch == number_at(state, 2) &&
                      committee.threshold == number_at(state, 3) &&
                      committee.members.size() == number_at(state, 4);
    if (!same) return broken(" is another than its last event tells");
    return committee;
}

Result<std::vector<GroupEpoch>> group_history(const RegistryContract& contract, const Hash& group,
                                              Call& call) {
    DEED_TRY(const std::uint64_t block, epoch_block(contract, group, call));
    DEED_TRY(const auto events,
             contract.history(
                 epochs_of(group, block),
                 [](const Event& event) { return wide_number_at(event, kPrevious); }, call));
    BlockTimes times(contract.node());
    std::vector<GroupEpoch> epochs;
    for (const Event& event : events) {
        GroupEpoch epoch{committee_of(event), event.log.block_number};
        if (epoch.committee.epoch != epochs.size() + 1)
            return Error(errors::kHistoryBroken,
                         "epoch " + std::to_string(epochs.size() + 1) + " of the group is missing");
        DEED_TRY(const Timestamp time, times.of(event.log.block_hash, call));
        epoch.committee.since = static_cast<std::uint64_t>(time.unix_milliseconds() / 1000);
        epochs.push_back(std::move(epoch));
    }
    return epochs;
}

}  // namespace deed::registry::evm
