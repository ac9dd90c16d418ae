#include "toolkit/did_life.hpp"

#include <algorithm>
#include <utility>

#include "did/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "toolkit/chains.hpp"
#include "toolkit/did_keys.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

/// How often an edit is applied to a document that others are changing too.
constexpr int kAttempts = 4;

/// The document that holds now, and the place of the operation that is to follow it.
struct Base {
    did::Document document;
    std::uint64_t sequence;
};

Result<registry::IdentityState> state_of(Toolkit& toolkit, const DidWriting& writing,
                                         const did::Did& did, Call& call) {
    DEED_TRY(const did::WeidId id, did::parse_weid(did));
    registry::Ledger* ledger = writing.ledger;
    if (!writing.document) {
        DEED_TRY(ledger, toolkit.ledger_of(id.network, call));
    }
    DEED_TRY(registry::IdentityState state, ledger->state(id.address, call));
    if (!state.exists())
        return Error(did::errors::kNotFound, "the ledger has no such DID", did.to_string());
    return state;
}

Result<Base> base_of(Toolkit& toolkit, const DidWriting& writing, const did::Did& did, Call& call) {
    // The state first: what comes after it is a conflict, and not overlooked.
    DEED_TRY(const registry::IdentityState state, state_of(toolkit, writing, did, call));
    const std::uint64_t sequence = state.chain(registry::Chain::did).length;
    if (writing.document) return Base{*writing.document, sequence};
    DEED_TRY(did::Resolution resolution,
             toolkit.resolver().resolve(did, {std::to_string(sequence - 1), {}}, call));
    return Base{std::move(resolution.document), sequence};
}

/// Runs `attempt` on what holds now, again while others come in between.
template <typename Attempt>
auto retried(Toolkit& toolkit, const DidWriting& writing, const did::Did& did, Call& call,
             Attempt attempt) -> decltype(attempt(std::declval<const Base&>())) {
    for (int left = kAttempts - 1;; --left) {
        DEED_TRY(const Base base, base_of(toolkit, writing, did, call));
        auto result = attempt(base);
        toolkit.forget(did);
        if (result || left == 0) return result;
        if (result.error().code() != registry::errors::kSequenceConflict) return result;
    }
}

Error no_committed_key(const did::Did& did) {
    return Error(errors::kToolkitNoCommittedKey,
                 "the store has not the key that " + did.to_string() + " committed to");
}

/// The controller's key, by the ledger or by what stands for it.
Result<std::unique_ptr<crypto::Signer>> controller_of(Toolkit& toolkit, const DidWriting& writing,
                                                      const did::Did& did, Call& call) {
    if (!writing.document) return toolkit.controller_of(did, call);
    DEED_TRY(const registry::IdentityState state, state_of(toolkit, writing, did, call));
    DEED_TRY(const auto controller, find_controller(toolkit.keys(), state.controller(), call));
    if (controller) return toolkit.keys().signer(controller->name, call);
    return Error(errors::kToolkitNoControllerKey,
                 did.to_string() + " is controlled by " + registry::to_string(state.controller()));
}

/// `toolkit.key_not_made` unless keys may be made; `option` gives one that exists.
Result<void> require_making(const DidWriting& writing, const char* option) {
    if (writing.makes_keys) return {};
    return Error(errors::kToolkitKeyNotMade, std::string(option) + " names none");
}

/// As take_next_controller(); gives no name where none may be given.
Result<crypto::KeyInfo> take_controller(Toolkit& toolkit, const DidWriting& writing,
                                        const registry::Address& subject,
                                        const crypto::KeyReference& reference, const char* option,
                                        Call& call) {
    if (!writing.makes_keys) {
        DEED_TRY(const crypto::PublicKey key, toolkit.public_key(reference, call));
        DEED_TRY(const auto named, toolkit.keys().find(key, call));
        if (!named)
            return Error(errors::kToolkitKeyNotMade,
                         "the key of " + std::string(option) + " has no name here");
    }
    return take_next_controller(toolkit, subject, reference, call);
}

