#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/error/api.hpp"

namespace deed::credentials {

enum class DocumentKind : std::uint8_t { credential, presentation };

/// What may be around a credential or presentation (VC-JOSE-COSE sections 3.1 to 3.3).
enum class EnvelopeForm : std::uint8_t { jwt, sd_jwt, cose };

struct EnvelopeType {
    DocumentKind kind;
    EnvelopeForm form;
    std::string_view media_type;  ///< "application/vc+jwt"
};

/// Such as "application/vp+cose".
DEED_API std::string_view media_type_of(DocumentKind kind, EnvelopeForm form);
/// The same without "application/", as a JWT's typ is written.
DEED_API std::string_view short_type_of(DocumentKind kind, EnvelopeForm form);
/// Of what is inside: "application/vc" or "application/vp" (VCDM 2.0 section 6.3).
DEED_API std::string_view payload_type_of(DocumentKind kind);
/// The same without "application/", as a JWT's cty is written.
DEED_API std::string_view short_payload_type_of(DocumentKind kind);

/// The envelope of that media type, whatever its letter case; null for others. Parameters do not
/// belong to it.
DEED_API const EnvelopeType* find_envelope_type(std::string_view media_type);

/// "application/vc+jwt" of "application/vc+jwt; charset=utf-8": parameters that a media type does
/// not define do not count (RFC 2045 section 5).
DEED_API std::string_view without_parameters(std::string_view media_type);

/// Whether both are one media type: letter case does not count (RFC 6838 section 4.2).
DEED_API bool is_same_media_type(std::string_view a, std::string_view b);

}  // namespace deed::credentials
