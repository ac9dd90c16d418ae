#pragma once

#include <span>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::credentials {

/// A JSON-LD context that Deed brings along.
struct DEED_API BundledContext {
    std::string_view url;
    std::string_view file;  ///< in credentials/contexts/data, without ".jsonld"
    /// Digests of the bytes that the publisher serves; those of the text differ from them in white
    /// space and order. Empty where no version of these bytes is the one.
    std::string_view sha256_hex;
    std::string_view sha384_hex;
    std::string_view sha512_hex;

    /// The whole document as canonical JSON.
    std::string_view text() const;
};

/// All of them, sorted by URL.
DEED_API std::span<const BundledContext> bundled_contexts();
/// The bundled context of that URL, or null.
DEED_API const BundledContext* find_bundled_context(std::string_view url);

}  // namespace deed::credentials
