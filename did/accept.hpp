#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace deed::did {

// Media types of DID Resolution and DID Core, by which the rooms above go.
inline constexpr std::string_view kResolutionType = "application/did-resolution";
inline constexpr std::string_view kDereferencingType = "application/did-url-dereferencing";
inline constexpr std::string_view kDidType = "application/did";
inline constexpr std::string_view kDidJsonType = "application/did+json";
inline constexpr std::string_view kDidLdJsonType = "application/did+ld+json";
inline constexpr std::string_view kUriListType = "text/uri-list";
inline constexpr std::string_view kJsonType = "application/json";

/// The media type among those offered that an Accept header prefers (RFC 9110 section 12.5.1), of
/// equal ones the first offered; nothing if it accepts none of them. An empty header accepts all.
/// Ranges that do not read are passed over. application/ld+json with the profile
/// "https://w3id.org/did-resolution", as older clients ask, is application/did-resolution.
std::optional<std::string_view> preferred_type(std::string_view accept,
                                               std::span<const std::string_view> offered);

}  // namespace deed::did
