#include <algorithm>

#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/issuer_words.hpp"
#include "cli/registry_words.hpp"
#include "cli/secured_input.hpp"
#include "cli/verify_words.hpp"
#include "credentials/authority_errors.hpp"
#include "toolkit/issuer_authority.hpp"

namespace deed::cli {
namespace {

namespace codes = credentials::errors;

/// What is asked: the root, whom, for what, and of which moment.
struct Question {
    registry::Hash root{};
    registry::CredentialType type{};
    std::string type_text;
    Timestamp at = *Timestamp::from_unix_milliseconds(0);
    bool is_now = true;
    std::int64_t max_age_seconds = 0;
};

Result<Question> question_of(Invocation& invocation) {
    const Timestamp now = invocation.clock().now();
    Question question;
    question.at = now;
    DEED_TRY(question.root, id_argument(invocation, 0));
    DEED_TRY(question.type_text, required_option(invocation, "type", "TYPE"));
    DEED_TRY(question.type, read_credential_type(question.type_text));
    DEED_TRY(const credentials::VerifyPolicy policy, given_verify_policy(invocation, now));
    question.max_age_seconds = policy.max_did_age_seconds;
    if (const auto at = invocation.option("at")) {
        DEED_TRY(question.at, given_time("at", *at));
        question.is_now = false;
    }
    return question;
}

/// What the registry says; an error is what kept it from answering, or a finding.
Result<std::string> answer_of(Invocation& invocation, const Question& question, Timestamp now) {
    Call& call = invocation.call();
    DEED_TRY(const auto open, issuers_of(invocation, RegistryAccess::read));
    DEED_TRY(const registry::Address issuer,
             party_address(invocation, *open, *invocation.argument(1)));
    DEED_TRY(const registry::KnownUntil known, open->known_until(call));
    DEED_TRY([[maybe_unused]] const registry::Committee committee,
             open->issuers().committee(question.root, call));
    const auto seconds = static_cast<std::uint64_t>(
        std::max<std::int64_t>(question.at.unix_milliseconds(), 0) / 1000);
    DEED_TRY(const registry::Judgement judgement,
             open->issuers().is_authorised(question.root, issuer, question.type, seconds, call));
    const Error stale(
        codes::kAuthorityStale,
        "the registry is known until " + known.time.to_string() + ", from a " + known.source);
    if (known.time < now.plus_seconds(-question.max_age_seconds)) return stale;
    DEED_TRY(const TypeNames names, TypeNames::given(invocation));
    std::string text =
        std::string(registry::to_string(judgement.verdict)) + " at " + question.at.to_string();
    if (!judgement.path.empty())
        text += ", step " + std::to_string(judgement.step + 1) + " of " +
                path_text(open->network(), judgement.path, names);
    const ErrorCode* code = authority_code(judgement.verdict);
    if (code == nullptr) return text;
    constexpr std::int64_t kSkew = 60;
    if (known.time.plus_seconds(kSkew) < question.at && !question.is_now) return stale;
    return Error(*code, text);
}

Result<int> run_verify(Invocation& invocation) {
    DEED_TRY(const Question question, question_of(invocation));
    const auto answer = answer_of(invocation, question, invocation.clock().now());
    credentials::Report report;
    if (!answer) {
        const Error& error = answer.error();
        const bool finding =
            std::ranges::any_of(codes::kAuthorityRoomCodes,
                                [&](const ErrorCode* code) { return *code == error.code(); });
        if (!finding &&
            (error.kind() == ErrorKind::usage || error.kind() == ErrorKind::interrupted))
            return error;
        // What kept the registry from answering says nothing of the issuer, whatever its kind.
        finding ? report.judge("authority", error) : report.undetermined("authority", error);
    } else {
        report.pass("authority", *answer);
    }
    return print_verification(invocation, "deed/issuer-verification/v1", report);
}

constexpr ArgumentRow kArguments[] = {{"ROOT", "the root that is trusted"},
                                      {"ISSUER", "whom it is about: a DID or an account"}};
constexpr OptionRow kOptions[] = {
    {"type", "TYPE", "for what: a name, * for all, cpt:N, issuer-type:NAME, or 0x…"},
    {"at", "TIME", "judge a past moment, by what is decided now"},
    {"max-did-age", "DAYS", "how old the registry's answer may be (default: 30)"},
    kNetworkOption,
    kNodeOption};

}  // namespace

constexpr CommandRow kIssuerVerify{
    "issuer",
    "verify",
    "Judge whether an issuer may issue a type of credential",
    "By any way from the root, now or at a past moment. The verdicts and exit codes are those of\n"
    "`deed credential verify`: 0 only when it may, 9 where the registry could not be asked.",
    kArguments,
    kOptions,
    "deed issuer verify 0x… did:weid:… --type DegreeCredential",
    run_verify};

}  // namespace deed::cli
