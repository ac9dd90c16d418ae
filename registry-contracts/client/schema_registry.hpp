#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "lib/crypto/key.hpp"
#include "registry-contracts/client/owned.hpp"

namespace deed::registry {

/// The longest body of a schema, in bytes; the shortest has one.
inline constexpr std::size_t kMaxSchemaBody = 24'576;

// WeIdentity's numbers of schemas (CPT ids).
inline constexpr std::uint64_t kAuthorityCptFrom = 1'000;
inline constexpr std::uint64_t kOpenCptFrom = 2'000'000;
/// The highest first id of the open zone: 2^53 - 1, up to which every reader of JSON counts alike.
inline constexpr std::uint64_t kMaxOpenCptFrom = (std::uint64_t{1} << 53) - 1;

enum class CptZone : std::uint8_t {
    system,     ///< 1 to 999: WeIdentity's own
    authority,  ///< 1,000 to 1,999,999: of authority issuers
    open        ///< from 2,000,000: everybody's
};

/// `registry.cpt_zero` for 0, which is no CPT.
DEED_API Result<CptZone> cpt_zone(std::uint64_t cpt);
/// "system", "authority" or "open".
DEED_API std::string_view to_string(CptZone zone);
/// What WeIdentity uses a system CPT (101 to 111) for; empty for others.
DEED_API std::string_view system_cpt_name(std::uint64_t cpt);

/// How a registry gives CPT ids: those below `open_from` by agreement with the steward, those from
/// there on to whoever claims the next, in order.
struct CptRules {
    std::optional<Address> steward;  ///< nothing: below open_from nothing is assigned
    std::uint64_t open_from = kOpenCptFrom;

    friend bool operator==(const CptRules&, const CptRules&) = default;
};

/// The numeric alias of a schema, given for good.
struct CptGrant {
    std::uint64_t cpt;
    Hash schema;
    Moment given;

    friend bool operator==(const CptGrant&, const CptGrant&) = default;
};

/// A schema as of some moment.
struct SchemaRecord {
    Hash id;
    Address publisher;
    std::uint64_t version;   ///< from 1
    std::uint64_t sequence;  ///< number of operations, which is that of the next one
    Bytes body;              ///< of that version; opaque to the registry (a JSON Schema)
    Hash content_hash;       ///< SHA-256 of `body`
    Moment published;        ///< of that version
    Moment changed;          ///< of the last operation
    std::optional<CptGrant> cpt;
};

/// One operation of a schema.
struct SchemaChange {
    enum class Kind : std::uint8_t { registered, updated, handed_over };
    Kind kind;
    std::uint64_t sequence;
    Moment moment;
    Address publisher;      ///< whose it is from here on
    std::uint64_t version;  ///< the one in force from here on
    Bytes body;             ///< empty where the operation brings none
};

struct CptReceipt {
    Receipt receipt;
    std::uint64_t cpt;
};

/// Schemas of credentials on any ledger (WeIdentity's CPTs). Signers are keys of those who act for
/// the parties; an engine that needs another account to bring operations is given it when made.
/// Refusals are the same on all engines (client/errors.hpp). Thread-safe.
class DEED_API SchemaRegistry {
public:
    virtual ~SchemaRegistry() = default;

    /// The network of the DIDs that act here.
    virtual const std::string& network() const = 0;
    /// As Ledger::known_until(). Then find() as of a later moment, and what else asks for one, is
    /// `registry.copy_too_old`.
    virtual Result<std::optional<KnownUntil>> known_until(Call&) {
        return std::optional<KnownUntil>();
    }

    /// Registers version 1, whose operation has number 0, of a schema that `publisher` calls
    /// `name`; its id is owned_id(). `registry.schema_exists`, `registry.body_size`.
    virtual Result<Receipt> create(const Address& publisher, const OwnedName& name, Bytes body,
                                   crypto::Signer& actor, Call& call) = 0;
    /// Publishes the next version. `registry.schema_unknown`, `registry.body_size`.
    virtual Result<Receipt> update(const Hash& id, Bytes body, crypto::Signer& actor, Call& call,
                                   const OwnedTerms& terms = {}) = 0;

    /// The word of `actor`, who acts for `recipient`, that it takes the schema over from whoever
    /// has it now; for hand_over(). `registry.bad_recipient` for zero and for the publisher.
    virtual Result<Consent> accept_hand_over(const Hash& id, const Address& recipient,
                                             crypto::Signer& actor, Call& call,
                                             const OwnedTerms& terms = {}) = 0;
    /// Gives the schema to another publisher; the id stays. `actor` acts for today's.
    /// `registry.consent_invalid` where the acceptance is not the word of whoever acts for the
    /// recipient, for this very operation.
    virtual Result<Receipt> hand_over(const Hash& id, const Address& recipient,
                                      const Consent& acceptance, crypto::Signer& actor,
                                      Call& call) = 0;

    virtual Result<CptRules> cpt_rules(Call& call) = 0;
    /// Gives the schema the next free id of the open zone. `registry.cpt_given` if it has one.
    virtual Result<CptReceipt> claim_cpt(const Hash& id, crypto::Signer& actor, Call& call) = 0;
    /// The steward's word for an id below CptRules::open_from; it names today's publisher, so a
    /// hand-over voids it. Its `sequence` is 0. `registry.no_steward`, `registry.cpt_zone_open`.
    virtual Result<Consent> approve_cpt(std::uint64_t cpt, const Hash& id, crypto::Signer& steward,
                                        Call& call) = 0;
    /// `actor` acts for the schema's publisher. `registry.cpt_taken`, `registry.cpt_given`,
    /// `registry.cpt_zone_open`, `registry.cpt_zero`, `registry.consent_invalid`.
    virtual Result<Receipt> assign_cpt(std::uint64_t cpt, const Hash& id, const Consent& approval,
                                       crypto::Signer& actor, Call& call) = 0;

    // UntilLength means the operations with numbers below it; a CPT id is then that of now.

    /// `registry.schema_unknown` if there was none (until then).
    virtual Result<SchemaRecord> find(const Hash& id, const At& at, Call& call) = 0;
    /// The grant of an id; `registry.cpt_unknown`.
    virtual Result<CptGrant> find_cpt(std::uint64_t cpt, Call& call) = 0;
    /// All operations but the giving of the CPT id, oldest first; never empty
    /// (`registry.schema_unknown`).
    virtual Result<std::vector<SchemaChange>> history(const Hash& id, Call& call) = 0;
};

}  // namespace deed::registry
