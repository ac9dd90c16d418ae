#include "did/methods/ethr_state.hpp"

#include <algorithm>
#include <set>

#include "did/methods/ethr_attribute.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::did {
namespace {

using registry::Address;
using registry::evm::AttributeChanged;
using registry::evm::DelegateChanged;
using registry::evm::OwnerChanged;
using registry::evm::Uint256;

constexpr std::string_view kDidContext = "https://www.w3.org/ns/did/v1";
constexpr std::string_view kAccountType = "EcdsaSecp256k1RecoveryMethod2020";
constexpr std::string_view kSecp256k1Type = "EcdsaSecp256k1VerificationKey2019";

/// The context of a type, in the order of the specification's table.
struct TypeContext {
    std::string_view type;
    std::string_view context;
};
constexpr TypeContext kTypeContexts[] = {
    {kSecp256k1Type, "https://w3id.org/security/v2"},
    {"Ed25519VerificationKey2020", "https://w3id.org/security/suites/ed25519-2020/v1"},
    {"X25519KeyAgreementKey2020", "https://w3id.org/security/suites/x25519-2020/v1"},
    {"Multikey", "https://w3id.org/security/multikey/v1"}};

/// Terms of keys that none of these contexts defines.
constexpr std::string_view kInlineTerms[] = {"publicKeyHex", "publicKeyJwk", "publicKeyBase58",
                                             "publicKeyBase64", "publicKeyPem"};

void write_inline_terms(json::Writer& writer, const std::set<std::string_view>& terms) {
    writer.begin_object();
    for (const std::string_view term : terms) {
        const std::string iri = "https://w3id.org/security#" + std::string(term);
        if (term == "publicKeyJwk")
            writer.key(term)
                .begin_object()
                .member("@id", iri)
                .member("@type", "@json")
                .end_object();
        else
            writer.member(term, iri);
    }
    writer.end_object();
}

void write_context(json::Writer& writer, const std::vector<json::Value>& methods) {
    std::set<std::string_view> terms;
    for (const json::Value method : methods)
        for (const std::string_view term : kInlineTerms)
            if (method.find(term)) terms.insert(term);
    writer.key("@context").begin_array().string(kDidContext);
    writer.string("https://w3id.org/security/suites/secp256k1recovery-2020/v2");
    for (const TypeContext& row : kTypeContexts) {
        const auto is_of = [&](json::Value method) {
            return method.find("type")->string() == row.type;
        };
        if (std::ranges::any_of(methods, is_of)) writer.string(row.context);
    }
    if (!terms.empty()) write_inline_terms(writer, terms);
    writer.end_array();
}

json::Document method_json(const std::string& id, const Did& did, const EthrKeyMaterial& key) {
    json::Writer writer;
    writer.begin_object().member("id", id).member("type", key.type);
    writer.member("controller", did.to_string()).key(key.property).value(key.value.root());
    return writer.end_object().take_document();
}

}  // namespace

EthrState::EthrState(const Did& did, const EthrId& id, std::uint64_t chain_id)
    : did_(did), id_(id), chain_id_(chain_id), owner_(id.identity) {}

void EthrState::apply(const registry::evm::Erc1056Event& event) {
    if (deactivated_) return;
    std::visit([&](const auto& change) { apply_change(change, event.block_time); }, event.change);
}

void EthrState::apply_change(const OwnerChanged& change, std::uint64_t) {
    owner_ = change.owner;
    deactivated_ = owner_ == Address{};
}

void EthrState::apply_change(const DelegateChanged& change, std::uint64_t block_time) {
    const auto type = ethr_text(change.type);
    if (!type) return;
    const std::string id = did_.to_string() + "#delegate-" + std::to_string(++delegates_);
    Entry entry{"delegate " + registry::to_string(change.delegate) + " " + *type, id,
                ethr_purpose(*type), std::nullopt, change.valid_to};
    if (!entry.relationship || *entry.relationship == Relationship::key_agreement) return;
    // What was valid for no second was revoked.
    if (entry.valid_to <= Uint256(block_time)) entry.valid_to = Uint256(0);
    if (!entry.valid_to.is_zero()) entry.json = account_method(id, change.delegate);
    keep(std::move(entry));
}

void EthrState::apply_change(const AttributeChanged& change, std::uint64_t block_time) {
    const auto name = ethr_text(change.name);
    if (!name) return;
    Entry entry{"attribute " + *name + " " + std::string(as_text(change.value)),
                {},
                std::nullopt,
                std::nullopt,
                change.valid_to};
    if (entry.valid_to <= Uint256(block_time)) entry.valid_to = Uint256(0);
    if (name->starts_with("did/pub/")) apply_key(*name, change.value, std::move(entry));
    if (name->starts_with("did/svc/")) apply_service(*name, change.value, std::move(entry));
}

void EthrState::apply_key(const std::string& name, const Bytes& value, Entry entry) {
    entry.id = did_.to_string() + "#delegate-" + std::to_string(++delegates_);
    const auto parsed = parse_attribute_name(name);
    entry.relationship = parsed ? parsed->purpose : Relationship::assertion_method;
    if (!entry.valid_to.is_zero() && parsed) {
        if (const auto key = key_material(*parsed, value)) {
            entry.json = method_json(entry.id, did_, *key);
            if (!is_sound(entry)) entry.json.reset();
        }
    }
    keep(std::move(entry));
}

