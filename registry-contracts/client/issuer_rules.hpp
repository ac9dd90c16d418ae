#pragma once

#include "registry-contracts/client/issuer_state.hpp"

namespace deed::registry {

/// The rules of specs/ledger-entries.md section 12, for operations of which is_issuer() is true and
/// whose form was checked. On error nothing has changed.
DEED_API Result<void> apply_issuer(const OwnedOperation& operation, const OwnedContext& context);

/// What all records and bars along a path say of a moment by the present alone, as the contract's
/// standingOf().
struct PathStanding {
    Verdict verdict = Verdict::unknown;
    std::size_t step = 0;  ///< from 0, where it fails
    Accreditation last;    ///< of the last step that was looked at
};

/// Reads of a store or a ledger.
using StateReader = std::function<Result<std::optional<Bytes>>(const OwnedKey&)>;

/// `group.unknown` where the root has no committee.
DEED_API Result<GroupState> read_group_state(const StateReader& read, const Hash& root);
/// Version 0 where there was never such a record.
DEED_API Result<RecordState> read_record_state(const StateReader& read, const OwnedKey& key);
DEED_API Result<BarState> read_bar_state(const StateReader& read, const OwnedKey& key);
DEED_API Result<NameState> read_name_state(const StateReader& read, const OwnedKey& key);
DEED_API Result<std::optional<LookState>> read_look_state(const StateReader& read,
                                                          const OwnedKey& key);
/// An empty path is in force. `group.unknown`.
DEED_API Result<PathStanding> standing_of(const StateReader& read, const Hash& root,
                                          const AccreditationPath& path, std::uint64_t at);

/// The number for which a decision on a state must be signed now.
DEED_API std::uint64_t next_number(const RecordState& state, bool committee);
DEED_API std::uint64_t next_number(const NameState& state, const Decision& decision,
                                   bool committee);

}  // namespace deed::registry
