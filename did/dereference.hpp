#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "did/resolver.hpp"

namespace deed::did {

/// What is wanted of a DID URL, beside what it says itself (DID Resolution, "DID URL Dereferencing
/// Options").
struct DereferenceOptions {
    enum class Accept : unsigned char {
        any,       ///< URLs where the query selects a service, else what the URL names
        document,  ///< "application/did", and the standard's default: the document, with the
                   ///< selected services only
        uri_list   ///< "text/uri-list": URLs only
    };
    Accept accept = Accept::any;
    /// The verification relationship for which the document must list the method that is named.
    std::optional<Relationship> relationship = {};
    ResolveOptions resolve = {};  ///< beside what the DID URL's query says
};

/// What a DID URL led to.
struct Dereferenced {
    enum class Kind : unsigned char { document, verification_method, service, urls };

    Kind kind;
    /// Of a document, verification method or service; the latter two with the document's
    /// "@context" before their own members. Null for URLs, and for the document of a deactivated
    /// DID.
    std::optional<json::Document> content;
    std::vector<std::string> urls;  ///< of Kind::urls, never empty
    DocumentMetadata metadata;      ///< of the document that was looked into
    std::optional<Freshness> freshness;
};

/// "application/did", "application/did+json" without @context, or "text/uri-list" for URLs.
DEED_API std::string_view content_type_of(const Dereferenced& dereferenced);

/// Dereferences a DID URL (DID Core 1.0 section 7.2, DID Resolution "DID URL Dereferencing
/// Algorithm"): resolves the DID, with versionId and versionTime handed on; then the service that
/// `service` and `serviceType` select, with `relativeRef` resolved against its endpoints, and the
/// fragment. A relativeRef that names another scheme or authority than the endpoint's is
/// `did.malformed_url`, and so are one that climbs ("..") and two fragments for one URL. A path
/// leads below the service "files" of a method that has paths (did:webvh), and "/whois" to the
/// service of that name. Besides what resolution says:
/// `did.query_unsupported`, `did.no_such_resource` for a path, and for a fragment that names
/// nothing, `did.service_not_found`, `did.no_endpoint_url`, `did.not_a_method`,
/// `did.method_not_authorized`, and `did.deactivated` for what stood in the document of a
/// deactivated DID.
DEED_API Result<Dereferenced> dereference(const DidUrl& url, const DereferenceOptions& options,
                                          DidResolver& resolver, Call& call);

/// The DID URL dereferencing result, {"dereferencingMetadata", "contentStream", "contentMetadata"};
/// URLs are an array of strings. An error's result is to_failed_dereferencing() (did/problem.hpp).
DEED_API json::Document to_dereferencing_result(const Dereferenced& dereferenced);

}  // namespace deed::did
