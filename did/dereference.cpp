#include "did/dereference.hpp"

#include <algorithm>
#include <utility>

#include "did/errors.hpp"
#include "did/resolution_result.hpp"
#include "did/uri_reference.hpp"

namespace deed::did {
namespace {

using Accept = DereferenceOptions::Accept;
using Kind = Dereferenced::Kind;

constexpr std::string_view kDocumentType = "application/did";
constexpr std::string_view kUriListType = "text/uri-list";

Error nothing_at(const DidUrl& url, std::string message) {
    return Error(errors::kNoSuchResource, std::move(message), url.to_string());
}

Error malformed(const DidUrl& url, std::string message) {
    return Error(errors::kMalformedUrl, std::move(message), url.to_string());
}

std::vector<json::Value> services_of(const Document& document) {
    std::vector<json::Value> services;
    const auto array = document.json().root().find("service");
    if (!array) return services;
    for (const json::Value service : array->array()) services.push_back(service);
    return services;
}

/// A service's id as a DID URL's `service` names it: a URI, "#name", or the name alone.
std::string absolute_service(const Did& did, const std::string& name) {
    if (name.starts_with('#')) return did.to_string() + name;
    return name.find(':') != std::string::npos ? name : did.to_string() + "#" + name;
}

bool has_type(json::Value service, std::string_view type) {
    const json::Value value = *service.find("type");
    if (value.is_string()) return value.string() == type;
    for (const json::Value one : value.array())
        if (one.string_if() == type) return true;
    return false;
}

std::vector<json::Value> selected_services(const Document& document,
                                           const UrlParameters& parameters) {
    std::vector<json::Value> services = services_of(document);
    std::erase_if(services, [&](json::Value service) {
        if (parameters.service &&
            service.find("id")->string() != absolute_service(document.id(), *parameters.service))
            return true;
        return parameters.service_type && !has_type(service, *parameters.service_type);
    });
    return services;
}

/// The endpoints that are URLs.
std::vector<std::string> endpoint_urls(const std::vector<json::Value>& services) {
    std::vector<std::string> urls;
    for (const json::Value service : services) {
        const json::Value endpoint = *service.find("serviceEndpoint");
        if (endpoint.is_string()) urls.emplace_back(endpoint.string());
        if (!endpoint.is_array()) continue;
        for (const json::Value one : endpoint.array())
            if (one.is_string()) urls.emplace_back(one.string());
    }
    return urls;
}

Result<std::string> with_fragment(std::string url, const DidUrl& asked) {
    if (!asked.fragment()) return url;
    if (url.find('#') != std::string::npos)
        return malformed(asked, "both the DID URL and " + url + " have a fragment");
    return std::move(url) + "#" + *asked.fragment();
}

Result<std::vector<std::string>> service_urls(const DidUrl& url, const UrlParameters& parameters,
                                              const std::vector<json::Value>& services) {
    std::vector<std::string> urls = endpoint_urls(services);
    if (urls.empty())
        return Error(errors::kNoEndpointUrl, "the service's endpoint is no URL", url.to_string());
    for (std::string& one : urls) {
        if (parameters.relative_ref) {
            DEED_TRY(one, resolve_reference(one, *parameters.relative_ref));
        }
        DEED_TRY(one, with_fragment(std::move(one), url));
    }
    return urls;
}

Result<json::Document> with_services(const Document& document,
                                     const std::vector<json::Value>& services) {
    json::Writer array;
    array.begin_array();
    for (const json::Value service : services) array.value(service);
    array.end_array();
    return document.json().with("/service", array.take_document().root());
}

/// A part of the document, under the document's contexts, so that its terms mean what they did.
json::Document in_context(const Document& document, json::Value part) {
    json::Writer writer;
    writer.begin_object().key("@context").value(*document.json().root().find("@context"));
    for (const auto& [name, value] : part.object())
        if (name != "@context") writer.key(name).value(value);
    writer.end_object();
    return writer.take_document();
}

/// The method of this id in verificationMethod, or embedded in a relationship.
std::optional<json::Value> method_value(const Document& document, std::string_view id) {
    const auto in = [&](std::string_view list) -> std::optional<json::Value> {
        const auto array = document.json().root().find(list);
        if (!array) return std::nullopt;
        for (const json::Value element : array->array())
            if (element.is_object() && element.find("id")->string_if() == id) return element;
        return std::nullopt;
    };
    if (const auto listed = in("verificationMethod")) return listed;
    for (const auto relationship :
         {Relationship::authentication, Relationship::assertion_method, Relationship::key_agreement,
          Relationship::capability_invocation, Relationship::capability_delegation})
        if (const auto embedded = in(to_string(relationship))) return embedded;
    return std::nullopt;
}

/// Names one dereferencing: what was asked, and what its DID resolved to.
struct Question {
    const DidUrl& url;
    const UrlParameters& parameters;
    const DereferenceOptions& options;
    Resolution& resolution;

