#include "credentials/presentation.hpp"
#include "credentials/secured.hpp"
#include "service/endpoints.hpp"
#include "service/problem.hpp"
#include "service/results.hpp"
#include "service/verify_options.hpp"

namespace deed::service {
namespace {

using credentials::CheckState;
using credentials::DocumentKind;
using credentials::Secured;

json::Document document_of(json::Value value) {
    return json::Writer().value(value).take_document();
}

/// The answer that all verifications begin alike: a problem where something is wrong, and the
/// verdict.
struct Answer {
    Reply reply;
    json::Writer writer;

    explicit Answer(const Findings& findings) {
        reply.status = findings.http_status();
        writer.begin_object();
        if (const Finding* worst = findings.worst()) {
            reply.media_type = kProblemJson;
            reply.code = worst->code->name;
            write_problem_members(writer, *worst->code, worst->detail, worst->pointer,
                                  reply.status);
            if (reply.status == 503) reply.headers.push_back({"Retry-After", "5"});
        }
        writer.key("verified").boolean(findings.accepted());
        write_findings(writer, findings);
    }

    Reply finish() && {
        reply.body = writer.end_object().take();
        return std::move(reply);
    }
};

/// What could not even be read as a credential or presentation is refused with the same members.
Result<Reply> unreadable(const Error& error, const VerifyOptions& options) {
    if (error.kind() == ErrorKind::interrupted) return error;
    Findings findings;
    findings.refuse(error);
    for (const Error& warning : options.warnings) findings.warn(warning);
    return Answer(findings).finish();
}

Result<Reply> judge_credential(json::Value sent, const VerifyOptions& options,
                               const Backend& backend, Call& call) {
    const auto secured = read_secured(document_of(sent), DocumentKind::credential);
    if (!secured) return unreadable(secured.error(), options);
    credentials::VerifyPolicy policy = options.policy;
    policy.domains = options.domains;
    policy.challenge = options.challenge;
    const auto report = credentials::verify(
        *secured, policy,
        {.resolver = backend.resolver,
         .clock = backend.clock,
         .contexts = backend.contexts,
         .authority = backend.authority,
         .statuses = backend.statuses},
        call);
    if (!report) return unreadable(report.error(), options);

    Findings findings;
    findings.add(*report, "", options.vcalm_warnings);
    for (const Error& warning : options.warnings) findings.warn(warning);
    Answer answer(findings);
    if (options.returns_document) answer.writer.key("credential").value(sent);
    if (options.returns_results)
        write_results(answer.writer.key("results"), secured->document().root(), sent, *report);
    answer.writer.key("report").value(report->to_json().root());
    return std::move(answer).finish();
}

/// What is asked of a presentation: the holder's signature over what the request names, and nothing
/// of whom its credentials are about, which VCALM leaves to the application.
credentials::PresentationPolicy policy_of(const VerifyOptions& options) {
    credentials::PresentationPolicy policy;
    policy.credentials = options.policy;
    policy.challenge = options.challenge;
    policy.domains = options.domains;
    policy.only_what_is_given = true;
    policy.allow_other_subjects = !options.wants_binding;
    policy.allow_no_credentials = true;
    return policy;
}

void write_credentials(json::Writer& writer, const credentials::PresentationView& view,
                       const credentials::PresentationReport& report, const VerifyOptions& asked) {
    writer.begin_array();
    for (const credentials::CredentialReport& one : report.credentials) {
        Findings findings;
        findings.add(one.report, one.pointer, asked.vcalm_warnings);
        writer.begin_object().key("verified").boolean(findings.accepted());
        write_findings(writer, findings);
        for (const credentials::EmbeddedCredential& embedded : view.credentials) {
            if (embedded.pointer != one.pointer) continue;
            writer.key("credential").value(embedded.json);
            write_results(writer.key("results"), embedded.json, embedded.json, one.report);
        }
        writer.end_object();
    }
    writer.end_array();
}

/// What became of the holder's proof.
CheckState holder_proof(const credentials::PresentationReport& report) {
    return report.checks.find("proof")->state;
}

/// Deed's own report, which says in a word of its own whether the holder signed.
void write_report(json::Writer& writer, const credentials::PresentationReport& report) {
    const json::Document json = report.to_json();
    writer.begin_object().member("holderProof", to_string(holder_proof(report)));
    for (const auto [name, value] : json.root().object()) writer.key(name).value(value);
    writer.end_object();
}

Result<Reply> judge_presentation(json::Value sent, const VerifyOptions& options,
                                 const Backend& backend, Call& call) {
    const auto secured = read_secured(document_of(sent), DocumentKind::presentation);
    if (!secured) return unreadable(secured.error(), options);
    const auto report = credentials::verify_presentation(
        *secured, policy_of(options),
        {.resolver = backend.resolver,
         .clock = backend.clock,
         .contexts = backend.contexts,
         .authority = backend.authority,
         .statuses = backend.statuses},
        call);
    if (!report) return unreadable(report.error(), options);

    Findings findings;
    findings.add(*report, options.vcalm_warnings);
    for (const Error& warning : options.warnings) findings.warn(warning);
    Answer answer(findings);
    if (holder_proof(*report) == CheckState::skipped)
        answer.writer.member("holderProof", to_string(CheckState::skipped));
    if (options.returns_document)
        answer.writer.key("presentation").value(sent).key("verifiablePresentation").value(sent);
    if (options.returns_results) {
        const json::Document& document = secured->document();
        answer.writer.key("results").begin_object();
        write_presentation_results(answer.writer.key("presentation"), document.root(), sent,
                                   *report, options.domains, options.challenge);
        write_credentials(answer.writer.key("credentials"),
                          credentials::PresentationView(document.root()), *report, options);
        answer.writer.end_object();
    }
    write_report(answer.writer.key("report"), *report);
    return std::move(answer).finish();
}

}  // namespace

Result<Reply> answer_verify(const Asked& asked, const Backend& backend, Call& call) {
    DEED_TRY(const json::Document body, read_body(asked.request));
    DEED_TRY(const VerifyOptions options, read_verify_options(body.root(), backend));
    DEED_TRY(const json::Value sent, object_member(body.root(), "verifiableCredential"));
    return judge_credential(sent, options, backend, call);
}

Result<Reply> answer_verify_presentation(const Asked& asked, const Backend& backend, Call& call) {
    DEED_TRY(const json::Document body, read_body(asked.request));
    DEED_TRY(const VerifyOptions options, read_verify_options(body.root(), backend));
    // VCALM: one without proof is sent as "presentation".
    const bool is_bare =
        !body.root().find("verifiablePresentation") && body.root().find("presentation").has_value();
    DEED_TRY(const json::Value sent,
             object_member(body.root(), is_bare ? "presentation" : "verifiablePresentation"));
    return judge_presentation(sent, options, backend, call);
}

}  // namespace deed::service
