#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/crypto/key_store.hpp"
#include "registry-contracts/client/identity_state.hpp"

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
/// Makes those that the store does not have yet; `toolkit.key_type_taken`.
Result<DidKeys> ensure_did_keys(crypto::KeyStore& keys, const std::string& name, bool pre_rotate,
                                Call& call);

/// Makes the next controller key of a DID under the first free name: after the name of the DID,
/// where the store has the key that created it, or else after its address.
Result<crypto::KeyInfo> make_next_controller(crypto::KeyStore& keys,
                                             const registry::Address& subject, Call& call);

/// The key of this address, if the store has it.
Result<std::optional<crypto::KeyInfo>> find_controller(crypto::KeyStore& keys,
                                                       const registry::Address& address,
                                                       Call& call);
/// The key that a commitment is to, if the store has it.
Result<std::optional<crypto::KeyInfo>> find_committed(crypto::KeyStore& keys,
                                                      const registry::Hash& commitment, Call& call);

}  // namespace deed
