#include "toolkit/did_keys.hpp"

#include <set>

#include "lib/crypto/key_store_errors.hpp"
#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

Result<crypto::KeyInfo> ensure_key(Toolkit& toolkit, const std::string& name, crypto::KeyType type,
                                   Call& call) {
    auto found = toolkit.keys().find(name, call);
    if (!found && found.error().code() == crypto::errors::kKeyNotFound)
        return toolkit.keys().generate(name, type, call);
    if (!found) return found;
    if (found->public_key.type() != type)
        return Error(errors::kToolkitKeyTypeTaken, "the key " + name + " is of another type");
    DEED_TRY(const auto reference, crypto::KeyReference::to_stored(name));
    DEED_CHECK(toolkit.proven_key(reference, call));
    return found;
}

/// `toolkit.not_a_controller` for the reference of a key that cannot control a did:weid.
Result<void> require_controller(Toolkit& toolkit, const crypto::KeyReference& reference,
                                Call& call) {
    DEED_TRY(const crypto::PublicKey key, toolkit.public_key(reference, call));
    if (registry::address_of(key)) return {};
    return Error(errors::kToolkitNotAController, reference.to_string() + " is a key of the type " +
                                                     std::string(crypto::to_string(key.type())));
}

/// Of keys that nobody gave.
crypto::KeyType controller_type(const CreateOptions& options) {
    return options.sm ? crypto::KeyType::sm2 : crypto::KeyType::secp256k1;
}
crypto::KeyType assertion_type(const CreateOptions& options) {
    return options.sm ? crypto::KeyType::sm2 : crypto::KeyType::ed25519;
}

Result<crypto::KeyInfo> ensure_controller(Toolkit& toolkit, const std::string& name,
                                          const CreateOptions& options, Call& call) {
    if (!options.controller) return ensure_key(toolkit, name, controller_type(options), call);
    DEED_CHECK(require_controller(toolkit, *options.controller, call));
    return toolkit.add_key(name, *options.controller, call);
}

Result<crypto::KeyInfo> ensure_assertion(Toolkit& toolkit, const std::string& name,
                                         const CreateOptions& options, Call& call) {
    if (!options.assertion) return ensure_key(toolkit, name, assertion_type(options), call);
    return toolkit.add_key(name, *options.assertion, call);
}

/// The first key of the store that the predicate holds of.
template <typename Predicate>
Result<std::optional<crypto::KeyInfo>> find_key(crypto::KeyStore& keys, Call& call,
                                                Predicate is_wanted) {
    DEED_TRY(const std::vector<crypto::KeyInfo> all, keys.list(call));
    for (const crypto::KeyInfo& key : all)
        if (is_wanted(key)) return std::optional(key);
    return std::optional<crypto::KeyInfo>();
}

/// NAME of NAME.controller; otherwise a name made of the address.
std::string base_name(const std::optional<crypto::KeyInfo>& creator,
                      const registry::Address& subject) {
    constexpr std::size_t kDigits = 10;
    if (creator && creator->name.ends_with(kControllerSuffix))
        return creator->name.substr(0, creator->name.size() - kControllerSuffix.size());
    return registry::to_string(subject).substr(0, kDigits);
}

Result<std::string> next_controller_name(crypto::KeyStore& keys, const registry::Address& subject,
                                         Call& call) {
    DEED_TRY(const auto creator, find_controller(keys, subject, call));
    const std::string prefix = base_name(creator, subject) + std::string(kControllerSuffix) + "-";
    DEED_TRY(const std::vector<crypto::KeyInfo> all, keys.list(call));
    std::set<std::string> taken;
    for (const crypto::KeyInfo& key : all) taken.insert(key.name);
    std::size_t number = 2;
    while (taken.contains(prefix + std::to_string(number))) ++number;
    return prefix + std::to_string(number);
}

}  // namespace

Result<DidKeys> ensure_did_keys(Toolkit& toolkit, const std::string& name,
                                const CreateOptions& options, Call& call) {
    const std::string controller_name = name + std::string(kControllerSuffix);
    DEED_TRY(crypto::KeyInfo controller,
             ensure_controller(toolkit, controller_name, options, call));
    DEED_TRY(crypto::KeyInfo assertion,
             ensure_assertion(toolkit, name + std::string(kAssertionSuffix), options, call));
    DidKeys made{std::move(controller), std::move(assertion), std::nullopt};
    if (options.pre_rotate) {
        DEED_TRY(made.next, ensure_key(toolkit, controller_name + "-2",
                                       made.controller.public_key.type(), call));
    }
    return made;
}

std::vector<did::KeyEntry> assertion_entries(const DidKeys& keys) {
    return {{keys.assertion.public_key,
             {did::Relationship::assertion_method, did::Relationship::authentication}}};
}

Result<crypto::KeyInfo> make_next_controller(crypto::KeyStore& keys,
                                             const registry::Address& subject, crypto::KeyType type,
                                             Call& call) {
    DEED_TRY(const std::string name, next_controller_name(keys, subject, call));
    return keys.generate(name, type, call);
}

Result<crypto::KeyInfo> take_next_controller(Toolkit& toolkit, const registry::Address& subject,
                                             const crypto::KeyReference& reference, Call& call) {
    DEED_CHECK(require_controller(toolkit, reference, call));
    DEED_TRY(const crypto::PublicKey key, toolkit.proven_key(reference, call));
    if (reference.place() == crypto::KeyPlace::store)
        return toolkit.keys().find(reference.rest(), call);
    DEED_TRY(auto named, toolkit.keys().find(key, call));
    if (named) return *std::move(named);
    DEED_TRY(const std::string name, next_controller_name(toolkit.keys(), subject, call));
    return toolkit.add_key(name, reference, call);
}

Result<std::optional<crypto::KeyInfo>> find_controller(crypto::KeyStore& keys,
                                                       const registry::Address& address,
                                                       Call& call) {
    return find_key(keys, call, [&](const crypto::KeyInfo& key) {
        const auto own = registry::address_of(key.public_key);
        return own && *own == address;
    });
}

Result<std::optional<crypto::KeyInfo>> find_committed(crypto::KeyStore& keys,
                                                      const registry::Hash& commitment,
                                                      Call& call) {
    return find_key(keys, call, [&](const crypto::KeyInfo& key) {
        return registry::can_control(key.public_key.type()) &&
               registry::commitment_to(key.public_key) == commitment;
    });
}

}  // namespace deed
