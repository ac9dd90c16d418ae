#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "credentials/cose/secured_cose.hpp"
#include "credentials/envelopes/enveloped.hpp"
#include "credentials/jose/secured_jwt.hpp"
#include "credentials/sd_jwt/secured_sd_jwt.hpp"
#include "lib/json/document.hpp"

namespace deed::credentials {

/// The most JSON that a credential may be; a presentation may hold many.
inline constexpr std::size_t kMaxCredentialBytes = std::size_t{4} << 20;
inline constexpr std::size_t kMaxPresentationBytes = std::size_t{16} << 20;
/// The most bytes that one may be in any form: base64 makes four bytes of three.
inline constexpr std::size_t kMaxSecuredCredential = kMaxCredentialBytes / 2 * 3;
inline constexpr std::size_t kMaxSecuredPresentation = kMaxPresentationBytes / 2 * 3;

/// A credential or presentation as it was handed in: JSON that may carry proofs, or in an envelope
/// of its own. Nothing about it is verified until verify() or verify_presentation() says so.
class DEED_API Secured {
public:
    /// JSON, whatever it is: the checks say what is wrong with it.
    Secured(json::Document json, DocumentKind kind) : kind_(kind), form_(std::move(json)) {}
    Secured(SecuredJwt jwt) : kind_(jwt.kind()), form_(std::move(jwt)) {}
    Secured(SecuredSdJwt jwt) : kind_(jwt.kind()), form_(std::move(jwt)) {}
    Secured(SecuredCose cose) : kind_(cose.kind()), form_(std::move(cose)) {}

    DocumentKind kind() const { return kind_; }
    /// Absent where it is JSON that carries its proofs itself.
    std::optional<EnvelopeForm> envelope() const;
    /// The credential or presentation itself, as far as it is disclosed.
    const json::Document& document() const;

    /// Null where it is of another form.
    const SecuredJwt* jwt() const { return std::get_if<SecuredJwt>(&form_); }
    const SecuredSdJwt* sd_jwt() const { return std::get_if<SecuredSdJwt>(&form_); }
    const SecuredCose* cose() const { return std::get_if<SecuredCose>(&form_); }

    /// The bytes that were signed and what signs them: the token or message; of JSON its text, also
    /// of an SD-JWT with several signatures.
    Bytes to_bytes() const;
    /// As it stands in JSON: the document, or its token or message in an object of type
    /// EnvelopedVerifiableCredential or -Presentation; a JWT of data model 1.1 as a string.
    json::Document to_json() const;

private:
    bool has_several_signatures() const;

    DocumentKind kind_;
    std::variant<json::Document, SecuredJwt, SecuredSdJwt, SecuredCose> form_;
};

/// Reads what was handed in. `media_type` says what it is, parameters apart: application/vc (vp),
/// application/ld+json, application/json, application/sd-jwt+json, application/vc+jwt, vc+sd-jwt or
/// vc+cose (vp+…), or application/jwt. Without it, the form is told by the bytes: CBOR tag 18
/// begins a COSE message, a letter a token, anything else is JSON. Only a JWT that nothing says to
/// be a vc+jwt (vp+jwt) may be one of data model 1.1: SecuredJwt::parse_either(). White space
/// around a token does not count. JSON that is an EnvelopedVerifiableCredential (-Presentation) is
/// opened, and an SD-JWT in a JSON serialization read as one.
///
/// `media_type.unsupported`, `media_type.mismatch`, `credential.not_an_object`,
/// `presentation.not_an_object`, what parse_enveloped() refuses, and what the parsers of each form
/// do: SecuredJwt::parse(), SecuredSdJwt::parse(), SdJwt::parse_json(),
/// SecuredCose::parse().
DEED_API Result<Secured> read_secured(ByteView bytes, std::optional<std::string_view> media_type,
                                      DocumentKind kind);

/// The same of JSON that was parsed already.
DEED_API Result<Secured> read_secured(json::Document json, DocumentKind kind);

/// What stands in an envelope.
DEED_API Result<Secured> open_envelope(const Enveloped& enveloped, DocumentKind kind);

}  // namespace deed::credentials