    Dereferenced answer(Kind kind, std::optional<json::Document> content,
                        std::vector<std::string> urls = {}) const {
        return {kind, std::move(content), std::move(urls), std::move(resolution.metadata),
                std::move(resolution.freshness)};
    }
};

Result<Dereferenced> dereference_service(const Question& question) {
    const Document& document = question.resolution.document;
    const auto services = selected_services(document, question.parameters);
    if (services.empty())
        return Error(errors::kServiceNotFound, "the document has no such service",
                     question.url.to_string());
    if (question.options.accept != Accept::document) {
        DEED_TRY(auto urls, service_urls(question.url, question.parameters, services));
        return question.answer(Kind::urls, std::nullopt, std::move(urls));
    }
    if (question.url.fragment())
        return nothing_at(question.url, "a selection of services has no parts");
    DEED_TRY(json::Document content, with_services(document, services));
    return question.answer(Kind::document, std::move(content));
}

Result<Dereferenced> dereference_fragment(const Question& question) {
    const Document& document = question.resolution.document;
    const std::string id = document.id().to_string() + "#" + *question.url.fragment();
    if (const auto method = method_value(document, id)) {
        const auto& relationship = question.options.relationship;
        if (relationship && !document.allows(id, *relationship))
            return Error(errors::kMethodNotAuthorized,
                         id + " is not listed for " + std::string(to_string(*relationship)));
        return question.answer(Kind::verification_method, in_context(document, *method));
    }
    for (const json::Value service : services_of(document)) {
        if (service.find("id")->string() != id) continue;
        if (question.options.relationship)
            return Error(errors::kNotAMethod, id + " is a service", question.url.to_string());
        return question.answer(Kind::service, in_context(document, service));
    }
    return nothing_at(question.url, "the document has nothing of the id " + id);
}

Result<void> check_parameters(const DidUrl& url, const UrlParameters& parameters,
                              const DereferenceOptions& options) {
    const bool selects = parameters.service || parameters.service_type;
    if (!url.path().empty())
        return nothing_at(url, "did:" + std::string(url.did().method()) + " knows no paths");
    if (parameters.relative_ref && !selects)
        return malformed(url, "relativeRef goes with service or serviceType");
    if (parameters.relative_ref && !is_local_reference(*parameters.relative_ref))
        return malformed(url, "relativeRef is no path, query or fragment below an endpoint");
    if (options.accept == Accept::uri_list && !selects)
        return Error(errors::kNoEndpointUrl, "the DID URL selects no service", url.to_string());
    if (options.relationship && (selects || !url.fragment()))
        return Error(errors::kNotAMethod, "the DID URL names no verification method",
                     url.to_string());
    return {};
}

}  // namespace

std::string_view content_type_of(const Dereferenced& dereferenced) {
    return dereferenced.kind == Kind::urls ? kUriListType : kDocumentType;
}

Result<Dereferenced> dereference(const DidUrl& url, const DereferenceOptions& options,
                                 DidResolver& resolver, Call& call) {
    DEED_TRY(const UrlParameters parameters, parameters_of(url));
    DEED_CHECK(check_parameters(url, parameters, options));
    DEED_TRY(Resolution resolution, resolver.resolve(url.did(), parameters.version, call));
    const Question question{url, parameters, options, resolution};
    const bool wants_part = parameters.service || parameters.service_type || url.fragment();
    if (resolution.metadata.deactivated && wants_part)
        return Error(errors::kDeactivated, url.did().to_string() + " was deactivated");
    if (parameters.service || parameters.service_type) return dereference_service(question);
    if (url.fragment()) return dereference_fragment(question);
    if (resolution.metadata.deactivated) return question.answer(Kind::document, std::nullopt);
    return question.answer(Kind::document, resolution.document.json());
}

json::Document to_dereferencing_result(const Dereferenced& dereferenced) {
    json::Writer writer;
    writer.begin_object().key("didUrlDereferencingMetadata");
    detail::write_resolution_metadata(writer, content_type_of(dereferenced),
                                      dereferenced.freshness);
    writer.key("content");
    if (dereferenced.kind == Kind::urls) {
        writer.begin_array();
        for (const std::string& url : dereferenced.urls) writer.string(url);
        writer.end_array();
    } else if (dereferenced.content) {
        writer.value(dereferenced.content->root());
    } else {
        writer.null();
    }
    writer.key("contentMetadata");
    if (dereferenced.kind == Kind::document) {
        detail::write_metadata(writer, dereferenced.metadata);
    } else {
        writer.begin_object();
        if (dereferenced.kind == Kind::urls) writer.member("contentType", kUriListType);
        writer.end_object();
    }
    writer.end_object();
    return writer.take_document();
}

}  // namespace deed::did
