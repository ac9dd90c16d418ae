#include "credentials/contexts/inline_contexts.hpp"

#include <algorithm>

#include "credentials/contexts/context_walk.hpp"
#include "credentials/contexts/known_contexts.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kMaxReported = 64;

// clang-format off
constexpr std::string_view kProtectedTerms2[] = {
    "id", "type", "description", "digestMultibase", "digestSRI", "mediaType", "name",
    "VerifiableCredential", "EnvelopedVerifiableCredential", "VerifiablePresentation",
    "EnvelopedVerifiablePresentation", "JsonSchemaCredential", "JsonSchema",
    "BitstringStatusListCredential", "BitstringStatusList", "BitstringStatusListEntry",
    "DataIntegrityProof", "...", "_sd", "_sd_alg", "aud", "cnf", "exp", "iat", "iss", "jku", "kid",
    "nbf", "sub", "x5u"};
constexpr std::string_view kProtectedTerms1[] = {
    "id", "type", "VerifiableCredential", "VerifiablePresentation", "EcdsaSecp256k1Signature2019",
    "EcdsaSecp256r1Signature2019", "Ed25519Signature2018", "RsaSignature2018", "proof"};
// clang-format on

std::string_view base_context_of(json::Value credential) {
    const auto context = credential.find("@context");
    if (!context) return kCredentialsV2;
    const bool has_first = context->is_array() && !context->array().empty();
    const json::Value first = has_first ? context->array()[0] : *context;
    return first.string_if() == kCredentialsV1 ? kCredentialsV1 : kCredentialsV2;
}

class ProtectedTermWalk final : public ContextWalk {
public:
    explicit ProtectedTermWalk(std::span<const std::string_view> terms) : terms_(terms) {}
    std::vector<ProtectedTerm> take() { return std::move(found_); }

private:
    bool full() const override { return found_.size() >= kMaxReported; }
    void on_term(std::string_view name, json::Value /*value*/, const Place& place) override {
        if (std::ranges::find(terms_, name) != terms_.end())
            found_.push_back({place.pointer(), std::string(name)});
    }

    std::span<const std::string_view> terms_;
    std::vector<ProtectedTerm> found_;
};

/// What stands behind the last delimiter of an IRI.
std::string_view last_segment(std::string_view iri) {
    const std::size_t delimiter = iri.find_last_of("#/:");
    return delimiter == std::string_view::npos ? iri : iri.substr(delimiter + 1);
}

bool has_inner_colon(std::string_view text) {
    const std::size_t colon = text.find(':', 1);
    return colon != std::string_view::npos && colon + 1 < text.size();
}

/// Whether the name is written as an IRI; processors of JSON-LD then ask that it be the one that
/// the term stands for (JSON-LD 1.1 API section 4.2.2 step 14.2.5).
bool is_checked_name(std::string_view name) {
    return has_inner_colon(name) || name.find('/') != std::string_view::npos;
}

/// What is wrong with the IRI that a term stands for; empty where nothing is.
std::string objection_to_mapping(std::string_view name, json::Value mapping) {
    const auto iri = mapping.string_if();
    const std::string quoted = "\"" + std::string(name) + "\"";
    if (!iri) return {};  // null takes the term back, and the rest is no definition
    if (iri->starts_with('@')) return "makes " + quoted + " a keyword";
    // Without a colon it is another term, and means what that means.
    const std::string_view segment = last_segment(*iri);
    const bool is_iri = iri->find(':', 1) != std::string_view::npos;
    const bool is_same = is_iri ? segment.empty() || segment == name ||
                                      (is_checked_name(name) && segment == last_segment(name))
                                : *iri == name;
    return is_same ? "" : "makes " + quoted + " the name of " + std::string(*iri);
}

/// Where the IRIs of all prefixes end in a delimiter, a compact IRI ends in what stands behind its
/// colon, and is judged by that.
bool is_unclean_prefix(json::Value definition) {
    constexpr std::string_view kOtherDelimiters = "?[]@";
    if (const auto iri = definition.string_if())
        return !iri->empty() && kOtherDelimiters.find(iri->back()) != std::string_view::npos;
    const auto prefix = definition.find("@prefix");
    if (!prefix || (prefix->is_boolean() && !prefix->boolean())) return false;
    const auto mapping = definition.find("@id");
    const auto iri = mapping ? mapping->string_if() : std::nullopt;
    return !iri || !last_segment(*iri).empty();
}

/// Whether values of the term stand under names that are no members: ids, types or the values of
/// some property.
bool makes_map(json::Value definition) {
    if (definition.find("@index")) return true;
    const auto container = definition.find("@container");
    if (!container) return false;
    const auto is_map = [](json::Value kind) {
        return kind.string_if() == "@id" || kind.string_if() == "@type";
    };
    if (!container->is_array()) return is_map(*container);
    for (const json::Value kind : container->array())
        if (is_map(kind)) return true;
    return false;
}

std::string objection_to_definition(std::string_view name, json::Value value) {
    if (name == "@base") return "changes what ids mean";
    if (name == "@vocab") {
        const auto iri = value.string_if();
        return !iri || last_segment(*iri).empty() ? "" : "has an @vocab that ends within a name";
    }
    if (name.starts_with('@')) return {};
    const std::string quoted = "\"" + std::string(name) + "\"";
    if (is_unclean_prefix(value)) return "makes a prefix " + quoted + " that ends within a name";
    if (!value.is_object()) return objection_to_mapping(name, value);
    if (value.find("@reverse")) return "turns " + quoted + " around";
    if (makes_map(value)) return "makes names of the values of " + quoted;
    const auto mapping = value.find("@id");
    return mapping ? objection_to_mapping(name, *mapping) : "";
}

class MisleadingTermWalk final : public ContextWalk {
public:
    std::vector<MisleadingTerm> take() { return std::move(found_); }

private:
    bool full() const override { return found_.size() >= kMaxReported; }
    void on_term(std::string_view name, json::Value value, const Place& place) override {
        std::string what = objection_to_definition(name, value);
        if (!what.empty()) found_.push_back({place.pointer(), std::move(what)});
    }

    std::vector<MisleadingTerm> found_;
};

class ReferenceWalk final : public ContextWalk {
public:
    explicit ReferenceWalk(std::string_view url) : url_(url) {}
    std::vector<std::string> take() { return std::move(found_); }

private:
    bool full() const override { return found_.size() >= kMaxReported; }
    void on_reference(std::string_view url, const Place& place) override {
        if (url == url_) found_.push_back(place.pointer());
    }

    std::string_view url_;
    std::vector<std::string> found_;
};

}  // namespace

std::span<const std::string_view> protected_terms(std::string_view base_context) {
    if (base_context == kCredentialsV1) return kProtectedTerms1;
    return kProtectedTerms2;
}

std::vector<ProtectedTerm> protected_terms_in(json::Value credential) {
    ProtectedTermWalk walk(protected_terms(base_context_of(credential)));
    walk.anywhere(credential, Place{});
    return walk.take();
}

std::vector<MisleadingTerm> misleading_terms_in(json::Value credential) {
    MisleadingTermWalk walk;
    walk.anywhere(credential, Place{});
    return walk.take();
}

std::vector<std::string> references_to(std::string_view url, json::Value credential) {
    ReferenceWalk walk(url);
    walk.anywhere(credential, Place{});
    return walk.take();
}

}  // namespace deed::credentials
