#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registry-contracts/client/operation.hpp"

// The bodies that have a form of their own (specs/ledger-entries.md section 3). The documents and
// names in them are opaque to a ledger. Every breach is `operation.malformed`.

namespace deed::registry {

/// What today's controller signs to hand a subject over, where no commitment says who comes next.
struct RotationAuthorization {
    crypto::PublicKey old_key;
    Bytes signature;  ///< 64 bytes, low-S with secp256k1, over rotation_message()
};

/// The body of did.rotate.
struct DEED_API RotateBody {
    std::optional<RotationAuthorization> authorization;
    std::optional<Bytes> document;  ///< nothing: the last one stays

    static Result<RotateBody> parse(ByteView body);
    Bytes encode() const;
};

/// The message of an authorization, signed like an envelope. It binds the place in the chain and
/// the new key.
DEED_API Bytes rotation_message(const Envelope& envelope, const crypto::PublicKey& new_key);
/// Today's controller hands the subject of `envelope`, a did.rotate, over to `new_key`.
DEED_API Result<RotationAuthorization> authorize_rotation(const Envelope& envelope,
                                                          const crypto::PublicKey& new_key,
                                                          crypto::Signer& controller, Call& call);
/// What an envelope's `next` says of the key that is to come.
DEED_API Hash commitment_to(const crypto::PublicKey& key);

inline constexpr std::size_t kMaxCompromisedKeys = 16;

/// The body of did.compromise.
struct DEED_API CompromiseBody {
    struct Key {
        std::string multikey;  ///< publicKeyMultibase
        Timestamp since;

        friend bool operator==(const Key&, const Key&) = default;
    };
    std::vector<Key> keys;  ///< 1 to 16, no key twice
    Bytes document;

    static Result<CompromiseBody> parse(ByteView body);
    Bytes encode() const;
};

/// The body of did.move.
struct DEED_API MoveBody {
    std::string successor;  ///< a DID, at most 2,048 bytes

    static Result<MoveBody> parse(ByteView body);
    Bytes encode() const;
};

/// The document that an operation of the did chain records; nothing where the last one stays.
DEED_API std::optional<Bytes> recorded_document(const Statement& statement);
/// What a did.compromise declares; nothing of other operations.
DEED_API std::optional<CompromiseBody> declared_compromise(const Statement& statement);
/// Whom a did.move names; nothing of other operations.
DEED_API std::optional<std::string> named_successor(const Statement& statement);

/// `operation.malformed` unless the body has the form that operations of this type must have.
Result<void> check_body_form(OperationType type, ByteView body);

}  // namespace deed::registry
