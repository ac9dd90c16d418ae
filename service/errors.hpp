#pragma once

#include "lib/error/error.hpp"

namespace deed::service::errors {

// Requests.

inline constexpr ErrorCode kNoSuchPath{"service.no_such_path", ErrorKind::not_found,
                                       "Nothing is served under this path.",
                                       "GET /openapi.json lists the paths."};
inline constexpr ErrorCode kMethodNotAllowed{"service.method_not_allowed", ErrorKind::usage,
                                             "This path is not served with this method.",
                                             "Use a method that the header Allow names."};
inline constexpr ErrorCode kForeignHost{
    "service.foreign_host", ErrorKind::untrusted,
    "The request names a host under which this service is not known.",
    "Use the service's own name; its operator allows further ones with --host."};
inline constexpr ErrorCode kNotAuthorized{
    "service.not_authorized", ErrorKind::locked,
    "This path signs or changes something, and the request does not show that it may.",
    "Send \"Authorization: Bearer TOKEN\", or connect with a client certificate."};
inline constexpr ErrorCode kMediaType{"service.media_type", ErrorKind::unsupported,
                                      "The body is of a media type that is not taken here.",
                                      "Send JSON with \"Content-Type: application/json\"."};
inline constexpr ErrorCode kRequestMalformed{
    "service.request_malformed", ErrorKind::malformed,
    "The body is not the JSON object that this path takes.",
    "GET /openapi.json tells what each path takes."};
inline constexpr ErrorCode kOptionUnknown{"service.option_unknown", ErrorKind::usage,
                                          "There is no such option.",
                                          "GET /openapi.json lists the options of each path."};
inline constexpr ErrorCode kOptionMalformed{"service.option_malformed", ErrorKind::malformed,
                                            "An option has a value of another type than it takes.",
                                            "GET /openapi.json tells what each option takes."};
inline constexpr ErrorCode kOptionRefused{
    "service.option_refused", ErrorKind::usage,
    "The option does not go with this issuer, or asks for less than the operator allows.",
    "Leave it out; foreign keys are allowed by the operator with --allow-foreign-keys."};
inline constexpr ErrorCode kNoIssuer{
    "service.no_issuer", ErrorKind::usage,
    "This service holds no key for this issuer, or none for this way of securing.",
    "Name an issuer that the service has, or leave the issuer out."};
inline constexpr ErrorCode kNoHolder{"service.no_holder", ErrorKind::usage,
                                     "This service holds no key for this holder.",
                                     "Name a holder that the service has, or leave it out."};
inline constexpr ErrorCode kSuiteMissing{
    "service.suite_missing", ErrorKind::unsupported,
    "This build does not have the cryptosuite or form of securing.",
    "GET /openapi.json lists those that it has."};
inline constexpr ErrorCode kStatusMissing{
    "service.status_missing", ErrorKind::unsupported,
    "This service keeps no status lists, so it cannot give a credential a status.",
    "Leave options.credentialStatus out, or write a credentialStatus into the credential."};
inline constexpr ErrorCode kNotDerivable{
    "service.not_derivable", ErrorKind::unsupported,
    "Nothing can be derived from a credential that is secured in this way.",
    "Have it issued in a form that lets its holder disclose a part."};

// Configuration.

inline constexpr ErrorCode kIssuersMalformed{
    "service.issuers_malformed", ErrorKind::malformed,
    "The file of issuers is not as docs/http-service.md describes it.", "Correct the named place."};
inline constexpr ErrorCode kIssuersConflict{"service.issuers_conflict", ErrorKind::usage,
                                            "Two issuers of the file answer on one path.",
                                            "Give one of them another path."};
inline constexpr ErrorCode kExposed{
    "service.exposed", ErrorKind::usage,
    "The service would listen beyond this machine without TLS.",
    "Give --certificate and --certificate-key, or --plain-http where a proxy in front has them."};
inline constexpr ErrorCode kUnguarded{
    "service.unguarded", ErrorKind::usage, "The service would sign for everybody who can reach it.",
    "Give --token-file, or --client-authorities for clients' certificates."};
inline constexpr ErrorCode kDemoExposed{
    "service.demo_exposed", ErrorKind::usage,
    "A demonstration serves this machine only, with keys of its own.",
    "Leave out the address, or name a loopback one; leave out files of issuers and tokens."};
inline constexpr ErrorCode kTokenWeak{"service.token_weak", ErrorKind::usage,
                                      "The token is too short to be a secret, or is not one word.",
                                      "Make one with `openssl rand -hex 32 > FILE`."};

inline constexpr const ErrorCode* kServiceRoomCodes[] = {
    &kNoSuchPath,       &kMethodNotAllowed, &kForeignHost,     &kNotAuthorized, &kMediaType,
    &kRequestMalformed, &kOptionUnknown,    &kOptionMalformed, &kOptionRefused, &kNoIssuer,
    &kNoHolder,         &kSuiteMissing,     &kStatusMissing,   &kNotDerivable,  &kIssuersMalformed,
    &kIssuersConflict,  &kExposed,          &kUnguarded,       &kDemoExposed,   &kTokenWeak};

}  // namespace deed::service::errors
