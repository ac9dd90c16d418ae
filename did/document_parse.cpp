#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <utility>

#include "did/document.hpp"
#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/pointer.hpp"

// The rules of specs/did-weid.md section 2, in its order, and those of DID Core where a document is
// of another method.

namespace deed::did {
namespace {

constexpr std::string_view kDidContext = "https://www.w3.org/ns/did/v1";
constexpr std::string_view kDidContext11 = "https://www.w3.org/ns/did/v1.1";
constexpr std::size_t kMaxMethods = 64;
constexpr std::size_t kMaxServices = 64;

/// Whose document is read, and by which rules.
struct Reading {
    const Did& did;
    DocumentRules rules;

    bool is_strict() const { return rules == DocumentRules::deed; }
    std::size_t max_size() const { return std::size_t{is_strict() ? 64U : 256U} << 10; }
    /// The id that stands there in full.
    std::string absolute(std::string_view id) const {
        return rules == DocumentRules::core ? absolute_did_url(did, id) : std::string(id);
    }
};

constexpr std::array<Relationship, 5> kRelationships{
    Relationship::authentication, Relationship::assertion_method, Relationship::key_agreement,
    Relationship::capability_invocation, Relationship::capability_delegation};

// Names under which private keys have been published by mistake, in today's and older suites.
constexpr std::array<std::string_view, 7> kPrivateMembers{
    "secretKeyMultibase", "secretKeyJwk",  "privateKeyMultibase", "privateKeyJwk",
    "privateKeyBase58",   "privateKeyHex", "privateKeyPem"};
// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1.
constexpr std::array<std::string_view, 8> kPrivateJwkMembers{"d",  "p",  "q",   "dp",
                                                             "dq", "qi", "oth", "k"};

Error fault(std::string message, std::string pointer) {
    return Error(errors::kInvalidDocument, std::move(message), std::move(pointer));
}

std::string element_of(const std::string& pointer, std::size_t index) {
    return pointer + "/" + std::to_string(index);
}

Result<std::string> required_string(json::Value object, std::string_view name,
                                    const std::string& at) {
    const auto value = object.find(name);
    if (!value) return fault("\"" + std::string(name) + "\" is missing", at);
    const auto text = value->string_if();
    if (!text) return fault("must be a string", at + json::pointer_token(name));
    return std::string(*text);
}

/// The elements of an optional array of the document; empty when it is absent.
Result<std::vector<json::Value>> optional_array(json::Value document, std::string_view name) {
    const auto value = document.find(name);
    if (!value) return std::vector<json::Value>();
    if (!value->is_array()) return fault("must be an array", json::pointer_token(name));
    std::vector<json::Value> elements;
    for (const json::Value element : value->array()) elements.push_back(element);
    return elements;
}

Result<void> check_private_members(json::Value method, const std::string& at) {
    for (const std::string_view name : kPrivateMembers) {
        if (method.find(name))
            return fault("a private key must not be published", at + json::pointer_token(name));
    }
    const auto jwk = method.find("publicKeyJwk");
    if (!jwk) return {};
    for (const std::string_view name : kPrivateJwkMembers) {
        if (jwk->find(name)) {
            return fault("a private key must not be published",
                         at + "/publicKeyJwk" + json::pointer_token(name));
        }
    }
    return {};
}

/// Types of methods from before Multikey and JsonWebKey, for keys of one type each.
struct OldType {
    std::string_view name;
    crypto::KeyType key_type;
    bool is_jwk;  ///< also other forms, which are not read
};
constexpr std::array<OldType, 4> kOldTypes{{
    {"Ed25519VerificationKey2020", crypto::KeyType::ed25519, false},
    {"X25519KeyAgreementKey2020", crypto::KeyType::x25519, false},
    {"Ed25519VerificationKey2018", crypto::KeyType::ed25519, true},
    {"EcdsaSecp256k1VerificationKey2019", crypto::KeyType::secp256k1, true},
}};

/// The key of a method; nothing for types of methods and keys that this build does not know.
Result<std::optional<crypto::PublicKey>> read_key(json::Value method, const std::string& type,
                                                  const std::string& at) {
    // JsonWebKey2020 is JsonWebKey before it had that name; the did:jwk method still writes it. The
    // types of one kind of key each are older names of Multikey (CID 1.0 section 2.2.2).
    const auto* old = std::ranges::find(kOldTypes, type, &OldType::name);
    const bool is_old = old != kOldTypes.end();
    const bool is_multikey = type == "Multikey" || (is_old && !old->is_jwk);
    const bool is_jwk = type == "JsonWebKey" || type == "JsonWebKey2020" ||
                        (is_old && old->is_jwk && method.find("publicKeyJwk"));
    if (!is_multikey && !is_jwk) return std::optional<crypto::PublicKey>();
    const std::string name = is_multikey ? "publicKeyMultibase" : "publicKeyJwk";
    const std::string other = is_multikey ? "publicKeyJwk" : "publicKeyMultibase";
    // With two keys, readers could disagree about which one counts.
    if (method.find(other)) return fault("a " + type + " has its key in " + name, at + "/" + other);
    const auto value = method.find(name);
    if (!value) return fault("\"" + name + "\" is missing", at);
    if (is_multikey && !value->is_string()) return fault("must be a string", at + "/" + name);
    if (!is_multikey && !value->is_object()) return fault("must be an object", at + "/" + name);

    auto key = is_multikey ? crypto::PublicKey::from_multikey(value->string())
                           : crypto::PublicKey::from_jwk(*value);
    if (key && is_old && key->type() != old->key_type)
        return fault("a " + type + " has a key of another type", at + "/" + name);
    if (key) return std::optional(std::move(key).value());
    if (key.error().code() == crypto::errors::kUnsupportedKeyType)
        return std::optional<crypto::PublicKey>();
    return fault(key.error().to_string(), at + "/" + name);
}

Result<crypto::KeyTerms> read_terms(json::Value method, bool has_key, const std::string& at) {
    const auto jwk = method.find("publicKeyJwk");
    if (!has_key || !jwk) return crypto::KeyTerms();
    auto terms = crypto::KeyTerms::of_jwk(*jwk);
    if (!terms) return fault(terms.error().to_string(), at + "/publicKeyJwk");
    return terms;
}

Result<std::optional<Timestamp>> read_time(json::Value method, std::string_view name,
                                           const std::string& at) {
    const auto value = method.find(name);
    if (!value) return std::optional<Timestamp>();
    const auto text = value->string_if();
    if (!text) return fault("must be a string", at + json::pointer_token(name));
    auto time = Timestamp::parse_date_time(*text, false);
    if (!time) return fault(time.error().to_string(), at + json::pointer_token(name));
    return std::optional(*time);
}

Result<std::string> read_method_id(json::Value method, const Reading& reading,
                                   const std::string& at) {
    DEED_TRY(const std::string text, required_string(method, "id", at));
    std::string id = reading.absolute(text);
    const auto url = DidUrl::parse(id);
    if (!url) return fault(url.error().message(), at + "/id");
    if (!reading.is_strict() && !url->fragment().value_or("").empty()) return id;
    if (url->did() != reading.did || url->fragment().value_or("").empty())
        return fault("must be a DID URL of this DID with a fragment", at + "/id");
    return id;
}

Result<VerificationMethod> read_method(json::Value value, const Reading& reading,
                                       const std::string& at) {
    if (!value.is_object()) return fault("must be an object", at);
    DEED_TRY(std::string id, read_method_id(value, reading, at));
    DEED_TRY(std::string type, required_string(value, "type", at));
    DEED_TRY(std::string controller, required_string(value, "controller", at));
    if (!Did::parse(controller)) return fault("must be a DID", at + "/controller");
    DEED_CHECK(check_private_members(value, at));
    DEED_TRY(auto key, read_key(value, type, at));
    DEED_TRY(auto terms, read_terms(value, key.has_value(), at));
    DEED_TRY(const auto expires, read_time(value, "expires", at));
    DEED_TRY(const auto revoked, read_time(value, "revoked", at));
    return VerificationMethod{std::move(id), std::move(type), std::move(controller), std::move(key),
                              expires,       revoked,         std::move(terms)};
}

/// What a document lists, as it is being read.
struct Contents {
    std::vector<VerificationMethod> methods;
    std::vector<std::pair<Relationship, std::string>> uses;
    std::set<std::string, std::less<>> ids;  ///< of the subject, methods and services
};

Result<void> add_id(Contents& contents, const std::string& id, const std::string& at) {
    if (!contents.ids.insert(id).second) return fault("the id stands twice", at + "/id");
    return {};
}

Result<void> add_method(Contents& contents, json::Value value, const Reading& reading,
                        const std::string& at) {
    DEED_TRY(VerificationMethod method, read_method(value, reading, at));
    DEED_CHECK(add_id(contents, method.id, at));
    if (contents.methods.size() == kMaxMethods)
        return fault("more than 64 verification methods", at);
    contents.methods.push_back(std::move(method));
    return {};
}

Result<void> read_methods(Contents& contents, json::Value document, const Reading& reading) {
    DEED_TRY(const auto values, optional_array(document, "verificationMethod"));
    for (std::size_t i = 0; i < values.size(); ++i)
        DEED_CHECK(add_method(contents, values[i], reading, element_of("/verificationMethod", i)));
    return {};
}

/// A method of another document, which DID Core 1.0 section 5.3 allows to name.
bool is_foreign(const Reading& reading, const std::string& id) {
    if (reading.is_strict()) return false;
    const auto url = DidUrl::parse(id);
    return url && url->did() != reading.did;
}

Result<void> read_relationship(Contents& contents, json::Value document, const Reading& reading,
                               Relationship relationship, std::size_t listed) {
    const std::string_view name = to_string(relationship);
    DEED_TRY(const auto values, optional_array(document, name));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string at = element_of(json::pointer_token(name), i);
        if (values[i].is_object()) {
            DEED_CHECK(add_method(contents, values[i], reading, at));
            contents.uses.emplace_back(relationship, contents.methods.back().id);
            continue;
        }
        const auto text = values[i].string_if();
        if (!text) return fault("must be the id of a method, or a method", at);
        std::string id = reading.absolute(*text);
        // An embedded method serves its own relationship only, so it cannot be named elsewhere.
        const auto end = contents.methods.begin() + static_cast<std::ptrdiff_t>(listed);
        const auto is_named = [&](const VerificationMethod& method) { return method.id == id; };
        if (std::find_if(contents.methods.begin(), end, is_named) == end &&
            !is_foreign(reading, id))
            return fault("names no method of verificationMethod", at);
        contents.uses.emplace_back(relationship, std::move(id));
    }
    return {};
}

Result<void> check_service_type(json::Value service, const std::string& at) {
    const auto type = service.find("type");
    if (!type) return fault("\"type\" is missing", at);
    if (type->is_string()) return {};
    if (!type->is_array() || type->array().empty())
        return fault("must be a string or an array of strings", at + "/type");
    std::size_t i = 0;
    for (const json::Value value : type->array()) {
        if (!value.is_string()) return fault("must be a string", element_of(at + "/type", i));
        ++i;
    }
    return {};
}

Result<void> check_single_endpoint(json::Value endpoint, const std::string& at) {
    if (endpoint.is_object()) return {};
    const auto text = endpoint.string_if();
    if (!text) return fault("must be a URI or an object", at);
    if (!detail::is_uri(*text)) return fault("must be a URI", at);
    return {};
}

Result<void> check_endpoint(json::Value service, const std::string& at) {
    const auto endpoint = service.find("serviceEndpoint");
    if (!endpoint) return fault("\"serviceEndpoint\" is missing", at);
    const std::string place = at + "/serviceEndpoint";
    if (!endpoint->is_array()) return check_single_endpoint(*endpoint, place);
    if (endpoint->array().empty()) return fault("must name an endpoint", place);
    std::size_t i = 0;
    for (const json::Value value : endpoint->array())
        DEED_CHECK(check_single_endpoint(value, element_of(place, i++)));
    return {};
}

Result<void> check_services(Contents& contents, json::Value document, const Reading& reading) {
    DEED_TRY(const auto values, optional_array(document, "service"));
    if (values.size() > kMaxServices) return fault("more than 64 services", "/service");
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string at = element_of("/service", i);
        if (!values[i].is_object()) return fault("must be an object", at);
        DEED_TRY(const std::string text, required_string(values[i], "id", at));
        const std::string id = reading.absolute(text);
        if (!detail::is_uri(id)) return fault("must be a URI", at + "/id");
        DEED_CHECK(add_id(contents, id, at));
        DEED_CHECK(check_service_type(values[i], at));
        DEED_CHECK(check_endpoint(values[i], at));
    }
    return {};
}

