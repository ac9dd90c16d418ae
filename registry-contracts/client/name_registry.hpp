#pragma once

#include "registry-contracts/client/display_name.hpp"

namespace deed::registry {

/// Whom a name belongs to in an accreditor's space.
struct NameRecord {
    Address subject{};
    CredentialType type{};    ///< of the subject's accreditation by the accreditor
    std::uint64_t since = 0;  ///< in this state, Unix seconds
    Standing standing = Standing::none;
    bool by_committee = false;  ///< withdrawn by the committee for good
    /// The name names the subject now: it is active, its look is still the subject's under the
    /// root, and all accreditations down to the subject are in force.
    bool in_force = false;
    std::uint64_t version = 0;    ///< number of changes so far
    std::uint64_t decisions = 0;  ///< of the committee, on a name of an accreditor below
    std::uint64_t last_changed = 0;
};

/// One change of a name.
struct NameChange {
    std::uint64_t position = 0;
    Hash reference{};  ///< of the transaction or entry that holds it
    Timestamp recorded = *Timestamp::from_unix_milliseconds(0);
    Address subject{};
    std::optional<std::string> assigned;  ///< the name as it was spelled; nothing: withdrawn
    bool by_committee = false;            ///< withdrawn by the committee in the accreditor's place
};

/// Names that accreditors gave to those whom they accredit (specs/contracts-evidence-issuer.md
/// section 4). They are given by IssuerRegistry::decide(). Thread-safe.
class DEED_API NameRegistry {
public:
    virtual ~NameRegistry() = default;

    /// `name.not_assigned` if the accreditor never gave a name of this look;
    /// `name.skeleton_mismatch` where what it signed is not the skeleton of the name that it gave:
    /// such a name is shown to nobody.
    virtual Result<NameRecord> find(const Hash& root, const AccreditationPath& accreditor,
                                    const DisplayName& name, Call& call) = 0;
    /// All changes of the name and its look-alikes in the accreditor's space, oldest first.
    virtual Result<std::vector<NameChange>> history(const Hash& root,
                                                    const AccreditationPath& accreditor,
                                                    const DisplayName& name, Call& call) = 0;
    /// Whom a look belongs to under the root, whoever gave it; nothing if it is free.
    virtual Result<std::optional<Address>> reserved_for(const Hash& root, const DisplayName& name,
                                                        Call& call) = 0;
};

}  // namespace deed::registry
