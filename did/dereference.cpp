#include "did/dereference.hpp"

#include <algorithm>
#include <utility>

#include "did/accept.hpp"
#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "did/resolution_result.hpp"
#include "did/uri_reference.hpp"

namespace deed::did {
namespace {

using Accept = DereferenceOptions::Accept;
using Kind = Dereferenced::Kind;

constexpr std::string_view kFilesService = "files";
constexpr std::string_view kWhoisService = "whois";
constexpr std::string_view kWhoisPath = "/whois";

Error nothing_at(const DidUrl& url, std::string message) {
    return Error(errors::kNoSuchResource, std::move(message), url.to_string());
}

Error malformed(const DidUrl& url, std::string message) {
    return Error(errors::kMalformedUrl, std::move(message), url.to_string());
}

/// The services of a document, with those that the DID has by its method.
class Services {
public:
    explicit Services(const Resolution& resolution) : did_(resolution.document.id()) {
        if (const auto array = resolution.document.json().root().find("service"))
            for (const json::Value service : array->array()) all_.push_back(service);
        for (const auto& [name, url] : resolution.implicit_services) {
            if (find(did_.to_string() + "#" + name)) continue;
            json::Writer writer;
            writer.begin_object().member("id", did_.to_string() + "#" + name);
            writer.member("type",
                          name == kWhoisService ? "LinkedVerifiablePresentation" : "relativeRef");
            implicit_.push_back(writer.member("serviceEndpoint", url).end_object().take_document());
            all_.push_back(implicit_.back().root());
        }
    }

