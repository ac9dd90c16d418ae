#include <string>

#include "did/errors.hpp"
#include "did/resolver.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::did {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return (c | 0x20) - 'a' + 10;
}

/// RFC 3986 section 2.1; the grammar of DID URLs has made sure of two digits.
std::string percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        decoded += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
        i += 2;
    }
    return decoded;
}

Error malformed(const DidUrl& url, std::string message) {
    return Error(errors::kMalformedUrl, std::move(message), url.to_string());
}

Result<void> read_parameter(ResolveOptions& options, std::string_view parameter,
                            const DidUrl& url) {
    const std::size_t equals = parameter.find('=');
    const std::string name = percent_decode(parameter.substr(0, equals));
    if (name != "versionId" && name != "versionTime")
        return Error(errors::kQueryUnsupported, "the query asks for another thing than a version",
                     url.to_string());
    if (equals == std::string_view::npos) return malformed(url, name + " has no value");
    std::string value = percent_decode(parameter.substr(equals + 1));
    if (value.empty() || !is_utf8(as_bytes(value))) return malformed(url, name + " has no value");

    if (name == "versionId") {
        if (options.version_id) return malformed(url, "versionId stands twice");
        options.version_id = std::move(value);
        return {};
    }
    if (options.version_time) return malformed(url, "versionTime stands twice");
    const auto time = parse_version_time(value);
    if (!time) return malformed(url, time.error().message());
    options.version_time = *time;
    return {};
}

}  // namespace

Result<void> check_options(const ResolveOptions& options) {
    if (options.version_id && options.version_time)
        return Error(errors::kVersionOptions, "both a version id and a version time are given");
    return {};
}

Result<Timestamp> parse_version_time(std::string_view text) {
    constexpr std::int64_t kSecond = 1000;
    DEED_TRY(const Timestamp time, Timestamp::parse_rfc3339(text));
    if (text.find('.') != std::string_view::npos) return time;
    auto end = Timestamp::from_unix_milliseconds(time.unix_milliseconds() + kSecond - 1);
    if (!end) return time;
    return *end;
}

Result<ResolveOptions> options_of(const DidUrl& url) {
    ResolveOptions options;
    if (!url.query()) return options;
    std::string_view rest = *url.query();
    while (true) {
        const std::size_t end = rest.find('&');
        DEED_CHECK(read_parameter(options, rest.substr(0, end), url));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    DEED_CHECK(check_options(options));
    return options;
}

}  // namespace deed::did
