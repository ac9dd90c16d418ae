#pragma once

#include <optional>
#include <vector>

#include "registry-contracts/client/evm/chain_json.hpp"
#include "registry-contracts/client/ledger.hpp"

// The events of the DidRegistry (specs/contracts.md section 3), as a reader may believe them.

namespace deed::registry::evm {

/// One operation as the chain shows it.
struct DidEvent {
    OperationType type{};
    Address subject{};
    std::uint64_t sequence = 0;
    std::uint64_t previous_block = 0;   ///< of the operation before; 0 of a creation
    std::optional<Address> controller;  ///< of a rotation
    std::optional<Hash> next;           ///< the commitment that it set
    Hash body_hash{};                   ///< of `body`, checked
    Bytes body;                         ///< as the contract took it, in no checked form
    std::uint64_t block_number = 0;
    Word block_hash{};
    std::uint64_t log_index = 0;
    friend bool operator==(const DidEvent&, const DidEvent&) = default;
};

/// First topics of all events that a history is made of.
DEED_API const std::vector<Word>& did_event_topics();
/// The one of them that is no operation: DidCommitted.
DEED_API const Word& commitment_event_topic();
/// Those that say who controls what: DidCreated, DidRotated.
DEED_API const std::vector<Word>& control_event_topics();

/// The operations in log entries of one block, in their order; DidCommitted belongs to the one that
/// it follows. `evm_ledger.foreign_event`, `evm_ledger.body_mismatch`, `evm_ledger.place_invalid`,
/// `evm_ledger.history_broken`, and abi_decode()'s errors.
DEED_API Result<std::vector<DidEvent>> read_did_events(const Address& registry,
                                                       const std::vector<Log>& logs);

/// Where an event stands: Receipt::position.
std::uint64_t position_of(const DidEvent& event);

/// What the event says, accepted at its block's time: a body that is not of its form, or declares
/// something of the future, says nothing.
Statement statement_of(const DidEvent& event, const std::string& network, Timestamp accepted);

/// The hash that an operation of this event has if it named `sequence`, which may be kAnySequence.
Hash hash_of(const DidEvent& event, const std::string& network, std::uint64_t sequence);

/// A block's time: Unix seconds, or milliseconds where it has twelve digits or more.
Result<Timestamp> block_time(std::uint64_t told);

}  // namespace deed::registry::evm
