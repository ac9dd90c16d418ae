#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "did/document.hpp"
#include "lib/error/call.hpp"

namespace deed::did {

/// What DID Resolution calls didDocumentMetadata.
struct DocumentMetadata {
    std::optional<Timestamp> created;
    std::optional<Timestamp> updated;
    std::optional<std::string> version_id;
    bool deactivated = false;
};

/// Until when the answer is known to hold, where it came from a copy and not from the ledger
/// itself.
struct Freshness {
    Timestamp as_of;     ///< the log operator's statement that nothing newer existed then
    std::string source;  ///< such as "did export"
};

struct Resolution {
    Document document;  ///< the last one, also of a deactivated DID: look at the metadata
    DocumentMetadata metadata;
    std::optional<Freshness> freshness;
};

/// Finds DID documents (DID Resolution). Thread-safe. Errors, each with its DID Resolution type in
/// resolution_error_type(): `did.malformed`, `did.method_unsupported`, `did.not_found`,
/// `did.invalid_document`, or what the ledger or file said.
class DEED_API DidResolver {
public:
    virtual ~DidResolver() = default;
    virtual Result<Resolution> resolve(const Did& did, Call& call) = 0;
};

/// "https://www.w3.org/ns/did#NOT_FOUND" and so on: the error's type in DID Resolution section 11
/// terms; INTERNAL_ERROR for codes that it has no word for.
DEED_API std::string resolution_error_type(const Error& error);

/// The DID resolution result, {"didDocument", "didDocumentMetadata", "didResolutionMetadata"}; the
/// document is null when deactivated. Freshness stands in didResolutionMetadata as "asOf" and
/// "source".
DEED_API json::Document to_resolution_result(const Resolution& resolution);

/// Hands each DID to the resolver of its method; `did.method_unsupported` if there is none.
class DEED_API MethodResolver final : public DidResolver {
public:
    /// Later calls for one method are asked first; a resolver answering `did.not_found` passes the
    /// question on.
    void add(std::string method, DidResolver& resolver);
    Result<Resolution> resolve(const Did& did, Call& call) override;

private:
    struct Entry {
        std::string method;
        DidResolver* resolver;
    };
    std::vector<Entry> entries_;
};

}  // namespace deed::did
