#pragma once

// The room's own: the metadata of DID Resolution in JSON. Not for other rooms.

#include <optional>
#include <string_view>

#include "did/resolver.hpp"
#include "lib/json/writer.hpp"

namespace deed::did::detail {

/// The didDocumentMetadata structure, an object.
void write_metadata(json::Writer& writer, const DocumentMetadata& metadata);
/// The metadata of the process: contentType, and "asOf" and "source" of a copy.
void write_resolution_metadata(json::Writer& writer, std::string_view content_type,
                               const std::optional<Freshness>& freshness);

/// As to_resolution_result(), with this document.
json::Document resolution_result(const Resolution& resolution, const json::Document& document);

}  // namespace deed::did::detail
