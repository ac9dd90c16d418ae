#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/error/call.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry {

// Who may issue credentials of which type, from when until when, accredited by whom
// (specs/contracts-evidence-issuer.md section 3). Moments are Unix seconds.

/// What a credential is of: any 32 bytes, such as a schema's id.
using CredentialType = Hash;

/// Covers every type.
DEED_API CredentialType every_credential_type();
/// The type that goes by a name, such as "UniversityDegreeCredential":
/// Keccak-256("deed/credential-type/" ‖ name).
DEED_API CredentialType credential_type_named(std::string_view name);
/// WeIdentity's specific issuer type: Keccak-256("weid/issuer-type/" ‖ name).
DEED_API CredentialType specific_issuer_type(std::string_view name);
/// WeIdentity's CPT: its number, big-endian.
DEED_API CredentialType cpt_credential_type(std::uint64_t cpt_id);

/// The greatest moment that a registry holds.
inline constexpr std::uint64_t kLastMoment = (std::uint64_t{1} << 48) - 1;
inline constexpr std::size_t kMaxPathSteps = 8;

/// One accreditation below another: of whom, for what.
struct AccreditationStep {
    Address holder{};
    CredentialType type{};
    friend bool operator==(const AccreditationStep&, const AccreditationStep&) = default;
};

/// The way from a root to an accreditation: 1 to 8 steps, the root's own first.
using AccreditationPath = std::vector<AccreditationStep>;

/// Id of the accreditation at the path's end; of the root if the path is empty.
DEED_API Hash accreditation_id(const Hash& root, const AccreditationPath& path);

/// What is granted to a holder.
struct Grant {
    bool may_issue = false;   ///< false: an authority that only accredits, or is merely known
    std::uint8_t depth = 0;   ///< how many levels may stand below, 0 to 7
    std::uint64_t from = 0;   ///< earlier than now means now
    std::uint64_t until = 0;  ///< exclusive
    Hash info{};              ///< hash of what is to be known about the holder
    friend bool operator==(const Grant&, const Grant&) = default;
};

enum class Standing : std::uint8_t { none, active, suspended, removed };
DEED_API std::string_view to_string(Standing standing);

/// What is known of an accreditation, as it is or as it was behind one change.
struct Accreditation {
    Standing standing = Standing::none;
    std::uint64_t from = 0;       ///< of the present period
    std::uint64_t until = 0;      ///< exclusive
    std::uint64_t acts_from = 0;  ///< since when a suspension or removal acts
    bool may_issue = false;
    std::uint8_t depth = 0;
    /// Only the committee takes the standing back. Like `decisions` known of the present record
    /// alone, and false and 0 in a history before its last change.
    bool by_committee = false;
    std::uint64_t version = 0;       ///< number of changes so far; 0: never made
    std::uint64_t decisions = 0;     ///< of them the committee's
    std::uint64_t last_changed = 0;  ///< where the last change is found; on a chain, a block
    friend bool operator==(const Accreditation&, const Accreditation&) = default;
};

/// One change of an accreditation.
struct AccreditationChange {
    std::uint64_t position = 0;  ///< in the ledger
    Hash reference{};            ///< of the transaction or entry that holds it
    Timestamp recorded = *Timestamp::from_unix_milliseconds(0);
    std::optional<Grant> grant;  ///< of an accreditation
    Hash reason{};               ///< of a change of the standing
    Accreditation after;         ///< what held from there on
};

/// A time in which the committee bars a holder, whatever it holds and on any path.
struct BarredTime {
    std::uint64_t from = 0;
    std::uint64_t until = kLastMoment;  ///< exclusive; kLastMoment while the bar stands
    friend bool operator==(const BarredTime&, const BarredTime&) = default;
};

enum class Verdict : std::uint8_t {
    accredited,
    unknown,
    not_yet,
    ended,
    suspended,
    removed,
    may_not_issue,
    outside_parent,
    see_history,  ///< by present records alone; never where the history was read
    barred
};
DEED_API std::string_view to_string(Verdict verdict);

/// What a chain of accreditations says of a moment.
struct Judgement {
    Verdict verdict = Verdict::unknown;
    std::size_t step = 0;    ///< of the path, from 0, where it fails; the last where it holds
    AccreditationPath path;  ///< that was judged; empty if the issuer has none under the root
    bool is_authorised() const { return verdict == Verdict::accredited; }
};

/// The group that decides for a root, in its present epoch.
struct Committee {
    std::uint32_t epoch = 0;
    std::uint8_t threshold = 0;
    std::uint64_t since = 0;
    std::vector<Hash> members;  ///< a word each, ascending (section 1)
    friend bool operator==(const Committee&, const Committee&) = default;
};

// Decisions. By the root's committee, m of n, or by the accreditor one step above.