/// The document with the new controller key in the place of the old one; nothing where the old one
/// is not listed, so that the last document stays.
Result<std::optional<json::Document>> handed_over(const did::Document& document,
                                                  const registry::Address& old_controller,
                                                  const crypto::PublicKey& new_key) {
    for (const did::VerificationMethod& method : document.verification_methods()) {
        if (!method.public_key) continue;
        const auto address = registry::address_of(*method.public_key);
        if (!address || *address != old_controller) continue;
        DEED_TRY(const did::Document changed,
                 with_key_replaced(document, *method.public_key, new_key));
        return std::optional(changed.json());
    }
    return std::optional<json::Document>();
}

/// What a rotation needs of the store.
struct RotationKeys {
    crypto::KeyInfo new_key;
    std::unique_ptr<crypto::Signer> new_signer;
    std::unique_ptr<crypto::Signer> old_signer;  ///< null under a commitment
    std::optional<crypto::KeyInfo> next;
};

Result<crypto::KeyInfo> new_controller(Toolkit& toolkit, const DidWriting& writing,
                                       const did::Did& did, const registry::IdentityState& state,
                                       const RotateOptions& options, crypto::KeyType type,
                                       Call& call) {
    if (options.new_key) {
        DEED_TRY(crypto::KeyInfo given, take_controller(toolkit, writing, state.subject(),
                                                        *options.new_key, "--new-key", call));
        const auto committed = state.next_commitment();
        if (committed && registry::commitment_to(given.public_key) != *committed)
            return no_committed_key(did);
        return given;
    }
    if (!state.next_commitment()) {
        DEED_CHECK(require_making(writing, "--new-key"));
        return make_next_controller(toolkit.keys(), state.subject(), type, call);
    }
    DEED_TRY(auto committed, find_committed(toolkit.keys(), *state.next_commitment(), call));
    if (!committed) return no_committed_key(did);
    return *std::move(committed);
}

Result<std::optional<crypto::KeyInfo>> next_controller(Toolkit& toolkit, const DidWriting& writing,
                                                       const registry::IdentityState& state,
                                                       const RotateOptions& options,
                                                       crypto::KeyType type, Call& call) {
    if (!options.commit_next) return std::optional<crypto::KeyInfo>();
    if (!options.next_key) {
        DEED_CHECK(require_making(writing, "--next-key"));
        DEED_TRY(auto made, make_next_controller(toolkit.keys(), state.subject(), type, call));
        return std::optional(std::move(made));
    }
    auto next =
        take_controller(toolkit, writing, state.subject(), *options.next_key, "--next-key", call);
    if (!next && writing.makes_keys && next.error().code() == crypto::errors::kKeyNotFound)
        next = toolkit.keys().generate(options.next_key->rest(), type, call);
    if (!next) return next.error();
    return std::optional(std::move(next).value());
}

Result<RotationKeys> rotation_keys(Toolkit& toolkit, const DidWriting& writing, const did::Did& did,
                                   const registry::IdentityState& state,
                                   const RotateOptions& options, Call& call) {
    std::unique_ptr<crypto::Signer> old_signer;
    if (!state.next_commitment()) {
        DEED_TRY(old_signer, controller_of(toolkit, writing, did, call));
    }
    // What is made is of the type of the key whose place it takes.
    const crypto::KeyType type =
        old_signer ? old_signer->public_key().type() : crypto::KeyType::secp256k1;
    DEED_TRY(crypto::KeyInfo new_key,
             new_controller(toolkit, writing, did, state, options, type, call));
    DEED_TRY(auto next,
             next_controller(toolkit, writing, state, options, new_key.public_key.type(), call));
    DEED_TRY(auto new_signer, toolkit.keys().signer(new_key.name, call));
    return RotationKeys{std::move(new_key), std::move(new_signer), std::move(old_signer),
                        std::move(next)};
}

}  // namespace

bool lists_key(const did::Document& document, const crypto::PublicKey& key) {
    return std::ranges::any_of(document.verification_methods(), [&](const auto& method) {
        return method.public_key && *method.public_key == key;
    });
}

std::vector<did::Relationship> relationships_of(const did::Document& document,
                                                const crypto::PublicKey& key) {
    std::vector<did::Relationship> relationships;
    for (const auto relationship :
         {did::Relationship::authentication, did::Relationship::assertion_method,
          did::Relationship::key_agreement, did::Relationship::capability_invocation,
          did::Relationship::capability_delegation})
        if (document.find_method(key, relationship) != nullptr)
            relationships.push_back(relationship);
    return relationships;
}

