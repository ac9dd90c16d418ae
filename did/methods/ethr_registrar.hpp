#pragma once

#include "did/methods/ethr.hpp"
#include "registry-contracts/client/evm/erc1056/change.hpp"
#include "registry-contracts/client/evm/sender.hpp"

namespace deed::did {

/// A change that the owner of a did:ethr signs, and anybody sends.
struct EthrRequest {
    registry::Address identity{};
    registry::Address owner{};  ///< who must sign
    registry::evm::Uint256 nonce;
    registry::evm::Erc1056Change change;
    crypto::Digest256 digest{};  ///< what is signed
};

/// Has a registry record changes of did:ethr identifiers. Thread-safe.
///
/// Whatever it sends was asked of the node first: `did_ethr.not_owner`, `did_ethr.nonce_used` and
/// `did_ethr.deactivated` come before anything is signed or paid. Errors besides: `did.malformed`,
/// `did.wrong_ledger` for a DID of another chain, `did_ethr.validity`, and those of the sender.
class DEED_API EthrRegistrar {
public:
    /// Borrows the network's node and the sender, whose account pays. `evm.wrong_chain` unless the
    /// node is of the network's chain.
    static Result<EthrRegistrar> open(const EthrNetwork& network, registry::evm::Sender& sender,
                                      const registry::Address& account, Call& call);

    /// Sends a change in the name of the sender's own account, which must own the DID. Recorded
    /// and sent, not yet confirmed.
    Result<registry::evm::SignedTransaction> send(const Did& did,
                                                  const registry::evm::Erc1056Change& change,
                                                  Call& call);

    /// What the DID's owner is to sign. It is good until the owner or the nonce changes, and for
    /// every registry of this address, on any chain (method specification, "Replay Attacks").
    Result<EthrRequest> prepare(const Did& did, const registry::evm::Erc1056Change& change,
                                Call& call);
    /// Sends what the owner signed.
    Result<registry::evm::SignedTransaction> send(
        const EthrRequest& request, const registry::evm::RecoverableSignature& signature,
        Call& call);

    /// Until the change is recorded as firmly as asked; `did_ethr.change_failed`.
    Result<registry::evm::Receipt> wait(const registry::evm::SignedTransaction& transaction,
                                        const registry::evm::Confirmation& confirmation,
                                        Call& call);

private:
    EthrRegistrar(const EthrNetwork& network, registry::evm::Sender& sender,
                  const registry::Address& account)
        : network_(network), sender_(sender), account_(account) {}

    Result<registry::Address> identity_of(const Did& did) const;
    Result<registry::Address> live_owner(const registry::Address& identity, Call& call);
    Result<registry::evm::Uint256> nonce_for(const registry::Address& identity,
                                             const registry::Address& owner,
                                             const registry::evm::Erc1056Change& change,
                                             Call& call);
    Result<void> check_validity(const registry::evm::Erc1056Change& change, Call& call);
    Result<registry::evm::SignedTransaction> submit(Bytes data, Call& call);

    EthrNetwork network_;
    registry::evm::Sender& sender_;
    registry::Address account_;
};

/// did/pub/… of a key for `purpose`, as resolvers show it: Secp256k1, Ed25519 and X25519 by their
/// names, others as Multikey. `did_ethr.attribute` for a relationship that the method does not
/// know, and for keys that are too large.
DEED_API Result<registry::evm::SetAttribute> ethr_key_attribute(const crypto::PublicKey& key,
                                                                Relationship purpose,
                                                                std::uint64_t validity);
/// did/svc/… of an endpoint that is a URI, or the JSON of an object or array; `did_ethr.attribute`.
DEED_API Result<registry::evm::SetAttribute> ethr_service_attribute(std::string_view type,
                                                                    std::string_view endpoint,
                                                                    std::uint64_t validity);
/// The type of a delegate for this relationship: assertionMethod or authentication;
/// `did_ethr.attribute`.
DEED_API Result<registry::evm::Word> ethr_delegate_type(Relationship relationship);

}  // namespace deed::did
