#include <algorithm>

#include "registry-contracts/client/evm/did_proofs/did_proof.hpp"
#include "registry-contracts/client/evm/did_proofs/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/proofs/state_proof.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/operation_body.hpp"

namespace deed::registry::evm {
namespace {

Error invalid(const Error& error) { return {errors::kDidProofState, error.to_string()}; }
Error wrong_operation(std::string what) { return {errors::kDidProofOperation, std::move(what)}; }
Error broken(std::string what) { return {errors::kDidProofLink, std::move(what)}; }

Result<ProvenBlock> block_of(const BlockHeader& header) {
    DEED_TRY(const Timestamp time, block_time(header.timestamp()));
    return ProvenBlock{header.number(), header.hash(), time};
}

Result<AccountState> contract_in(const BlockHeader& header, const Address& address,
                                 const DidProof::Nodes& nodes) {
    const auto account = prove_account(header.state_root(), address, nodes);
    if (!account) return invalid(account.error());
    if (*account) return **account;
    return Error(errors::kDidProofState,
                 "in the block there is no contract " + to_checksummed(address));
}

Result<Word> slot_in(const AccountState& account, const Word& slot, const DidProof::Nodes& nodes) {
    const auto value = prove_storage(account.storage_root, slot, nodes);
    if (!value) return invalid(value.error());
    return *value;
}

/// Whether the later block leads back to the earlier one; headers that are there must do so.
Result<bool> is_led_to(const BlockHeader& later, const std::vector<Bytes>& between,
                       const BlockHeader& earlier) {
    if (later.hash() == earlier.hash()) {
        if (between.empty()) return true;
        return broken("there is no block between a block and itself");
    }
    const std::string there = "block " + std::to_string(earlier.number());
    if (earlier.number() >= later.number())
        return broken(there + " stands behind block " + std::to_string(later.number()));
    Word expected = later.parent_hash();
    std::uint64_t number = later.number() - 1;
    for (const Bytes& encoded : between) {
        const auto header = BlockHeader::decode(encoded);
        if (!header) return broken("a header cannot be read: " + header.error().to_string());
        if (header->hash() != expected || header->number() != number || number == 0)
            return broken("a header is not that of block " + std::to_string(number));
        expected = header->parent_hash();
        --number;
    }
    if (expected == earlier.hash() && number == earlier.number()) return true;
    if (!between.empty() || number == earlier.number())
        return broken("the headers do not lead to " + there);
    return false;
}

/// The operation of a proven event.
Result<DidEvent> operation_of(const DidProof& proof, const ProvenEvent& proven, const Word& block) {
    Log log;
    log.entry = proven.entry;
    log.block_hash = block;
    log.block_number = proven.block_number;
    if (log.entry.address != proof.registry)
        return Error(errors::kDidProofOtherEvent,
                     "the event is of the contract " + to_checksummed(log.entry.address) +
                         " and not of " + to_checksummed(proof.registry));
    const auto& topics = log.entry.topics;
    const auto& known = did_event_topics();
    if (topics.empty() || topics[0] == commitment_event_topic() ||
        std::ranges::find(known, topics[0]) == known.end())
        return Error(errors::kDidProofOtherEvent, "the event is no operation");
    auto events = read_did_events(proof.registry, {log});
    if (!events) return Error(errors::kDidProofEvent, events.error().to_string());
    if (events->front().subject != proof.subject)
        return Error(errors::kDidProofOtherEvent,
                     "the event is of the DID " + to_checksummed(events->front().subject));
    return std::move(events->front());
}

/// What is due: the number and the block of an operation.
struct Due {
    std::uint64_t length = 0;
    std::uint64_t block = 0;
};

Result<void> check_due(const DidEvent& event, const Due& due) {
    const std::string what = "operation " + std::to_string(event.sequence) + " in block " +
                             std::to_string(event.block_number);
    if (event.sequence + 1 != due.length || event.block_number != due.block)
        return wrong_operation("it is " + what + ", and due is operation " +
                               std::to_string(due.length - 1) + " in block " +
                               std::to_string(due.block));
    if ((event.sequence == 0) != (event.type == OperationType::did_create))
        return wrong_operation(what + ": a creation is number 0, and nothing else is");
    const bool leads_back =
        event.sequence == 0 ? event.previous_block == 0 : event.previous_block <= due.block;
    if (!leads_back) return wrong_operation(what + " names no earlier block");
    return {};
}

/// The state is one that the latest operation leads to.
Result<void> check_end(const ToldIdentity& told, const DidEvent& latest) {
    using Status = ToldIdentity::Status;
    const bool ended = latest.type == OperationType::did_deactivate;
    const bool moved = latest.type == OperationType::did_move;
    bool fits =
        ended == (told.status == Status::deactivated) && moved == (told.status == Status::moved);
    if (latest.type == OperationType::did_create) fits = fits && told.controller == latest.subject;
    if (latest.controller) fits = fits && told.controller == *latest.controller;
    if (fits) return {};
    return Error(errors::kDidProofContradiction,
                 "operation " + std::to_string(latest.sequence) + " leads to another state");
}

}  // namespace

Result<ProvenState> verify_state(const DidProof& proof) {
    const auto header = BlockHeader::decode(proof.header);
    if (!header) return invalid(header.error());
    const auto block = block_of(*header);
    if (!block) return invalid(block.error());
    DEED_TRY(const AccountState account, contract_in(*header, proof.registry, proof.account));
    DEED_TRY(const Word head, slot_in(account, head_slot(proof.subject), proof.head));
    DEED_TRY(const Word commitment,
             slot_in(account, commitment_slot(proof.subject), proof.commitment));
    DEED_TRY(ToldIdentity told, read_did_slots(head, commitment, block->number));
    return ProvenState{*block, std::move(told)};
}

Result<void> verify_directory(const DidProof& proof) {
    const auto header = BlockHeader::decode(proof.header);
    if (!header) return invalid(header.error());
    DEED_TRY(const AccountState directory,
             contract_in(*header, proof.network.directory, proof.directory));
    DEED_TRY(const AccountState contract, contract_in(*header, proof.registry, proof.account));
    DEED_TRY(const Word target, slot_in(directory, directory_target_slot(), proof.target));
    DEED_TRY(const Word code, slot_in(directory, directory_code_hash_slot(), proof.code_hash));
    Word named{};
    std::ranges::copy(proof.registry, named.begin() + 12);
    if (target != named)
        return Error(errors::kDidProofDirectory,
                     "the Directory " + to_checksummed(proof.network.directory) +
                         " names another DidRegistry than " + to_checksummed(proof.registry));
    if (code != contract.code_hash)
        return Error(errors::kDidProofDirectory,
                     "the contract has another code than the Directory names");
    return {};
}

Result<std::vector<ProvenChange>> verify_changes(const DidProof& proof, const ProvenState& state) {
    std::vector<ProvenChange> changes;
    Due due{state.told.length, state.told.changed};
    DEED_TRY(BlockHeader later, BlockHeader::decode(proof.header));
    for (const DidProof::Change& shown : proof.changes) {
        if (due.length == 0) return wrong_operation("more are shown than there are");
        const auto header = shown.event.claimed_header();
        const auto proven = header ? shown.event.verify(header->hash()) : header.error();
        if (!proven) return Error(errors::kDidProofEvent, proven.error().to_string());
        const auto block = block_of(*header);
        if (!block) return Error(errors::kDidProofEvent, block.error().to_string());
        DEED_TRY(DidEvent event, operation_of(proof, *proven, block->hash));
        DEED_CHECK(check_due(event, due));
        DEED_TRY(const bool is_linked, is_led_to(later, shown.headers, *header));
        due = {event.sequence, event.previous_block};
        later = *header;
        Statement statement = statement_of(event, to_string(proof.network), block->time);
        changes.push_back({std::move(event), std::move(statement), *block, is_linked});
    }
    if (state.told.length == 0) return changes;
    if (!document_of(changes)) return Error(errors::kDidProofIncomplete, "");
    DEED_CHECK(check_end(state.told, changes.front().event));
    return changes;
}

std::optional<Bytes> document_of(std::span<const ProvenChange> changes) {
    for (const ProvenChange& change : changes)
        if (auto document = recorded_document(change.statement)) return document;
    return std::nullopt;
}

}  // namespace deed::registry::evm
