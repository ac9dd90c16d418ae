#pragma once

#include "did/resolver.hpp"

namespace deed::did {

/// Resolves did:pkh (W3C CCG) from the identifier alone: accounts of the chains that the method
/// names, each address checked as its chain writes it, and of every chain of the namespace eip155.
/// `did.malformed`, `did_pkh.chain_unsupported`. No versions, as did:key.
class DEED_API PkhResolver final : public DidResolver {
public:
    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;
};

}  // namespace deed::did
