#include "did/document.hpp"

#include <algorithm>
#include <array>

#include "lib/error/assert.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

struct RelationshipRow {
    Relationship relationship;
    std::string_view name;
};

// In the order in which new documents list them.
constexpr std::array<RelationshipRow, 5> kRelationships{{
    {Relationship::authentication, "authentication"},
    {Relationship::assertion_method, "assertionMethod"},
    {Relationship::key_agreement, "keyAgreement"},
    {Relationship::capability_invocation, "capabilityInvocation"},
    {Relationship::capability_delegation, "capabilityDelegation"},
}};

std::string method_id(const Did& did, const crypto::PublicKey& key) {
    return did.to_string() + "#" + key.to_multikey();
}

bool is_listed(const KeyEntry& entry, Relationship relationship) {
    return std::ranges::find(entry.relationships, relationship) != entry.relationships.end();
}

void write_method(json::Writer& writer, const Did& did, const KeyEntry& entry) {
    writer.begin_object()
        .member("id", method_id(did, entry.key))
        .member("type", "Multikey")
        .member("controller", did.to_string())
        .member("publicKeyMultibase", entry.key.to_multikey());
    if (entry.expires) writer.member("expires", entry.expires->to_string());
    writer.end_object();
}

void write_relationship(json::Writer& writer, const Did& did, const std::vector<KeyEntry>& keys,
                        const RelationshipRow& row) {
    const auto listed = [&](const KeyEntry& entry) { return is_listed(entry, row.relationship); };
    if (std::ranges::none_of(keys, listed)) return;
    writer.key(row.name).begin_array();
    for (const KeyEntry& entry : keys)
        if (listed(entry)) writer.string(method_id(did, entry.key));
    writer.end_array();
}

}  // namespace

std::string_view to_string(Relationship relationship) {
    const auto* row =
        std::ranges::find(kRelationships, relationship, &RelationshipRow::relationship);
    DEED_ASSERT(row != kRelationships.end());
    return row->name;
}

std::optional<Relationship> relationship_from_name(std::string_view name) {
    const auto* row = std::ranges::find(kRelationships, name, &RelationshipRow::name);
    if (row == kRelationships.end()) return std::nullopt;
    return row->relationship;
}

Document Document::with_revoked(const crypto::PublicKey& key, Timestamp since) const {
    Document changed = *this;
    for (VerificationMethod& method : changed.methods_) {
        if (method.public_key != key) continue;
        if (!method.revoked || since < *method.revoked) method.revoked = since;
    }
    return changed;
}

std::string absolute_did_url(const Did& did, std::string_view reference) {
    const bool is_relative =
        reference.starts_with('#') || reference.starts_with('?') || reference.starts_with('/');
    return (is_relative ? did.to_string() : "") + std::string(reference);
}

const VerificationMethod* Document::find_method(std::string_view id) const {
    const auto found =
        std::ranges::find(methods_, absolute_did_url(id_, id), &VerificationMethod::id);
    return found == methods_.end() ? nullptr : &*found;
}

bool Document::allows(std::string_view method_id, Relationship relationship) const {
    return std::ranges::any_of(uses_, [&](const Use& use) {
        return use.relationship == relationship && use.method_id == method_id;
    });
}

const VerificationMethod* Document::find_method(const crypto::PublicKey& key,
                                                Relationship relationship) const {
    for (const Use& use : uses_) {
        if (use.relationship != relationship) continue;
        const VerificationMethod* method = find_method(use.method_id);
        if (method != nullptr && method->public_key == key) return method;
    }
    return nullptr;
}

Document make_document(const Did& did, const std::vector<KeyEntry>& keys) {
    json::Writer writer;
    writer.begin_object().key("@context").begin_array();
    writer.string("https://www.w3.org/ns/did/v1").string("https://w3id.org/security/multikey/v1");
    writer.end_array().member("id", did.to_string());
    writer.key("verificationMethod").begin_array();
    for (const KeyEntry& entry : keys) write_method(writer, did, entry);
    writer.end_array();
    for (const RelationshipRow& row : kRelationships) write_relationship(writer, did, keys, row);
    writer.end_object();

    auto document = Document::parse(writer.take_document(), did);
    DEED_ASSERT(document.has_value());
    return std::move(document).value();
}

}  // namespace deed::did
