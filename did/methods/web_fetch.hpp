#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "lib/net/http_client.hpp"

namespace deed::did {

/// Gives the client by which published files are fetched; handed in, so that none is made, and no
/// library loaded, before one is needed. It decides about addresses, redirects and patience.
using HttpClientSource = std::function<Result<net::HttpClient*>(Call& call)>;

/// A file of a DID on a web server.
struct PublishedFile {
    std::string url;
    std::string_view accept;  ///< the header's value
    /// What it may be called; empty: anything but text/html, for files that prove themselves.
    std::span<const std::string_view> media_types;
    std::size_t max_bytes;
};

/// The file's bytes. `did.not_found` for 404 and 410; `did_web.unavailable` for every other status
/// than 200; `did_web.media_type`; `net.*` and `call.*` as HttpClient says.
Result<Bytes> fetch_published(const PublishedFile& file, const HttpClientSource& clients,
                              Call& call);

}  // namespace deed::did
