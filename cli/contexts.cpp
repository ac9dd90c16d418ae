#include "cli/contexts.hpp"

#include <filesystem>

#include "cli/errors.hpp"
#include "lib/net/http_client.hpp"
#include "toolkit/context_fetch.hpp"

namespace deed::cli {
namespace {

using credentials::KnownContexts;
using credentials::PinnedDigest;

constexpr std::size_t kMaxContext = std::size_t{4} << 20;
constexpr std::string_view kListFormat = "deed/contexts/v1";

struct Pinned {
    std::string text;
    std::optional<PinnedDigest> digest;
};

/// Splits "TEXT#sha256-…". A URL or file name may hold '#', and hardly what follows here.
Result<Pinned> split_digest(const std::string& text) {
    const std::size_t split = text.rfind("#sha");
    if (split == std::string::npos) return Pinned{text, std::nullopt};
    DEED_TRY(PinnedDigest digest, PinnedDigest::parse(std::string_view(text).substr(split + 1)));
    return Pinned{text.substr(0, split), std::move(digest)};
}

Result<void> add_file(KnownContexts& contexts, std::string url, const std::string& file,
                      const std::optional<PinnedDigest>& digest, const Call& call) {
    DEED_TRY(const Bytes bytes, read_input(file, kMaxContext, call));
    auto added = contexts.add(std::move(url), bytes, digest);
    if (!added) return std::move(added).error().at(file);
    return {};
}

Result<void> add_given(KnownContexts& contexts, const std::string& option, const Call& call) {
    DEED_TRY(const Pinned given, split_digest(option));
    // A URL may hold '=' in its query; a file name after the last one rarely does.
    const std::size_t split = given.text.rfind('=');
    if (split == std::string::npos || split == 0 || split + 1 == given.text.size())
        return Error(errors::kBadValue, "--context takes URL=FILE, not \"" + option + "\"");
    return add_file(contexts, given.text.substr(0, split), given.text.substr(split + 1),
                    given.digest, call);
}

Result<std::string> text_member(json::Value entry, std::string_view name, const std::string& file) {
    const auto member = entry.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (text && !text->empty()) return std::string(*text);
    return Error(errors::kContextListMalformed,
                 "an entry of the list has no \"" + std::string(name) + "\"", file);
}

Result<void> add_listed(KnownContexts& contexts, json::Value entry,
                        const std::filesystem::path& list, const Call& call) {
    DEED_TRY(std::string url, text_member(entry, "url", list));
    if (contexts.knows(url)) return {};  // a flag goes before the list
    DEED_TRY(const std::string file, text_member(entry, "file", list));
    DEED_TRY(const std::string digest, text_member(entry, "digest", list));
    DEED_TRY(const PinnedDigest pin, PinnedDigest::parse(digest));
    return add_file(contexts, std::move(url), list.parent_path() / file, pin, call);
}

Result<void> add_list(KnownContexts& contexts, const std::string& file, const Call& call) {
    DEED_TRY(const json::Document list, read_json_input(file, call));
    const auto format = list.root().find("format");
    const auto entries = list.root().find("contexts");
    if (!format || format->string_if() != kListFormat || !entries || !entries->is_array())
        return Error(errors::kContextListMalformed,
                     "the file is not an object of the format " + std::string(kListFormat) +
                         " with an array of contexts",
                     file);
    for (const json::Value entry : entries->array())
        DEED_CHECK(add_listed(contexts, entry, std::filesystem::path(file), call));
    return {};
}

Result<void> fetch_allowed(KnownContexts& contexts, const std::vector<std::string>& allowed,
                           Call& call) {
    if (allowed.empty()) return {};
    // Publishers such as w3id.org answer with the place where a context is kept.
    constexpr unsigned kMaxRedirects = 5;
    net::HttpClientOptions options;
    options.max_redirects = kMaxRedirects;
    DEED_TRY(const auto client, net::make_http_client(std::move(options)));
    for (const std::string& option : allowed) {
        DEED_TRY(const Pinned given, split_digest(option));
        DEED_TRY(const Bytes bytes, fetch_context(given.text, *client, call));
        DEED_CHECK(contexts.add(given.text, bytes, given.digest));
    }
    return {};
}

}  // namespace

Result<KnownContexts> load_contexts(Invocation& invocation) {
    KnownContexts contexts;
    for (const std::string& option : invocation.options("context"))
        DEED_CHECK(add_given(contexts, option, invocation.call()));
    DEED_CHECK(fetch_allowed(contexts, invocation.options("allow-context"), invocation.call()));
    DEED_TRY(const auto list, invocation.setting("contexts"));
    if (list) DEED_CHECK(add_list(contexts, *list, invocation.call()));
    return contexts;
}

}  // namespace deed::cli
