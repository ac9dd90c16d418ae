#include "toolkit/did_trial.hpp"

#include "lib/crypto/key_store_errors.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "toolkit/did_keys.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

/// Keys of a DID that is created only for a trial.
struct TrialKeys {
    std::unique_ptr<crypto::Signer> controller;
    std::vector<did::KeyEntry> entries;
    std::optional<crypto::PublicKey> next;
};

std::vector<did::KeyEntry> entries_of(const crypto::PublicKey& assertion) {
    return {{assertion, {did::Relationship::assertion_method, did::Relationship::authentication}}};
}

TrialKeys made_for_trial(const CreateOptions& options) {
    const auto make = [&](crypto::KeyType usual) {
        return crypto::PrivateKey::generate(options.sm ? crypto::KeyType::sm2 : usual);
    };
    TrialKeys keys;
    keys.controller = crypto::PrivateKey::into_signer(make(crypto::KeyType::secp256k1));
    keys.entries = entries_of(make(crypto::KeyType::ed25519).public_key());
    if (options.pre_rotate) keys.next = make(crypto::KeyType::secp256k1).public_key();
    return keys;
}

/// The key of a reference, or of a name; nothing where there is none of that name.
Result<std::optional<crypto::PublicKey>> existing_key(
    Toolkit& toolkit, const std::optional<crypto::KeyReference>& reference, const std::string& name,
    Call& call) {
    if (reference) {
        DEED_TRY(crypto::PublicKey key, toolkit.public_key(*reference, call));
        return std::optional(std::move(key));
    }
    auto found = toolkit.keys().find(name, call);
    if (found) return std::optional(std::move(found)->public_key);
    if (found.error().code() == crypto::errors::kKeyNotFound)
        return std::optional<crypto::PublicKey>();
    return found.error();
}

/// Those that exist, if all do: a key of the store shall not commit to one that nobody has.
Result<TrialKeys> trial_keys(Toolkit& toolkit, const std::string& name,
                             const CreateOptions& options, Call& call) {
    const std::string controller_name = name + std::string(kControllerSuffix);
    DEED_TRY(const auto controller,
             existing_key(toolkit, options.controller, controller_name, call));
    DEED_TRY(const auto assertion,
             existing_key(toolkit, options.assertion, name + std::string(kAssertionSuffix), call));
    TrialKeys keys;
    if (options.pre_rotate) {
        DEED_TRY(keys.next, existing_key(toolkit, {}, controller_name + "-2", call));
    }
    if (!controller || !assertion || (options.pre_rotate && !keys.next))
        return made_for_trial(options);
    if (options.controller) {
        DEED_TRY(keys.controller, toolkit.signer(*options.controller, call));
    } else {
        DEED_TRY(keys.controller, toolkit.keys().signer(controller_name, call));
    }
    keys.entries = entries_of(*assertion);
    return keys;
}

}  // namespace

Result<CreatedDid> try_create_did(Toolkit& toolkit, const DidWriting& writing,
                                  const std::string& name, const CreateOptions& options,
                                  Call& call) {
    DEED_TRY(const TrialKeys keys, trial_keys(toolkit, name, options, call));
    DEED_TRY(const registry::Address address, registry::address_of(keys.controller->public_key()));
    DEED_TRY(const registry::IdentityState state, writing.ledger->state(address, call));
    const did::Did did = did::make_weid(writing.ledger->network(), address);
    if (state.exists())
        return Error(errors::kToolkitDidExists, "\"" + name + "\" is " + did.to_string());
    registry::Terms terms;
    if (keys.next) terms.next = registry::commitment_to(*keys.next);
    did::WeidRegistrar registrar(*writing.ledger, toolkit.clock());
    DEED_CHECK(registrar.create(*keys.controller, keys.entries, call, terms));
    return CreatedDid{did, name + std::string(kControllerSuffix),
                      name + std::string(kAssertionSuffix), name};
}

}  // namespace deed
