#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/crypto/hash.hpp"
#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"
#include "registry-contracts/client/address.hpp"

namespace deed::registry {

using Hash = crypto::Digest256;

// Sizes of specs/ledger-entries.md sections 3 and 4, in bytes.
inline constexpr std::size_t kMaxNetworkBytes = 128;
inline constexpr std::size_t kMaxInlineBody = 60'000;
inline constexpr std::size_t kMaxBody = std::size_t{1} << 20;
inline constexpr std::size_t kMaxEntryBytes = 65'535;

enum class OperationType : std::uint8_t {
    did_create,
    did_update,
    did_deactivate,
    evidence_batch,
    did_rotate,
    did_compromise,
    did_move,
    schema_register,
    schema_update,
    schema_hand_over,
    schema_cpt,
    schema_steward,
    status_create,
    status_publish,
    status_set,
    status_clear,
    status_hand_over
};

/// The chains of operations, each with its own sequence: two of each subject; one of each schema,
/// of the giving of its CPT id, and of each status list; and one of the ledger's steward.
enum class Chain : std::uint8_t { did, evidence, schema, cpt, status, steward };

DEED_API Chain chain_of(OperationType type);
/// "deed/op/v1/did.create" and so on.
DEED_API std::string_view tag_of(OperationType type);

/// What is signed (specs/ledger-entries.md section 3).
struct Envelope {
    OperationType type;
    std::string network;
    Address subject;
    std::uint64_t sequence;
    Hash previous;             ///< zeros at sequence 0
    std::uint64_t expiry;      ///< Unix seconds
    std::optional<Hash> next;  ///< commitment to the next controller's key
    Hash body_hash;

    friend bool operator==(const Envelope&, const Envelope&) = default;
};

/// One signed statement of one controller; its signatures were verified when the object was made.
class DEED_API Operation {
public:
    /// Signs `envelope` (whose body_hash is set from `body`) with a secp256k1 or SM2 key; that of a
    /// did.rotate is the new controller's.
    static Result<Operation> sign(Envelope envelope, Bytes body, crypto::Signer& controller,
                                  Call& call);

    /// Parses and applies rules 1, 3 and 4 of section 7, and the tag part of rule 2.
    /// `detached_body` is the body from beside the log, used when the operation does not carry it;
    /// without it such an operation is `operation.body_missing`.
    static Result<Operation> parse(ByteView encoded,
                                   std::optional<ByteView> detached_body = std::nullopt);

    const Envelope& envelope() const { return envelope_; }
    /// SHA-256 of the encoded envelope.
    const Hash& hash() const { return hash_; }
    const crypto::PublicKey& key() const { return key_; }
    /// Address of key().
    const Address& controller() const { return controller_; }
    /// Of a did.rotate with an authorization: who handed over to key(). Of an operation on a schema
    /// or list that takes two parties: the other one.
    const std::optional<Address>& authorized_by() const { return authorized_by_; }
    const Bytes& body() const { return body_; }
    /// True when the body is too long to stand inside the encoded operation.
    bool body_is_detached() const;
    /// Encoded form.
    const Bytes& encoded() const { return encoded_; }

private:
    Operation(Envelope envelope, Hash hash, crypto::PublicKey key, Address controller,
              std::optional<Address> authorized_by, Bytes body, Bytes encoded);
    Envelope envelope_;
    Hash hash_;
    crypto::PublicKey key_;
    Address controller_;
    std::optional<Address> authorized_by_;
    Bytes body_;
    Bytes encoded_;
};

/// A log's leaf data (section 4).
struct DEED_API Entry {
    Timestamp accepted;
    Operation operation;

    Bytes encode() const;
    static Result<Entry> parse(ByteView encoded,
                               std::optional<ByteView> detached_body = std::nullopt);
};

/// The SHA-256 names of a body that an encoded entry does not carry, if any; for finding it beside
/// the log before Entry::parse.
DEED_API Result<std::optional<Hash>> detached_body_name(ByteView encoded_entry);

}  // namespace deed::registry
