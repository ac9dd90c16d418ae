#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "did/resolver.hpp"

namespace deed::did {

/// Resolves did:peer of the forms that say all they mean: numalgo 0 (a key, as did:key), 2 (keys
/// and services) and 4 (a document; the short form where its long one was met before, by this
/// object). Others, and numalgo 1 and 3, are `did.method_unsupported`; texts that the method does
/// not make, `did.malformed`, `crypto.invalid_public_key` or `did.invalid_document`. There are no
/// versions (`did.versions_unsupported`), and the history is one version without beginning.
class DEED_API PeerResolver final : public DidResolver {
public:
    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;

private:
    Result<Document> resolve_short(const Did& did);

    std::mutex mutex_;
    std::map<std::string, std::string> long_forms_;  ///< by short form
};

/// A key of a did:peer:2 with the relationship it is for.
struct PeerKey {
    Relationship relationship;
    crypto::PublicKey key;
};
/// did:peer:2 of keys and services (objects, whose "id" is relative where there is one); the common
/// words are abbreviated. `did.malformed` if it becomes longer than a DID may be.
DEED_API Result<Did> make_peer_2(const std::vector<PeerKey>& keys,
                                 const std::vector<json::Document>& services);
/// did:peer:4, in its long form, of an input document: one without "id", with relative ids.
/// `did.invalid_document`, `did.malformed` as above.
DEED_API Result<Did> make_peer_4(const json::Document& input);
/// The short form of a long did:peer:4; `did.malformed` of others.
DEED_API Result<Did> short_peer_4(const Did& did);

}  // namespace deed::did
