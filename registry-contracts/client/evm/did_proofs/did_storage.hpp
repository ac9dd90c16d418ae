#pragma once

#include "registry-contracts/client/evm/ledger/history.hpp"

// Where the contracts keep what a proof of a DID is about: the compiler's layout of Directory.sol
// and DidRegistry.sol, which the artifacts pin.

namespace deed::registry::evm {

/// The slot of DidRegistry.heads_[subject].
DEED_API Word head_slot(const Address& subject);
/// The slot of DidRegistry.commitments_[subject].
DEED_API Word commitment_slot(const Address& subject);
/// The slots of the Directory's entry "did": its target, and its code's hash.
DEED_API Word directory_target_slot();
DEED_API Word directory_code_hash_slot();

/// What the two slots of a subject say in the state of this block. `did_proof.state_impossible`
/// for what no DidRegistry writes.
DEED_API Result<ToldIdentity> read_did_slots(const Word& head, const Word& commitment,
                                             std::uint64_t block);

}  // namespace deed::registry::evm
