#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "lib/error/result.hpp"

namespace deed::crypto {

/// Where a private key is.
enum class KeyPlace : std::uint8_t {
    store,   ///< "store:NAME": sealed in the key store
    pkcs11,  ///< "pkcs11:…": in a hardware token, an RFC 7512 URI
    remote,  ///< "remote:…": at a signer in another process
    file     ///< "file:PATH": in a private file
};

/// "store", "pkcs11", "remote" or "file".
DEED_API std::string_view to_string(KeyPlace place);

/// A text that says where a private key is (specs/key-references.md). It holds no secret.
class DEED_API KeyReference {
public:
    /// "store:NAME" or a bare NAME, "pkcs11:…", "remote:…", "file:PATH". Only what all places share
    /// is checked here: `key_reference.unknown_place` for another word before the first colon,
    /// `key_reference.malformed` for a text that is empty, longer than 2,048 bytes, not UTF-8 or
    /// with control characters, and `key_store.bad_name` for a name that cannot name a key. The
    /// rest is for the place to judge.
    static Result<KeyReference> parse(std::string_view text);
    /// "store:NAME"; `key_store.bad_name`.
    static Result<KeyReference> to_stored(std::string_view name);

    KeyPlace place() const { return place_; }
    /// What stands behind the first colon: the name of a stored key, the path of a file.
    const std::string& rest() const { return rest_; }
    /// The whole text, with its place.
    std::string to_string() const;

    friend bool operator==(const KeyReference&, const KeyReference&) = default;

private:
    KeyReference(KeyPlace place, std::string rest) : place_(place), rest_(std::move(rest)) {}
    KeyPlace place_;
    std::string rest_;
};

}  // namespace deed::crypto
