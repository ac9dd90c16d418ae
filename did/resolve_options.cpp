#include <charconv>
#include <string>

#include "did/errors.hpp"
#include "did/resolver.hpp"
#include "did/uri_reference.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::did {
namespace {

Error malformed(const DidUrl& url, std::string message) {
    return Error(errors::kMalformedUrl, std::move(message), url.to_string());
}

/// Where a parameter is kept; null for unknown ones.
std::optional<std::string>* place_of(UrlParameters& parameters, std::string_view name) {
    if (name == "versionId") return &parameters.version.version_id;
    if (name == "service") return &parameters.service;
    if (name == "serviceType") return &parameters.service_type;
    if (name == "relativeRef") return &parameters.relative_ref;
    return nullptr;
}

Result<void> take_number(UrlParameters& parameters, const std::string& value, const DidUrl& url) {
    if (parameters.version.version_number) return malformed(url, "versionNumber stands twice");
    parameters.version.version_number = parse_version_number(value);
    if (!parameters.version.version_number)
        return malformed(url, "versionNumber is no number from 1");
    return {};
}

Result<void> take_time(UrlParameters& parameters, const std::string& value, const DidUrl& url) {
    if (parameters.version.version_time) return malformed(url, "versionTime stands twice");
    const auto time = parse_version_time(value);
    if (!time) return malformed(url, time.error().message());
    parameters.version.version_time = *time;
    return {};
}

Result<void> read_parameter(UrlParameters& parameters, std::string_view parameter,
                            const DidUrl& url) {
    const std::size_t equals = parameter.find('=');
    const std::string name = percent_decode(parameter.substr(0, equals));
    std::optional<std::string>* place = place_of(parameters, name);
    if (place == nullptr && name != "versionTime" && name != "versionNumber")
        return Error(errors::kQueryUnsupported, "the query asks for what is not known here",
                     url.to_string());
    if (equals == std::string_view::npos) return malformed(url, name + " has no value");
    std::string value = percent_decode(parameter.substr(equals + 1));
    if (value.empty() || !is_utf8(as_bytes(value))) return malformed(url, name + " has no value");
    if (name == "versionNumber") return take_number(parameters, value, url);
    if (place == nullptr) return take_time(parameters, value, url);
    if (*place) return malformed(url, name + " stands twice");
    *place = std::move(value);
    return {};
}

}  // namespace

Result<void> check_options(const ResolveOptions& options) {
    const int given = static_cast<int>(options.version_id.has_value()) +
                      static_cast<int>(options.version_time.has_value()) +
                      static_cast<int>(options.version_number.has_value());
    if (given > 1)
        return Error(errors::kVersionOptions, "more than one of version id, time and number");
    return {};
}

Result<void> merge_options(ResolveOptions& options, const ResolveOptions& more) {
    const bool named = options.version_id || options.version_time || options.version_number;
    if (named && (more.version_id || more.version_time || more.version_number))
        return Error(errors::kVersionOptions, "the DID URL's query names a version already");
    const bool no_cache = options.no_cache || more.no_cache;
    if (!named) options = more;
    options.no_cache = no_cache;
    return {};
}

Result<void> require_no_version(const ResolveOptions& options, const Did& did) {
    DEED_CHECK(check_options(options));
    if (options.version_id || options.version_number)
        return Error(errors::kVersionsUnsupported,
                     "a did:" + std::string(did.method()) + " has no versions", did.to_string());
    return {};
}

std::optional<std::uint64_t> parse_version_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || text.starts_with('0'))
        return std::nullopt;
    return number;
}

Result<Timestamp> parse_version_time(std::string_view text) {
    constexpr std::int64_t kSecond = 1000;
    DEED_TRY(const Timestamp time, Timestamp::parse_rfc3339(text));
    if (text.find('.') != std::string_view::npos) return time;
    auto end = Timestamp::from_unix_milliseconds(time.unix_milliseconds() + kSecond - 1);
    if (!end) return time;
    return *end;
}

Result<UrlParameters> parameters_of(const DidUrl& url) {
    UrlParameters parameters;
    if (!url.query()) return parameters;
    std::string_view rest = *url.query();
    while (true) {
        const std::size_t end = rest.find('&');
        DEED_CHECK(read_parameter(parameters, rest.substr(0, end), url));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    DEED_CHECK(check_options(parameters.version));
    return parameters;
}

Result<ResolveOptions> options_of(const DidUrl& url) {
    DEED_TRY(UrlParameters parameters, parameters_of(url));
    if (parameters.service || parameters.service_type || parameters.relative_ref)
        return Error(errors::kQueryUnsupported, "the query asks for a service, not for a version",
                     url.to_string());
    return std::move(parameters.version);
}

}  // namespace deed::did
