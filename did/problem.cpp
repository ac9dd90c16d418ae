#include "did/problem.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "did/errors.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kDidTypes = "https://www.w3.org/ns/did#";
constexpr std::string_view kSecurityTypes = "https://w3id.org/security#";

struct TypeRow {
    std::string_view name;
    std::string_view title;
    int http_status;
    std::string_view vocabulary = kDidTypes;
};

constexpr TypeRow kInvalidDid{"INVALID_DID", "The DID is invalid.", 400};
constexpr TypeRow kInvalidUrl{"INVALID_DID_URL", "The DID URL is invalid.", 400};
constexpr TypeRow kInvalidOptions{"INVALID_OPTIONS", "An option is invalid.", 400};
constexpr TypeRow kNotFound{"NOT_FOUND", "Nothing was found under this DID or DID URL.", 404};
constexpr TypeRow kRepresentation{"REPRESENTATION_NOT_SUPPORTED",
                                  "There is no representation of an accepted media type.", 406};
constexpr TypeRow kDocument{"INVALID_DID_DOCUMENT", "The DID document is malformed.", 500};
constexpr TypeRow kMethod{"METHOD_NOT_SUPPORTED", "The DID method is not supported.", 501};
constexpr TypeRow kFeature{"FEATURE_NOT_SUPPORTED", "The requested feature is not supported.", 501};
constexpr TypeRow kInternal{"INTERNAL_ERROR", "The DID could not be resolved.", 500};
constexpr TypeRow kNoMethod{"INVALID_VERIFICATION_METHOD",
                            "The DID URL names no verification method.", 500, kSecurityTypes};
constexpr TypeRow kRelationship{"INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
                                "The verification method is not listed for the relationship.", 500,
                                kSecurityTypes};

struct CodeRow {
    const ErrorCode* code;
    const TypeRow* type;
};

// What a method finds wrong with its own identifiers is an invalid DID too: a did:key of no key.
constexpr std::array<CodeRow, 25> kCodes{{
    {&errors::kMalformed, &kInvalidDid},
    {&crypto::errors::kInvalidPublicKey, &kInvalidDid},
    {&crypto::errors::kPrivateKeyExposed, &kInvalidDid},
    {&errors::kNetworkMissing, &kInvalidDid},
    {&errors::kMalformedUrl, &kInvalidUrl},
    {&errors::kInvalidOption, &kInvalidOptions},
    {&errors::kVersionOptions, &kInvalidOptions},
    {&errors::kNotFound, &kNotFound},
    {&errors::kUnknownNetwork, &kNotFound},
    {&errors::kNoSuchVersion, &kNotFound},
    {&errors::kMethodNotFound, &kNotFound},
    {&errors::kServiceNotFound, &kNotFound},
    {&errors::kNoSuchResource, &kNotFound},
    {&errors::kNoEndpointUrl, &kNotFound},
    {&errors::kQueryUnsupported, &kNotFound},
    {&errors::kDeactivated, &kNotFound},
    {&errors::kNotAcceptable, &kRepresentation},
    {&errors::kInvalidDocument, &kDocument},
    {&errors::kMethodUnsupported, &kMethod},
    {&errors::kVersionsUnsupported, &kFeature},
    {&errors::kOptionUnsupported, &kFeature},
    {&crypto::errors::kUnsupportedKeyType, &kFeature},
    {&errors::kNotAMethod, &kNoMethod},
    {&errors::kMethodNotAuthorized, &kRelationship},
    {&errors::kWrongLedger, &kNotFound},
}};

// A log that breaks the rules makes its DID invalid (did:webvh 1.0, "Read (Resolve)").
constexpr std::string_view kInvalidLog = "did_webvh.";
constexpr std::string_view kPublished = "did_web.";
// Chains that are not configured, or that the method has no documents for.
constexpr std::array<std::string_view, 2> kUnknownChain{"did_ethr.unknown_network",
                                                        "did_pkh.chain_unsupported"};
constexpr std::string_view kNetwork = "net.";

const TypeRow& type_of(const ErrorCode& code) {
    const auto* row =
        std::ranges::find(kCodes, code.name, [](const CodeRow& one) { return one.code->name; });
    if (row != kCodes.end()) return *row->type;
    if (std::ranges::find(kUnknownChain, code.name) != kUnknownChain.end()) return kFeature;
    if (code.name.starts_with(kPublished) && code.kind == ErrorKind::malformed) return kDocument;
    return code.name.starts_with(kInvalidLog) ? kInvalidDid : kInternal;
}

/// Whether somebody else's server is to blame, and whether that may pass.
int status_of(const ErrorCode& code, const TypeRow& type) {
    if (code.kind == ErrorKind::unavailable || code.kind == ErrorKind::interrupted) return 503;
    if (code.name.starts_with(kNetwork)) return 502;
    if (code.name == errors::kDeactivated.name) return 410;
    return type.http_status;
}

void write_error(json::Writer& writer, const Error& error) {
    const Problem problem = problem_of(error);
    writer.begin_object()
        .key("error")
        .begin_object()
        .member("type", problem.type)
        .member("title", problem.title)
        .member("detail", problem.detail)
        .end_object()
        .end_object();
}

}  // namespace

Problem problem_of(const Error& error) {
    const TypeRow& type = type_of(error.code());
    return {std::string(type.vocabulary) + std::string(type.name), std::string(type.title),
            error.to_string(), status_of(error.code(), type)};
}

json::Document to_failed_resolution(const Error& error) {
    json::Writer writer;
    writer.begin_object().key("didDocument").null();
    writer.key("didDocumentMetadata").begin_object().end_object();
    writer.key("didResolutionMetadata");
    write_error(writer, error);
    return writer.end_object().take_document();
}

json::Document to_failed_dereferencing(const Error& error) {
    json::Writer writer;
    writer.begin_object().key("dereferencingMetadata");
    write_error(writer, error);
    writer.key("contentStream").null();
    writer.key("contentMetadata").begin_object().end_object();
    return writer.end_object().take_document();
}

}  // namespace deed::did