    const std::vector<json::Value>& all() const { return all_; }
    std::string id_of(json::Value service) const {
        return absolute_did_url(did_, service.find("id")->string());
    }
    std::optional<json::Value> find(const std::string& id) const {
        for (const json::Value service : all_)
            if (id_of(service) == id) return service;
        return std::nullopt;
    }

private:
    const Did& did_;
    std::vector<json::Document> implicit_;  ///< what all_ points into
    std::vector<json::Value> all_;
};

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

std::vector<json::Value> selected_services(const Document& document, const Services& all,
                                           const UrlParameters& parameters) {
    std::vector<json::Value> services = all.all();
    std::erase_if(services, [&](json::Value service) {
        if (parameters.service &&
            all.id_of(service) != absolute_service(document.id(), *parameters.service))
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
    writer.begin_object();
    if (const auto context = document.json().root().find("@context"))
        writer.key("@context").value(*context);
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
            if (element.is_object() &&
                absolute_did_url(document.id(), element.find("id")->string()) == id)
                return element;
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
    const Services all(question.resolution);
    const auto services = selected_services(document, all, question.parameters);
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
    const Services services(question.resolution);
    if (const auto service = services.find(id)) {
        if (question.options.relationship)
            return Error(errors::kNotAMethod, id + " is a service", question.url.to_string());
        return question.answer(Kind::service, in_context(document, *service));
    }
    return nothing_at(question.url, "the document has nothing of the id " + id);
}

Error no_paths(const DidUrl& url) {
    return nothing_at(url, "did:" + std::string(url.did().method()) + " knows no paths");
}

/// did:webvh 1.0, "DID URL Path Resolution" and "WHOIS Resolution".
Result<Dereferenced> dereference_path(const Question& question) {
    const DidUrl& url = question.url;
    const bool is_whois = url.path() == kWhoisPath;
    const std::string_view name = is_whois ? kWhoisService : kFilesService;
    if (!question.resolution.implicit_services.contains(name)) return no_paths(url);
    const Services all(question.resolution);
    const auto service =
        all.find(question.resolution.document.id().to_string() + "#" + std::string(name));
    std::vector<std::string> urls = endpoint_urls({*service});
    if (urls.empty())
        return Error(errors::kNoEndpointUrl, "the service's endpoint is no URL", url.to_string());
    for (std::string& one : urls) {
        if (!is_whois) one = one.substr(0, one.size() - (one.ends_with('/') ? 1 : 0)) + url.path();
        DEED_TRY(one, with_fragment(std::move(one), url));
    }
    return question.answer(Kind::urls, std::nullopt, std::move(urls));
}

/// Whether a path leads above where it starts, however its ".." are spelled.
bool climbs(std::string_view path) {
    const auto is_whole = [](std::string_view text) {
        return detail::consists_of(text, [](char c) { return c != '%'; });
    };
    std::string decoded(path);
    while (decoded.find('%') != std::string::npos && is_whole(decoded))
        decoded = percent_decode(decoded);
    std::ranges::replace(decoded, '\\', '/');
    int depth = 0;
    std::string_view rest = decoded;
    while (true) {
        const std::size_t slash = rest.find('/');
        const std::string_view segment = rest.substr(0, slash);
        if (segment == ".." && depth-- == 0) return true;
        if (!segment.empty() && segment != "." && segment != "..") ++depth;
        if (slash == std::string_view::npos) return false;
        rest.remove_prefix(slash + 1);
    }
}

Result<void> check_parameters(const DidUrl& url, const UrlParameters& parameters,
                              const DereferenceOptions& options) {
    const bool selects = parameters.service || parameters.service_type;
    if (!url.path().empty() && selects) return no_paths(url);
    if (climbs(url.path())) return malformed(url, "the path leads upwards");
    if (parameters.relative_ref &&
        climbs(parameters.relative_ref->substr(0, parameters.relative_ref->find_first_of("?#"))))
        return malformed(url, "relativeRef leads upwards");
    if (parameters.relative_ref && !selects)
        return malformed(url, "relativeRef goes with service or serviceType");
    if (parameters.relative_ref && !is_local_reference(*parameters.relative_ref))
        return malformed(url, "relativeRef is no path, query or fragment below an endpoint");
    if (options.accept == Accept::uri_list && !selects && url.path().empty())
        return Error(errors::kNoEndpointUrl, "the DID URL selects no service", url.to_string());
    if (options.relationship && (selects || !url.fragment()))
        return Error(errors::kNotAMethod, "the DID URL names no verification method",
                     url.to_string());
    return {};
}

}  // namespace

std::string_view content_type_of(const Dereferenced& dereferenced) {
    if (dereferenced.kind == Kind::urls) return kUriListType;
    const bool is_plain = dereferenced.content && !dereferenced.content->root().find("@context");
    return is_plain ? kDidJsonType : kDidType;
}

Result<Dereferenced> dereference(const DidUrl& url, const DereferenceOptions& options,
                                 DidResolver& resolver, Call& call) {
    DEED_TRY(UrlParameters parameters, parameters_of(url));
    DEED_CHECK(check_parameters(url, parameters, options));
    DEED_CHECK(merge_options(parameters.version, options.resolve));
    DEED_TRY(Resolution resolution, resolver.resolve(url.did(), parameters.version, call));
    const Question question{url, parameters, options, resolution};
    const bool wants_part =
        parameters.service || parameters.service_type || url.fragment() || !url.path().empty();
    if (resolution.metadata.deactivated && wants_part)
        return Error(errors::kDeactivated, url.did().to_string() + " was deactivated");
    if (parameters.service || parameters.service_type) return dereference_service(question);
    if (!url.path().empty()) return dereference_path(question);
    if (url.fragment()) return dereference_fragment(question);
    if (resolution.metadata.deactivated) return question.answer(Kind::document, std::nullopt);
    return question.answer(Kind::document, resolution.document.json());
}

json::Document to_dereferencing_result(const Dereferenced& dereferenced) {
    json::Writer writer;
    writer.begin_object().key("dereferencingMetadata");
    detail::write_resolution_metadata(writer, content_type_of(dereferenced),
                                      dereferenced.freshness);
    writer.key("contentStream");
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
