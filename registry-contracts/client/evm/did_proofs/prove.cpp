#include <algorithm>

#include "registry-contracts/client/evm/did_proofs/did_proof.hpp"
#include "registry-contracts/client/evm/did_proofs/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"

namespace deed::registry::evm {
namespace {

/// Headers of all links together; what has more than that to show names its blocks instead.
constexpr std::size_t kMaxHeaders = 1024;

Error unavailable(std::string what) { return {errors::kDidProofUnavailable, std::move(what)}; }
Error too_large(std::string what) { return {errors::kDidProofTooLarge, std::move(what)}; }
Error reorganised(std::uint64_t number) {
    return {errors::kReorganised, "block " + std::to_string(number) + " was exchanged"};
}

/// What a node says of a method or state that it does not have; not that it cannot be reached.
bool is_refusal(const Error& error) {
    for (const ErrorCode* code :
         {&errors::kRpcMethodMissing, &errors::kRpcInvalidParams, &errors::kRpcInvalidRequest,
          &errors::kRpcNodeFailed, &errors::kRpcNotFound, &errors::kRpcUnexpectedResult,
          &errors::kRpcBusy})
        if (error.code() == *code) return true;
    return false;
}

/// Some nodes tell of an empty trie by its only node, which proofs leave out.
std::vector<Bytes> without_empty(std::vector<Bytes> nodes) {
    if (nodes == std::vector<Bytes>{Bytes{0x80}}) nodes.clear();
    return nodes;
}

class Prover {
public:
    Prover(Node& node, const DidDomain& domain, const Address& subject, Call& call)
        : node_(node), call_(call) {
        proof_.network = domain.network;
        proof_.registry = domain.registry;
        proof_.subject = subject;
    }

    Result<DidProof> run(std::uint64_t number, ShownHistory shown) {
        DEED_TRY(const Block block, block_at(number));
        proof_.header = block.header.encoded();
        DEED_CHECK(take_state(number));
        const auto state = verify_state(proof_);
        if (!state && state.error().code() == errors::kDidProofState)
            return not_of(block, state.error());
        DEED_CHECK(state);
        if (const auto named = verify_directory(proof_); !named) {
            if (named.error().code() == errors::kDidProofState) return not_of(block, named.error());
            return named.error();
        }
        DEED_CHECK(take_changes(block.header, state->told, shown));
        DEED_TRY([[maybe_unused]] const auto changes, verify_changes(proof_, *state));
        if (proof_.to_json().size() > DidProof::kMaxBytes)
            return too_large("it would have more than " + std::to_string(DidProof::kMaxBytes) +
                             " bytes");
        DEED_TRY(const Block again, block_at(number));
        if (again.hash != block.hash) return reorganised(number);
        return std::move(proof_);
    }

private:
    Result<Block> block_at(std::uint64_t number) {
        DEED_TRY(auto block, node_.block(BlockRef::number(number), call_));
        if (!block) return unavailable("the node has no block " + std::to_string(number));
        if (block->header.hash() != block->hash)
            return Error(errors::kEventProofUnavailable,
                         "the block's hash is not that of its header");
        if (block->header.number() != number)
            return Error(errors::kRpcUnexpectedResult, "the node answers with another block");
        return *std::move(block);
    }

    bool is_exchanged(const BlockHeader& header) {
        const auto now = node_.block(BlockRef::number(header.number()), call_);
        return now && *now && (*now)->hash != header.hash();
    }

    /// The node's proofs do not lead to the header: of a state that it lacks, or of a block that
    /// was exchanged meanwhile.
    Error not_of(const Block& block, const Error& error) {
        const std::uint64_t number = block.header.number();
        if (is_exchanged(block.header)) return reorganised(number);
        return unavailable("its proofs are not of block " + std::to_string(number) + ": " +
                           error.to_string());
    }

    /// The node does not tell of an operation that the state knows of.
    Error lacking(const BlockHeader& state, std::uint64_t sequence) {
        if (is_exchanged(state)) return reorganised(state.number());
        return {errors::kDidHistoryBroken,
                "operation " + std::to_string(sequence) + " is not where it must be"};
    }

    Result<StateProof> state_of(const Address& contract, std::span<const Word> slots,
                                std::uint64_t number) {
        auto proven = node_.state_proof(contract, slots, BlockRef::number(number), call_);
        if (!proven && is_refusal(proven.error())) return unavailable(proven.error().to_string());
        if (!proven) return proven;
        for (StorageProof& slot : proven->storage) slot.nodes = without_empty(slot.nodes);
        return proven;
    }