Result<did::Document> with_key_replaced(const did::Document& document,
                                        const crypto::PublicKey& old_key,
                                        const crypto::PublicKey& new_key) {
    if (!lists_key(document, old_key)) return document;
    DEED_TRY(const did::Document rest, did::without_key(document, old_key));
    return did::with_key(rest, {new_key, relationships_of(document, old_key)});
}

namespace {

/// The way in which operations are signed for a network; a chain is asked which contract it is for.
Result<std::unique_ptr<registry::OperationForm>> form_of(Toolkit& toolkit,
                                                         const std::string& network, Call& call) {
    const auto chain = registry::evm::parse_chain_network(network);
    if (!chain) return registry::log_form(network);
    DEED_TRY(OpenChain * open, toolkit.chain(network, call));
    DEED_TRY(const registry::evm::DidDomain domain,
             registry::evm::find_did_registry(open->reader(), *chain, call));
    return registry::evm::chain_form(domain);
}

}  // namespace

Result<OfflineDid> sign_did(Toolkit& toolkit, const std::string& name, const std::string& network,
                            const CreateOptions& options, std::uint64_t validity_seconds,
                            Call& call) {
    // Asked first: a chain that cannot be asked shall leave no keys behind.
    DEED_TRY(const auto form, form_of(toolkit, network, call));
    return sign_did(toolkit, name, *form, options, validity_seconds, call);
}

Result<OfflineDid> sign_did(Toolkit& toolkit, const std::string& name,
                            const registry::OperationForm& form, const CreateOptions& options,
                            std::uint64_t validity_seconds, Call& call) {
    DEED_TRY(const DidKeys made, ensure_did_keys(toolkit, name, options, call));
    DEED_TRY(const auto signer, toolkit.keys().signer(made.controller.name, call));
    registry::Terms terms;
    if (made.next) terms.next = registry::commitment_to(made.next->public_key);
    DEED_TRY(did::SignedOperation operation,
             did::WeidRegistrar::sign_creation(form, *signer, assertion_entries(made),
                                               toolkit.clock(), validity_seconds, call, terms));
    CreatedDid created{operation.did(), made.controller.name, made.assertion.name, name};
    if (made.next) created.next_key = made.next->name;
    return OfflineDid{std::move(created), std::move(operation)};
}

Result<registry::Receipt> edit_did(Toolkit& toolkit, const did::Did& did, const DocumentEdit& edit,
                                   Call& call) {
    DEED_TRY(const DidWriting writing, open_dids(toolkit, RegistryAccess::write, call));
    return edit_did(toolkit, writing, did, edit, call);
}

Result<registry::Receipt> edit_did(Toolkit& toolkit, const DidWriting& writing, const did::Did& did,
                                   const DocumentEdit& edit, Call& call) {
    DEED_TRY(const auto controller, controller_of(toolkit, writing, did, call));
    did::WeidRegistrar registrar(*writing.ledger, toolkit.clock());
    return retried(toolkit, writing, did, call, [&](const Base& base) -> Result<registry::Receipt> {
        DEED_TRY(const did::Document changed, edit(base.document));
        if (changed.json() == base.document.json())
            return Error(did::errors::kNoChange, "the document says so already", did.to_string());
        return registrar.update(did, changed.json(), *controller, call, {base.sequence, {}});
    });
}

Result<registry::Receipt> replace_document(Toolkit& toolkit, const DidWriting& writing,
                                           const did::Did& did, const json::Document& document,
                                           Call& call) {
    DEED_TRY(const auto controller, controller_of(toolkit, writing, did, call));
    did::WeidRegistrar registrar(*writing.ledger, toolkit.clock());
    auto receipt = registrar.update(did, document, *controller, call);
    toolkit.forget(did);
    return receipt;
}

Result<registry::Receipt> compromise_keys(Toolkit& toolkit, const did::Did& did,
                                          const std::vector<did::CompromisedKey>& keys,
                                          Call& call) {
    DEED_TRY(const DidWriting writing, open_dids(toolkit, RegistryAccess::write, call));
    return compromise_keys(toolkit, writing, did, keys, call);
}

