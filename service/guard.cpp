#include "service/guard.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "lib/io/file.hpp"
#include "service/errors.hpp"

namespace deed::service {
namespace {

constexpr std::size_t kMaxTokenFile = std::size_t{64} << 10;
constexpr std::size_t kMinToken = 16;
constexpr std::string_view kBearer = "bearer ";

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

/// "Host" without its port; IPv6 addresses without brackets.
std::string host_of(std::string_view value) {
    if (value.starts_with('[')) return lower_case(value.substr(1, value.find(']') - 1));
    return lower_case(value.substr(0, value.find(':')));
}

bool is_token(std::string_view text) {
    return text.size() >= kMinToken &&
           std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

Bytes digest_of(std::string_view token) {
    const auto digest = crypto::sha256(as_bytes(token));
    return Bytes(digest.begin(), digest.end());
}

Result<std::vector<Bytes>> read_digests(const std::filesystem::path& file) {
    DEED_TRY(Bytes content, read_private_file(file, kMaxTokenFile));
    std::vector<Bytes> digests;
    std::string_view rest = as_text(content);
    bool is_sound = true;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        is_sound = is_sound && is_token(line);
        digests.push_back(digest_of(line));
    }
    crypto::wipe(content);
    if (is_sound && !digests.empty()) return digests;
    return Error(errors::kTokenWeak, "a token is one word of at least 16 characters on a line",
                 file.string());
}

}  // namespace

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host.ends_with(".localhost") ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

Result<Guard> Guard::make(Options options) {
    for (std::string& host : options.hosts) host = host_of(host);
    Guard guard(std::move(options));
    if (guard.options_.token_file) {
        DEED_TRY(guard.token_digests_, read_digests(*guard.options_.token_file));
    }
    return guard;
}

Result<void> Guard::check_host(const net::RequestHead& head) const {
    const std::string host = host_of(head.header("host").value_or(""));
    if (is_loopback(host)) return {};
    for (const std::string& known : options_.hosts)
        if (known == "*" || known == host) return {};
    return Error(errors::kForeignHost, "this service is not known by that name");
}

Result<void> Guard::check_authority(const Request& request, const Route& route) const {
    if (route.access == Access::anybody || options_.is_open) return {};
    if (options_.takes_certificates && request.has_client_certificate) return {};
    const std::string_view value = request.head.header("authorization").value_or("");
    if (lower_case(value.substr(0, kBearer.size())) == kBearer &&
        knows_token(value.substr(kBearer.size())))
        return {};
    return Error(errors::kNotAuthorized, "there is no authority for this in the request");
}

bool Guard::knows_token(std::string_view token) const {
    const Bytes digest = digest_of(token);
    bool is_known = false;
    for (const Bytes& known : token_digests_)
        is_known = crypto::equal_constant_time(digest, known) || is_known;
    return is_known;
}

}  // namespace deed::service
