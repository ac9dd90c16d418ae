#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry-contracts/client/evm/registries/members.hpp"
#include "registry-contracts/client/evm/registries/proposal.hpp"
#include "registry-contracts/client/name_registry.hpp"
#include "toolkit/registries.hpp"

// The registries of issuers and of their names: roots, decisions and proposals.

namespace deed {

/// Both registries of one place, opened for one purpose. Thread-safe; outlived by the toolkit.
class DEED_API OpenIssuers {
public:
    virtual ~OpenIssuers() = default;

    /// Of the DIDs that are accredited here.
    virtual const std::string& network() const = 0;
    virtual registry::IssuerRegistry& issuers() = 0;
    virtual registry::NameRegistry& names() = 0;
    /// How far the answers tell what there is. Ask before reading, so that it never tells more than
    /// was read.
    virtual Result<registry::KnownUntil> known_until(Call& call) = 0;
    /// The chain that this is on; null where it is on a log.
    virtual OpenChain* chain() = 0;

    /// A proposal that can be carried out now, to be signed until `expiry` in Unix seconds, by the
    /// committee or the accreditor. Errors of IssuerRegistry::terms(), Proposal::create(), and
    /// `issuer.not_accreditor` where nobody acts for the accreditor any more.
    virtual Result<registry::evm::Proposal> propose(const registry::Hash& root,
                                                    const registry::Decision& decision,
                                                    registry::Decider decider, std::uint64_t expiry,
                                                    Call& call) = 0;
    /// Carries out what enough have signed. `proposal.other_registry`, `proposal.expired`,
    /// `proposal.overtaken`, and errors of Proposal::approval() and IssuerRegistry::decide().
    virtual Result<registry::Receipt> execute(const registry::evm::Proposal& proposal,
                                              Call& call) = 0;
};

/// `place` is as of open_schemas(), whose errors these are. What is written to a log stands there
/// in the name of `bringer`, a DID of the ledger or the name of one, or the only one there is.
DEED_API Result<std::unique_ptr<OpenIssuers>> open_issuer_registries(
    Toolkit& toolkit, const std::string& place, RegistryAccess access, Call& call,
    const std::string& bringer = "");

/// The key here that can sign the proposal: the one at the reference, or else the only one of the
/// store that is a member's or the accreditor's (`toolkit.no_member_key`,
/// `toolkit.several_member_keys`). Those that signed already come last.
DEED_API Result<std::unique_ptr<registry::evm::MemberSigner>> member_signer(
    Toolkit& toolkit, const registry::evm::Proposal& proposal,
    const std::optional<crypto::KeyReference>& key, Call& call);

/// "0x" and 64 hexadecimal digits: of a root, a schema, a record.
DEED_API std::optional<registry::Hash> read_word(std::string_view text);

/// The credential type that a text names: "*" is every type, "cpt:101" a CPT of WeIdentity,
/// "issuer-type:NAME" its specific issuer type, "0x" and 64 hexadecimal digits a schema's id or any
/// other word; all else is a type's name, such as "UniversityDegreeCredential".
DEED_API Result<registry::CredentialType> read_credential_type(std::string_view text);

}  // namespace deed
