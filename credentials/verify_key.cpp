// The checks that ask whose key signed, what it may do, and when.
#include "credentials/errors.hpp"
#include "credentials/verification.hpp"

namespace deed::credentials {

void Verification::purpose() {
    if (asked_with_key("purpose")) write("purpose", judge_purpose());
}

Result<std::string> Verification::judge_purpose() const {
    DEED_TRY(const ProofParts proof, key_.proof);
    if (proof.purpose != to_string(did::Relationship::assertion_method))
        return Error(errors::kProofPurposeMismatch,
                     "the proof was made for " + std::string(proof.purpose),
                     proof.pointer + "/proofPurpose");
    DEED_TRY(const did::VerificationMethod method, key_.method);
    const std::string place = proof.pointer + "/verificationMethod";
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
Result<std::string> Verification::judge_listing(const std::string& method_id) const {
    const std::string place = key_.proof->pointer + "/verificationMethod";
    const auto& compromised = key_.life.compromised;
    const bool was_listed = rule_.retired() && asks("time");
    if (key_.life.listed.empty() || !(rule_.is_listed() || was_listed))
        return Error(errors::kProofKeyNotAuthorized,
                     method_id + " is not listed for assertionMethod", place);
    if (!asks("time") && compromised && moment_.knows(*compromised))
        return Error(errors::kKeyCompromised,
                     "the key is compromised since " + compromised->to_string(), place);
    if (was_listed)
        return "the key was listed for assertionMethod until " + rule_.retired()->to_string();
    return std::string("the key is listed for assertionMethod");
}

std::optional<Timestamp> Verification::deactivated() const {
    const auto& end = key_.life.deactivated;
    if (!end || !moment_.knows(*end) || rule_.existed_before(*end)) return std::nullopt;
    return end;
}

// CID 1.0 section 3.3: the document that lists the key is its controller's. A method that names a
// further controller is that one's, whoever lists it.
bool Verification::is_foreign() const {
    return !credential_.issuer || !key_.method || *credential_.issuer != key_.did ||
           *credential_.issuer != key_.method->controller;
}

void Verification::control() {
    if (!asked_with_key("control")) return;
    if (policy_.allow_foreign_keys && key_.method && is_foreign())
        return report_.skip("control", "foreign keys are allowed: " + key_.method->controller +
                                           " signed, who need not be the issuer");
    write("control", judge_control());
}

Result<std::string> Verification::judge_control() const {
    if (!credential_.issuer)
        return Error(errors::kIssuerMalformed, "the credential names no issuer", "/issuer");
    DEED_TRY(const did::VerificationMethod method, key_.method);
    if (is_foreign())
        return Error(errors::kControlForeignKey,
                     "the key of " + method.controller + " signed, not one of the issuer " +
                         *credential_.issuer,
                     "/issuer");
    if (deactivated())
        return Error(errors::kControlIssuerDeactivated,
                     *credential_.issuer + " was deactivated at " + deactivated()->to_string(),
                     "/issuer");
    return "the key is controlled by " + *credential_.issuer;
}

void Verification::freshness() {
    if (!asked("did.freshness")) return;
    key_.history ? write("did.freshness", judge_freshness())
                 : report_.undetermined("did.freshness", key_.history.error());
}

Result<std::string> Verification::judge_freshness() const {
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

void Verification::time() {
    if (!asked_with_key("time")) return;
    write("time", judge_time());
    if (!key_.method) return;
    TimeBounds bounds = rule_.bounds();
    if (key_.history->freshness) bounds.known_until = key_.history->freshness->as_of;
    report_.set_bounds(std::move(bounds));
}

Result<std::string> Verification::judge_time() const {
    DEED_CHECK(key_.method);
    const auto& copy = key_.history->freshness;
    const std::string known =
        copy ? "; what was recorded after " + copy->as_of.to_string() + " is not known" : "";
    const auto judged = rule_.judge();
    if (judged) return *judged + known;
    const Error& error = judged.error();
    return Error(error.code(), error.message() + known, key_.proof->pointer + error.where());
}

// Who runs the ledger of the issuer's DID may be the issuer.
std::vector<TimeEvidence> Verification::weighable_evidence() const {
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
