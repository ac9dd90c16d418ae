#include "did/methods/web.hpp"

#include <array>

#include "did/errors.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMethod = "web";
constexpr std::string_view kFile = "did.json";
constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
constexpr std::string_view kAccept =
    "application/did, application/did+ld+json, application/did+json, application/json;q=0.9";
// The last is what plain file servers say of what they do not know.
constexpr std::array<std::string_view, 7> kMediaTypes{
    "application/did",  "application/did+json", "application/did+ld+json", "application/ld+json",
    "application/json", "text/plain",           "application/octet-stream"};

}  // namespace

Result<std::string> did_web_url(const Did& did) {
    if (did.method() != kMethod)
        return Error(errors::kMethodUnsupported, "not a did:web", did.to_string());
    auto location = read_web_location(did.method_specific_id(), HostNames::any);
    if (!location) return std::move(location).error().at(did.to_string());
    return location->well_known_url(kFile);
}

Result<Resolution> WebResolver::resolve(const Did& did, const ResolveOptions& options, Call& call) {
    DEED_CHECK(call.check());
    DEED_TRY(std::string url, did_web_url(did));
    DEED_CHECK(require_no_version(options, did));
    if (options.version_time)
        return Error(errors::kVersionsUnsupported,
                     "a did:web keeps no earlier documents to look into", did.to_string());
    DEED_TRY(const Bytes bytes,
             fetch_published({std::move(url), kAccept, kMediaTypes, kMaxBytes}, clients_, call));
    auto json = json::Document::parse(bytes);
    if (!json) return Error(errors::kInvalidDocument, json.error().to_string(), did.to_string());
    DEED_TRY(Document document,
             Document::parse(std::move(json).value(), did, DocumentRules::core_absolute));
    return Resolution{std::move(document), {}, std::nullopt};
}

Result<History> WebResolver::history(const Did& did, Call& call) {
    DEED_TRY(Resolution resolution, resolve(did, call));
    History history;
    history.versions.push_back(
        {"", std::nullopt, std::move(resolution.document), Version::Kind::created});
    return history;
}

}  // namespace deed::did
