#include "credentials/holder_proof.hpp"

#include "credentials/errors.hpp"
#include "credentials/holder_binding.hpp"
#include "credentials/presentation.hpp"
#include "credentials/presentation_errors.hpp"
#include "credentials/proof_judge.hpp"
#include "credentials/sd_jwt/errors.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kToken = "kb";

Error not_listed(std::string why) {
    return Error(errors::kConfirmationNotListed, std::move(why), "/cnf/kid");
}

/// The holder's DID, as the payload names it.
std::optional<std::string> holder_of(json::Value payload) {
    if (const auto subject = payload.find("sub"); subject && subject->is_string())
        return std::string(subject->string());
    auto subjects = subject_ids(payload);
    if (subjects.size() != 1) return std::nullopt;
    return std::move(subjects.front());
}

/// What the proof's own checks leave to say: the worst of them.
const Check* objection_of(const Report& report) {
    for (const CheckState state : {CheckState::failed, CheckState::undetermined})
        for (const Check& check : report.checks())
            if (check.state == state) return &check;
    return nullptr;
}

ProofDemands demands_of(const std::string& key_url) {
    return {.purpose = did::Relationship::authentication,
            .controller = key_url.substr(0, key_url.find('#')),
            .role = "holder",
            .controller_place = "/cnf/kid",
            .judges_binding = false,
            .purpose_mismatch = &errors::kPresentationPurposeMismatch,
            .not_authorized = &errors::kPresentationKeyNotAuthorized,
            .foreign_key = &errors::kNotByHolder,
            .controller_deactivated = &errors::kHolderDeactivated};
}

}  // namespace

VerifyPolicy policy_for_holder(const VerifyPolicy& of_credentials) {
    VerifyPolicy policy;
    policy.skip = of_credentials.skip;
    policy.max_did_age_seconds = of_credentials.max_did_age_seconds;
    policy.clock_skew_seconds = of_credentials.clock_skew_seconds;
    policy.at = of_credentials.at;
    return policy;
}

void refuse_retired_key(Report& judged, const VerifyPolicy& policy) {
    const Check* time = judged.find("time");
    if (time->code != &errors::kKeyRetiredUnproven || policy.at ||
        judged.find("purpose")->state != CheckState::passed)
        return;
    judged.replace("purpose",
                   Error(errors::kPresentationKeyNotAuthorized, time->detail, time->pointer));
}

Result<std::string> holder_key_url(const SdJwt& sd_jwt, const std::string& key_id) {
    if (!key_id.starts_with('#')) return key_id;
    const auto holder = holder_of(sd_jwt.payload().root());
    if (holder && holder->starts_with("did:")) return *holder + key_id;
    return not_listed("the kid " + key_id + " is a fragment, and no DID of the holder is named");
}

Result<StatedProof> state_holder(const SdJwt& sd_jwt, const std::string& key_id) {
    const jose::Jws& token = sd_jwt.key_binding()->jws();
    DEED_TRY(const KeyBindingClaims claims, sd_jwt.key_binding()->claims());
    StatedProof proof;
    proof.pointer = kToken;
    proof.has_places = false;
    DEED_TRY(proof.verification_method, holder_key_url(sd_jwt, key_id));
    const jose::Header& header = *token.header();
    if (proof.verification_method.find('#') == std::string::npos)
        proof.any_key = header.algorithm().key_type;
    proof.algorithm = header.algorithm().id;
    proof.created = claims.issued_at;
    proof.check = [&sd_jwt](const crypto::PublicKey& key, Call&) -> Result<std::string> {
        DEED_CHECK(sd_jwt.verify_key_binding(key));
        return std::string("the holder's token");
    };
    return proof;
}

Result<void> judge_holder(Report& report, const StatedProof& stated, const VerifyPolicy& policy,
                          const VerifyContext& context, Call& call) {
    const Check* issuers = report.find("proof");
    if (!stated.holder || issuers->state != CheckState::passed) return {};
    // Who gives the issuer's keys wants nothing to be looked up.
    if (!policy.public_keys.empty()) {
        report.replace("proof",
                       Error(errors::kConfirmationByName,
                             "its kid is " + stated.holder->verification_method, "/cnf/kid"));
        return {};
    }
    const ProofEntry entry{std::string(kToken), *stated.holder};
    const ProofDemands demands = demands_of(stated.holder->verification_method);
    const VerifyPolicy of_holder = policy_for_holder(policy);
    DEED_TRY(SigningKey key,
             find_signing_key(entry.stated, demands.purpose, context.resolver, policy.at, call));
    ProofJudge judge(entry, std::move(key), demands, of_holder, context.clock);
    DEED_CHECK(judge.proof(call));
    judge.purpose();
    judge.control();
    judge.freshness();
    judge.time();
    Report judged = judge.take();
    refuse_retired_key(judged, policy);
    if (const Check* objection = objection_of(judged)) {
        report.replace({"proof", objection->state, objection->code,
                        "the holder's key, by cnf: " + objection->detail, "/cnf/kid"});
        return {};
    }
    report.replace({"proof", CheckState::passed, nullptr,
                    issuers->detail + ", shown by " + stated.holder->verification_method, ""});
    return {};
}

Result<crypto::PublicKey> resolve_holder_key(const SdJwt& sd_jwt, did::DidResolver& resolver,
                                             Call& call) {
    DEED_TRY(const Confirmation confirmed, sd_jwt.confirmation());
    if (confirmed.key) return *confirmed.key;
    DEED_TRY(const std::string url, holder_key_url(sd_jwt, confirmed.key_id));
    DEED_TRY(const did::Did did, did::Did::parse(url.substr(0, url.find('#'))));
    DEED_TRY(const did::Resolution holder, resolver.resolve(did, call));
    for (const did::VerificationMethod& method : holder.document.verification_methods()) {
        const bool is_meant = url.find('#') == std::string::npos || method.id == url;
        if (is_meant && method.public_key &&
            holder.document.allows(method.id, did::Relationship::authentication))
            return *method.public_key;
    }
    return not_listed(did.to_string() + " lists no such key for authentication");
}

}  // namespace deed::credentials
