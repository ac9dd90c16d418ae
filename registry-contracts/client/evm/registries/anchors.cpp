#include "registry-contracts/client/evm/registries/anchors.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/evidence_values.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"

// Unlinked anchors, and who vouches for anchors and checkpoints.

namespace deed::registry::evm {
namespace {

// UnlinkedAnchor(anchorer, root, count, sequence, previous)
constexpr std::size_t kAnchorer = 0;
constexpr std::size_t kRoot = 1;
constexpr std::size_t kCount = 2;
constexpr std::size_t kSequence = 3;
constexpr std::size_t kPrevious = 4;

AnchorStatement statement_of(const Event& event) {
    return {address_at(event.values, kAnchorer), word_at(event.values, kRoot),
            number_at(event.values, kCount)};
}

Result<Anchor> anchor_of(const Event& event, BlockTimes& times, Call& call) {
    Anchor anchor;
    anchor.statement = statement_of(event);
    anchor.sequence = number_at(event.values, kSequence);
    anchor.block = event.log.block_number;
    anchor.transaction = event.log.transaction_hash;
    DEED_TRY(anchor.recorded, times.of(event.log.block_hash, call));
    return anchor;
}

}  // namespace

Result<registry::Receipt> ChainEvidence::anchor(const Hash& root, std::uint64_t count, Call& call) {
    DEED_TRY(Transactor* const transactor, writer());
    const std::vector<AbiValue> values{value_of(root), value_of(count)};
    const std::optional<Word> account = topic_of(transactor->account());
    return carry_out("anchorUnlinked", values, "UnlinkedAnchor", {&account, 1}, call);
}

Result<registry::Receipt> ChainEvidence::anchor_cosigned(const Cosigning& cosigning, Call& call) {
    DEED_TRY(Transactor* const transactor, writer());
    const auto* statement = std::get_if<AnchorStatement>(&cosigning.statement());
    if (statement == nullptr || statement->anchorer != transactor->account())
        return Error(errors::kStatementUnknown, "the statement is no anchor of the sender's");
    DEED_TRY(AbiValue cosigned, cosigning_value(cosigning));
    const std::vector<AbiValue> values{value_of(statement->root), value_of(statement->count),
                                       std::move(cosigned)};
    const std::optional<Word> account = topic_of(transactor->account());
    return carry_out("anchorUnlinkedCosigned", values, "UnlinkedAnchor", {&account, 1}, call);
}

Result<std::vector<Event>> ChainEvidence::anchor_events(const Address& anchorer,
                                                        std::function<bool(const Event&)> is_enough,
                                                        std::uint64_t& count, Call& call) {
    const AbiValue asked = value_of(anchorer);
    DEED_TRY(const auto told, contract_.read("anchorsOf", {&asked, 1}, BlockRef::latest(), call));
    count = number_at(told, 0);
    const HistoryQuery query{.events = {"UnlinkedAnchor"},
                             .indexed = {topic_of(anchorer)},
                             .last_block = number_at(told, 1),
                             .is_enough = std::move(is_enough)};
    const auto previous = [](const Event& event) -> Result<std::uint64_t> {
        return number_at(event.values, kPrevious);
    };
    return contract_.history(query, previous, call);
}

Result<std::vector<Anchor>> ChainEvidence::anchors(const Address& anchorer, Call& call) {
    std::uint64_t count = 0;
    DEED_TRY(const auto events, anchor_events(anchorer, nullptr, count, call));
    BlockTimes times(contract_.node());
    std::vector<Anchor> anchors;
    for (const Event& event : events) {
        DEED_TRY(Anchor anchor, anchor_of(event, times, call));
        if (anchor.sequence != anchors.size() + 1)
            return Error(errors::kHistoryBroken,
                         "anchor " + std::to_string(anchors.size() + 1) + " is missing");
        anchors.push_back(std::move(anchor));
    }
    if (anchors.size() != count)
        return Error(errors::kHistoryBroken, "the account made more anchors than events tell of");
    return anchors;
}

Result<Anchor> ChainEvidence::latest_anchor(const AnchorStatement& statement, Call& call) {
    const auto is_meant = [&statement](const Event& event) {
        return statement_of(event) == statement;
    };
    std::uint64_t count = 0;
    DEED_TRY(const auto events, anchor_events(statement.anchorer, is_meant, count, call));
    const auto found = std::find_if(events.rbegin(), events.rend(), is_meant);
    if (found == events.rend())
        return Error(errors::kAnchorNotFound, to_checksummed(statement.anchorer) +
                                                  " never anchored " + to_hex(statement.root));
    BlockTimes times(contract_.node());
    return anchor_of(*found, times, call);
}

Result<Anchor> ChainEvidence::find_anchor(const Address& anchorer, const Hash& root, Call& call) {
    DEED_TRY(const auto all, anchors(anchorer, call));
    for (const Anchor& anchor : all)
        if (anchor.statement.root == root) return anchor;
    return Error(errors::kAnchorNotFound,
                 to_checksummed(anchorer) + " never anchored " + to_hex(root));
}

Result<std::vector<Anchor>> ChainEvidence::anchors_of_root(const Hash& root,
                                                           std::uint64_t from_block,
                                                           std::uint64_t to_block, Call& call) {
    DEED_TRY(const auto events,
             contract_.events_between({.events = {"UnlinkedAnchor"}}, from_block, to_block, call));
    BlockTimes times(contract_.node());
    std::vector<Anchor> anchors;
    for (const Event& event : events) {
        if (word_at(event.values, kRoot) != root) continue;
        DEED_TRY(Anchor anchor, anchor_of(event, times, call));
        anchors.push_back(std::move(anchor));
    }
    return anchors;
}

Result<registry::Receipt> ChainEvidence::cosign(const Cosigning& cosigning, const Address& owner,
                                                Call& call) {
    DEED_TRY(AbiValue cosigned, cosigning_value(cosigning));
    const std::vector<std::optional<Word>> indexed{statement_id(cosigning.statement()),
                                                   cosigning.group()};
    if (const auto* checkpoint = std::get_if<CheckpointStatement>(&cosigning.statement())) {
        const std::vector<AbiValue> values{value_of(checkpoint->log), value_of(owner),
                                           head_value(checkpoint->head), std::move(cosigned)};
        return carry_out("cosignCheckpoint", values, "Cosignatures", indexed, call);
    }
    const auto& anchor = std::get<AnchorStatement>(cosigning.statement());
    const std::vector<AbiValue> values{value_of(anchor.anchorer), value_of(anchor.root),
                                       value_of(anchor.count), std::move(cosigned)};
    return carry_out("cosignAnchor", values, "Cosignatures", indexed, call);
}

Result<Cosigned> ChainEvidence::cosigned(const CosignedStatement& statement, const Hash& group,
                                         std::uint32_t epoch, Call& call) {
    return cosigned_at(statement, group, epoch, BlockRef::latest(), call);
}

Result<std::uint32_t> ChainEvidence::epoch_of(const Hash& group, const BlockRef& at, Call& call) {
    const AbiValue id = value_of(group);
    DEED_TRY(const auto told, contract_.read("groupOf", {&id, 1}, at, call));
    const std::uint64_t epoch = number_at(list_at(told, 0), 2);
    if (epoch == 0)
        return Error(registry::errors::kGroupUnknown, "there is no group " + to_hex(group));
    return static_cast<std::uint32_t>(epoch);
}

Result<Cosigned> ChainEvidence::cosigned_at(const CosignedStatement& statement, const Hash& group,
                                            std::uint32_t epoch, const BlockRef& at, Call& call) {
    const std::vector<AbiValue> asked{value_of(statement_id(statement)), value_of(group),
                                      value_of(std::uint64_t{epoch})};
    DEED_TRY(const auto told, contract_.read("cosignedBy", asked, at, call));
    const AbiValue::List& state = list_at(told, 0);
    Cosigned cosigned;
    cosigned.members = members_of(*state[0].as_uint());
    cosigned.since = number_at(state, 1);
    if (const std::uint64_t reached = number_at(state, 2)) cosigned.reached = reached;
    cosigned.last_change = number_at(state, 3);
    if (cosigned.members.size() != number_at(state, 4))
        return Error(errors::kBadAnswer, "the count of co-signers is not that of their bits");
    return cosigned;
}

Result<Cosigning> ChainEvidence::start_cosigning(const CosignedStatement& statement,
                                                 const Hash& group, std::uint64_t deadline,
                                                 Call& call) {
    DEED_TRY(Committee present, read_group(contract_, group, call));
    return Cosigning::create(contract_.domain(), statement, group, present.epoch, deadline,
                             std::move(present.members));
}

Result<Hash> ChainEvidence::found(const Hash& salt, std::uint8_t threshold,
                                  std::span<const Hash> members, Call& call) {
    DEED_TRY(Transactor* const transactor, writer());
    return found_group(contract_, *transactor, salt, threshold, members, call);
}

Result<Committee> ChainEvidence::group(const Hash& group, Call& call) {
    return read_group(contract_, group, call);
}

Result<registry::Receipt> ChainEvidence::begin_epoch(const Hash& group, std::uint8_t threshold,
                                                     std::span<const Hash> members,
                                                     const Approval& approval, Call& call) {
    DEED_CHECK(check_members(members, threshold));
    const std::vector<AbiValue> values{value_of(group),
                                       value_of(std::uint64_t{threshold}),
                                       words_value(members),
                                       value_of(approval.expiry),
                                       value_of(ByteView(approval.signatures)),
                                       value_of(ByteView(approval.consents))};
    const std::optional<Word> topic = group;
    return carry_out("nextEpoch", values, "EpochStarted", {&topic, 1}, call);
}

Result<ChainEvidence::Schemes> ChainEvidence::schemes(Call& call) {
    DEED_TRY(const auto told, contract_.read("schemes", {}, BlockRef::latest(), call));
    return Schemes{truth_at(told, 0), truth_at(told, 1)};
}

}  // namespace deed::registry::evm
