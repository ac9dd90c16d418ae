#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "did/document.hpp"
#include "lib/crypto/key_store.hpp"
#include "registry-contracts/client/identity_state.hpp"
#include "toolkit/toolkit.hpp"

// The names that the keys of a DID have in the store: NAME.controller and NAME.assertion, and
// NAME.controller-2, -3 … for the controllers that come later.

namespace deed {

inline constexpr std::string_view kControllerSuffix = ".controller";
inline constexpr std::string_view kAssertionSuffix = ".assertion";

/// The keys that a new DID needs.
struct DidKeys {
    crypto::KeyInfo controller;
    crypto::KeyInfo assertion;
    std::optional<crypto::KeyInfo> next;  ///< with pre-rotation
};
/// Names the keys that the options give, and makes those that have no name yet;
/// `toolkit.key_type_taken`, `toolkit.not_a_controller`, `key_store.exists` where a name stands for
/// another key than the one that is given.
Result<DidKeys> ensure_did_keys(Toolkit& toolkit, const std::string& name,
                                const CreateOptions& options, Call& call);

/// What the first document lists besides the controller: the assertion key, for assertionMethod and
/// authentication.
std::vector<did::KeyEntry> assertion_entries(const DidKeys& keys);

/// Makes the next controller key of a DID under the first free name: after the name of the DID,
/// where the store has the key that created it, or else after its address.
Result<crypto::KeyInfo> make_next_controller(crypto::KeyStore& keys,
                                             const registry::Address& subject, Call& call);
/// The same for a key that exists already: of the name it has, or else of that free one
/// (`toolkit.not_a_controller`).
Result<crypto::KeyInfo> take_next_controller(Toolkit& toolkit, const registry::Address& subject,
                                             const crypto::KeyReference& reference, Call& call);

/// The key of this address, if the store has it.
Result<std::optional<crypto::KeyInfo>> find_controller(crypto::KeyStore& keys,
                                                       const registry::Address& address,
                                                       Call& call);
/// The key that a commitment is to, if the store has it.
Result<std::optional<crypto::KeyInfo>> find_committed(crypto::KeyStore& keys,
                                                      const registry::Hash& commitment, Call& call);

}  // namespace deed
