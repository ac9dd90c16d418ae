#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "did/did.hpp"
#include "lib/crypto/key.hpp"
#include "lib/crypto/key_terms.hpp"
#include "lib/json/document.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::did {

/// What a verification method may be used for (CID 1.0 section 2.3).
enum class Relationship : unsigned char {
    authentication,
    assertion_method,
    key_agreement,
    capability_invocation,
    capability_delegation
};

/// "assertionMethod" and so on.
DEED_API std::string_view to_string(Relationship relationship);
/// The inverse, or nothing.
DEED_API std::optional<Relationship> relationship_from_name(std::string_view name);

/// One verification method (CID 1.0 section 2.2).
struct VerificationMethod {
    std::string id;    ///< a DID URL with fragment, in full
    std::string type;  ///< "Multikey", "JsonWebKey", "JsonWebKey2020", …; others are kept, not used
    std::string controller;                       ///< a DID
    std::optional<crypto::PublicKey> public_key;  ///< set for key types this build knows
    std::optional<Timestamp> expires;
    std::optional<Timestamp> revoked;
    crypto::KeyTerms terms{};  ///< of a key given as JWK
};

/// The DID URL that a reference in the document of this DID stands for: "#key-1" is DID#key-1.
DEED_API std::string absolute_did_url(const Did& did, std::string_view reference);

/// By which rules a document is read.
enum class DocumentRules : unsigned char {
    deed,  ///< specs/did-weid.md section 2: of methods whose documents Deed writes
    /// DID Core alone: @context is a list, a string or (plain JSON) absent; methods of other
    /// documents may be named; ids may be relative
    core,
    core_absolute  ///< the same without relative ids (did:web)
};

/// A DID document that keeps the rules.
class DEED_API Document {
public:
    /// Checks the document of the subject `expected`; `did.invalid_document`, with the JSON Pointer
    /// of the fault, otherwise.
    static Result<Document> parse(json::Document json, const Did& expected,
                                  DocumentRules rules = DocumentRules::deed);

    const Did& id() const { return id_; }
    const json::Document& json() const { return json_; }
    const std::vector<VerificationMethod>& verification_methods() const { return methods_; }

    /// The same document in which methods with this key are revoked at `since`, unless they were
    /// earlier.
    Document with_revoked(const crypto::PublicKey& key, Timestamp since) const;

    /// The method with this id (absolute, or a relative "#fragment"), or nothing.
    const VerificationMethod* find_method(std::string_view id) const;
    /// True when the method with this absolute id is named, or embedded, under the relationship.
    bool allows(std::string_view method_id, Relationship relationship) const;
    /// The first usable method listed for the relationship that has this key, or nothing.
    const VerificationMethod* find_method(const crypto::PublicKey& key,
                                          Relationship relationship) const;

private:
    struct Use {
        Relationship relationship;
        std::string method_id;
    };
    Document(json::Document json, Did id) : json_(std::move(json)), id_(std::move(id)) {}
    json::Document json_;
    Did id_;
    std::vector<VerificationMethod> methods_;  ///< embedded ones included
    std::vector<Use> uses_;
};

/// One key to list in a new document.
struct KeyEntry {
    crypto::PublicKey key;
    std::vector<Relationship> relationships;
    /// From when on nothing that the key signs proves anything (CID 1.0 section 2.2).
    std::optional<Timestamp> expires = std::nullopt;
};

/// A document with one Multikey per entry, its fragment being its publicKeyMultibase; contexts
/// did/v1 and multikey/v1. The keys must differ.
DEED_API Document make_document(const Did& did, const std::vector<KeyEntry>& keys);

}  // namespace deed::did