/// DID Core 1.0 section 6.3.1; a document in plain JSON has no context (section 6.2).
Result<void> check_context(json::Value root, const Reading& reading) {
    const auto context = root.find("@context");
    if (!context && reading.is_strict()) return fault("\"@context\" is missing", "");
    if (!context) return {};
    if (context->is_string() && !reading.is_strict()) {
        if (context->string() == kDidContext || context->string() == kDidContext11) return {};
        return fault("must be " + std::string(kDidContext) + " or v1.1", "/@context");
    }
    if (!context->is_array() || context->array().empty())
        return fault("must be an array that is not empty", "/@context");
    const auto first = context->array()[0].string_if();
    if (first == kDidContext || (first == kDidContext11 && !reading.is_strict())) return {};
    return fault("the first context must be " + std::string(kDidContext), "/@context/0");
}

/// DID Core 1.0 sections 5.1.2 and 5.1.3.
Result<void> check_aliases(json::Value root) {
    DEED_TRY(const auto aliases, optional_array(root, "alsoKnownAs"));
    for (std::size_t i = 0; i < aliases.size(); ++i)
        if (!aliases[i].is_string() || !detail::is_uri(aliases[i].string()))
            return fault("must be a URI", element_of("/alsoKnownAs", i));
    const auto controller = root.find("controller");
    if (!controller) return {};
    const auto is_did = [](json::Value value) {
        return value.is_string() && Did::parse(value.string()).has_value();
    };
    if (!controller->is_array())
        return is_did(*controller) ? Result<void>() : fault("must be a DID", "/controller");
    std::size_t i = 0;
    for (const json::Value one : controller->array())
        if (const std::string at = element_of("/controller", i++); !is_did(one))
            return fault("must be a DID", at);
    return {};
}

