#include "did/resolver.hpp"

#include <utility>

#include "did/accept.hpp"
#include "did/errors.hpp"
#include "did/resolution_result.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

// DID Resolution wants dates without sub-second precision.
std::string date(Timestamp time) { return time.floor_seconds().to_string(); }

}  // namespace

void detail::write_metadata(json::Writer& writer, const DocumentMetadata& metadata) {
    writer.begin_object();
    if (metadata.created) writer.member("created", date(*metadata.created));
    if (metadata.updated) writer.member("updated", date(*metadata.updated));
    if (metadata.version_id) writer.member("versionId", *metadata.version_id);
    if (metadata.next_update) writer.member("nextUpdate", date(*metadata.next_update));
    if (metadata.next_version_id) writer.member("nextVersionId", *metadata.next_version_id);
    if (!metadata.equivalent_id.empty()) {
        writer.key("equivalentId").begin_array();
        for (const std::string& id : metadata.equivalent_id) writer.string(id);
        writer.end_array();
    }
    if (metadata.canonical_id) writer.member("canonicalId", *metadata.canonical_id);
    writer.key("deactivated").boolean(metadata.deactivated || metadata.deactivated_since);
    if (metadata.of_method)
        for (const auto& [name, value] : metadata.of_method->root().object())
            writer.key(name).value(value);
    writer.end_object();
}

void detail::write_resolution_metadata(json::Writer& writer, std::string_view content_type,
                                       const std::optional<Freshness>& freshness) {
    writer.begin_object().member("contentType", content_type);
    if (freshness)
        writer.member("asOf", date(freshness->as_of)).member("source", freshness->source);
    writer.end_object();
}

std::string_view content_type_of(const Document& document) {
    return document.json().root().find("@context") ? kDidType : kDidJsonType;
}

json::Document to_resolution_result(const Resolution& resolution) {
    return detail::resolution_result(resolution, resolution.document.json());
}

json::Document detail::resolution_result(const Resolution& resolution,
                                         const json::Document& document) {
    json::Writer writer;
    writer.begin_object().key("didDocument");
    if (resolution.metadata.deactivated) {
        writer.null();
    } else {
        writer.value(document.root());
    }
    writer.key("didDocumentMetadata");
    detail::write_metadata(writer, resolution.metadata);
    writer.key("didResolutionMetadata");
    detail::write_resolution_metadata(writer, content_type_of(resolution.document),
                                      resolution.freshness);
    writer.end_object();
    return writer.take_document();
}

void MethodResolver::add(std::string method, DidResolver& resolver) {
    entries_.push_back({std::move(method), &resolver});
}

template <typename Question>
auto MethodResolver::ask(const Did& did, Question question)
    -> decltype(question(std::declval<DidResolver&>())) {
    std::optional<Error> not_found;
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
        if (entry->method != did.method()) continue;
        auto answer = question(*entry->resolver);
        if (answer || answer.error().code() != errors::kNotFound) return answer;
        not_found = std::move(answer).error();
    }
    if (not_found) return *std::move(not_found);
    return Error(errors::kMethodUnsupported, "no resolver for did:" + std::string(did.method()),
                 did.to_string());
}

Result<Resolution> MethodResolver::resolve(const Did& did, const ResolveOptions& options,
                                           Call& call) {
    DEED_CHECK(check_options(options));
    return ask(did, [&](DidResolver& resolver) { return resolver.resolve(did, options, call); });
}

Result<History> MethodResolver::history(const Did& did, Call& call) {
    return ask(did, [&](DidResolver& resolver) { return resolver.history(did, call); });
}

}  // namespace deed::did
