#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/contexts/bundled_contexts.hpp"
#include "credentials/contexts/pinned_digest.hpp"
#include "lib/json/document.hpp"
#include "lib/rdf/jsonld.hpp"

namespace deed::credentials {

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
/// Nothing is ever fetched here. A bundled context is parsed when it is first asked for, and what
/// JSON-LD makes of contexts is kept for all documents that go by the same object. Movable; safe
/// between threads once everything was added.
class DEED_API KnownContexts {
public:
    KnownContexts();
    KnownContexts(KnownContexts&&) noexcept;
    KnownContexts& operator=(KnownContexts&&) noexcept;
    ~KnownContexts();

    /// Adds a context by URL. `context.malformed` unless the document is an object with an @context
    /// member and the URL is absolute; `context.already_known` for a URL that is bundled or was
    /// added before.
    Result<void> add(std::string url, json::Document document);
    /// The same of the bytes as they were fetched; `context.digest_mismatch` where they are not
    /// those that `pin` names, and what the parser of JSON says.
    Result<void> add(std::string url, ByteView bytes, const std::optional<PinnedDigest>& pin);

    bool knows(std::string_view url) const;
    /// The bytes that were given for a context that was added as such.
    std::optional<ByteView> bytes_of(std::string_view url) const;

    /// Gives the known contexts, and `context.unknown` for every other URL.
    const rdf::DocumentLoader& loader() const;
    rdf::ContextCache& cache() const;

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
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace deed::credentials
