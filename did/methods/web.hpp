#pragma once

#include "did/methods/web_fetch.hpp"
#include "did/methods/web_location.hpp"
#include "did/resolver.hpp"

namespace deed::did {

/// Resolves did:web (W3C CCG): the document at the https URL that the DID names. Its id must be the
/// DID itself, and its DID URLs absolute. Nothing is remembered, there are no versions
/// (`did.versions_unsupported`, also for a time: nobody knows what stood there), and the history is
/// one version without beginning: who controls the name of the host controls the DID, today.
/// Errors as of read_web_location() and fetch_published().
class DEED_API WebResolver final : public DidResolver {
public:
    explicit WebResolver(HttpClientSource clients) : clients_(std::move(clients)) {}

    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;

private:
    HttpClientSource clients_;
};

/// The URL of a did:web's document. `did.method_unsupported`, `did.malformed`.
DEED_API Result<std::string> did_web_url(const Did& did);

}  // namespace deed::did
