#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

// EnvelopedVerifiableCredential and EnvelopedVerifiablePresentation (VCDM 2.0 sections 4.13.1 and
// 4.13.2), and media types by which a credential or presentation is handed in.

inline constexpr ErrorCode kEnvelopeMalformed{
    "envelope.malformed", ErrorKind::malformed,
    "An enveloped credential or presentation is not an object of @context, id and type alone.",
    "Write @context with the base context, type, and a data: URL as id; claims belong inside."};
inline constexpr ErrorCode kEnvelopeDataUrlMalformed{
    "envelope.data_url_malformed", ErrorKind::malformed,
    "The id of an enveloped credential or presentation is not a data: URL with a media type and "
    "data.",
    "Write data:application/vc+jwt, followed by the token itself, or data:application/vc+cose;"
    "base64, followed by the message in base64."};
inline constexpr ErrorCode kEnvelopeBase64Missing{
    "envelope.base64_missing", ErrorKind::malformed,
    "A COSE message stands in a data: URL without being encoded in base64.",
    "Write data:application/vc+cose;base64, followed by the message in base64."};
inline constexpr ErrorCode kEnvelopeBase64Malformed{
    "envelope.base64_malformed", ErrorKind::malformed,
    "The data: URL of an enveloped credential or presentation says base64 and is not.",
    "Encode it in base64 with the alphabet that has + and /, and with padding."};
inline constexpr ErrorCode kEnvelopeMediaTypeMismatch{
    "envelope.media_type_mismatch", ErrorKind::mismatch,
    "The envelope is said to hold a credential and is of a presentation's media type, or vice "
    "versa.",
    "Put credentials in EnvelopedVerifiableCredential, presentations in "
    "EnvelopedVerifiablePresentation."};
inline constexpr ErrorCode kEnvelopeMediaTypeUnsupported{
    "envelope.media_type_unsupported", ErrorKind::unsupported,
    "The envelope is of a media type that this version of Deed does not implement.",
    "Use application/vc+jwt, vc+sd-jwt or vc+cose, or the same with vp."};

inline constexpr ErrorCode kMediaTypeMismatch{
    "media_type.mismatch", ErrorKind::mismatch,
    "A credential was asked for and something of a presentation's media type was given, or vice "
    "versa.",
    "Give credentials where credentials are asked for, and presentations where presentations are."};
inline constexpr ErrorCode kMediaTypeUnsupported{
    "media_type.unsupported", ErrorKind::unsupported,
    "Credentials and presentations are not read in this media type.",
    "Send application/vc or application/json, or application/vc+jwt, vc+sd-jwt or vc+cose; of "
    "presentations the same with vp."};

inline constexpr const ErrorCode* kCredentialsEnvelopesRoomCodes[] = {
    &kEnvelopeMalformed,       &kEnvelopeDataUrlMalformed,  &kEnvelopeBase64Missing,
    &kEnvelopeBase64Malformed, &kEnvelopeMediaTypeMismatch, &kEnvelopeMediaTypeUnsupported,
    &kMediaTypeMismatch,       &kMediaTypeUnsupported};

}  // namespace deed::credentials::errors
