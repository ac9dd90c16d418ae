#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "lib/net/http_client.hpp"
#include "lib/time/timestamp.hpp"
#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry {

/// What is read, and how much of it at most.
struct MirrorOptions {
    std::string network;  ///< pins the log's first key
    net::Url url;         ///< of the folder that `deed log export` wrote (specs/log-export.md)
    std::uint64_t max_entries = 4'000'000;
    std::uint64_t max_bytes = std::uint64_t{1} << 30;  ///< kept in memory, and fetched at a time
    /// Until then an answer comes from what is here, and nobody asks for a later head.
    std::chrono::seconds recheck{60};
    /// Whether the question that comes first after `recheck` asks; else only refresh() does, and
    /// questions never wait.
    bool questions_refresh = true;
    std::chrono::seconds patience{600};  ///< for all files that a later head needs
    /// Where files that never change are kept, and the checkpoint seen last. Nothing is written
    /// without it.
    std::optional<std::filesystem::path> folder = std::nullopt;
};

/// A copy of a published log.
class DEED_API PublishedLedger : public LogLedger {
public:
    /// Asks the server for a later head if it is time to. Errors as of questions.
    virtual Result<void> refresh(Call& call) = 0;
};

/// A log that another organisation publishes as static files, read over https.
///
/// Every entry is replayed by the rules of specs/ledger-entries.md, every tile compared, the head's
/// signature and root verified, and each later head must extend the earlier one; all of it stays in
/// memory. Opening fetches. Later questions ask for a newer head after `recheck`; where the
/// server cannot be reached then, or not before the question's deadline, the copy goes on to
/// answer, and known_until() tells its age. What shows the server to be wrong is the answer until
/// it was asked again, each time after twice as long.
///
/// `heads`, where given, remembers across processes the highest head that was seen, under the log's
/// first key; it must not be the guard of keys that sign here. Client, heads and clock must outlive
/// the ledger. `mirror.bad_url` unless https, without query and fragment; opening and questions:
/// `mirror.*`, `net.*`, and, for files that are not what they should be, `tlog.*`, `ledger.*` and
/// `head_time.*`.
DEED_API Result<std::unique_ptr<PublishedLedger>> open_mirror(MirrorOptions options,
                                                              net::HttpClient& client,
                                                              tlog::HeadGuard* heads,
                                                              const Clock& clock, Call& call);

}  // namespace deed::registry
