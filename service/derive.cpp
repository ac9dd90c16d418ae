#include "credentials/envelopes/enveloped.hpp"
#include "credentials/sd_jwt/hold.hpp"
#include "credentials/secured.hpp"
#include "service/endpoints.hpp"
#include "service/errors.hpp"
#include "service/problem.hpp"
#include "service/request_body.hpp"

namespace deed::service {
namespace {

using credentials::DocumentKind;
using credentials::EnvelopeForm;

constexpr std::size_t kMaxPointers = 1024;

/// What discloses no more than these places of the credential.
Result<json::Document> derive(json::Value sent, const std::vector<std::string>& pointers) {
    DEED_TRY(const credentials::Secured secured,
             read_secured(json::Writer().value(sent).take_document(), DocumentKind::credential));
    const credentials::SecuredSdJwt* sd_jwt = secured.sd_jwt();
    if (sd_jwt == nullptr)
        return Error(errors::kNotDerivable, "the credential is not secured as an SD-JWT");
    DEED_TRY(const std::string derived,
             credentials::select_disclosures(sd_jwt->sd_jwt(), pointers));
    return credentials::make_enveloped(as_bytes(derived), DocumentKind::credential,
                                       EnvelopeForm::sd_jwt);
}

}  // namespace

Result<Reply> answer_derive(const Asked& asked, const Backend&, Call&) {
    DEED_TRY(const json::Document body, read_body(asked.request));
    DEED_TRY(const json::Value sent, object_member(body.root(), "verifiableCredential"));
    DEED_TRY(Options options, Options::of(body.root()));
    DEED_TRY(const std::vector<std::string> pointers, options.texts("selectivePointers"));
    // Each is compared with each claim.
    if (pointers.size() > kMaxPointers)
        return Error(errors::kOptionMalformed, "there are too many selectivePointers",
                     "/options/selectivePointers");
    DEED_CHECK(options.require_known());
    const auto derived = derive(sent, pointers);
    if (!derived) return problem_reply(derived.error(), 400);

    Reply reply;
    reply.status = 201;
    json::Writer writer;
    writer.begin_object().key("verifiableCredential").value(derived->root()).end_object();
    reply.body = writer.take();
    return reply;
}

}  // namespace deed::service
