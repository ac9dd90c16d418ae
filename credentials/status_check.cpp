#include "credentials/status_check.hpp"

#include <vector>

#include "credentials/errors.hpp"
#include "lib/encoding/text.hpp"

namespace deed::credentials {
namespace {

struct Question {
    const std::optional<std::string>& issuer;
    const VerifyPolicy& policy;
    const Moment& moment;
    StatusSource* source;
};

bool is_of_status(const Error& error) { return error.code().name.starts_with("status."); }

/// What a source says, or why it says nothing.
Result<StatusAnswer> answer_to(const StatusEntry& entry, const Question& question, Call& call) {
    auto answer = question.source->look_up(entry, *question.issuer, question.policy.at, call);
    if (answer || is_of_status(answer.error())) return answer;
    if (answer.error().kind() == ErrorKind::interrupted) return answer;
    return Error(errors::kStatusUnavailable,
                 std::string(answer.error().code().name) + ": " + answer.error().message());
}

/// An answer is as good as the copy that gave it. One as of a past moment does not age.
Result<void> check_age(const StatusAnswer& answer, const Question& question) {
    if (!answer.as_of || question.policy.at) return {};
    const Moment& moment = question.moment;
    const std::string as_of = answer.source + " is as of " + answer.as_of->to_string();
    if (*answer.as_of > moment.now.plus_seconds(moment.skew_seconds))
        return Error(errors::kStatusStale, as_of + ", which is in the future");
    if (answer.as_of->plus_seconds(question.policy.max_did_age_seconds) < moment.now)
        return Error(errors::kStatusStale, as_of + ", older than the policy allows");
    return {};
}

Result<std::string> judge_entry(json::Value value, const Question& question, Call& call) {
    if (!is_status_entry(value) || question.source == nullptr)
        return Error(errors::kStatusUnsupported, "the credential's status was not looked up");
    DEED_TRY(const StatusEntry entry, StatusEntry::parse(value));
    if (!question.issuer)
        return Error(errors::kStatusForeignList, "the credential names no issuer");
    DEED_TRY(const StatusAnswer answer, answer_to(entry, question, call));
    if (!answer.is_of_issuer)
        return Error(errors::kStatusForeignList, "the list is of " + answer.publisher +
                                                     ", and the issuer is " + *question.issuer);
    const bool revokes = entry.purpose == StatusPurpose::revocation;
    if (answer.is_permanent != revokes)
        return Error(
            errors::kStatusPurposeMismatch,
            "the entry is for " + std::string(to_string(entry.purpose)) + ", and the list is not");
    const std::string place =
        "number " + std::to_string(entry.index) + " of 0x" + hex_encode(entry.list);
    // Also by an old copy: in a list for revocation bits stay set.
    if (answer.is_set && revokes) return Error(errors::kStatusRevoked, place + " is set");
    DEED_CHECK(check_age(answer, question));
    if (answer.is_set) return Error(errors::kStatusSuspended, place + " is set");
    const std::string words = revokes ? "not revoked" : "not suspended";
    if (!answer.as_of) return words;
    return words + ", as of " + answer.as_of->to_string() + " by " + answer.source;
}

bool is_fact(const Error& error) {
    return error.kind() == ErrorKind::revoked || error.kind() == ErrorKind::malformed;
}

}  // namespace

Result<std::string> judge_status(json::Value status, const std::optional<std::string>& issuer,
                                 const VerifyPolicy& policy, const Moment& moment,
                                 StatusSource* source, Call& call) {
    const std::string top = "/credentialStatus";
    const bool is_list = status.is_array();
    const std::size_t count = is_list ? status.array().size() : 1;
    if (count > kMaxStatusEntries)
        return Error(errors::kStatusTooMany, std::to_string(count) + " entries", top);
    if (count == 0) return Error(errors::kStatusUnsupported, "there is no status entry", top);
    const Question question{issuer, policy, moment, source};
    std::string words;
    std::optional<Error> open;
    for (std::size_t i = 0; i < count; ++i) {
        const json::Value entry = is_list ? status.array()[i] : status;
        auto answer = judge_entry(entry, question, call);
        if (answer) {
            words = i == 0 ? *answer : words + "; " + *answer;
            continue;
        }
        if (answer.error().kind() == ErrorKind::interrupted) return answer;
        const Error placed(answer.error().code(), answer.error().message(),
                           top + (is_list ? "/" + std::to_string(i) : "") + answer.error().where());
        if (is_fact(placed)) return placed;
        if (!open) open = placed;
    }
    if (open) return *open;
    return words;
}

}  // namespace deed::credentials
