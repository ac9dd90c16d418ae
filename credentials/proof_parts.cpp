#include "credentials/proof_parts.hpp"

#include <algorithm>

#include "credentials/errors.hpp"
#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/suite.hpp"
#include "credentials/text_rules.hpp"

namespace deed::credentials {
namespace {

bool is_text(json::Value value) { return value.is_string() && !value.string().empty(); }

bool is_date(json::Value value) {
    const auto text = value.string_if();
    return text && Timestamp::parse_date_time(*text, true);
}

bool is_text_or_texts(json::Value value) {
    const auto values = one_or_more(value, {});
    return !values.empty() && std::ranges::all_of(values, [](const PlacedValue& placed) {
        return is_text(placed.value);
    });
}

struct MemberRule {
    std::string_view name;
    bool (*is_sound)(json::Value);
    std::string_view form;
};

constexpr MemberRule kAlwaysRequired[] = {
    {"type", is_text, "a string"},
    {"proofPurpose", is_text, "a string"},
    {"verificationMethod", is_url, "one absolute URL"},
};
constexpr MemberRule kCryptosuite{"cryptosuite", is_text, "a string"};
constexpr MemberRule kProofValue{"proofValue", is_text, "a string"};
constexpr MemberRule kOptional[] = {
    {"id", is_url, "one absolute URL"},
    {"created", is_date, "a date-time"},
    {"expires", is_date, "a date-time"},
    {"domain", is_text_or_texts, "a string or strings"},
    {"challenge", is_text, "a string"},
    {"nonce", is_text, "a string"},
    {"previousProof", is_text_or_texts, "a string or strings"},
};

void check_member(json::Value proof, const MemberRule& rule, bool required,
                  const std::string& pointer, ModelFaults& faults) {
    const auto member = proof.find(rule.name);
    if (!member && required)
        faults.add(errors::kProofMalformed, "the proof has no " + std::string(rule.name), pointer);
    if (member && !rule.is_sound(*member))
        faults.add(errors::kProofMalformed,
                   std::string(rule.name) + " is not " + std::string(rule.form),
                   pointer + "/" + std::string(rule.name));
}

}  // namespace

void check_proof(json::Value proof, const std::string& pointer, ModelFaults& faults) {
    if (!proof.is_object())
        return faults.add(errors::kProofMalformed, "the proof is not an object", pointer);
    for (const MemberRule& rule : kAlwaysRequired) check_member(proof, rule, true, pointer, faults);
    const bool is_data_integrity = text_of(proof, "type") == kDataIntegrityProof;
    const bool is_known = is_data_integrity || suite_of_proof(proof) != nullptr;
    check_member(proof, kCryptosuite, is_data_integrity, pointer, faults);
    check_member(proof, kProofValue, is_known, pointer, faults);
    for (const MemberRule& rule : kOptional) check_member(proof, rule, false, pointer, faults);
}

std::vector<std::string> texts_of(json::Value proof, std::string_view name) {
    const auto member = proof.find(name);
    if (!member) return {};
    std::vector<std::string> texts;
    for (const PlacedValue& placed : one_or_more(*member, {}))
        if (const auto text = placed.value.string_if()) texts.emplace_back(*text);
    return texts;
}

std::string_view text_of(json::Value proof, std::string_view name) {
    const auto member = proof.find(name);
    return member ? member->string_if().value_or("") : "";
}

std::optional<Timestamp> date_of(json::Value proof, std::string_view name) {
    const auto date = Timestamp::parse_date_time(text_of(proof, name), true);
    if (!date) return std::nullopt;
    return *date;
}

}  // namespace deed::credentials
