// The checks that ask whose key signed, what it may do, and when.
#include "credentials/errors.hpp"
#include "credentials/proof_judge.hpp"

namespace deed::credentials {

bool ProofJudge::asked(std::string_view name) {
    if (asks(name)) return true;
    report_.skip(std::string(name), "not asked");
    return false;
}

bool ProofJudge::asked_with_key(std::string_view name) {
    if (!asked(name)) return false;
    if (stated_ && !key_.is_unresolved) return true;
    report_.undetermined(std::string(name), key_.method.error());
    return false;
}

bool ProofJudge::asked_of_did(std::string_view name, std::string_view why_not) {
    if (!asked(name)) return false;
    if (!key_.is_given) return true;
    report_.skip(std::string(name), "the key was given: " + std::string(why_not));
    return false;
}

void ProofJudge::purpose() {
    if (!asked_with_key("purpose")) return;
    if (!key_.is_given) return report_.write("purpose", judge_purpose());
    if (const auto stated = judge_stated_purpose(); !stated)
        return report_.judge("purpose", stated.error());
    report_.skip("purpose", "the key was given: what its controller lists it for was not asked");
}

Result<void> ProofJudge::judge_stated_purpose() const {
    if (!stated_->purpose || *stated_->purpose == to_string(demands_.purpose)) return {};
    return Error(*demands_.purpose_mismatch, "the proof was made for " + *stated_->purpose,
                 stated_->place("proofPurpose"));
}

Result<std::string> ProofJudge::judge_purpose() const {
    DEED_CHECK(judge_stated_purpose());
    DEED_TRY(const did::VerificationMethod method, key_.method);
    const std::string place = stated_->place("verificationMethod");
    DEED_TRY(std::string listing, judge_listing(method.id));
    // CID 1.0 section 2.2: no proof verifies from then on. As of before, the check `time` asks what
    // is known of its age.
    const KeyLife& life = key_.life;
    if (life.revoked && *life.revoked <= moment_.judged())
        return Error(errors::kMethodRevoked,
                     method.id + " was revoked at " + life.revoked->to_string(), place);
    if (life.expires && *life.expires <= moment_.judged())
        return Error(errors::kMethodExpired, method.id + " expired at " + life.expires->to_string(),
                     place);
    // Of an issuer's own key, the control check says so, where it is asked.
    if (deactivated() && (is_foreign() || !asks("control")))
        return Error(errors::kMethodControllerDeactivated,
                     key_.did + " was deactivated at " + deactivated()->to_string(), place);
    return listing;
}

// What the check `time` judges by evidence is judged here without, where that is not asked.
Result<std::string> ProofJudge::judge_listing(const std::string& method_id) const {
    const std::string place = stated_->place("verificationMethod");
    const std::string purpose(to_string(demands_.purpose));
    const auto& compromised = key_.life.compromised;
    const bool was_listed = rule_.retired() && asks("time");
    if (key_.life.listed.empty() || !(rule_.is_listed() || was_listed))
        return Error(*demands_.not_authorized, method_id + " is not listed for " + purpose, place);
    if (!asks("time") && compromised && moment_.knows(*compromised))
        return Error(errors::kKeyCompromised,
                     "the key is compromised since " + compromised->to_string(), place);
    if (was_listed)
        return "the key was listed for " + purpose + " until " + rule_.retired()->to_string();
    return "the key is listed for " + purpose;
}

std::optional<Timestamp> ProofJudge::deactivated() const {
    const auto& end = key_.life.deactivated;
    if (!end || !moment_.knows(*end) || rule_.existed_before(*end)) return std::nullopt;
    return end;
}

// CID 1.0 section 3.3: the document that lists the key is its controller's. A method that names a
// further controller is that one's, whoever lists it.
bool ProofJudge::is_foreign() const {
    const auto& controller = demands_.controller;
    return !controller || !key_.method || *controller != key_.did ||
           *controller != key_.method->controller;
}

bool ProofJudge::may_be_own() const {
    if (key_.is_given || !stated_) return true;
    return !is_foreign() || (key_.is_unresolved && demands_.controller == key_.did);
}

std::string ProofJudge::signer() const {
    if (key_.is_unresolved) return key_.did;
    const bool is_known = !key_.is_given && key_.method && key_.method->controller == key_.did;
    return is_known ? key_.did : std::string();
}

void ProofJudge::control() {
    if (!asked_of_did("control", "whose it is was not asked")) return;
    if (!asked_with_key("control")) return;
    if (policy_.allow_foreign_keys && key_.method && is_foreign())
        return report_.skip("control", "foreign keys are allowed: " + key_.method->controller +
                                           " signed, who need not be the " +
                                           std::string(demands_.role));
    report_.write("control", judge_control());
}

Result<std::string> ProofJudge::judge_control() const {
    const std::string place(demands_.controller_place);
    if (!demands_.controller)
        return Error(*demands_.controller_missing,
                     "there is no id of the " + std::string(demands_.role), place);
    DEED_TRY(const did::VerificationMethod method, key_.method);
    if (is_foreign())
        return Error(*demands_.foreign_key,
                     "the key of " + method.controller + " signed, not one of the " +
                         std::string(demands_.role) + " " + *demands_.controller,
                     place);
    if (deactivated())
        return Error(*demands_.controller_deactivated,
                     *demands_.controller + " was deactivated at " + deactivated()->to_string(),
                     place);
    return "the key is controlled by " + *demands_.controller;
}

void ProofJudge::freshness() {
    if (!asked_of_did("did.freshness", "nothing was looked up")) return;
    key_.history ? report_.write("did.freshness", judge_freshness())
                 : report_.undetermined("did.freshness", key_.history.error());
}

Result<std::string> ProofJudge::judge_freshness() const {
    const auto& copy = key_.history->freshness;
    if (!copy) return std::string("resolved directly");
    const std::string as_of = copy->as_of.to_string();
    if (copy->as_of > moment_.now.plus_seconds(moment_.skew_seconds))
        return Error(errors::kDidStale,
                     copy->source + " says it is of " + as_of + ", which is in the future");
    if (copy->as_of.plus_seconds(policy_.max_did_age_seconds) < moment_.now)
        return Error(errors::kDidStale,
                     copy->source + " is of " + as_of + ", older than the policy allows");
    return "as of " + as_of + ", by " + copy->source;
}

void ProofJudge::time() {
    if (!asked_of_did("time", "nothing is known of its life")) return;
    if (!asked_with_key("time")) return;
    report_.write("time", judge_time());
    if (!key_.method) return;
    TimeBounds bounds = rule_.bounds();
    if (key_.history->freshness) bounds.known_until = key_.history->freshness->as_of;
    report_.set_bounds(std::move(bounds));
}

Result<std::string> ProofJudge::judge_time() const {
    DEED_CHECK(key_.method);
    const auto& copy = key_.history->freshness;
    const std::string known =
        copy ? "; what was recorded after " + copy->as_of.to_string() + " is not known" : "";
    const auto judged = rule_.judge();
    if (judged) return *judged + known;
    const Error& error = judged.error();
    return Error(
        error.code(), error.message() + known,
        error.where().empty() ? stated_->pointer : stated_->place(error.where().substr(1)));
}

// Who runs the ledger of the issuer's DID may be the issuer.
std::vector<TimeEvidence> ProofJudge::weighable_evidence() const {
    std::vector<TimeEvidence> evidence = policy_.evidence;
    for (TimeEvidence& one : evidence) {
        if (one.network.empty() || !key_.did.starts_with("did:weid:" + one.network + ":")) continue;
        if (policy_.allow_same_ledger) {
            one.source += ", the ledger of the issuer's DID";
        } else if (one.not_after) {
            one.not_after =
                Error(errors::kEvidenceNotIndependent, "it is the ledger of the issuer's DID");
        }
    }
    return evidence;
}

}  // namespace deed::credentials
