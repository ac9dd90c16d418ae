#include "did/resolver.hpp"

#include <array>
#include <utility>

#include "did/errors.hpp"
#include "did/resolution_result.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kDidTypes = "https://www.w3.org/ns/did#";
constexpr std::string_view kSecurityTypes = "https://w3id.org/security#";

struct ErrorTypeRow {
    std::string_view code;
    std::string_view type;
    std::string_view vocabulary = kDidTypes;
};

constexpr std::array<ErrorTypeRow, 17> kErrorTypes{{
    {errors::kMalformed.name, "INVALID_DID"},
    {errors::kMalformedUrl.name, "INVALID_DID_URL"},
    {errors::kMethodUnsupported.name, "METHOD_NOT_SUPPORTED"},
    {errors::kNotFound.name, "NOT_FOUND"},
    {errors::kUnknownNetwork.name, "NOT_FOUND"},
    {errors::kNoSuchVersion.name, "NOT_FOUND"},
    {errors::kMethodNotFound.name, "NOT_FOUND"},
    {errors::kServiceNotFound.name, "NOT_FOUND"},
    {errors::kNoSuchResource.name, "NOT_FOUND"},
    {errors::kNoEndpointUrl.name, "NOT_FOUND"},
    {errors::kQueryUnsupported.name, "NOT_FOUND"},
    {errors::kInvalidDocument.name, "INVALID_DID_DOCUMENT"},
    {crypto::errors::kUnsupportedKeyType.name, "UNSUPPORTED_PUBLIC_KEY_TYPE"},
    {crypto::errors::kInvalidPublicKey.name, "INVALID_PUBLIC_KEY"},
    {crypto::errors::kPrivateKeyExposed.name, "INVALID_PUBLIC_KEY"},
    {errors::kNotAMethod.name, "INVALID_VERIFICATION_METHOD", kSecurityTypes},
    {errors::kMethodNotAuthorized.name, "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
     kSecurityTypes},
}};

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
    writer.key("deactivated").boolean(metadata.deactivated).end_object();
}

void detail::write_resolution_metadata(json::Writer& writer, std::string_view content_type,
                                       const std::optional<Freshness>& freshness) {
    writer.begin_object().member("contentType", content_type);
    if (freshness)
        writer.member("asOf", date(freshness->as_of)).member("source", freshness->source);
    writer.end_object();
}

std::string resolution_error_type(const Error& error) {
    for (const ErrorTypeRow& row : kErrorTypes)
        if (row.code == error.code().name)
            return std::string(row.vocabulary) + std::string(row.type);
    return std::string(kDidTypes) + "INTERNAL_ERROR";
}

json::Document to_resolution_result(const Resolution& resolution) {
    json::Writer writer;
    writer.begin_object().key("didDocument");
    if (resolution.metadata.deactivated) {
        writer.null();
    } else {
        writer.value(resolution.document.json().root());
    }
    writer.key("didDocumentMetadata");
    detail::write_metadata(writer, resolution.metadata);
    writer.key("didResolutionMetadata");
    detail::write_resolution_metadata(writer, "application/did", resolution.freshness);
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
