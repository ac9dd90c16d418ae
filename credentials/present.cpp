#include "credentials/present.hpp"

#include <algorithm>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/cose/secured_cose.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/jwt_claims.hpp"
#include "credentials/make_proof.hpp"
#include "credentials/presentation.hpp"
#include "credentials/presentation_errors.hpp"
#include "credentials/sd_jwt/secured_sd_jwt.hpp"
#include "credentials/signing_method.hpp"
#include "credentials/text_rules.hpp"
#include "lib/crypto/random.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

const SigningRole kPresenting{.relationship = did::Relationship::authentication,
                              .deactivated = errors::kPresentHolderDeactivated,
                              .not_listed = errors::kPresentKeyNotListed,
                              .foreign = errors::kPresentMethodForeign,
                              .id_unsupported = errors::kPresentMethodIdUnsupported,
                              .revoked = errors::kPresentMethodRevoked,
                              .expired = errors::kPresentMethodExpired};

constexpr std::string_view kType = "VerifiablePresentation";

Result<void> check_request(const PresentRequest& request) {
    if (request.proof.challenge && request.proof.domains.empty())
        return Error(errors::kPresentNoDomain, "there is a challenge and no domain");
    for (const std::string& type : request.types)
        if (!is_type_term(type))
            return Error(errors::kPresentTypeMalformed,
                         "the type is neither one word nor an absolute URL");
    return {};
}

void write_types(json::Writer& writer, const std::vector<std::string>& types) {
    writer.key("type").begin_array().string(kType);
    for (const std::string& type : types)
        if (type != kType) writer.string(type);
    writer.end_array();
}

Result<json::Document> unsigned_presentation(const PresentRequest& request) {
    json::Writer writer;
    writer.begin_object().key("@context").begin_array();
    writer.string(request.is_version_1 ? kCredentialsV1 : kCredentialsV2);
    // A type that the base context lacks would be lost to processors of JSON-LD.
    if (!request.types.empty()) writer.string(kUndefinedTerms);
    writer.end_array().member("id", crypto::random_uuid_urn());
    write_types(writer, request.types);
    writer.member("holder", request.holder.to_string());
    if (!request.credentials.empty()) {
        writer.key("verifiableCredential").begin_array();
        for (const json::Document& credential : request.credentials)
            writer.value(credential.root());
        writer.end_array();
    }
    // Not take_document(): credentials at the limit of depth are too deep two floors further down.
    return json::Document::parse(writer.end_object().take(), {.max_bytes = kMaxPresentationBytes});
}

Result<std::vector<std::string>> embedded_subjects(const EmbeddedCredential& embedded) {
    if (!embedded.is_wrapped()) return subject_ids(embedded.json);
    const auto opened = open_envelope(embedded);
    if (opened) return subject_ids(opened->document().root());
    return Error(opened.error().code(), opened.error().message(), embedded.pointer);
}

Result<void> check_credential(const EmbeddedCredential& embedded, const PresentRequest& request) {
    if (!embedded.is_wrapped() && !embedded.json.find("proof"))
        return Error(errors::kPresentUnsecured, "the credential carries no proof",
                     embedded.pointer);
    DEED_TRY(const std::vector<std::string> subjects, embedded_subjects(embedded));
    if (request.allow_other_subjects) return {};
    if (std::ranges::count(subjects, request.holder.to_string()) > 0) return {};
    return Error(errors::kPresentOtherSubject,
                 "the credential is not about " + request.holder.to_string(), embedded.pointer);
}

Result<void> require_sound(const json::Document& presentation, const PresentRequest& request) {
    for (const EmbeddedCredential& embedded : PresentationView(presentation.root()).credentials)
        DEED_CHECK(check_credential(embedded, request));
    for (const ModelFault& fault : check_presentation_model(presentation))
        return Error(*fault.code, fault.message, fault.pointer);
    return {};
}

/// The presentation that was given, with its holder.
Result<json::Document> given_presentation(const json::Document& given, const did::Did& holder) {
    const json::Value root = given.root();
    if (!root.is_object())
        return Error(errors::kPresentationNotAnObject, "the presentation is not an object");
    if (root.find("proof"))
        return Error(errors::kPresentAlreadySigned, "the presentation has a proof", "/proof");
    if (!root.find("holder")) {
        const json::Document id = json::Writer().string(holder.to_string()).take_document();
        return given.with("/holder", id.root());
    }
    const auto named = PresentationView(root).holder;
    if (named && *named != holder.to_string())
        return Error(errors::kPresentOtherHolder, "the presentation names another holder",
                     "/holder");
    return given;  // what is no holder at all is for the model check to name
}

