#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "did/document.hpp"

// Changes to a document, each a new whole document that keeps the rules of specs/did-weid.md
// section 2 (`did.invalid_document` where the change would break them). What is not changed keeps
// its place and spelling.

namespace deed::did {

/// Lists the key as a Multikey, named by its own publicKeyMultibase, for these relationships; a key
/// that is listed already gains the relationships that it lacks, and takes the entry's `expires`
/// where it gives one.
DEED_API Result<Document> with_key(const Document& document, const KeyEntry& entry);

/// Without every method that has the key, and every mention of them; `did.method_not_found` if
/// there is none.
DEED_API Result<Document> without_key(const Document& document, const crypto::PublicKey& key);

/// One service; its id is a URI, or "#name".
struct ServiceEntry {
    std::string id;
    std::string type;
    json::Document endpoint;  ///< a string with a URI, an object, or an array of them
};
/// `did.service_exists` if the document has a service of this id.
DEED_API Result<Document> with_service(const Document& document, const ServiceEntry& entry);
/// `did.service_not_found` if there is none.
DEED_API Result<Document> without_service(const Document& document, std::string_view id);

/// The document as JSON in which `revoked` (CID 1.0 section 2.2) stands with each method that was
/// revoked, also where the DID's history says so and not the document itself.
DEED_API json::Document json_with_revocations(const Document& document);

}  // namespace deed::did
