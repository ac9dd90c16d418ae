#pragma once

#include <string>

#include "did/did.hpp"
#include "did/methods/web_location.hpp"

namespace deed::did {

/// The parts of a did:webvh (did:webvh 1.0, "Method-Specific Identifier").
struct WebvhId {
    std::string scid;
    std::string place;  ///< what follows the SCID, as spelled: "example.com:dids:issuer"
    WebLocation location;

    std::string log_url() const { return location.well_known_url("did.jsonl"); }
    std::string witness_url() const { return location.well_known_url("did-witness.json"); }
};

/// `did.method_unsupported`; `did.malformed`, also as of read_web_location().
DEED_API Result<WebvhId> parse_webvh(const Did& did);

}  // namespace deed::did