    Result<void> take_state(std::uint64_t number) {
        const Word of_directory[] = {directory_target_slot(), directory_code_hash_slot()};
        const Word of_subject[] = {head_slot(proof_.subject), commitment_slot(proof_.subject)};
        DEED_TRY(StateProof directory, state_of(proof_.network.directory, of_directory, number));
        proof_.directory = std::move(directory.nodes);
        proof_.target = std::move(directory.storage[0].nodes);
        proof_.code_hash = std::move(directory.storage[1].nodes);
        DEED_TRY(StateProof contract, state_of(proof_.registry, of_subject, number));
        proof_.account = std::move(contract.nodes);
        proof_.head = std::move(contract.storage[0].nodes);
        proof_.commitment = std::move(contract.storage[1].nodes);
        return {};
    }

    /// The operations of a block, latest first, each with the log entry that tells of it.
    Result<std::vector<std::pair<DidEvent, Log>>> operations_in(std::uint64_t number) {
        Word subject{};
        std::ranges::copy(proof_.subject, subject.begin() + 12);
        LogFilter filter;
        filter.from_block = filter.to_block = number;
        filter.addresses = {proof_.registry};
        filter.topics = {did_event_topics(), {subject}};
        DEED_TRY(auto logs, node_.logs(filter, call_));
        std::ranges::sort(logs, {}, &Log::log_index);
        std::vector<std::pair<DidEvent, Log>> found;
        for (Log& log : logs) {
            if (log.entry.topics.empty() || log.entry.topics[0] == commitment_event_topic())
                continue;
            DEED_TRY(auto events, read_did_events(proof_.registry, {log}));
            found.emplace_back(std::move(events.front()), std::move(log));
        }
        std::ranges::reverse(found);
        return found;
    }

    Result<void> take_changes(const BlockHeader& state, const ToldIdentity& told,
                              ShownHistory shown) {
        BlockHeader later = state;
        std::uint64_t due = told.length;
        std::uint64_t block = told.changed;
        bool has_document = false;
        while (due > 0 && (!has_document || shown == ShownHistory::whole)) {
            DEED_TRY(const auto operations, operations_in(block));
            if (operations.empty()) return lacking(state, due - 1);
            for (const auto& [event, log] : operations) {
                if (event.sequence >= due) continue;  // the state is of before it
                if (has_document && shown == ShownHistory::document) break;
                if (event.sequence + 1 != due) return lacking(state, due - 1);
                DEED_TRY(later, take_change(later, log));
                DEED_TRY(const Timestamp time, block_time(later.timestamp()));
                const auto statement = statement_of(event, to_string(proof_.network), time);
                has_document = has_document || recorded_document(statement).has_value();
                due = event.sequence;
            }
            const std::uint64_t before = operations.back().first.previous_block;
            if (before >= block && due > 0) return lacking(state, due - 1);
            block = before;
        }
        return {};
    }

    /// Adds a change; the header of its block.
    Result<BlockHeader> take_change(const BlockHeader& later, const Log& log) {
        if (proof_.changes.size() == DidProof::kMaxChanges)
            return too_large("it would have more than " + std::to_string(DidProof::kMaxChanges) +
                             " operations");
        DEED_TRY(EventProof event, EventProof::make(node_, Event{"", {}, log}, call_));
        DEED_TRY(BlockHeader header, event.claimed_header());
        DEED_TRY(auto headers, headers_between(later, header));
        bytes_ += event.to_json().size();
        if (bytes_ > DidProof::kMaxBytes)
            return too_large("its operations would have more than " +
                             std::to_string(DidProof::kMaxBytes) + " bytes");
        proof_.changes.push_back({std::move(headers), std::move(event)});
        return header;
    }

    /// Nothing where they are too many: the block's hash must then be known.
    Result<std::vector<Bytes>> headers_between(const BlockHeader& later,
                                               const BlockHeader& earlier) {
        std::vector<Bytes> headers;
        if (later.number() <= earlier.number()) return headers;
        const std::uint64_t distance = later.number() - earlier.number();
        if (distance > DidProof::kMaxDistance || headers_ + distance - 1 > kMaxHeaders)
            return headers;
        Word expected = later.parent_hash();
        for (std::uint64_t number = later.number() - 1; number > earlier.number(); --number) {
            DEED_CHECK(call_.check());
            DEED_TRY(const Block block, block_at(number));
            if (block.hash != expected) return reorganised(number);
            expected = block.header.parent_hash();
            headers.push_back(block.header.encoded());
        }
        headers_ += headers.size();
        return headers;
    }

    Node& node_;
    Call& call_;
    DidProof proof_;
    std::size_t headers_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace

Result<DidProof> prove_did(Node& node, const DidDomain& domain, const Address& subject,
                           std::uint64_t block, ShownHistory shown, Call& call) {
    return Prover(node, domain, subject, call).run(block, shown);
}

}  // namespace deed::registry::evm
