#pragma once

#include <optional>
#include <string>
#include <vector>

#include "did/methods/signed_operation.hpp"
#include "toolkit/chains.hpp"

// Bringing operations that others signed to a chain, and paying for them (specs/evm-ledger.md
// section 7).

namespace deed {

/// How many operations one run takes, and how large a file of one may be.
inline constexpr std::size_t kMaxRelayed = 256;
inline constexpr std::size_t kMaxRelayedFile = std::size_t{256} << 10;
/// An operation that holds for less is not paid for.
inline constexpr std::int64_t kRelayMarginSeconds = 60;

/// One operation, or why what was given is none.
struct RelayInput {
    std::string name;  ///< for people, such as that of its file
    Result<did::SignedOperation> operation;
};

enum class RelayVerdict : std::uint8_t {
    relayed,      ///< the chain has it; of a dry run: it would be sent
    refused,      ///< for good: this very operation will never be recorded
    undetermined  ///< neither is known, or another run may bring it
};
/// "relayed", "refused", "undetermined".
DEED_API std::string_view to_string(RelayVerdict verdict);

struct RelayOutcome {
    std::string name;
    std::optional<did::Did> did = std::nullopt;
    std::optional<registry::Hash> operation = std::nullopt;  ///< specs/evm-ledger.md section 3
    RelayVerdict verdict = RelayVerdict::undetermined;
    std::optional<Error> trouble = std::nullopt;        ///< unless relayed
    bool was_there = false;                             ///< nothing had to be sent for it
    std::optional<std::uint64_t> block = std::nullopt;  ///< that has it; not of a dry run
};

struct RelayPlan {
    bool dry_run = false;  ///< say what would be sent, and send nothing
    /// In wei, of all that is sent by this run, fees that replace too low ones included. Nothing:
    /// what the chain's settings allow.
    std::optional<registry::evm::Uint256> max_cost = std::nullopt;
};

struct RelayReport {
    std::vector<RelayOutcome> outcomes;  ///< in the order of what was given
    /// What all that is to be sent may take at most, and what a unit of it costs by the latest
    /// blocks; known of dry runs, and where there is a cap.
    std::uint64_t gas = 0;
    registry::evm::Uint256 gas_price = 0;
};

/// Each is checked by itself before anything is paid for: signatures, network and contract, place,
/// deadline, what it would record, and by a call of the contract. What passes is sent in a
/// transaction of its own, through the outbox, under a name that its signed bytes alone decide;
/// those of one DID one behind the other, all others at once. A run that was interrupted is run
/// again: nothing is sent twice, and what is recorded already costs nothing.
///
/// What keeps one operation back is told in its outcome. Fails as a whole, with nothing sent, where
/// the chain or the account cannot be opened, by `relay.too_many`, and by `relay.over_max_cost`.
DEED_API Result<RelayReport> relay_operations(OpenChain& chain, const Clock& clock,
                                              const std::vector<RelayInput>& inputs,
                                              const RelayPlan& plan, Call& call);

}  // namespace deed
