#include "credentials/authority_rule.hpp"

#include <algorithm>

#include "credentials/authority_errors.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kBaseType = "VerifiableCredential";
constexpr std::size_t kMostTypes = 16;  // each costs questions to a node

void add_schema(json::Value schema, std::vector<std::string>& ids) {
    if (!schema.is_object()) return;
    if (const auto id = schema.find("id"); id && id->is_string()) ids.emplace_back(id->string());
}

/// The error that a finding is.
Error error_of(const AuthorityFinding& finding, const Timestamp& at) {
    return Error(*finding.code, "at " + at.to_string() + ": " + finding.detail, "/issuer");
}

}  // namespace

AuthorityQuestion authority_question(const CredentialView& credential) {
    AuthorityQuestion question;
    question.issuer = credential.issuer.value_or("");
    std::ranges::copy_if(credential.types, std::back_inserter(question.types),
                         [](const std::string& type) { return type != kBaseType; });
    if (question.types.empty()) question.types.emplace_back(kBaseType);
    if (const auto schemas = credential.json.find("credentialSchema")) {
        if (schemas->is_array())
            for (const json::Value schema : schemas->array()) add_schema(schema, question.schemas);
        else
            add_schema(*schemas, question.schemas);
    }
    return question;
}

Result<void> AuthorityRule::check_age(const AuthorityAnswer& answer) const {
    const Timestamp oldest = moment.now.plus_seconds(-policy.max_did_age_seconds);
    const std::string until = "the registry is known until " + answer.known_until.to_string();
    if (answer.known_until < oldest) return Error(errors::kAuthorityStale, until, "/issuer");
    // A source that is ahead of time would never grow old.
    if (answer.known_until > moment.now.plus_seconds(moment.skew_seconds))
        return Error(errors::kAuthorityStale, until + ", which is in the future", "/issuer");
    return {};
}

Result<std::string> AuthorityRule::judge(Call& call) const {
    const Timestamp judged = moment.judged();
    // What says nothing of its own date is as good as issued by who shows that it was there, or
    // now.
    const Timestamp stated = credential.valid_from.value_or(not_after.value_or(judged));
    const Timestamp issued = std::min(stated, judged);
    std::vector<Timestamp> moments{issued, judged};
    if (not_after) moments.push_back(*not_after);
    const AuthorityQuestion question = authority_question(credential);
    const std::size_t asked = question.types.size() + question.schemas.size();
    if (asked > kMostTypes)
        return Error(errors::kAuthorityTooManyTypes,
                     "it has " + std::to_string(asked) + " types and schemas", "/type");
    DEED_TRY(const AuthorityAnswer answer, authority.ask(question, moments, call));
    DEED_ASSERT(answer.findings.size() == moments.size());

    DEED_CHECK(check_age(answer));
    const AuthorityFinding& then = answer.findings[0];
    if (then.code != nullptr) {
        // What the registry does not know yet is nobody's fault.
        if (answer.known_until.plus_seconds(moment.skew_seconds) >= issued)
            return error_of(then, issued);
        return Error(errors::kAuthorityStale,
                     "the registry is known until " + answer.known_until.to_string() +
                         ", before the credential's " + issued.to_string(),
                     "/issuer");
    }
    const AuthorityFinding& now = answer.findings[1];
    if (now.code == nullptr) return then.detail;
    if (not_after && answer.findings[2].code == nullptr)
        return then.detail + "; no longer, but evidence shows the credential by " +
               not_after->to_string();
    return Error(errors::kAuthorityLost,
                 "accredited at " + issued.to_string() + ", and at " + judged.to_string() + ": " +
                     now.detail,
                 "/issuer");
}

}  // namespace deed::credentials
