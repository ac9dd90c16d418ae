#include "credentials/time_rule.hpp"

#include <algorithm>

#include "credentials/errors.hpp"

namespace deed::credentials {
namespace {

// Within the proof.
constexpr const char* kMethodPlace = "/verificationMethod";
constexpr const char* kOperator = "the operator of the DID's ledger";

/// Whether `time` lies in the span, give or take `slack` seconds.
bool contains(const Span& span, Timestamp time, std::int64_t slack) {
    const bool begun = !span.from || *span.from <= time.plus_seconds(slack);
    const bool over = span.until && span.until->plus_seconds(slack) <= time;
    return begun && !over;
}

}  // namespace

TimeRule::TimeRule(const KeyLife& life, const Moment& moment, std::optional<Timestamp> created,
                   std::span<const TimeEvidence> evidence)
    : life_(life), moment_(moment), created_(created) {
    for (const Span& span : life.listed) {
        if (span.from && !moment.knows(*span.from)) break;
        const bool over = span.until && moment.knows(*span.until);
        is_listed_ = !over;
        retired_ = over ? span.until : std::nullopt;
    }
    for (const TimeEvidence& one : evidence) weigh(one);
}

void TimeRule::weigh(const TimeEvidence& evidence) {
    BoundSource source{evidence.source, std::nullopt, std::nullopt, std::nullopt};
    if (!evidence.not_after) {
        source.set_aside = evidence.not_after.error();
    } else {
        source.not_after = *evidence.not_after;
        source.set_aside = contradiction(*evidence.not_after);
    }
    if (!source.set_aside && (!not_after_ || *source.not_after < *not_after_)) {
        not_after_ = source.not_after;
        not_after_source_ = source.source;
    }
    sources_.push_back(std::move(source));
}

// What existed before it was made: one of the clocks is wrong, and nobody knows which.
std::optional<Error> TimeRule::contradiction(Timestamp not_after) const {
    const auto refuted_by = [&](const std::optional<Timestamp>& earliest) {
        return earliest && not_after.plus_seconds(moment_.skew_seconds) < *earliest;
    };
    if (refuted_by(created_))
        return Error(errors::kEvidenceContradicted,
                     "it says " + not_after.to_string() + ", before the proof's own created");
    if (!life_.listed.empty() && refuted_by(life_.listed.front().from))
        return Error(errors::kEvidenceContradicted,
                     "it says " + not_after.to_string() + ", before the key was first listed");
    return std::nullopt;
}

Result<std::string> TimeRule::judge() const {
    DEED_CHECK(check_begun());
    DEED_CHECK(check_not_compromised());
    DEED_CHECK(check_created());
    DEED_CHECK(check_ends());
    return words();
}

Result<void> TimeRule::check_begun() const {
    if (life_.did_created && !moment_.knows(*life_.did_created))
        return Error(errors::kDidNotYetCreated,
                     "the issuer's DID was created at " + life_.did_created->to_string(),
                     kMethodPlace);
    if (life_.listed.empty() || is_listed_ || retired_) return {};
    return Error(errors::kKeyNotYetListed,
                 "the key was first listed at " + life_.listed.front().from->to_string(),
                 kMethodPlace);
}

Result<void> TimeRule::check_not_compromised() const {
    if (!life_.compromised || !moment_.knows(*life_.compromised)) return {};
    if (existed_before(*life_.compromised)) return {};
    return unproven(errors::kKeyCompromised, "the key is compromised since", *life_.compromised);
}

Result<void> TimeRule::check_created() const {
    if (!created_ || life_.listed.empty()) return {};
    const std::int64_t slack = moment_.skew_seconds;
    const bool listed = std::ranges::any_of(
        life_.listed, [&](const Span& span) { return contains(span, *created_, slack); });
    const bool ended = life_.deactivated && life_.deactivated->plus_seconds(slack) <= *created_;
    if (listed && !ended) return {};
    return Error(errors::kProofCreatedOutsideKeyLife,
                 "the proof says it was created at " + created_->to_string() + ", but " +
                     (ended ? "the DID was deactivated at " + life_.deactivated->to_string()
                            : "the key was not listed then"),
                 "/created");
}

// The gravest first. Revocation, expiry and deactivation that had come to pass at the moment are
// failures of the checks `purpose` and `control`.
Result<void> TimeRule::check_ends() const {
    const auto passed_since = [&](const std::optional<Timestamp>& planned) {
        return planned && *planned <= moment_.now ? planned : std::nullopt;
    };
    DEED_CHECK(check_later_end(life_.compromised, errors::kKeyCompromisedUnproven,
                               "the key was declared compromised later, since"));
    DEED_CHECK(check_later_end(passed_since(life_.revoked), errors::kKeyRevokedUnproven,
                               "the verification method was revoked later, at"));
    DEED_CHECK(check_later_end(life_.deactivated, errors::kKeyDeactivatedUnproven,
                               "the DID was deactivated later, at"));
    if (life_.moved && !existed_before(*life_.moved))
        return unproven(errors::kKeyMovedUnproven, "the DID moved to another ledger at",
                        *life_.moved);
    DEED_CHECK(check_not_retired());
    return check_later_end(passed_since(life_.expires), errors::kKeyExpiredUnproven,
                           "the verification method expired later, at");
}

Result<void> TimeRule::check_not_retired() const {
    if (life_.listed.empty()) return {};
    if (!is_listed_ && !existed_before(*retired_))
        return unproven(errors::kKeyRetiredUnproven, "the key was retired at", *retired_);
    // A key that is listed again since has its controller's word again.
    const auto& last = life_.listed.back().until;
    if (last && !existed_before(*last))
        return unproven(errors::kKeyRetiredUnproven, "the key was retired later, at", *last);
    return {};
}

Result<void> TimeRule::check_later_end(const std::optional<Timestamp>& end, const ErrorCode& code,
                                       std::string_view what) const {
    if (!end || moment_.knows(*end) || existed_before(*end)) return {};
    return unproven(code, std::string(what), *end);
}

Error TimeRule::unproven(const ErrorCode& code, std::string what, Timestamp end) const {
    return Error(code, std::move(what) + " " + end.to_string() + "; " + evidence_words(),
                 kMethodPlace);
}

std::string TimeRule::evidence_words() const {
    std::string text = not_after_ ? "the proof existed by " + not_after_->to_string() + ", says " +
                                        not_after_source_
                                  : "no evidence shows when the proof existed";
    for (const BoundSource& source : sources_)
        if (source.set_aside)
            text += "; set aside: " + source.source + " (" + source.set_aside->message() + ")";
    return text;
}

std::string TimeRule::words() const {
    std::string text = evidence_words();
    if (life_.listed.empty() || !life_.listed.front().from)
        return text + "; nothing else bounds when it was signed";
    text += "; the key was listed";
    for (std::size_t i = 0; i < life_.listed.size(); ++i) {
        const Span& span = life_.listed[i];
        text += (i == 0 ? " from " : " and from ") + span.from->to_string() +
                (span.until ? " until " + span.until->to_string() : " on");
    }
    const auto mention = [&](std::string_view what, const std::optional<Timestamp>& when) {
        if (when) text += ", " + std::string(what) + " " + when->to_string();
    };
    mention("compromised since", life_.compromised);
    mention("the DID deactivated at", life_.deactivated);
    mention("the DID moved at", life_.moved);
    return text + ", as " + kOperator + " claims";
}

TimeBounds TimeRule::bounds() const {
    TimeBounds bounds;
    bounds.at = moment_.at;
    bounds.not_after = not_after_;
    bounds.sources = sources_;
    if (life_.listed.empty() || !life_.listed.front().from) return bounds;
    bounds.not_before = life_.listed.front().from;
    bounds.sources.insert(bounds.sources.begin(),
                          {kOperator, bounds.not_before, std::nullopt, std::nullopt});
    return bounds;
}

}  // namespace deed::credentials
