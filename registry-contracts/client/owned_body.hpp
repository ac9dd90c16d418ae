#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registry-contracts/client/operation.hpp"
#include "registry-contracts/client/schema_registry.hpp"
#include "registry-contracts/client/status_registry.hpp"

// The bodies of operations on schemas and status lists in a log (specs/ledger-entries.md section
// 11). A breach of their form is `operation.malformed`; one of their limits has its own code.

namespace deed::registry {

/// A second party's signature over consent_message().
struct PartyConsent {
    crypto::PublicKey key;
    Bytes signature;  ///< 64 bytes, low-S with secp256k1
};

struct DEED_API SchemaRegisterBody {
    OwnedName name;
    Bytes schema;

    static Result<SchemaRegisterBody> parse(ByteView body);
    Bytes encode() const;
};

struct DEED_API SchemaUpdateBody {
    Hash id;
    Bytes schema;

    static Result<SchemaUpdateBody> parse(ByteView body);
    Bytes encode() const;
};

/// Of schema.hand-over and status.hand-over.
struct DEED_API HandOverBody {
    Hash id;
    Address recipient;
    std::optional<PartyConsent> acceptance;  ///< nothing in what is consented to alone

    static Result<HandOverBody> parse(ByteView body);
    Bytes encode() const;
};

/// Of schema.cpt: with `cpt` and `approval` an assignment, without them a claim.
struct DEED_API CptBody {
    Hash id;
    std::optional<std::uint64_t> cpt;
    std::optional<PartyConsent> approval;

    static Result<CptBody> parse(ByteView body);
    Bytes encode() const;
};

struct DEED_API StewardBody {
    std::uint64_t open_from;
    std::string note;  ///< over steward_text(), signed by the log's key in force

    static Result<StewardBody> parse(ByteView body);
    Bytes encode() const;
};

struct DEED_API ListCreateBody {
    OwnedName name;
    bool permanent;
    std::string uri;

    static Result<ListCreateBody> parse(ByteView body);
    Bytes encode() const;
};

struct DEED_API PublishBody {
    Hash id;
    Hash root;

    static Result<PublishBody> parse(ByteView body);
    Bytes encode() const;
};

/// Of status.set and status.clear.
struct DEED_API BitsBody {
    Hash id;
    std::vector<BitWord> words;  ///< 1 to 256, in ascending order

    static Result<BitsBody> parse(ByteView body);
    Bytes encode() const;
};

/// Whether operations of this type concern schemas, lists or accreditations: the chains of
/// OwnedKey.
DEED_API bool is_owned(OperationType type);

/// What the second party of an operation signs: the envelope, whose body has null in the place of
/// the consent.
DEED_API Bytes consent_message(const Envelope& envelope, ByteView body_without_consent);

/// What a log's key signs to appoint a steward.
DEED_API std::string steward_text(const std::string& origin, const Address& steward,
                                  std::uint64_t open_from);

/// `operation.malformed` or the limit's code, for types of which is_owned() is true.
Result<void> check_owned_form(OperationType type, ByteView body);

/// Who consented to an operation whose form was checked; nothing where it takes one party alone.
/// `registry.consent_invalid` where the signature is not over this operation.
Result<std::optional<Address>> check_consent(const Envelope& envelope, ByteView body);

}  // namespace deed::registry
