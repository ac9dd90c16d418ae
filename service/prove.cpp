#include "credentials/presentation.hpp"
#include "service/endpoints.hpp"
#include "service/errors.hpp"
#include "service/problem.hpp"
#include "service/request_body.hpp"

namespace deed::service {
namespace {

struct ProveOptions {
    const SecuringForm* form = nullptr;  ///< null: the cryptosuite that fits the key
    credentials::ProofOptions proof;
    bool is_bare = false;
};

Result<ProveOptions> read_options(const Asked& asked, json::Value body) {
    DEED_TRY(Options options, Options::of(body));
    ProveOptions wanted;
    DEED_TRY(const auto name, options.text("cryptosuite"));
    DEED_TRY(wanted.proof.domains, options.texts("domain"));
    DEED_TRY(wanted.proof.challenge, options.text("challenge"));
    DEED_TRY(const bool bare, options.flag("returnBare"));
    wanted.is_bare = bare || prefers(asked.request.head, "return=bare");
    DEED_CHECK(options.require_known());
    if (!name) return wanted;
    wanted.form = find_presentation_form(*name);
    if (wanted.form == nullptr)
        return Error(errors::kSuiteMissing,
                     "presentations are not signed here with \"" + *name + "\"",
                     "/options/cryptosuite");
    return wanted;
}

Error no_holder(const std::optional<std::string>& did, const SecuringForm* form) {
    return Error(errors::kNoHolder,
                 "there is no key of " + did.value_or("any holder") +
                     (form == nullptr ? std::string() : " for " + std::string(form->name)),
                 "/presentation/holder");
}

Reply refusal(const Error& error) {
    const int status = status_of(error);
    return problem_reply(error, status == 422 ? 400 : status);
}

}  // namespace

Result<Reply> answer_prove(const Asked& asked, const Backend& backend, Call& call) {
    DEED_TRY(const json::Document body, read_body(asked.request));
    DEED_TRY(const json::Value sent, object_member(body.root(), "presentation"));
    const auto options = read_options(asked, body.root());
    if (!options) return refusal(options.error());
    const auto named = credentials::PresentationView(sent).holder;
    const HolderConfiguration* holder = backend.signatories.holder(named, options->form);
    if (holder == nullptr) return problem_reply(no_holder(named, options->form), 400);
    const auto presented = present_as(options->form,
                                      {.credentials = {},
                                       .holder = holder->did,
                                       .signer = holder->signer.get(),
                                       .proof = options->proof,
                                       .allow_other_subjects = true,
                                       .presentation = json::Writer().value(sent).take_document()},
                                      {backend.resolver, backend.clock, backend.contexts}, call);
    if (!presented) return refusal(presented.error());

    Reply reply;
    reply.status = 201;
    if (options->is_bare) {
        reply.body = presented->to_string();
        reply.headers.push_back({"Preference-Applied", "return=bare"});
        return reply;
    }
    json::Writer writer;
    writer.begin_object().key("verifiablePresentation").value(presented->root()).end_object();
    reply.body = writer.take();
    return reply;
}

}  // namespace deed::service