/// What is to be signed.
Result<json::Document> prepare(const PresentRequest& request) {
    if (request.presentation) {
        DEED_TRY(json::Document given, given_presentation(*request.presentation, request.holder));
        DEED_CHECK(require_sound(given, request));
        return given;
    }
    DEED_CHECK(check_request(request));
    DEED_TRY(const json::Document presentation, unsigned_presentation(request));
    DEED_CHECK(require_sound(presentation, request));
    return presentation;
}

Result<std::string> method_of(const PresentRequest& request, const IssueContext& context,
                              Timestamp now, Call& call) {
    DEED_TRY(const did::Resolution holder, context.resolver.resolve(request.holder, call));
    return usable_method(holder, request.signer->public_key(), kPresenting, now);
}

}  // namespace

Result<json::Document> present(const PresentRequest& request, const IssueContext& context,
                               Call& call) {
    DEED_TRY(const json::Document presentation, prepare(request));
    if (request.signer == nullptr) return presentation;

    const Timestamp now = context.clock.now();
    DEED_TRY(const std::string method, method_of(request, context, now, call));
    DEED_TRY(const ProofSuite* const suite,
             pick_suite(request.cryptosuite, request.signer->public_key().type()));
    const ProofPlan plan{*suite, method, kPresenting.relationship, now, request.proof};
    DEED_TRY(const json::Document proof,
             make_proof({presentation.root(), {}, &context.contexts}, plan, *request.signer, call));
    return presentation.with("/proof", proof.root());
}

namespace {

/// A presentation as the payload of a token, and the method that names the signer's key.
struct TokenPayload {
    json::Document payload;
    std::string method;
};

Result<TokenPayload> token_payload(const PresentRequest& request, const IssueContext& context,
                                   Call& call) {
    DEED_ASSERT(request.signer != nullptr);
    DEED_TRY(const json::Document presentation, prepare(request));
    const Timestamp now = context.clock.now();
    DEED_TRY(std::string method, method_of(request, context, now, call));
    DEED_TRY(const json::Document bound,
             with_claims(presentation, DocumentKind::presentation, request.proof, now));
    const std::int64_t seconds = now.floor_seconds().unix_milliseconds() / 1000;
    DEED_TRY(json::Document payload,
             bound.with("/iat", json::Writer().integer(seconds).take_document().root()));
    return TokenPayload{std::move(payload), std::move(method)};
}

}  // namespace

Result<std::string> present_jwt(const PresentRequest& request, const IssueContext& context,
                                Call& call) {
    DEED_TRY(const TokenPayload token, token_payload(request, context, call));
    return sign_jwt(DocumentKind::presentation, token.payload,
                    {.key_id = token.method, .algorithm = request.jws_algorithm.value_or("")},
                    *request.signer, call);
}

Result<std::string> present_jwt_1(const PresentRequest& request, const IssueContext& context,
                                  Call& call) {
    DEED_ASSERT(request.signer != nullptr);
    DEED_TRY(const json::Document presentation, prepare(request));
    if (!PresentationView(presentation.root()).is_version_1)
        return Error(errors::kJwtNotVersion1, "the presentation is of data model 2.0", "/@context");
    const Timestamp now = context.clock.now();
    DEED_TRY(const std::string method, method_of(request, context, now, call));
    DEED_TRY(const json::Document none, json::Document::parse("{}"));
    DEED_TRY(const json::Document bound,
             with_claims(none, DocumentKind::presentation, request.proof, now));
    const std::int64_t seconds = now.floor_seconds().unix_milliseconds() / 1000;
    DEED_TRY(const json::Document claims,
             bound.with("/iat", json::Writer().integer(seconds).take_document().root()));
    return sign_jwt_1(DocumentKind::presentation, presentation, claims.root(),
                      {.key_id = method, .algorithm = request.jws_algorithm.value_or("")},
                      *request.signer, call);
}

Result<std::string> present_sd_jwt(const PresentRequest& request, const IssueContext& context,
                                   Call& call) {
    DEED_TRY(const TokenPayload token, token_payload(request, context, call));
    return sign_sd_jwt(DocumentKind::presentation, token.payload,
                       {.key_id = token.method, .algorithm = request.jws_algorithm.value_or("")},
                       *request.signer, call);
}

Result<Bytes> present_cose(const PresentRequest& request, const IssueContext& context, Call& call) {
    DEED_ASSERT(request.signer != nullptr);
    DEED_TRY(const json::Document presentation, prepare(request));
    const Timestamp now = context.clock.now();
    DEED_TRY(const std::string method, method_of(request, context, now, call));
    DEED_TRY(JwtClaims claims, claims_of(DocumentKind::presentation, request.proof, now));
    return sign_cose(DocumentKind::presentation, presentation,
                     {.key_id = method,
                      .algorithm = request.jws_algorithm.value_or(""),
                      .claims = std::move(claims)},
                     *request.signer, call);
}

}  // namespace deed::credentials
