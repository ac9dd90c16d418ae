#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"

namespace deed::credentials {

/// A JSON-LD context that Deed knows by URL, with digests of the bytes its publisher serves.
struct BundledContext {
    std::string_view url;
    std::string_view sha256_hex;
    std::string_view sha384_hex;
};
DEED_API std::span<const BundledContext> bundled_contexts();
/// The bundled context of that URL, or null.
DEED_API const BundledContext* find_bundled_context(std::string_view url);

inline constexpr std::string_view kCredentialsV2 = "https://www.w3.org/ns/credentials/v2";
inline constexpr std::string_view kCredentialsV1 = "https://www.w3.org/2018/credentials/v1";
/// Maps every term that no other context defines to w3.org/ns/credentials/undefined-term#.
inline constexpr std::string_view kUndefinedTerms =
    "https://www.w3.org/ns/credentials/undefined-terms/v2";

/// One reference to a context that is not known: where it stands and what it names.
struct UnknownContext {
    std::string pointer;
    std::string url;
};

/// The contexts that issuing and verifying accept: the bundled ones and those the user gives.
class DEED_API KnownContexts {
public:
    /// Adds a context by URL. `context.malformed` unless the document is an object with an @context
    /// member and the URL is absolute; `context.already_known` for a URL that is bundled or was
    /// added before.
    Result<void> add(std::string url, json::Document document);

    bool knows(std::string_view url) const;

    /// References within an @context value (a URL, an object, or an array of those) that are not
    /// known, in document order; pointers start at that value. Inline objects may not refer
    /// elsewhere: @import and context URLs in scoped contexts are reported unless known, and so is
    /// what an added context refers to, at the place that names the added one. At most 64.
    std::vector<UnknownContext> unknown_in(json::Value context) const;

    /// The same for every @context member anywhere in a credential: JSON-LD lets each object bring
    /// its own. Pointers start at the credential.
    std::vector<UnknownContext> unknown_in_credential(json::Value credential) const;

private:
    friend class UnknownContextWalk;
    std::map<std::string, json::Document, std::less<>> added_;
};

}  // namespace deed::credentials
