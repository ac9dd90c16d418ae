#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "lib/net/http_client.hpp"
#include "lib/tlog/merkle.hpp"
#include "registry-contracts/client/mirror/mirror_ledger.hpp"

namespace deed::registry::mirror {

/// The files of a published log, as its server sends them in one look at it: nothing is believed of
/// them but their size. Bounded in bytes and time over all of them.
class PublishedFiles {
public:
    /// `options` and `client` must outlive the object. Kept files are not read when `afresh`.
    PublishedFiles(const MirrorOptions& options, net::HttpClient& client, bool afresh);

    /// Nothing for 404 and 410. `mirror.unavailable` for every other status than 200,
    /// `mirror.encoded`, `mirror.too_large`, `mirror.too_slow`, and what the client says.
    Result<std::optional<Bytes>> find(const std::string& name, std::size_t max_bytes, Call& call);
    /// `mirror.file_missing`.
    Result<Bytes> get(const std::string& name, std::size_t max_bytes, Call& call);
    /// Of a file that never changes: from the folder of kept files if it is there.
    Result<std::optional<Bytes>> find_lasting(const std::string& name, std::size_t max_bytes,
                                              Call& call);

    /// The first `width` hashes of a tile.
    Result<Bytes> tile(unsigned level, std::uint64_t index, std::uint64_t width, Call& call);
    /// The first `width` entries of a bundle.
    Result<std::vector<Bytes>> bundle(std::uint64_t index, std::uint64_t width, Call& call);
    /// Nothing where it is not published. It fits its name, and is kept.
    Result<std::optional<Bytes>> data(const tlog::Hash& name, std::size_t max_bytes, Call& call);

    /// Puts a file among those that are kept, if any are. What cannot be kept is only logged.
    void keep(const std::string& name, ByteView content, Call& call) const;
    /// The same of a file that never changes and was verified, unless it came from there.
    void keep_fetched(const std::string& name, ByteView content, Call& call) const;
    /// `mirror.too_slow` once the time for this look is over.
    Result<void> check_time() const;
    /// Whether a file came from the folder.
    bool used_kept() const { return used_kept_; }
    std::string url_of(std::string_view name) const;

private:
    /// A file that may stand under either of two names: a log may drop a partial tile when it has
    /// the full one.
    Result<Bytes> either(const std::string& partial, const std::string& full, std::size_t max_bytes,
                         Call& call);

    const MirrorOptions& options_;
    net::HttpClient& client_;
    const bool afresh_;
    const std::chrono::steady_clock::time_point end_;
    std::uint64_t fetched_ = 0;
    std::set<std::string> lasting_;  ///< that the server gave
    bool used_kept_ = false;
};

}  // namespace deed::registry::mirror
