#pragma once

#include <string>

#include "lib/net/http_client.hpp"

namespace deed {

/// The bytes of a JSON-LD context as its publisher serves them: at most 1 MiB of JSON, by https.
/// `context.fetch_url` for other URLs, `context.fetch_refused` for an answer that is no context, or
/// what the client said. Whether the client follows redirects, and to which addresses it goes, is
/// for its maker to say.
DEED_API Result<Bytes> fetch_context(const std::string& url, net::HttpClient& client, Call& call);

}  // namespace deed
