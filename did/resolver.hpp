#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "did/document.hpp"
#include "lib/error/call.hpp"

namespace deed::did {

/// Which version of a document is wanted: the latest, or at most one of the first three.
struct ResolveOptions {
    std::optional<std::string> version_id = {};  ///< as DocumentMetadata::version_id spells it
    std::optional<Timestamp> version_time = {};  ///< the version that held at this moment
    std::optional<std::uint64_t> version_number = {};  ///< did:webvh: the number in its version id
    bool no_cache = false;                             ///< nothing that was remembered
};

/// What DID Resolution calls didDocumentMetadata (DID Core 1.0 section 7.1.3). It speaks of the
/// version that was resolved: an earlier one has next_update, and is not deactivated although the
/// DID may be now.
struct DocumentMetadata {
    std::optional<Timestamp> created;
    std::optional<Timestamp> updated;
    std::optional<std::string> version_id;
    bool deactivated = false;
    std::optional<Timestamp> next_update;        ///< when the version after this one came
    std::optional<std::string> next_version_id;  ///< and its id
    /// The DID that took this one's place, as far as its own controller said so; or the full
    /// spelling of a short one.
    std::optional<std::string> canonical_id;
    std::vector<std::string> equivalent_id;  ///< other spellings of this very DID
    /// An earlier version of a DID that is deactivated now, for methods that say so (did:webvh).
    bool deactivated_since = false;
    /// What the method says besides: an object, whose members follow those above.
    std::optional<json::Document> of_method = std::nullopt;
};

/// Until when the answer is known to hold, where it came from a copy and not from the ledger
/// itself.
struct Freshness {
    Timestamp as_of;     ///< the log operator's statement that nothing newer existed then
    std::string source;  ///< such as "did export" or "mirror https://…"
};

struct Resolution {
    Document document;  ///< the last one, also of a deactivated DID: look at the metadata
    DocumentMetadata metadata;
    std::optional<Freshness> freshness;
    /// Services that the DID has by its method, where the document has none of their id: their URLs
    /// by name. did:webvh has "files", below which paths lead, and "whois".
    std::map<std::string, std::string, std::less<>> implicit_services = {};
};

/// A controller's word that others may know a private key.
struct KeyCompromise {
    crypto::PublicKey key;
    Timestamp since;     ///< from when on what the key signed proves nothing
    Timestamp declared;  ///< when the ledger accepted the declaration
};

/// One version of a DID, by what it was made.
struct Version {
    enum class Kind : unsigned char { created, updated, rotated, compromised, moved, deactivated };

    std::string id;                 ///< versionId; empty where the method has none (did:key)
    std::optional<Timestamp> from;  ///< when the ledger accepted it; nothing: always (did:key)
    /// What holds from then on. Nothing after a deactivation, and where the recorded document
    /// breaks the rules (did.invalid_document to who resolves it).
    std::optional<Document> document;
    Kind kind;
};

/// "created" and so on.
DEED_API std::string_view to_string(Version::Kind kind);

/// The whole life of a DID as far as the source knows it.
struct DEED_API History {
    std::vector<Version> versions;           ///< oldest first, never empty; times never decrease
    std::vector<KeyCompromise> compromises;  ///< in the order of their declarations
    std::optional<Freshness> freshness;      ///< as in Resolution

    /// The version that held at this moment, exact to the millisecond; null before the creation.
    const Version* at(Timestamp time) const;
    /// The declaration about this key with the earliest `since`; null if there is none. Later
    /// declarations about one key cannot soften earlier ones.
    const KeyCompromise* compromise_of(const crypto::PublicKey& key) const;
};

/// Finds DID documents (DID Resolution). Thread-safe. Errors, each with its DID Resolution type by
/// problem_of(): `did.malformed`, `did.method_unsupported`, `did.not_found`,
/// `did.invalid_document`, or what the ledger or file said.
class DEED_API DidResolver {
public:
    virtual ~DidResolver() = default;

    /// The latest version.
    Result<Resolution> resolve(const Did& did, Call& call) { return resolve(did, {}, call); }
    /// Besides: `did.version_options` for two options at once, `did.no_such_version` for an id that
    /// there is not and a time before the creation, `did.versions_unsupported` for a version id or
    /// number where the method has none. In every version a method whose key was ever declared
    /// compromised is revoked since then, whatever the document says.
    virtual Result<Resolution> resolve(const Did& did, const ResolveOptions& options,
                                       Call& call) = 0;
    virtual Result<History> history(const Did& did, Call& call) = 0;
};

/// `did.version_options` unless at most one is given; for resolvers.
DEED_API Result<void> check_options(const ResolveOptions& options);
/// An RFC 3339 time as versionTime has it: one in whole seconds, as DID Resolution writes them,
/// means the end of that second, so that a version is found by the dates in its own metadata.
DEED_API Result<Timestamp> parse_version_time(std::string_view text);
/// Adds what others ask for; `did.version_options` if both name a version.
DEED_API Result<void> merge_options(ResolveOptions& options, const ResolveOptions& more);
/// A number from 1, without leading zeros, as versionNumber has it; nothing otherwise.
DEED_API std::optional<std::uint64_t> parse_version_number(std::string_view text);
/// `did.versions_unsupported` for a version id or number; for methods without versions.
DEED_API Result<void> require_no_version(const ResolveOptions& options, const Did& did);
/// What a DID URL's query asks for, `versionId`, `versionTime` (DID Core section 3.2.1) or
/// `versionNumber` (did:webvh).
/// `did.query_unsupported` for other parameters, `did.malformed_url` for a query that repeats one
/// or has no good value.
DEED_API Result<ResolveOptions> options_of(const DidUrl& url);

/// All parameters of DID Core section 3.2.1 and DID Resolution that have a meaning here, decoded.
struct UrlParameters {
    ResolveOptions version;
    std::optional<std::string> service;
    std::optional<std::string> service_type;
    std::optional<std::string> relative_ref;
};
/// As options_of(), for the parameters `service`, `serviceType` and `relativeRef` too.
DEED_API Result<UrlParameters> parameters_of(const DidUrl& url);

/// "application/did"; "application/did+json" for a document without @context.
DEED_API std::string_view content_type_of(const Document& document);
/// The DID resolution result, {"didDocument", "didDocumentMetadata", "didResolutionMetadata"}; the
/// document is null when deactivated. Freshness stands in didResolutionMetadata as "asOf" and
/// "source". An error's result is to_failed_resolution() (did/problem.hpp).
DEED_API json::Document to_resolution_result(const Resolution& resolution);

/// Hands each DID to the resolver of its method; `did.method_unsupported` if there is none.
class DEED_API MethodResolver final : public DidResolver {
public:
    /// Later calls for one method are asked first; a resolver answering `did.not_found` passes the
    /// question on.
    void add(std::string method, DidResolver& resolver);
    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;

private:
    struct Entry {
        std::string method;
        DidResolver* resolver;
    };
    template <typename Question>
    auto ask(const Did& did, Question question) -> decltype(question(std::declval<DidResolver&>()));

    std::vector<Entry> entries_;
};

}  // namespace deed::did
