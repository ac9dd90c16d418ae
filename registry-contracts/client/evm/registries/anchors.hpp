#pragma once

#include "registry-contracts/client/evm/registries/cosigning.hpp"
#include "registry-contracts/client/evm/registries/groups.hpp"

namespace deed::registry::evm {

/// A log on the chain as it is now.
struct ChainLog {
    Address owner{};
    LogHead head;
    std::uint64_t last_change = 0;  ///< block
};

/// One event of a log: a checkpoint, or another owner.
struct LogChange {
    std::uint64_t block = 0;
    Hash transaction{};
    Timestamp recorded = *Timestamp::from_unix_milliseconds(0);
    std::optional<LogHead> head;  ///< of a checkpoint; nothing: the owner changed
    Address owner{};              ///< from here on
};

/// A checkpoint, and the transaction that published it.
struct SentHead {
    LogHead head;
    Hash transaction{};
};

/// Who knew a root when.
struct Anchor {
    AnchorStatement statement;
    std::uint64_t sequence = 0;  ///< among the account's anchors, from 1
    std::uint64_t block = 0;
    Hash transaction{};
    Timestamp recorded = *Timestamp::from_unix_milliseconds(0);
};

/// Who of a group's epoch vouches for a statement.
struct Cosigned {
    std::vector<std::uint8_t> members;     ///< numbers, ascending
    std::uint64_t since = 0;               ///< open since, Unix seconds; 0: not open
    std::optional<std::uint64_t> reached;  ///< when the threshold was reached
    std::uint64_t last_change = 0;         ///< block
};

/// The EvidenceRegistry of a chain: checkpoints of transparency logs, each proven to extend the one
/// before, unlinked anchors, and groups that co-sign both. Proofs are checked here before the chain
/// is asked to. Borrows node and transactor, without which everything that writes is
/// `ledger.read_only`. Thread-safe.
class DEED_API ChainEvidence {
public:
    static Result<std::unique_ptr<ChainEvidence>> open(ChainReader& node,
                                                       const DeployedAt& contract,
                                                       Transactor* transactor, Call& call);

    const RegistryContract& contract() const { return contract_; }

    /// Id of the log that the account opens under this origin, on every chain.
    static Hash log_id(std::string_view origin, const Address& first_owner);

    /// Opens the transactor's log. `checkpoint.log_exists`, `checkpoint.first_head_invalid`.
    Result<registry::Receipt> open_log(std::string_view origin, const LogHead& first, Call& call);
    /// Makes `next` the head of the transactor's log: `proof` is PROOF(previous, next) of RFC 9162
    /// section 2.1.4.1. `tlog.*`, `checkpoint.not_ahead`, `checkpoint.not_current_head`.
    Result<registry::Receipt> advance(const Hash& log, const LogHead& previous, const LogHead& next,
                                      std::span<const tlog::Hash> proof, Call& call);
    /// The same together with the first co-signatures, which may be none.
    Result<registry::Receipt> advance_cosigned(const LogHead& previous,
                                               std::span<const tlog::Hash> proof,
                                               const Cosigning& cosigning, Call& call);
    /// What the next owner of a log signs, with a key of its account: its consent holds for this
    /// head and until this second.
    Result<crypto::Digest256> take_over_digest(const Hash& log, const LogHead& head,
                                               const Address& from, const Address& to,
                                               std::uint64_t deadline) const;
    /// Gives the transactor's log to `to`, who consents. `checkpoint.owner_invalid`.
    Result<registry::Receipt> hand_over(const Hash& log, const LogHead& head, const Address& to,
                                        std::uint64_t deadline, ByteView consent, Call& call);
    /// `checkpoint.log_unknown`.
    Result<ChainLog> log(const Hash& log, Call& call);
    /// All checkpoints and owners, oldest first. `checkpoint.log_unknown`.
    Result<std::vector<LogChange>> log_history(const Hash& log, Call& call);
    /// The log's first checkpoint of at least `size` entries, however many came before; nothing
    /// while there is none. `checkpoint.log_unknown`, `contract.history_too_long` where those from
    /// it on are too many.
    Result<std::optional<SentHead>> first_covering(const Hash& log, std::uint64_t size, Call& call);
    /// All checkpoints from that one on, oldest first; the same errors.
    Result<std::vector<SentHead>> covering(const Hash& log, std::uint64_t size, Call& call);
    /// Whether the chain, too, finds the entry under the log's present head.
    /// `tlog.inclusion_invalid`, `tlog.proof_malformed`, `checkpoint.not_current_head`.
    Result<void> check_included(const Hash& log, std::uint64_t index, ByteView entry,
                                std::span<const tlog::Hash> proof, Call& call);

