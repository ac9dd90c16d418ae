#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"

namespace deed::credentials {

/// The terms that a base context (kCredentialsV2, kCredentialsV1) defines and protects for the
/// whole credential.
DEED_API std::span<const std::string_view> protected_terms(std::string_view base_context);

/// A definition of such a term by an inline context: a JSON-LD processor must refuse it (JSON-LD
/// 1.1 section 4.1.11), and a reader of the plain JSON does not see it.
struct ProtectedTerm {
    std::string pointer;
    std::string term;
};

/// Those in all contexts that stand in a credential, at any depth, scoped ones included. A
/// definition equal to the base context's counts as well. The base context is that of VCDM 1.1
/// where it stands first, else that of 2.0. At most 64.
DEED_API std::vector<ProtectedTerm> protected_terms_in(json::Value credential);

/// A definition of an inline context by which the name of a member says something else than the IRI
/// that it stands for.
struct MisleadingTerm {
    std::string pointer;
    std::string
        what;  ///< "makes \"a\" the name of https://…", behind the words "an inline context"
};

/// Those in all contexts that stand in a credential, at any depth: an IRI that ends in another name
/// than the term, an alias of a keyword or another term, @reverse, @base, a prefix or @vocab that
/// ends within a name, and a container by ids, types or a property. At most 64.
DEED_API std::vector<MisleadingTerm> misleading_terms_in(json::Value credential);

/// Pointers to where a credential's contexts, at any depth, name that URL. At most 64.
DEED_API std::vector<std::string> references_to(std::string_view url, json::Value credential);

}  // namespace deed::credentials
