#pragma once

#include <functional>
#include <map>
#include <optional>

#include "lib/tlog/checkpoint.hpp"
#include "lib/tlog/merkle.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/identity_state.hpp"
#include "registry-contracts/client/owned_state.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::registry {

/// What a replay has seen.
struct LogCounts {
    std::uint64_t entries = 0;
    std::uint64_t subjects = 0;
    std::uint64_t operations = 0;  ///< each with its signature verified
    std::uint64_t batches = 0;
    std::uint64_t commitments = 0;       ///< in all batches, as their operations count them
    std::uint64_t withheld_batches = 0;  ///< whose commitments were not there to be checked
    std::uint64_t detached_bodies = 0;
    std::uint64_t log_entries = 0;  ///< of the log about itself
    std::uint64_t schemas = 0;
    std::uint64_t status_lists = 0;
};

/// Data beside the log by its name (specs/ledger-entries.md section 5); nothing where it is not
/// there.
using DataSource = std::function<Result<std::optional<Bytes>>(const Hash& name)>;

/// Applies every rule of specs/ledger-entries.md section 7 that a reader applies, and those of
/// section 10, to every entry of a log, believing nothing that was derived from the entries before.
/// Holds the state of each subject and the tree in memory.
class DEED_API LogReplay {
public:
    /// `first` is the key that gives the log its network.
    explicit LogReplay(tlog::VerifierKey first);

    /// The next entry. `ledger.invalid_entry` where it breaks a rule.
    Result<void> add(ByteView encoded, const DataSource& data);

    const LogCounts& counts() const { return counts_; }
    const tlog::MerkleTree& tree() const { return tree_; }
    const LogHistory& history() const { return whole_.history(); }
    /// What is known of each subject, by address.
    const std::map<Address, IdentityState>& subjects() const { return subjects_; }
    /// What is known of schemas and lists, encoded, by OwnedStore's keys.
    const std::map<OwnedKey, Bytes>& owned() const { return owned_; }
    /// The schema or list that the last entry concerned, if it did.
    const std::optional<OwnedKey>& last_owned() const { return last_owned_; }
    /// When the last entry was accepted; 1970 if there is none.
    Timestamp last_accepted() const { return last_accepted_; }

    /// When all entries of `note` were added: its root is that of the entries
    /// (`ledger.head_mismatch`), and the key whose turn it is has signed it.
    Result<SignedHead> check_head(std::string note) const;

private:
    Result<void> add_log_entry(ByteView encoded);
    Result<void> add_operation(ByteView encoded, const DataSource& data);
    Result<void> apply(const Entry& entry);
    Result<void> check_commitments(const Operation& operation, const DataSource& data);
    Result<void> take_time(Timestamp accepted);

    std::string network_;
    tlog::MerkleTree tree_;
    WholeLogHistory whole_;
    std::map<Address, IdentityState> subjects_;
    std::map<OwnedKey, Bytes> owned_;
    std::optional<OwnedKey> last_owned_;
    Timestamp last_accepted_;
    LogCounts counts_;
};

/// What a whole log was found to be.
struct VerifiedLog {
    SignedHead head;
    LogCounts counts;
    std::uint64_t tile_hashes = 0;  ///< compared in an export's tiles
};

/// Replays every entry that the ledger's signed head covers, and compares root and signature.
DEED_API Result<VerifiedLog> verify_whole_log(LogLedger& ledger, Call& call);

}  // namespace deed::registry