struct Accredit {
    AccreditationPath path;
    Grant grant;
    friend bool operator==(const Accredit&, const Accredit&) = default;
};
struct SetStanding {
    AccreditationPath path;
    Standing standing = Standing::none;
    std::uint64_t acts_from = 0;  ///< not of active, which means now
    Hash reason{};                ///< hash of the grounds
    friend bool operator==(const SetStanding&, const SetStanding&) = default;
};
struct SetBar {
    Address holder{};
    bool barred = false;
    std::uint64_t acts_from = 0;
    Hash reason{};
    friend bool operator==(const SetBar&, const SetBar&) = default;
};
struct AssignName {
    AccreditationPath accreditor;  ///< empty: the committee
    AccreditationStep subject;
    std::string name;
    friend bool operator==(const AssignName&, const AssignName&) = default;
};
struct WithdrawName {
    AccreditationPath accreditor;
    Address subject{};
    std::string name;
    friend bool operator==(const WithdrawName&, const WithdrawName&) = default;
};
/// Other members, or another threshold, from the next epoch on.
struct ChangeCommittee {
    std::uint8_t threshold = 0;
    std::vector<Hash> members;
    friend bool operator==(const ChangeCommittee&, const ChangeCommittee&) = default;
};
using Decision =
    std::variant<Accredit, SetStanding, SetBar, AssignName, WithdrawName, ChangeCommittee>;

/// Who decides.
enum class Decider : std::uint8_t { committee, accreditor };

/// For what a decision must be signed so that it can be carried out now: once.
struct DecisionTerms {
    std::uint64_t number = 0;  ///< of the decision on its record, holder, name or group
    std::uint32_t epoch = 0;   ///< the committee's; 0 for an accreditor
    friend bool operator==(const DecisionTerms&, const DecisionTerms&) = default;
};

/// By whose approval a decision is carried out, in the bytes of section 1.
struct Approval {
    std::uint32_t epoch = 0;   ///< 0: an accreditor's
    std::uint64_t expiry = 0;  ///< the last second in which it holds
    Bytes signatures;          ///< empty: the accreditor carries it out itself
    Bytes consents;            ///< of the next members, for ChangeCommittee alone
};

/// For which ledger a decision is signed: a log by its network, or a contract of a chain.
struct DecisionDomain {
    std::string network{};       ///< of a log; empty: a chain
    std::uint64_t chain_id = 0;  ///< else 0
    Address contract{};          ///< that carries the decision out; else zeros
    friend bool operator==(const DecisionDomain&, const DecisionDomain&) = default;
};

/// Accreditations of one ledger. Thread-safe.
class DEED_API IssuerRegistry {
public:
    virtual ~IssuerRegistry() = default;

    /// Founds a root of the caller's: its committee's id, which nobody else can take.
    virtual Result<Hash> found(const Hash& salt, std::uint8_t threshold,
                               std::span<const Hash> members, Call& call) = 0;
    /// `group.unknown`.
    virtual Result<Committee> committee(const Hash& root, Call& call) = 0;

    /// The present record; `issuer.record_unknown`, `issuer.path_length_invalid`.
    virtual Result<Accreditation> find(const Hash& root, const AccreditationPath& path,
                                       Call& call) = 0;
    /// All changes, oldest first; empty if there was never such an accreditation.
    virtual Result<std::vector<AccreditationChange>> history(const Hash& root,
                                                             const AccreditationPath& path,
                                                             Call& call) = 0;
    /// When the committee bars the holder, earliest first.
    virtual Result<std::vector<BarredTime>> barred(const Hash& root, const Address& holder,
                                                   Call& call) = 0;

    /// Whether the path's end might issue credentials of the type at a moment, also a past one, by
    /// all that was decided until now: a later decision can make what was issued then invalid.
    virtual Result<Judgement> judge(const Hash& root, const AccreditationPath& path,
                                    const CredentialType& type, std::uint64_t at, Call& call) = 0;
    /// The ways from the root to accreditations of the holder, whatever they say. Bounded:
    /// `issuer.too_many_paths`.
    virtual Result<std::vector<AccreditationPath>> paths_to(const Hash& root, const Address& holder,
                                                            Call& call) = 0;
    /// Whether any way from the root lets the issuer issue the type at the moment; else the
    /// judgement of the way that comes nearest.
    Result<Judgement> is_authorised(const Hash& root, const Address& issuer,
                                    const CredentialType& type, std::uint64_t at, Call& call);

    /// Who acts for a holder now; nothing if its DID has ended.
    virtual Result<std::optional<Address>> actor_of(const Address& holder, Call& call) = 0;
    /// `name.registry_missing`.
    virtual Result<DecisionDomain> domain_of(const Decision& decision) const = 0;
    /// What the decision has to be signed for.
    virtual Result<DecisionTerms> terms(const Hash& root, const Decision& decision, Decider decider,
                                        Call& call) = 0;
    /// Carries a decision out; anybody may bring it. The receipt names the transaction.
    virtual Result<Receipt> decide(const Hash& root, const Decision& decision,
                                   const Approval& approval, Call& call) = 0;
    /// The holder lays its own accreditation down, as of now.
    virtual Result<Receipt> renounce(const Hash& root, const AccreditationPath& path,
                                     const Hash& reason, Call& call) = 0;
};

/// What a record says of a moment by all its changes, oldest first: the one that was in force, and
/// the verdict. `verdict` is never see_history.
struct RecordJudgement {
    Verdict verdict = Verdict::unknown;
    Accreditation record;  ///< that judged
};
DEED_API RecordJudgement judge_record(std::span<const AccreditationChange> changes,
                                      std::uint64_t at);

/// The judgement of a path by what each step's record and its holder's bars say.
struct StepEvidence {
    RecordJudgement record;
    std::vector<BarredTime> barred;
};
DEED_API Judgement judge_path(const AccreditationPath& path, std::span<const StepEvidence> steps,
                              const CredentialType& type, std::uint64_t at);

}  // namespace deed::registry
