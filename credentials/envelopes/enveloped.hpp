#pragma once

#include "credentials/envelopes/media_types.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/json/document.hpp"

namespace deed::credentials {

/// What stands in an enveloped credential or presentation: the text of a token, or a COSE message.
struct Enveloped {
    EnvelopeForm form;
    Bytes content;
};

/// Whether an object says by its type that it is an EnvelopedVerifiableCredential, or
/// -Presentation: then parse_enveloped() has to answer for it.
DEED_API bool is_enveloped(json::Value value, DocumentKind kind);

/// The inside of an enveloped credential or presentation (VCDM 2.0 section 4.13), which is not
/// looked into. `envelope.malformed` unless the object has the base context, the one type, an id,
/// and nothing else; `envelope.data_url_malformed` for an id that is not
/// "data:<media type>[;<name>=<value>]…[;base64],<data>" (RFC 2397), of which the parameters do not
/// count; `envelope.base64_missing` for COSE that is not in base64 (VC-JOSE-COSE section 3.3.1) and
/// `envelope.base64_malformed`; `envelope.media_type_mismatch` for what belongs in an envelope of
/// the other kind; `envelope.media_type_unsupported` for other media types. Places are JSON
/// Pointers into the object.
DEED_API Result<Enveloped> parse_enveloped(json::Value value, DocumentKind kind);

/// The object that envelops a token, or a COSE message.
DEED_API json::Document make_enveloped(ByteView content, DocumentKind kind, EnvelopeForm form);

}  // namespace deed::credentials
