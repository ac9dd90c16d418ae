#include "did/methods/webvh_id.hpp"

#include "did/errors.hpp"
#include "did/methods/webvh_entry.hpp"

namespace deed::did {

Result<WebvhId> parse_webvh(const Did& did) {
    if (did.method() != "webvh")
        return Error(errors::kMethodUnsupported, "not a did:webvh", did.to_string());
    const std::string_view text = did.method_specific_id();
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || !detail::is_sha256_multihash(text.substr(0, colon)))
        return Error(errors::kMalformed,
                     "a did:webvh starts with a SCID, the multihash of SHA-256 in base58",
                     did.to_string());
    WebvhId id{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1)), {}};
    auto location = read_web_location(id.place, HostNames::qualified);
    if (!location) return std::move(location).error().at(did.to_string());
    id.location = std::move(location).value();
    return id;
}

}  // namespace deed::did
