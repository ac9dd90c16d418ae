#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/anchors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/evidence_values.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

// Logs on a chain: each head extends the one before, which is proven here and there.

namespace deed::registry::evm {
namespace {

// Checkpoint(log, size, root, previous); OwnerRotated(log, from, to, previous)
constexpr std::size_t kSize = 1;
constexpr std::size_t kRoot = 2;
constexpr std::size_t kFrom = 1;
constexpr std::size_t kTo = 2;
constexpr std::size_t kPrevious = 3;

constexpr std::string_view kTakeOver =
    "TakeOver(bytes32 log,address from,address to,uint64 size,bytes32 root,uint64 deadline)";

bool is_checkpoint(const Event& event) { return event.name == "Checkpoint"; }

LogHead head_of(const Event& event) {
    return {number_at(event.values, kSize), word_at(event.values, kRoot)};
}

Result<std::uint64_t> previous_of(const Event& event) { return number_at(event.values, kPrevious); }

Error broken(const Hash& log, std::string_view how) {
    return {errors::kHistoryBroken, "the log " + to_hex(log) + " " + std::string(how)};
}

Result<void> check_extends(const LogHead& previous, const LogHead& next,
                           std::span<const tlog::Hash> proof) {
    if (next.size <= previous.size)
        return Error(errors::kHeadNotAhead,
                     std::to_string(next.size) + " leaves behind " + std::to_string(previous.size));
    return tlog::verify_consistency(previous.size, next.size, previous.root, next.root, proof);
}

}  // namespace

Result<std::unique_ptr<ChainEvidence>> ChainEvidence::open(ChainReader& node,
                                                           const DeployedAt& contract,
                                                           Transactor* transactor, Call& call) {
    DEED_TRY(RegistryContract bound,
             RegistryContract::open(evidence_contract(), node, contract, call));
    return std::unique_ptr<ChainEvidence>(new ChainEvidence(std::move(bound), transactor));
}

Hash ChainEvidence::log_id(std::string_view origin, const Address& first_owner) {
    // keccak256(abi.encode("deed/log/v1", keccak256(origin), owner))
    constexpr std::string_view kTag = "deed/log/v1";
    Bytes words = to_bytes(topic_of(std::uint64_t{0x60}));
    append(words, crypto::keccak256(as_bytes(origin)));
    append(words, topic_of(first_owner));
    append(words, topic_of(std::uint64_t{kTag.size()}));
    append(words, as_bytes(kTag));
    words.resize(5 * 32);
    return crypto::keccak256(words);
}

Result<Transactor*> ChainEvidence::writer() const {
    if (transactor_ != nullptr) return transactor_;
    return Error(registry::errors::kLedgerReadOnly, "no account is given to send from");
}

Result<registry::Receipt> ChainEvidence::carry_out(std::string_view function,
                                                   std::span<const AbiValue> values,
                                                   std::string_view event,
                                                   std::span<const std::optional<Word>> indexed,
                                                   Call& call) {
    DEED_TRY(Transactor* const transactor, writer());
    DEED_TRY(const Receipt receipt, contract_.execute(*transactor, function, values, call));
    DEED_TRY(const Event left, contract_.event_in(receipt, event, indexed));
    return receipt_of(contract_, left, transactor->finality(), call);
}

Result<registry::Receipt> ChainEvidence::open_log(std::string_view origin, const LogHead& first,
                                                  Call& call) {
    DEED_TRY(Transactor* const transactor, writer());
    const std::vector<AbiValue> values{AbiValue::text(origin), head_value(first)};
    const std::optional<Word> log = log_id(origin, transactor->account());
    return carry_out("openLog", values, "LogOpened", {&log, 1}, call);
}

Result<registry::Receipt> ChainEvidence::advance(const Hash& log, const LogHead& previous,
                                                 const LogHead& next,
                                                 std::span<const tlog::Hash> proof, Call& call) {
    DEED_CHECK(check_extends(previous, next, proof));
    const std::vector<AbiValue> values{value_of(log), head_value(previous), head_value(next),
                                       words_value(proof)};
    const std::optional<Word> topic = log;
    return carry_out("advance", values, "Checkpoint", {&topic, 1}, call);
}

Result<registry::Receipt> ChainEvidence::advance_cosigned(const LogHead& previous,
                                                          std::span<const tlog::Hash> proof,
                                                          const Cosigning& cosigning, Call& call) {
    const auto* statement = std::get_if<CheckpointStatement>(&cosigning.statement());
    if (statement == nullptr)
        return Error(errors::kStatementUnknown, "an anchor is no checkpoint of a log");
    DEED_CHECK(check_extends(previous, statement->head, proof));
    DEED_TRY(AbiValue cosigned, cosigning_value(cosigning));
    const std::vector<AbiValue> values{value_of(statement->log), head_value(previous),
                                       head_value(statement->head), words_value(proof),
                                       std::move(cosigned)};
    const std::optional<Word> topic = statement->log;
    return carry_out("advanceCosigned", values, "Checkpoint", {&topic, 1}, call);
}

Result<crypto::Digest256> ChainEvidence::take_over_digest(const Hash& log, const LogHead& head,
                                                          const Address& from, const Address& to,
                                                          std::uint64_t deadline) const {
    return contract_.digest(
        kTakeOver, AbiValue::list({value_of(log), value_of(from), value_of(to), value_of(head.size),
                                   value_of(head.root), value_of(deadline)}));
}

Result<registry::Receipt> ChainEvidence::hand_over(const Hash& log, const LogHead& head,
                                                   const Address& to, std::uint64_t deadline,
                                                   ByteView consent, Call& call) {
    const std::vector<AbiValue> values{value_of(log), head_value(head), value_of(to),
                                       value_of(deadline), value_of(consent)};
    const std::vector<std::optional<Word>> indexed{log, std::nullopt, topic_of(to)};
    return carry_out("rotateOwner", values, "OwnerRotated", indexed, call);
}

Result<std::vector<Event>> ChainEvidence::log_events(const Hash& log,
                                                     std::function<bool(const Event&)> is_enough,
                                                     Call& call) {
    const AbiValue id = value_of(log);
    DEED_TRY(const auto told, contract_.read("lastChange", {&id, 1}, BlockRef::latest(), call));
    const std::uint64_t last = number_at(told, 0);
    if (last == 0) return Error(errors::kCheckpointLogUnknown, "there is no log " + to_hex(log));
    const HistoryQuery query{.events = {"Checkpoint", "OwnerRotated"},
                             .indexed = {log},
                             .last_block = last,
                             .is_enough = std::move(is_enough)};
    return contract_.history(query, previous_of, call);
}

Result<std::vector<LogChange>> ChainEvidence::log_history(const Hash& log, Call& call) {
    DEED_TRY(const auto events, log_events(log, nullptr, call));
    const Event& first = events.front();
    DEED_TRY(const auto openings, contract_.events_at({.events = {"LogOpened"}, .indexed = {log}},
                                                      first.log.block_number, call));
    if (openings.size() != 1 || !is_checkpoint(first)) return broken(log, "has no opening");
    const Address opener = address_at(openings[0].values, 1);
    if (log_id(as_text(*openings[0].values[2].as_bytes_value()), opener) != log)
        return broken(log, "was opened under another id");

    BlockTimes times(contract_.node());
    std::vector<LogChange> changes;
    Address owner = opener;
    std::optional<LogHead> head;
    for (const Event& event : events) {
        LogChange change;
        change.block = event.log.block_number;
        change.transaction = event.log.transaction_hash;
        DEED_TRY(change.recorded, times.of(event.log.block_hash, call));
        if (is_checkpoint(event)) {
            change.head = head_of(event);
            if (head && change.head->size <= head->size) return broken(log, "shrinks");
            head = change.head;
        } else {
            if (address_at(event.values, kFrom) != owner)
                return broken(log, "was given away by who did not own it");
            owner = address_at(event.values, kTo);
        }
        change.owner = owner;
        changes.push_back(std::move(change));
    }
    const std::vector<AbiValue> asked{value_of(log), value_of(owner), head_value(*head)};
    DEED_TRY(const auto told, contract_.read("isHead", asked, BlockRef::latest(), call));
    if (!truth_at(told, 0)) return broken(log, "has another head than its events tell");
    return changes;
}

Result<ChainLog> ChainEvidence::log(const Hash& log, Call& call) {
    const AbiValue id = value_of(log);
    DEED_TRY(const auto told, contract_.read("lastChange", {&id, 1}, BlockRef::latest(), call));
    ChainLog now;
    now.last_change = number_at(told, 0);
    if (now.last_change == 0)
        return Error(errors::kCheckpointLogUnknown, "there is no log " + to_hex(log));
    // Back until both are known: the state keeps only a hash of them, to which they are held.
    std::optional<LogHead> head;
    std::optional<Address> owner;
    for (std::uint64_t block = now.last_change; block != 0 && (!head || !owner);) {
        DEED_TRY(const auto events,
                 contract_.events_at(
                     {.events = {"LogOpened", "Checkpoint", "OwnerRotated"}, .indexed = {log}},
                     block, call));
        std::optional<std::uint64_t> before;
        for (std::size_t i = events.size(); i-- > 0;) {
            const Event& event = events[i];
            if (event.name == "LogOpened") {
                if (!owner) owner = address_at(event.values, 1);
                continue;
            }
            if (is_checkpoint(event) && !head) head = head_of(event);
            if (!is_checkpoint(event) && !owner) owner = address_at(event.values, kTo);
            before = number_at(event.values, kPrevious);
        }
        if (!before || *before >= block) return broken(log, "has no event in its block");
        block = *before;
    }
    if (!head || !owner) return broken(log, "has no head or no owner in its events");
    now.head = *head;
    now.owner = *owner;
    const std::vector<AbiValue> asked{id, value_of(now.owner), head_value(now.head)};
    DEED_TRY(const auto is_head, contract_.read("isHead", asked, BlockRef::latest(), call));
    if (!truth_at(is_head, 0)) return broken(log, "has another head than its events tell");
    return now;
}

Result<std::vector<SentHead>> ChainEvidence::covering(const Hash& log, std::uint64_t size,
                                                      Call& call) {
    const auto is_before = [size](const Event& event) {
        return is_checkpoint(event) && head_of(event).size < size;
    };
    DEED_TRY(const auto events, log_events(log, is_before, call));
    std::vector<SentHead> heads;
    for (const Event& event : events)
        if (is_checkpoint(event) && !is_before(event))
            heads.push_back({head_of(event), event.log.transaction_hash});
    return heads;
}

Result<std::optional<SentHead>> ChainEvidence::first_covering(const Hash& log, std::uint64_t size,
                                                              Call& call) {
    DEED_TRY(const auto heads, covering(log, size, call));
    return heads.empty() ? std::optional<SentHead>() : std::optional(heads.front());
}

Result<void> ChainEvidence::check_included(const Hash& log, std::uint64_t index, ByteView entry,
                                           std::span<const tlog::Hash> proof, Call& call) {
    DEED_TRY(const ChainLog now, this->log(log, call));
    DEED_CHECK(
        tlog::verify_inclusion(index, now.head.size, tlog::leaf_hash(entry), proof, now.head.root));
    const std::vector<AbiValue> asked{value_of(log),   value_of(now.owner), head_value(now.head),
                                      value_of(index), value_of(entry),     words_value(proof)};
    DEED_TRY([[maybe_unused]] const auto told,
             contract_.read("requireEntryIncluded", asked, BlockRef::latest(), call));
    return {};
}

}  // namespace deed::registry::evm
