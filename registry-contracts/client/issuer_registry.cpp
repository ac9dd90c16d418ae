#include "registry-contracts/client/issuer_registry.hpp"

#include <algorithm>

#include "registry-contracts/client/accreditation_changes.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kVerdicts[] = {
    "accredited", "unknown",       "not yet",        "ended",       "suspended",
    "removed",    "may not issue", "outside parent", "see history", "barred"};

Hash named(std::string_view prefix, std::string_view name) {
    return crypto::Hasher256(crypto::HashAlgorithm::keccak256).update(prefix).update(name).finish();
}

/// How near to an authority for the type a judgement comes: what says more of the issuer stands
/// higher, and above all what an accreditation for this very type says.
int nearness(const Judgement& judgement, const CredentialType& type) {
    const bool at_end = judgement.step + 1 == judgement.path.size();
    const int base = at_end ? 50 : static_cast<int>(judgement.step);
    if (judgement.verdict == Verdict::outside_parent) return base - 1;
    return covers(judgement.path.back().type, type) ? base + 100 : base;
}

}  // namespace

CredentialType every_credential_type() {
    CredentialType type;
    type.fill(0xff);
    return type;
}

CredentialType credential_type_named(std::string_view name) {
    return named("deed/credential-type/", name);
}

CredentialType specific_issuer_type(std::string_view name) {
    return named("weid/issuer-type/", name);
}

CredentialType cpt_credential_type(std::uint64_t cpt_id) {
    CredentialType type{};
    for (std::size_t i = 0; i < 8; ++i) type[31 - i] = static_cast<std::uint8_t>(cpt_id >> (8 * i));
    return type;
}

Hash accreditation_id(const Hash& root, const AccreditationPath& path) {
    Hash id = root;
    for (const AccreditationStep& step : path) {
        Bytes words = to_bytes(id);
        words.resize(44);  // the address is padded to a word
        append(words, step.holder);
        append(words, step.type);
        id = crypto::keccak256(words);
    }
    return id;
}

std::string_view to_string(Standing standing) {
    constexpr std::string_view kNames[] = {"none", "active", "suspended", "removed"};
    return kNames[static_cast<std::size_t>(standing)];
}

std::string_view to_string(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

RecordJudgement judge_record(std::span<const AccreditationChange> changes, std::uint64_t at) {
    // The last state of each period holds all that was decided of it, also later.
    for (std::size_t i = changes.size(); i-- > 0;) {
        const Verdict verdict = judge_state(changes[i].after, at);
        if (verdict != Verdict::see_history) return {verdict, changes[i].after};
    }
    // Before the first period, which later changes replaced.
    return {changes.empty() ? Verdict::unknown : Verdict::not_yet, {}};
}

Judgement judge_path(const AccreditationPath& path, std::span<const StepEvidence> steps,
                     const CredentialType& type, std::uint64_t at) {
    std::uint8_t depth = kMaxPathSteps;
    CredentialType scope = every_credential_type();
    const auto fails = [&path](Verdict verdict, std::size_t step) {
        return Judgement{verdict, step, path};
    };
    for (std::size_t i = 0; i < path.size() && i < steps.size(); ++i) {
        const auto& [record, barred] = steps[i];
        if (record.verdict != Verdict::accredited) return fails(record.verdict, i);
        const bool is_barred = std::any_of(
            barred.begin(), barred.end(),
            [at](const BarredTime& time) { return time.from <= at && at < time.until; });
        if (is_barred) return fails(Verdict::barred, i);
        if (record.record.depth >= depth || !covers(scope, path[i].type))
            return fails(Verdict::outside_parent, i);
        depth = record.record.depth;
        scope = path[i].type;
    }
    if (path.empty() || steps.size() != path.size()) return fails(Verdict::unknown, 0);
    const std::size_t last = path.size() - 1;
    if (!covers(scope, type)) return fails(Verdict::outside_parent, last);
    if (!steps[last].record.record.may_issue) return fails(Verdict::may_not_issue, last);
    return fails(Verdict::accredited, last);
}

Result<Judgement> IssuerRegistry::is_authorised(const Hash& root, const Address& issuer,
                                                const CredentialType& type, std::uint64_t at,
                                                Call& call) {
    DEED_TRY(const auto paths, paths_to(root, issuer, call));
    Judgement nearest;
    for (const AccreditationPath& path : paths) {
        DEED_TRY(Judgement judgement, judge(root, path, type, at, call));
        if (judgement.is_authorised()) return judgement;
        if (nearest.path.empty() || nearness(judgement, type) > nearness(nearest, type))
            nearest = std::move(judgement);
    }
    return nearest;
}

}  // namespace deed::registry
