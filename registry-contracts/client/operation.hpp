#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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
    status_hand_over,
    issuer_found,
    issuer_accredit,
    issuer_standing,
    issuer_bar,
    issuer_name,
    issuer_unname,
    issuer_committee,
    issuer_renounce
};

/// The chains of operations, each with its own sequence: two of each subject; one of each schema,
/// of the giving of its CPT id, and of each status list; one of the ledger's steward; and one of
/// each committee, accreditation, bar and name of an issuer. The last two hold no operations: under
/// them a store keeps what others make known.
enum class Chain : std::uint8_t {
    did,
    evidence,
    schema,
    cpt,
    status,
    steward,
    issuer_group,
    issuer_record,
    issuer_bar,
    issuer_name,
    issuer_paths,
    issuer_look
};
inline constexpr Chain kLastChain = Chain::issuer_look;

DEED_API Chain chain_of(OperationType type);
/// "deed/op/v1/did.create" and so on.
DEED_API std::string_view tag_of(OperationType type);

/// In the place of a sequence, on a chain: the next number, whichever it is. Only the committed key
/// may name it (specs/contracts.md section 3, Recovery).
inline constexpr std::uint64_t kAnySequence = (std::uint64_t{1} << 47) - 1;

/// What is signed (specs/ledger-entries.md section 3).
struct Envelope {
    OperationType type;
    std::string network;
    Address subject;
    std::uint64_t sequence;
    Hash previous;             ///< zeros at sequence 0, and on a chain
    std::uint64_t expiry;      ///< Unix seconds
    std::optional<Hash> next;  ///< commitment to the next controller's key
    Hash body_hash;

    friend bool operator==(const Envelope&, const Envelope&) = default;
};

/// Where an operation stands, and so by whose word it counts.
enum class LedgerKind : std::uint8_t {
    log,   ///< each reader verifies its signature
    chain  ///< a contract did, and its events tell what was done
};

/// What one operation says, however it was signed. Whoever makes one answers for it: an Operation
/// has verified signatures, the engine of a chain has what the contract vouches for.
struct Statement {
    LedgerKind kind = LedgerKind::log;
    /// On a chain `next` is only what this operation has set; as read there, `expiry` is 0, and
    /// `body_hash` is that of the event (specs/evm-ledger.md section 2).
    Envelope envelope{};
    /// SHA-256 of the encoded envelope; on a chain of the array of specs/evm-ledger.md section 3.
    Hash hash{};
    /// The key that signed; on a chain it is not shown.
    std::optional<crypto::PublicKey> key = std::nullopt;
    /// Who acts: the address of `key`. As read on a chain only of creations and rotations.
    std::optional<Address> controller = std::nullopt;
    /// Of a did.rotate with an authorization: who handed over to `controller`. Of an operation on a
    /// schema or list that takes two parties: the other one.
    std::optional<Address> authorized_by = std::nullopt;
    /// In the form of specs/ledger-entries.md section 3 everywhere, but what a chain tells of a
    /// rotation shows no authorization. Empty where a chain has taken a body that is not of its
    /// form, which then says nothing.
    Bytes body{};
};

/// Whether the body is too long to stand inside an entry of a log.
DEED_API bool is_detached(const Statement& statement);

/// One signed statement of one controller; its signatures were verified when the object was made.
class DEED_API Operation {
public:
    /// For a log. Signs `envelope` (whose body_hash is set from `body`) with a secp256k1 or SM2
    /// key; that of a did.rotate is the new controller's.
    static Result<Operation> sign(Envelope envelope, Bytes body, crypto::Signer& controller,
                                  Call& call);

    /// For a log. Parses and applies rules 1, 3 and 4 of section 7, and the tag part of rule 2.
    /// `detached_body` is the body from beside the log, used when the operation does not carry it;
    /// without it such an operation is `operation.body_missing`.
    static Result<Operation> parse(ByteView encoded,
                                   std::optional<ByteView> detached_body = std::nullopt);

    /// For an OperationForm, which has verified what it signed or read; `statement` has a key.
    static Operation of_form(Statement statement, Bytes encoded);

    const Statement& statement() const { return statement_; }
    const Envelope& envelope() const { return statement_.envelope; }
    const Hash& hash() const { return statement_.hash; }
    const crypto::PublicKey& key() const { return *statement_.key; }
    /// Address of key().
    const Address& controller() const { return *statement_.controller; }
    /// As Statement::authorized_by.
    const std::optional<Address>& authorized_by() const { return statement_.authorized_by; }
    const Bytes& body() const { return statement_.body; }
    /// True when the body is too long to stand inside the encoded operation.
    bool body_is_detached() const;
    /// Encoded form, in which operations travel in files; on a log also that of its entries.
    const Bytes& encoded() const { return encoded_; }

private:
    Operation(Statement statement, Bytes encoded)
        : statement_(std::move(statement)), encoded_(std::move(encoded)) {}
    Statement statement_;
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
