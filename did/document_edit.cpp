#include "did/document_edit.hpp"

#include <array>
#include <set>

#include "did/errors.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMultikeyContext = "https://w3id.org/security/multikey/v1";
constexpr std::string_view kMethods = "verificationMethod";
constexpr std::string_view kServices = "service";
constexpr std::array<Relationship, 5> kAllRelationships{
    Relationship::authentication, Relationship::assertion_method, Relationship::key_agreement,
    Relationship::capability_invocation, Relationship::capability_delegation};

json::Document text_value(std::string_view text) {
    json::Writer writer;
    writer.string(text);
    return writer.take_document();
}

/// The document with an element added to the array of this name, which is made if there is none.
Result<json::Document> with_element(const json::Document& document, std::string_view name,
                                    json::Value element) {
    const std::string pointer = json::pointer_token(name);
    if (document.root().find(name)) return document.with(pointer + "/-", element);
    json::Writer array;
    array.begin_array().value(element).end_array();
    return document.with(pointer, array.take_document().root());
}

/// The document without the elements of the array of this name that `is_out` holds of; without the
/// array too when nothing is left of it.
template <typename Predicate>
Result<json::Document> without_elements(json::Document document, std::string_view name,
                                        Predicate is_out) {
    const auto array = document.root().find(name);
    if (!array) return document;
    json::Writer rest;
    rest.begin_array();
    std::size_t kept = 0;
    for (const json::Value element : array->array()) {
        if (is_out(element)) continue;
        rest.value(element);
        ++kept;
    }
    rest.end_array();
    if (kept == array->array().size()) return document;
    if (kept == 0) return document.without(json::pointer_token(name));
    return document.with(json::pointer_token(name), rest.take_document().root());
}

json::Document method_value(const Did& did, const std::string& id, const std::string& multikey) {
    json::Writer writer;
    writer.begin_object()
        .member("id", id)
        .member("type", "Multikey")
        .member("controller", did.to_string())
        .member("publicKeyMultibase", multikey)
        .end_object();
    return writer.take_document();
}

/// The document with the `expires` of the listed method of this id set.
Result<json::Document> with_expires(const json::Document& document, std::string_view id,
                                    Timestamp expires) {
    std::size_t index = 0;
    for (const json::Value method : document.root().find(kMethods)->array()) {
        if (method.find("id")->string_if() == id) break;
        ++index;
    }
    return document.with(json::pointer_token(kMethods) + "/" + std::to_string(index) + "/expires",
                         text_value(expires.to_string()).root());
}

bool has_context(const json::Document& document, std::string_view context) {
    for (const json::Value value : document.root().find("@context")->array())
        if (value.string_if() == context) return true;
    return false;
}

/// A method with the key that may be named in relationships, which embedded ones may not.
std::optional<std::string> listed_method(const Document& document, const crypto::PublicKey& key) {
    const auto methods = document.json().root().find(kMethods);
    if (!methods) return std::nullopt;
    for (const json::Value value : methods->array()) {
        const VerificationMethod* method = document.find_method(value.find("id")->string());
        if (method->public_key == key) return method->id;
    }
    return std::nullopt;
}

std::string service_id(const Document& document, std::string_view id) {
    return id.starts_with('#') ? document.id().to_string() + std::string(id) : std::string(id);
}

bool is_service(json::Value service, std::string_view id) {
    return service.find("id")->string_if() == id;
}

bool has_service(const Document& document, std::string_view id) {
    const auto services = document.json().root().find(kServices);
    if (!services) return false;
    for (const json::Value service : services->array())
        if (is_service(service, id)) return true;
    return false;
}

}  // namespace

Result<Document> with_key(const Document& document, const KeyEntry& entry) {
    json::Document changed = document.json();
    const auto listed = listed_method(document, entry.key);
    const std::string multikey = entry.key.to_multikey();
    const std::string id = listed.value_or(document.id().to_string() + "#" + multikey);
    if (!listed) {
        if (!has_context(changed, kMultikeyContext)) {
            DEED_TRY(changed,
                     with_element(changed, "@context", text_value(kMultikeyContext).root()));
        }
        DEED_TRY(changed,
                 with_element(changed, kMethods, method_value(document.id(), id, multikey).root()));
    }
    if (entry.expires) {
        DEED_TRY(changed, with_expires(changed, id, *entry.expires));
    }
    for (const Relationship relationship : entry.relationships) {
        if (document.allows(id, relationship)) continue;
        DEED_TRY(changed, with_element(changed, to_string(relationship), text_value(id).root()));
    }
    return Document::parse(std::move(changed), document.id());
}

Result<Document> without_key(const Document& document, const crypto::PublicKey& key) {
    std::set<std::string, std::less<>> ids;
    for (const VerificationMethod& method : document.verification_methods())
        if (method.public_key == key) ids.insert(method.id);
    if (ids.empty())
        return Error(errors::kMethodNotFound, "the document does not list " + key.to_multikey(),
                     document.id().to_string());

    const auto is_out = [&](json::Value element) {
        if (element.is_object()) return ids.contains(element.find("id")->string());
        return ids.contains(element.string());
    };
    json::Document changed = document.json();
    DEED_TRY(changed, without_elements(std::move(changed), kMethods, is_out));
    for (const Relationship relationship : kAllRelationships) {
        DEED_TRY(changed, without_elements(std::move(changed), to_string(relationship), is_out));
    }
    return Document::parse(std::move(changed), document.id());
}

Result<Document> with_service(const Document& document, const ServiceEntry& entry) {
    const std::string id = service_id(document, entry.id);
    if (has_service(document, id))
        return Error(errors::kServiceExists, "the document has a service " + id,
                     document.id().to_string());
    json::Writer writer;
    writer.begin_object().member("id", id).member("type", entry.type);
    writer.key("serviceEndpoint").value(entry.endpoint.root()).end_object();
    DEED_TRY(json::Document changed,
             with_element(document.json(), kServices, writer.take_document().root()));
    return Document::parse(std::move(changed), document.id());
}

Result<Document> without_service(const Document& document, std::string_view id) {
    const std::string absolute = service_id(document, id);
    if (!has_service(document, absolute))
        return Error(errors::kServiceNotFound, "the document has no service " + absolute,
                     document.id().to_string());
    DEED_TRY(json::Document changed,
             without_elements(document.json(), kServices,
                              [&](json::Value service) { return is_service(service, absolute); }));
    return Document::parse(std::move(changed), document.id());
}

json::Document json_with_revocations(const Document& document) {
    std::vector<std::string_view> lists{kMethods};
    for (const Relationship each : kAllRelationships) lists.push_back(to_string(each));
    json::Document json = document.json();
    for (const std::string_view name : lists) {
        const auto array = document.json().root().find(name);
        for (std::size_t i = 0; array && i < array->array().size(); ++i) {
            const json::Value listed = array->array()[i];
            if (!listed.is_object()) continue;  // the id of a method
            const auto id = listed.find("id");
            const VerificationMethod* method = document.find_method(id->string());
            DEED_ASSERT(method != nullptr);
            if (!method->revoked) continue;
            const std::string place = json::pointer_token(name) + "/" + std::to_string(i);
            json = json.with(place + "/revoked", text_value(method->revoked->to_string()).root())
                       .value();
        }
    }
    return json;
}

}  // namespace deed::did
