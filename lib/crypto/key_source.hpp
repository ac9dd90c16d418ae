#pragma once

#include <memory>
#include <optional>

#include "lib/crypto/key.hpp"
#include "lib/crypto/key_reference.hpp"
#include "lib/error/call.hpp"

namespace deed::crypto {

/// The way to the keys of one place. Thread-safe. References of another place than its own are a
/// bug of the caller.
class DEED_API KeySource {
public:
    virtual ~KeySource() = default;

    /// The public half, without asking for a secret where the place can do without.
    virtual Result<PublicKey> public_key(const KeyReference& reference, Call& call) = 0;
    /// Signs with the key at the reference. Where `known` says which key must be there, the place
    /// need not be asked before something is signed; a signature by another key is then refused
    /// (`key_reference.other_key`). The signer may outlive neither the source nor what that was
    /// made of.
    virtual Result<std::unique_ptr<Signer>> signer(const KeyReference& reference,
                                                   const std::optional<PublicKey>& known,
                                                   Call& call) = 0;
};

/// The sources of the places that a program can reach; a null pointer is a place that it cannot.
/// The store is not among them: it is a KeyStore.
struct KeySources {
    std::unique_ptr<KeySource> pkcs11 = nullptr;
    std::unique_ptr<KeySource> remote = nullptr;
    std::unique_ptr<KeySource> file = nullptr;

    /// The source of a place other than the store, or `key_reference.place_unavailable`.
    DEED_API Result<KeySource*> of(KeyPlace place) const;
};

}  // namespace deed::crypto