Result<registry::Receipt> compromise_keys(Toolkit& toolkit, const DidWriting& writing,
                                          const did::Did& did,
                                          const std::vector<did::CompromisedKey>& keys,
                                          Call& call) {
    DEED_TRY(const auto controller, controller_of(toolkit, writing, did, call));
    did::WeidRegistrar registrar(*writing.ledger, toolkit.clock());
    return retried(toolkit, writing, did, call, [&](const Base& base) -> Result<registry::Receipt> {
        did::Document document = base.document;
        for (const did::CompromisedKey& compromised : keys) {
            auto rest = did::without_key(document, compromised.key);
            // A key that was retired before can turn out to be compromised later.
            if (!rest && rest.error().code() == did::errors::kMethodNotFound) continue;
            if (!rest) return rest.error();
            document = std::move(rest).value();
        }
        return registrar.compromise(did, keys, document.json(), *controller, call,
                                    {base.sequence, {}});
    });
}

Result<RotatedDid> rotate_did(Toolkit& toolkit, const did::Did& did, const RotateOptions& options,
                              Call& call) {
    DEED_TRY(const DidWriting writing, open_dids(toolkit, RegistryAccess::write, call));
    return rotate_did(toolkit, writing, did, options, call);
}

Result<RotatedDid> rotate_did(Toolkit& toolkit, const DidWriting& writing, const did::Did& did,
                              const RotateOptions& options, Call& call) {
    DEED_TRY(const registry::IdentityState state, state_of(toolkit, writing, did, call));
    DEED_TRY(const RotationKeys keys, rotation_keys(toolkit, writing, did, state, options, call));
    did::WeidRegistrar registrar(*writing.ledger, toolkit.clock());
    registry::Terms terms{state.chain(registry::Chain::did).length, std::nullopt};
    if (keys.next) terms.next = registry::commitment_to(keys.next->public_key);

    // Control must be saved even where the recorded document is not fit to be changed.
    std::optional<json::Document> document;
    if (const auto base = base_of(toolkit, writing, did, call)) {
        DEED_TRY(document,
                 handed_over(base->document, state.controller(), keys.new_key.public_key));
    }
    DEED_TRY(
        const registry::Receipt receipt,
        registrar.rotate(did, document, {*keys.new_signer, keys.old_signer.get()}, call, terms));
    toolkit.forget(did);
    return RotatedDid{receipt, keys.new_key.name,
                      keys.next ? std::optional(keys.next->name) : std::nullopt};
}

namespace {

Result<std::unique_ptr<crypto::Signer>> ending_key_by(Toolkit& toolkit, const DidWriting& writing,
                                                      const did::Did& did, Call& call) {
    DEED_TRY(const registry::IdentityState state, state_of(toolkit, writing, did, call));
    if (!state.next_commitment()) return controller_of(toolkit, writing, did, call);
    DEED_TRY(const auto committed, find_committed(toolkit.keys(), *state.next_commitment(), call));
    if (!committed) return no_committed_key(did);
    return toolkit.keys().signer(committed->name, call);
}

}  // namespace

Result<std::unique_ptr<crypto::Signer>> ending_key_of(Toolkit& toolkit, const did::Did& did,
                                                      Call& call) {
    return ending_key_by(toolkit, {}, did, call);
}

Result<registry::Receipt> move_did(Toolkit& toolkit, const DidWriting& writing, const did::Did& did,
                                   const did::Did& successor, Call& call,
                                   std::optional<std::uint64_t> sequence) {
    DEED_TRY(const auto key, ending_key_by(toolkit, writing, did, call));
    did::WeidRegistrar registrar(*writing.ledger, toolkit.clock());
    auto receipt = registrar.move(did, successor, *key, call, {sequence, {}});
    toolkit.forget(did);
    return receipt;
}

Result<registry::Receipt> deactivate_did(Toolkit& toolkit, const DidWriting& writing,
                                         const did::Did& did, Call& call) {
    DEED_TRY(const auto key, ending_key_by(toolkit, writing, did, call));
    did::WeidRegistrar registrar(*writing.ledger, toolkit.clock());
    auto receipt = registrar.deactivate(did, *key, call);
    toolkit.forget(did);
    return receipt;
}

}  // namespace deed
