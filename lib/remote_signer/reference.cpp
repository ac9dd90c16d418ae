#include "lib/remote_signer/reference.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "lib/remote_signer/errors.hpp"

namespace deed::remote {
namespace {

constexpr std::string_view kScheme = "remote:";
constexpr std::string_view kUnix = "unix:";
constexpr std::size_t kMaxKeyName = 128;
constexpr std::size_t kMaxSocketPath = 107;  // sun_path of unix(7), without its NUL
constexpr int kMaxTimeout = 300;

Error bad_reference(std::string_view text, std::string_view why) {
    std::string shown(text.substr(0, 200));
    std::ranges::replace_if(
        shown, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    return Error(errors::kBadReference, "\"" + shown + "\" " + std::string(why));
}

Result<std::string> decode_path(std::string_view text, std::string_view encoded) {
    auto path = net::percent_decode(encoded);
    if (!path || !path->starts_with('/'))
        return bad_reference(text, "does not name an absolute path");
    return path;
}

}  // namespace

bool is_key_name(std::string_view text) {
    return !text.empty() && text.size() <= kMaxKeyName && text != "." && text != ".." &&
           net::percent_encode(text) == text;
}

Result<RemoteReference> RemoteReference::parse(std::string_view text) {
    if (!text.starts_with(kScheme)) return bad_reference(text, "does not start with remote:");
    std::string_view rest = text.substr(kScheme.size());
    const std::size_t hash = rest.find('#');
    if (hash == std::string_view::npos || !is_key_name(rest.substr(hash + 1)))
        return bad_reference(text, "names no key behind '#'");
    std::string key(rest.substr(hash + 1));
    rest = rest.substr(0, hash);
    const bool local = rest.starts_with(kUnix);
    if (local) rest.remove_prefix(kUnix.size());

    // What others may read differently is refused by the rules of a URL, for both kinds.
    const std::string url = (local ? "http://localhost" : "") + std::string(rest);
    const auto parsed = net::Url::parse(url);
    const bool fits = parsed && (local ? parsed->origin() == "http://localhost"
                                       : parsed->scheme() == net::Url::Scheme::https);
    if (!fits)
        return bad_reference(text, local ? "does not name an absolute path, percent-encoded"
                                         : "leads neither to unix:/PATH nor to https://HOST");
    std::string base(parsed->origin());
    if (!local) base += parsed->path();
    while (base.ends_with('/')) base.pop_back();
    DEED_TRY(net::Url base_url, net::Url::parse(base));
    RemoteReference reference(std::string(text), std::move(key), std::move(base_url));
    reference.http_options_.addresses = net::Addresses::any;
    if (local) {
        DEED_TRY(const std::string path, decode_path(text, parsed->path()));
        if (path.size() > kMaxSocketPath) return bad_reference(text, "has too long a path");
        reference.http_options_.unix_socket = path;
    }
    if (parsed->query()) DEED_CHECK(reference.read_options(*parsed->query(), !local));
    return reference;
}

Result<void> RemoteReference::read_options(std::string_view options, bool with_files) {
    std::set<std::string, std::less<>> seen;
    while (true) {
        const std::size_t ampersand = options.find('&');
        const std::string_view option = options.substr(0, ampersand);
        const std::size_t equals = option.find('=');
        if (equals == std::string_view::npos)
            return bad_reference(text_, "has an option without a value");
        const std::string name(option.substr(0, equals));
        if (!seen.insert(name).second) return bad_reference(text_, "has an option twice");
        if (!with_files && name != "timeout" && name != "uid")
            return bad_reference(text_, "has an option that a socket does not take");
        DEED_TRY(const std::string value, net::percent_decode(option.substr(equals + 1)));
        if (with_files && name == "uid")
            return bad_reference(text_, "has an option that only a socket takes");
        DEED_CHECK(read_option(name, value));
        if (ampersand == std::string_view::npos) break;
        options.remove_prefix(ampersand + 1);
    }
    if (seen.contains("cert-file") != seen.contains("key-file"))
        return bad_reference(text_, "gives only one of cert-file and key-file");
    return {};
}

Result<void> RemoteReference::read_option(std::string_view name, const std::string& value) {
    if (name == "timeout") {
        int seconds = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (error != std::errc() || end != value.data() + value.size() || seconds < 1 ||
            seconds > kMaxTimeout)
            return bad_reference(text_, "has a timeout that is not 1 to 300 seconds");
        http_options_.total_timeout = std::chrono::seconds(seconds);
        http_options_.connect_timeout =
            std::min(http_options_.connect_timeout, http_options_.total_timeout);
        return {};
    }
    if (name == "uid") {
        uid_t user = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), user);
        // The highest is no user's: the kernel says it of those that it does not tell of.
        if (error != std::errc() || end != value.data() + value.size() ||
            user == static_cast<uid_t>(-1))
            return bad_reference(text_, "has a uid that is no user's number");
        http_options_.unix_socket_user = user;
        return {};
    }
    if (!value.starts_with('/')) return bad_reference(text_, "has a file that is no absolute path");
    auto& certificate = http_options_.client_certificate;
    if (name == "token-file") {
        token_file_ = value;
    } else if (name == "ca-file") {
        http_options_.ca_file = value;
    } else if (name == "cert-file") {
        if (!certificate) certificate.emplace();
        certificate->certificate = value;
    } else if (name == "key-file") {
        if (!certificate) certificate.emplace();
        certificate->key = value;
    } else {
        return bad_reference(text_, "has an unknown option");
    }
    return {};
}

}  // namespace deed::remote
