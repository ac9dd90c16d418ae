#include "credentials/credential.hpp"
#include "credentials/envelopes/enveloped.hpp"
#include "service/endpoints.hpp"
#include "service/errors.hpp"
#include "service/problem.hpp"
#include "service/request_body.hpp"

namespace deed::service {
namespace {

/// What a request for issuing says, beside the credential.
struct IssueOptions {
    std::optional<std::string> cryptosuite;
    credentials::ProofOptions proof;
    FormOptions form;
    bool is_bare = false;
};

Result<std::optional<Timestamp>> read_time(Options& options, std::string_view name) {
    DEED_TRY(const auto text, options.text(name));
    if (!text) return std::optional<Timestamp>();
    const auto time = Timestamp::parse_rfc3339(*text);
    if (!time)
        return Error(errors::kOptionMalformed, std::string(name) + ": " + time.error().message(),
                     "/options/" + std::string(name));
    return std::optional<Timestamp>(*time);
}

Result<IssueOptions> read_options(const Asked& asked, json::Value body) {
    DEED_TRY(Options options, Options::of(body));
    IssueOptions wanted;
    DEED_TRY(wanted.cryptosuite, options.text("cryptosuite"));
    DEED_TRY(wanted.proof.expires, read_time(options, "expires"));
    DEED_TRY(wanted.proof.domains, options.texts("domain"));
    DEED_TRY(wanted.proof.challenge, options.text("challenge"));
    DEED_TRY(const auto proof_id, options.text("proofId"));
    wanted.proof.id = proof_id;
    DEED_TRY(const bool bare, options.flag("returnBare"));
    wanted.is_bare = bare || prefers(asked.request.head, "return=bare");
    // Nothing is kept by it here: what is issued is the client's to keep.
    DEED_TRY([[maybe_unused]] const auto credential_id, options.text("credentialId"));
    DEED_TRY(wanted.form.disclosable, options.texts("disclosable"));
    if (options.has("mandatoryPointers"))
        return Error(errors::kSuiteMissing,
                     "mandatoryPointers belong to suites that this build does not have",
                     "/options/mandatoryPointers");
    if (options.has("credentialStatus"))
        return Error(errors::kStatusMissing,
                     "a credential is issued here with the status it brings",
                     "/options/credentialStatus");
    DEED_CHECK(options.require_known());
    return wanted;
}

Error no_issuer(const std::optional<std::string>& did, std::string_view how) {
    return Error(errors::kNoIssuer,
                 "there is no key of " + did.value_or("any issuer") +
                     (how.empty() ? std::string() : " for " + std::string(how)),
                 "/credential/issuer");
}

/// Disclosures are of SD-JWTs alone.
Result<void> require_fitting(const IssueOptions& options, const IssuerConfiguration& issuer) {
    if (options.form.disclosable.empty() ||
        issuer.form->envelope == credentials::EnvelopeForm::sd_jwt)
        return {};
    return Error(errors::kOptionRefused,
                 "nothing can be withheld from " + std::string(issuer.form->name),
                 "/options/disclosable");
}

/// Refusals of a credential are the client's to mend, whatever their kind: 400.
Reply refusal(const Error& error) {
    switch (error.kind()) {
        case ErrorKind::unavailable:
        case ErrorKind::interrupted:
        case ErrorKind::internal:
        case ErrorKind::io:
            return problem_reply(error);
        default:
            break;
    }
    const bool has_own = error.code() == errors::kSuiteMissing ||
                         error.code() == errors::kStatusMissing ||
                         error.code() == errors::kNoSuchPath;
    return has_own ? problem_reply(error) : problem_reply(error, 400);
}

Result<json::Document> issue_with(const IssuerConfiguration& issuer, json::Value credential,
                                  const IssueOptions& options, const Backend& backend, Call& call) {
    return issue_as(*issuer.form,
                    {.credential = json::Writer().value(credential).take_document(),
                     .issuer = issuer.did,
                     .signer = *issuer.signer,
                     .cryptosuite = std::nullopt,
                     .proof = options.proof},
                    options.form, {backend.resolver, backend.clock, backend.contexts}, call);
}

Reply created(const json::Document& credential, bool is_bare) {
    Reply reply;
    reply.status = 201;
    if (is_bare) {
        reply.body = credential.to_string();
        reply.headers.push_back({"Preference-Applied", "return=bare"});
        return reply;
    }
    json::Writer writer;
    writer.begin_object().key("verifiableCredential").value(credential.root()).end_object();
    reply.body = writer.take();
    return reply;
}

/// Picks the issuer's configuration by `pick`, which gets the credential and the options.
template <typename Pick>
Result<Reply> issue(const Asked& asked, const Backend& backend, Call& call, Pick pick) {
    DEED_TRY(const json::Document body, read_body(asked.request));
    DEED_TRY(const json::Value credential, object_member(body.root(), "credential"));
    auto options = read_options(asked, body.root());
    if (!options) return refusal(options.error());
    const Result<const IssuerConfiguration*> issuer = pick(credential, *options);
    if (!issuer) return refusal(issuer.error());
    if (const auto fits = require_fitting(*options, **issuer); !fits) return refusal(fits.error());
    const auto issued = issue_with(**issuer, credential, *options, backend, call);
    if (!issued) return refusal(issued.error());
    return created(*issued, options->is_bare);
}

}  // namespace

Result<Reply> answer_issue(const Asked& asked, const Backend& backend, Call& call) {
    return issue(asked, backend, call,
                 [&](json::Value credential,
                     const IssueOptions& options) -> Result<const IssuerConfiguration*> {
                     const auto& suite = options.cryptosuite;
                     if (suite && find_form(*suite) == nullptr)
                         return Error(errors::kSuiteMissing, "\"" + *suite + "\" is not here",
                                      "/options/cryptosuite");
                     const auto did = credentials::CredentialView(credential).issuer;
                     // An issuer that is there and names nobody is for the model check to refuse.
                     const auto* found = backend.signatories.find(did, suite);
                     if (found == nullptr) return no_issuer(did, suite.value_or(""));
                     return found;
                 });
}

Result<Reply> answer_issue_on_path(const Asked& asked, const Backend& backend, Call& call) {
    const std::string path =
        std::string(asked.parameters[0]) + "/" + std::string(asked.parameters[1]);
    return issue(
        asked, backend, call,
        [&](json::Value, const IssueOptions& options) -> Result<const IssuerConfiguration*> {
            const IssuerConfiguration* found = backend.signatories.on_path(path);
            if (found == nullptr) {
                if (find_form(asked.parameters[0]) == nullptr)
                    return Error(errors::kSuiteMissing, "nobody issues on \"" + path + "\" here");
                return Error(errors::kNoSuchPath, "nobody issues on \"" + path + "\"");
            }
            if (options.cryptosuite && *options.cryptosuite != found->form->name)
                return no_issuer(found->did.to_string(), *options.cryptosuite);
            return found;
        });
}

}  // namespace deed::service
