#pragma once

#include <map>
#include <mutex>

#include "did/methods/web_fetch.hpp"
#include "did/methods/webvh_log.hpp"

namespace deed::did {

/// Resolves did:webvh 1.0: fetches did.jsonl, and did-witness.json where the log asks for
/// witnesses, and verifies all of it. Remembers, while it lives, the longest log of each DID that
/// it saw; one that is shorter or tells another story is `did_webvh.rolled_back`. Errors besides:
/// `did.malformed`, those of fetch_published(), WebvhLog and resolve_webvh().
class DEED_API WebvhResolver final : public DidResolver {
public:
    /// `clock` must outlive the resolver.
    WebvhResolver(HttpClientSource clients, const Clock& clock)
        : clients_(std::move(clients)), clock_(clock) {}

    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;

private:
    /// The last version id commits, by its hash, to all before it.
    struct Seen {
        std::size_t versions;
        std::string last_id;
    };
    Result<WebvhLog> fetch(const Did& did, Call& call);
    Result<void> remember(const WebvhLog& log);

    HttpClientSource clients_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Seen> seen_;  ///< by SCID
};

/// The log in these bytes, with the witnesses' file where it needs one; `did_webvh.not_witnessed`
/// where that is missing.
DEED_API Result<WebvhLog> read_webvh(ByteView log, const std::optional<Bytes>& witness_file,
                                     Timestamp now, Call& call);

}  // namespace deed::did
