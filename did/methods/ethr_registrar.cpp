#include "did/methods/ethr_registrar.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "did/methods/ethr_attribute.hpp"
#include "did/methods/ethr_errors.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/error/assert.hpp"
#include "registry-contracts/client/evm/errors.hpp"

namespace deed::did {
namespace {

using namespace registry::evm;
using registry::Address;

constexpr std::uint64_t kYear10000 = 253'402'300'800;

std::optional<std::uint64_t> validity_of(const Erc1056Change& change) {
    if (const auto* delegate = std::get_if<AddDelegate>(&change)) return delegate->validity;
    if (const auto* attribute = std::get_if<SetAttribute>(&change)) return attribute->validity;
    return std::nullopt;
}

bool is_of_attribute(const Erc1056Change& change) {
    return std::holds_alternative<SetAttribute>(change) ||
           std::holds_alternative<RevokeAttribute>(change);
}

Error not_owner(const Address& owner, const Address& other) {
    return Error(errors::kEthrNotOwner,
                 to_checksummed(owner) + " owns the DID, not " + to_checksummed(other));
}

std::string_view purpose_name(Relationship purpose) {
    for (const std::string_view name : {"veriKey", "sigAuth", "enc"})
        if (ethr_purpose(name) == purpose) return name;
    return {};
}

Error no_attribute(std::string message) {
    return Error(errors::kEthrAttribute, std::move(message));
}

}  // namespace

Result<EthrRegistrar> EthrRegistrar::open(const EthrNetwork& network, Sender& sender,
                                          const Address& account, Call& call) {
    DEED_TRY(const std::uint64_t chain_id, network.node->chain_id(call));
    if (chain_id != network.chain_id)
        return Error(registry::evm::errors::kWrongChain,
                     "the node is of chain " + std::to_string(chain_id) + " and not of " +
                         std::to_string(network.chain_id));
    return EthrRegistrar(network, sender, account);
}

/// Names of networks that are not known are taken at the caller's word.
Result<Address> EthrRegistrar::identity_of(const Did& did) const {
    DEED_TRY(const EthrId id, parse_ethr(did));
    if (id.chain_id && *id.chain_id != network_.chain_id)
        return Error(errors::kWrongLedger,
                     "the DID is of chain " + std::to_string(*id.chain_id) + ", not of " +
                         std::to_string(network_.chain_id),
                     did.to_string());
    return id.identity;
}

/// After a change to nobody the contract takes changes of the identity's own key again, which no
/// resolver shows.
Result<Address> EthrRegistrar::live_owner(const Address& identity, Call& call) {
    Erc1056Registry registry(*network_.node, network_.registry);
    DEED_TRY(const Erc1056History history, registry.history(identity, {}, call));
    for (const Erc1056Event& event : history.events)
        if (const auto* change = std::get_if<OwnerChanged>(&event.change))
            if (change->owner == Address{})
                return Error(errors::kEthrDeactivated,
                             "it was deactivated in block " + std::to_string(event.block));
    return history.owner;
}

Result<Uint256> EthrRegistrar::nonce_for(const Address& identity, const Address& owner,
                                         const Erc1056Change& change, Call& call) {
    const bool by_identity = network_.legacy_nonce && is_of_attribute(change);
    return Erc1056Registry(*network_.node, network_.registry)
        .nonce(by_identity ? identity : owner, BlockRef::latest(), call);
}

/// The contract adds the validity to its block's time.
Result<void> EthrRegistrar::check_validity(const Erc1056Change& change, Call& call) {
    const auto validity = validity_of(change);
    if (!validity) return {};
    DEED_TRY(const auto head, network_.node->block(BlockRef::latest(), call));
    const std::uint64_t now = head ? std::min(head->header.timestamp(), kYear10000) : 0;
    if (*validity > 0 && *validity < kYear10000 - now) return {};
    return Error(errors::kEthrValidity, std::to_string(*validity) + " seconds");
}

Result<SignedTransaction> EthrRegistrar::submit(Bytes data, Call& call) {
    DEED_TRY(SignedTransaction made,
             sender_.prepare({network_.registry, {}, std::move(data)}, call));
    DEED_CHECK(sender_.send(made, call));
    return made;
}

Result<SignedTransaction> EthrRegistrar::send(const Did& did, const Erc1056Change& change,
                                              Call& call) {
    DEED_TRY(const Address identity, identity_of(did));
    DEED_CHECK(check_validity(change, call));
    DEED_TRY(const Address owner, live_owner(identity, call));
    if (owner != account_) return not_owner(owner, account_);
    return submit(encode_own_change(identity, change), call);
}

Result<EthrRequest> EthrRegistrar::prepare(const Did& did, const Erc1056Change& change,
                                           Call& call) {
    DEED_TRY(const Address identity, identity_of(did));
    DEED_CHECK(check_validity(change, call));
    DEED_TRY(const Address owner, live_owner(identity, call));
    DEED_TRY(const Uint256 nonce, nonce_for(identity, owner, change, call));
    return EthrRequest{identity, owner, nonce, change,
                       erc1056_digest(network_.registry, nonce, identity, change)};
}

Result<SignedTransaction> EthrRegistrar::send(const EthrRequest& request,
                                              const RecoverableSignature& signature, Call& call) {
    // What was signed is what is sent, whatever the request says its digest is.
    const crypto::Digest256 digest =
        erc1056_digest(network_.registry, request.nonce, request.identity, request.change);
    DEED_TRY(const Address signer, recover_account(digest, signature));
    DEED_TRY(const Address owner, live_owner(request.identity, call));
    if (owner != signer) return not_owner(owner, signer);
    DEED_TRY(const Uint256 nonce, nonce_for(request.identity, owner, request.change, call));
    if (nonce != request.nonce)
        return Error(errors::kEthrNonce, "the registry is at " + nonce.to_decimal() + ", and " +
                                             request.nonce.to_decimal() + " was signed");
    return submit(encode_signed_change(request.identity, request.change, signature), call);
}

Result<Receipt> EthrRegistrar::wait(const SignedTransaction& transaction,
                                    const Confirmation& confirmation, Call& call) {
    DEED_TRY(Receipt receipt, sender_.wait(transaction.hash(), confirmation, call));
    if (receipt.value.succeeded) return receipt;
    return Error(errors::kEthrFailed, "transaction " + to_hex(transaction.hash()) + " in block " +
                                          std::to_string(receipt.block_number) + " failed");
}

Result<SetAttribute> ethr_key_attribute(const crypto::PublicKey& key, Relationship purpose,
                                        std::uint64_t validity) {
    const std::string_view purpose_text = purpose_name(purpose);
    if (purpose_text.empty())
        return no_attribute("keys of a did:ethr are not listed for " +
                            std::string(to_string(purpose)));
    std::string algorithm = "Multikey";
    if (key.type() == crypto::KeyType::secp256k1) algorithm = "Secp256k1";
    if (key.type() == crypto::KeyType::ed25519) algorithm = "Ed25519";
    if (key.type() == crypto::KeyType::x25519) algorithm = "X25519";
    Bytes value = key.raw();
    if (algorithm == "Multikey") {
        DEED_TRY(value, multibase_decode(key.to_multikey()));
    }
    const std::string name = "did/pub/" + algorithm + "/" + std::string(purpose_text);
    if (!key_material(*parse_attribute_name(name), value))
        return no_attribute("the key is too large");
    return SetAttribute{erc1056_name(name).value(), std::move(value), validity};
}

Result<SetAttribute> ethr_service_attribute(std::string_view type, std::string_view endpoint,
                                            std::uint64_t validity) {
    const std::string text = "did/svc/" + std::string(type);
    const auto name = erc1056_name(text);
    if (!name || !parse_attribute_name(text))
        return no_attribute("a service's type has 1 to 24 letters, digits and _");
    const auto shown = service_endpoint(as_bytes(endpoint));
    if (!shown || (shown->root().is_string() && !detail::is_uri(shown->root().string())))
        return no_attribute("an endpoint is a URI, or the JSON of an object or array");
    return SetAttribute{*name, to_bytes(as_bytes(endpoint)), validity};
}

Result<Word> ethr_delegate_type(Relationship relationship) {
    const bool can_be = relationship == Relationship::assertion_method ||
                        relationship == Relationship::authentication;
    if (!can_be)
        return no_attribute("a delegate is not listed for " + std::string(to_string(relationship)));
    return erc1056_name(purpose_name(relationship)).value();
}

}  // namespace deed::did
