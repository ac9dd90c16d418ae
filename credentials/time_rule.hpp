#pragma once

// The room's own: the time-bound rule of specs/credential-profile.md section 7. Not for other
// rooms.

#include <span>

#include "credentials/key_life.hpp"
#include "credentials/report.hpp"
#include "credentials/time_evidence.hpp"

namespace deed::credentials {

/// As of when is judged, and what the clock says.
struct Moment {
    std::optional<Timestamp> at;  ///< the past moment that was asked about; absent: now
    Timestamp now;
    std::int64_t skew_seconds;

    /// As of when dates are judged.
    Timestamp judged() const { return at.value_or(now); }
    /// Dates beyond this were in the future then.
    Timestamp latest() const { return judged().plus_seconds(skew_seconds); }
    /// Whether what the ledger tells had come to pass. Without a moment asked about, all of it has:
    /// the ledger's clock may be ahead of this one.
    bool knows(Timestamp event) const { return !at || event <= *at; }
};

/// Judges when a proof may have been made by what is known of its key and by time evidence.
class TimeRule {
public:
    /// `created` is what the proof says of itself. `life` must outlive the rule.
    TimeRule(const KeyLife& life, const Moment& moment, std::optional<Timestamp> created,
             std::span<const TimeEvidence> evidence);

    /// Whether the key was listed for its purpose at the moment.
    bool is_listed() const { return is_listed_; }
    /// Where it was not, but had been: when it ceased to be.
    const std::optional<Timestamp>& retired() const { return retired_; }
    /// Whether evidence shows that the credential existed before `end`.
    bool existed_before(Timestamp end) const { return not_after_ && *not_after_ < end; }

    /// The rule. Failures: `key.did_not_yet_created`, `key.not_yet_listed`, `key.compromised`,
    /// `proof.created_outside_key_life`; undetermined: `key.…_unproven`.
    Result<std::string> judge() const;
    TimeBounds bounds() const;
    /// What bounds the time, in words.
    std::string words() const;

private:
    void weigh(const TimeEvidence& evidence);
    std::optional<Error> contradiction(Timestamp not_after) const;
    Result<void> check_begun() const;
    Result<void> check_not_compromised() const;
    Result<void> check_created() const;
    Result<void> check_ends() const;
    Result<void> check_not_retired() const;
    Result<void> check_later_end(const std::optional<Timestamp>& end, const ErrorCode& code,
                                 std::string_view what) const;
    std::string evidence_words() const;
    Error unproven(const ErrorCode& code, std::string what, Timestamp end) const;

    const KeyLife& life_;
    Moment moment_;
    const std::optional<Timestamp> created_;
    bool is_listed_ = false;
    std::optional<Timestamp> retired_;
    std::vector<BoundSource> sources_;  ///< the evidence, also what was set aside
    std::optional<Timestamp> not_after_;
    std::string not_after_source_;
};

}  // namespace deed::credentials
