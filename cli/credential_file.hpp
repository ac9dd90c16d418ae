#pragma once

#include <string>
#include <variant>

#include "credentials/jose/secured_jwt.hpp"
#include "lib/error/result.hpp"

namespace deed::cli {

/// The most bytes that a file with a credential may have: a JWT is a third longer than its payload.
inline constexpr std::size_t kMaxCredentialFile = std::size_t{6} << 20;

/// A credential as it was handed in: JSON that may carry proofs, or a JWT (vc+jwt).
using GivenCredential = std::variant<json::Document, credentials::SecuredJwt>;

/// Told apart by their shape. White space around a JWT, such as a line's end, does not count. What
/// SecuredJwt::parse(), parse_enveloped() and the JSON parser refuse, with the name of the file.
Result<GivenCredential> parse_credential_input(const std::string& name, ByteView bytes);
Result<GivenCredential> given_token(std::string_view compact, const std::string& name);
/// The document, or the JWT in it where it is an EnvelopedVerifiableCredential.
Result<GivenCredential> given_credential(json::Document document, const std::string& name);

/// The most bytes that a file with a presentation may have.
inline constexpr std::size_t kMaxPresentationFile = std::size_t{22} << 20;

/// A presentation in the same two forms (vp+jwt).
using GivenPresentation = GivenCredential;

/// The same for a presentation, also of a token in an EnvelopedVerifiablePresentation: what
/// parse_enveloped() refuses.
Result<GivenPresentation> parse_presentation_input(const std::string& name, ByteView bytes);

}  // namespace deed::cli