Result<void> check_head(json::Value root, const Reading& reading) {
    if (!root.is_object()) return fault("a DID document is an object", "");
    if (json::canonicalize(root).size() > reading.max_size())
        return fault(
            "a DID document has at most " + std::to_string(reading.max_size() >> 10) + " KiB", "");
    DEED_CHECK(check_context(root, reading));
    DEED_TRY(const std::string id, required_string(root, "id", ""));
    if (id != reading.did.to_string()) return fault("must be " + reading.did.to_string(), "/id");
    return reading.is_strict() ? Result<void>() : check_aliases(root);
}

}  // namespace

Result<Document> Document::parse(json::Document json, const Did& expected, DocumentRules rules) {
    const json::Value root = json.root();
    const Reading reading{expected, rules};
    DEED_CHECK(check_head(root, reading));

    Contents contents;
    contents.ids.insert(expected.to_string());
    DEED_CHECK(read_methods(contents, root, reading));
    const std::size_t listed = contents.methods.size();
    for (const Relationship relationship : kRelationships)
        DEED_CHECK(read_relationship(contents, root, reading, relationship, listed));
    DEED_CHECK(check_services(contents, root, reading));

    Document document(std::move(json), expected);
    document.methods_ = std::move(contents.methods);
    for (auto& [relationship, id] : contents.uses)
        document.uses_.push_back({relationship, std::move(id)});
    return document;
}

}  // namespace deed::did