    /// Records that the transactor's account knows `root` over `count` documents.
    Result<registry::Receipt> anchor(const Hash& root, std::uint64_t count, Call& call);
    /// The same, opened for co-signatures, which may be none. The statement is the transactor's.
    Result<registry::Receipt> anchor_cosigned(const Cosigning& cosigning, Call& call);
    /// All anchors of an account, oldest first.
    Result<std::vector<Anchor>> anchors(const Address& anchorer, Call& call);
    /// The account's latest anchor of this root and count, however many others it made before:
    /// `anchor.not_found`, `contract.history_too_long` where those after it are too many.
    Result<Anchor> latest_anchor(const AnchorStatement& statement, Call& call);
    /// The first anchor of this root by the account; `anchor.not_found`.
    Result<Anchor> find_anchor(const Address& anchorer, const Hash& root, Call& call);
    /// Anchors of this root by anybody in these blocks, oldest first; none is an empty list.
    Result<std::vector<Anchor>> anchors_of_root(const Hash& root, std::uint64_t from_block,
                                                std::uint64_t to_block, Call& call);

    /// Brings co-signatures, also those of late signers. `owner` is the log's, needed only for the
    /// first of a checkpoint. `cosigning.nothing_added`, `cosigning.statement_unknown`.
    Result<registry::Receipt> cosign(const Cosigning& cosigning, const Address& owner, Call& call);
    Result<Cosigned> cosigned(const CosignedStatement& statement, const Hash& group,
                              std::uint32_t epoch, Call& call);
    Result<Cosigned> cosigned_at(const CosignedStatement& statement, const Hash& group,
                                 std::uint32_t epoch, const BlockRef& at, Call& call);
    /// The number of the group's present epoch; `group.unknown`.
    Result<std::uint32_t> epoch_of(const Hash& group, const BlockRef& at, Call& call);
    /// Starts the collection of co-signatures by the group's present epoch.
    Result<Cosigning> start_cosigning(const CosignedStatement& statement, const Hash& group,
                                      std::uint64_t deadline, Call& call);

    Result<Hash> found(const Hash& salt, std::uint8_t threshold, std::span<const Hash> members,
                       Call& call);
    Result<Committee> group(const Hash& group, Call& call);
    /// Begins the group's next epoch, which `approval` was signed for. `group.*`.
    Result<registry::Receipt> begin_epoch(const Hash& group, std::uint8_t threshold,
                                          std::span<const Hash> members, const Approval& approval,
                                          Call& call);
    /// Which keys besides accounts the chain verifies.
    struct Schemes {
        bool p256 = false;
        bool sm2 = false;
    };
    Result<Schemes> schemes(Call& call);

private:
    ChainEvidence(RegistryContract contract, Transactor* transactor)
        : contract_(std::move(contract)), transactor_(transactor) {}
    Result<registry::Receipt> carry_out(std::string_view function, std::span<const AbiValue> values,
                                        std::string_view event,
                                        std::span<const std::optional<Word>> indexed, Call& call);
    Result<Transactor*> writer() const;
    Result<std::vector<Event>> log_events(const Hash& log,
                                          std::function<bool(const Event&)> is_enough, Call& call);
    Result<std::vector<Event>> anchor_events(const Address& anchorer,
                                             std::function<bool(const Event&)> is_enough,
                                             std::uint64_t& count, Call& call);

    RegistryContract contract_;
    Transactor* transactor_;
};

}  // namespace deed::registry::evm