void EthrState::apply_service(const std::string& name, const Bytes& value, Entry entry) {
    entry.id = did_.to_string() + "#service-" + std::to_string(++services_);
    const auto parsed = parse_attribute_name(name);
    const auto endpoint = service_endpoint(value);
    if (!entry.valid_to.is_zero() && parsed && endpoint) {
        json::Writer writer;
        writer.begin_object().member("id", entry.id).member("type", parsed->algorithm);
        writer.key("serviceEndpoint").value(endpoint->root()).end_object();
        entry.json = writer.take_document();
        if (!is_sound(entry)) entry.json.reset();
    }
    keep(std::move(entry));
}

/// The last event about something decides, and gives it its number.
void EthrState::keep(Entry entry) {
    std::erase_if(entries_, [&](const Entry& other) { return other.key == entry.key; });
    entries_.push_back(std::move(entry));
}

/// Whether a document may have the entry: asked of a document that has nothing else.
bool EthrState::is_sound(const Entry& entry) const {
    json::Writer writer;
    writer.begin_object().key("@context").begin_array().string(kDidContext).end_array();
    writer.member("id", did_.to_string());
    writer.key(entry.relationship ? "verificationMethod" : "service").begin_array();
    writer.value(entry.json->root()).end_array().end_object();
    return Document::parse(writer.take_document(), did_, DocumentRules::core_absolute).has_value();
}

json::Document EthrState::account_method(const std::string& id, const Address& account) const {
    json::Writer writer;
    writer.begin_object().member("id", id).member("type", kAccountType);
    writer.member("controller", did_.to_string())
        .member("blockchainAccountId", "eip155:" + std::to_string(chain_id_) + ":" +
                                           registry::evm::to_checksummed(account));
    return writer.end_object().take_document();
}

std::vector<const EthrState::Entry*> EthrState::valid_at(std::uint64_t now, bool is_used) const {
    std::vector<const Entry*> valid;
    for (const Entry& entry : entries_)
        if (entry.valid_to >= Uint256(now) && !entry.valid_to.is_zero() &&
            entry.json.has_value() == is_used)
            valid.push_back(&entry);
    return valid;
}

json::Document EthrState::compose(const std::vector<const Entry*>& entries) const {
    const std::string own = did_.to_string() + "#controller";
    std::vector<json::Document> documents{account_method(own, owner_)};
    std::vector<std::string> owners{own};
    // The key of the identifier has a say as long as its account owns the identity.
    if (id_.public_key && owner_ == id_.identity) {
        owners.push_back(did_.to_string() + "#controllerKey");
        documents.push_back(
            method_json(owners.back(), did_,
                        {std::string(kSecp256k1Type), "publicKeyJwk", id_.public_key->to_jwk()}));
    }
    std::vector<json::Value> methods;
    for (const json::Document& document : documents) methods.push_back(document.root());
    std::vector<json::Value> services;
    for (const Entry* entry : entries)
        (entry->relationship ? methods : services).push_back(entry->json->root());

    json::Writer writer;
    writer.begin_object();
    write_context(writer, methods);
    writer.member("id", did_.to_string()).key("verificationMethod").begin_array();
    for (const json::Value method : methods) writer.value(method);
    writer.end_array();
    for (const Relationship relationship :
         {Relationship::authentication, Relationship::assertion_method,
          Relationship::key_agreement}) {
        const auto is_listed = [&](const Entry* entry) {
            return entry->relationship == relationship;
        };
        const bool agrees = relationship == Relationship::key_agreement;
        if (agrees && std::ranges::none_of(entries, is_listed)) continue;
        writer.key(to_string(relationship)).begin_array();
        if (!agrees)
            for (const std::string& id : owners) writer.string(id);
        for (const Entry* entry : entries)
            if (is_listed(entry)) writer.string(entry->id);
        writer.end_array();
    }
    if (!services.empty()) {
        writer.key("service").begin_array();
        for (const json::Value service : services) writer.value(service);
        writer.end_array();
    }
    return writer.end_object().take_document();
}

/// The method specification's document of a DID that has no owner any more.
json::Document EthrState::ended() const {
    json::Writer writer;
    writer.begin_object().member("@context", kDidContext).member("id", did_.to_string());
    for (const char* name : {"verificationMethod", "assertionMethod", "authentication"})
        writer.key(name).begin_array().end_array();
    return writer.end_object().take_document();
}

Result<Document> EthrState::document_at(std::uint64_t now) const {
    return Document::parse(deactivated_ ? ended() : compose(valid_at(now, true)), did_,
                           DocumentRules::core_absolute);
}

std::vector<std::string> EthrState::left_out_at(std::uint64_t now) const {
    std::vector<std::string> ids;
    if (deactivated_) return ids;
    for (const Entry* entry : valid_at(now, false)) ids.push_back(entry->id);
    return ids;
}

std::vector<std::uint64_t> EthrState::ends_between(std::uint64_t from, std::uint64_t to) const {
    std::set<std::uint64_t> ends;
    if (deactivated_) return {};
    for (const Entry* entry : valid_at(from, true))
        if (const auto end = entry->valid_to.to_u64(); end && *end >= from && *end < to)
            ends.insert(*end);
    return {ends.begin(), ends.end()};
}

}  // namespace deed::did
