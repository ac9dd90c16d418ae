#pragma once

#include <optional>
#include <string>

#include "did/resolver.hpp"

namespace deed::did {

/// A request to `/1.0/identifiers/…` (DID Resolution, "HTTP(S) Binding").
struct BindingRequest {
    /// What follows "/identifiers/" in the path, as received: a DID or DID URL, raw or
    /// percent-encoded: as a whole, or a raw DID and encoded from its '#' or '?' on. Without a raw
    /// '?' and what follows it.
    std::string identifier;
    /// What follows '?', as received: options, and of a raw DID the parameters of its URL.
    std::optional<std::string> query = std::nullopt;
    std::string accept = {};  ///< the header's value; empty: there was none
    /// Of a POST: the body, an object of options.
    std::optional<json::Document> options = std::nullopt;
};

struct BindingAnswer {
    int status;
    std::string content_type;  ///< empty where the body is
    std::string location;      ///< of a 303: the service's URL
    std::string body;
    std::optional<Error> error = std::nullopt;  ///< what the body speaks of; for logs and counters
};

/// Resolves a DID or dereferences a DID URL, and puts the result into the terms of HTTP. A DID URL
/// with path, fragment or service is dereferenced, and any if `accept` names
/// application/did-url-dereferencing; all else is resolved.
///
/// Body of a resolution: the DID resolution result for application/did-resolution,
/// application/json and no preference, else the document alone, as application/did,
/// application/did+ld+json or application/did+json. Body of a dereferencing: the DID URL
/// dereferencing result for application/did-url-dereferencing, else the content alone; URLs become
/// a 303 with the first of them. An error is a result too, with the status of problem_of().
DEED_API BindingAnswer answer_binding(const BindingRequest& request, DidResolver& resolver,
                                      Call& call);

}  // namespace deed::did
