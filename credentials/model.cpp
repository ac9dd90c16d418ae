#include <algorithm>

#include "credentials/contexts/inline_contexts.hpp"
#include "credentials/contexts/known_contexts.hpp"
#include "credentials/credential.hpp"
#include "credentials/errors.hpp"
#include "credentials/model_parts.hpp"
#include "credentials/proof_parts.hpp"
#include "credentials/text_rules.hpp"

namespace deed::credentials {
namespace {

struct EntryRule {
    std::string_view name;
    const ErrorCode* malformed;
    bool needs_id;
};

/// What the versions of the data model have different.
struct VersionRules {
    std::string_view name;
    std::string_view base_context;
    std::string_view from;
    std::string_view until;
    bool needs_from;
    bool has_texts;  ///< name and description
    bool has_related_resources;
    std::span<const EntryRule> entries;
};

// VCDM 2.0 sections 4.10, 4.11, 5.4, 5.5 and 5.6.
constexpr EntryRule kEntries2[] = {{"credentialStatus", &errors::kStatusMalformed, false},
                                   {"credentialSchema", &errors::kSchemaMalformed, true},
                                   {"refreshService", &errors::kEntryMalformed, false},
                                   {"termsOfUse", &errors::kEntryMalformed, false},
                                   {"evidence", &errors::kEntryMalformed, false}};
// VCDM 1.1 sections 4.9, 5.4, 5.5, 5.6 and 5.7.
constexpr EntryRule kEntries1[] = {{"credentialStatus", &errors::kStatusMalformed, true},
                                   {"credentialSchema", &errors::kSchemaMalformed, true},
                                   {"refreshService", &errors::kEntryMalformed, true},
                                   {"termsOfUse", &errors::kEntryMalformed, false},
                                   {"evidence", &errors::kEntryMalformed, false}};

constexpr VersionRules kVersion2{"2.0", kCredentialsV2, "validFrom", "validUntil",
                                 false, true,           true,        kEntries2};
constexpr VersionRules kVersion1{"1.1", kCredentialsV1, "issuanceDate", "expirationDate",
                                 true,  false,          false,          kEntries1};

// VCDM 2.0 section 4.3 and 1.1 section 4.1: an ordered set that starts with the base context; then
// URLs and objects.
void check_context(json::Value credential, const VersionRules& version, ModelFaults& faults) {
    const auto context = credential.find("@context");
    if (!context) return faults.add(errors::kContextMissing, "there is no @context", "");
    if (!context->is_array())
        return faults.add(errors::kContextEntryMalformed, "@context is not an array", "/@context");

    const auto entries = one_or_more(*context, "/@context");
    if (entries.empty() || entries.front().value.string_if() != version.base_context)
        faults.add(errors::kBaseContextNotFirst,
                   "the first context is not " + std::string(version.base_context),
                   entries.empty() ? "/@context" : "/@context/0");
    for (const PlacedValue& entry : entries)
        if (!is_url(entry.value) && !entry.value.is_object())
            faults.add(errors::kContextEntryMalformed,
                       "the context is neither an absolute URL nor an object", entry.pointer);
}

// Readers of one version of the data model overlook what the other one says with these dates, and
// each base context redefines terms that the other protects.
void check_version(json::Value credential, const VersionRules& other, ModelFaults& faults) {
    const std::string words = " is of data model " + std::string(other.name);
    for (const std::string_view name : {other.from, other.until})
        if (credential.find(name))
            faults.add(errors::kVersionMixed, std::string(name) + words, "/" + std::string(name));
    for (std::string& pointer : references_to(other.base_context, credential))
        faults.add(errors::kVersionMixed, "the context" + words, std::move(pointer));
}

// VCDM 2.0 section 4.5; 1.1 section 4.3.
void check_type(json::Value credential, ModelFaults& faults) {
    const auto type = credential.find("type");
    if (!type) return faults.add(errors::kTypeMissing, "there is no type", "");
    if (!is_type(*type))
        return faults.add(errors::kTypeMalformed, "type is not a string or an array of strings",
                          "/type");
    const auto types = one_or_more(*type, "/type");
    if (std::ranges::none_of(types, [](const PlacedValue& entry) {
            return entry.value.string() == "VerifiableCredential";
        }))
        faults.add(errors::kTypeNotVerifiableCredential,
                   "type does not include VerifiableCredential", "/type");
}

void check_texts(json::Value object, const std::string& pointer, ModelFaults& faults) {
    check_language_value(object, "name", pointer, faults);
    check_language_value(object, "description", pointer, faults);
}

// VCDM 2.0 section 4.7; 1.1 section 4.5.
void check_issuer(json::Value credential, const VersionRules& version, ModelFaults& faults) {
    const auto issuer = credential.find("issuer");
    if (!issuer) return faults.add(errors::kIssuerMissing, "there is no issuer", "");
    if (is_url(*issuer)) return;
    if (!issuer->is_object())
        return faults.add(errors::kIssuerMalformed,
                          "the issuer is neither an absolute URL nor an object", "/issuer");
    const auto id = issuer->find("id");
    if (!id || !is_url(*id))
        faults.add(errors::kIssuerMalformed, "the issuer's id is not one absolute URL",
                   id ? "/issuer/id" : "/issuer");
    if (version.has_texts) check_texts(*issuer, "/issuer", faults);
}

void check_subject(const PlacedValue& subject, ModelFaults& faults) {
    if (!subject.value.is_object())
        return faults.add(errors::kSubjectMalformed, "the subject is not an object",
                          subject.pointer);
    if (subject.value.object().empty())
        return faults.add(errors::kSubjectEmpty, "the subject has no members", subject.pointer);
    check_id(subject.value, subject.pointer, faults);
}

// VCDM 2.0 section 4.8; 1.1 section 4.4.
void check_subjects(json::Value credential, ModelFaults& faults) {
    const auto subject = credential.find("credentialSubject");
    if (!subject) return faults.add(errors::kSubjectMissing, "there is no credentialSubject", "");
    const auto subjects = one_or_more(*subject, "/credentialSubject");
    if (subjects.empty())
        faults.add(errors::kSubjectEmpty, "there are no subjects", "/credentialSubject");
    for (const PlacedValue& entry : subjects) check_subject(entry, faults);
}

std::optional<Timestamp> check_date(json::Value credential, std::string_view name,
                                    ModelFaults& faults) {
    const auto value = credential.find(name);
    if (!value) return std::nullopt;
    const std::string pointer = "/" + std::string(name);
    const auto text = value->string_if();
    if (!text) {
        faults.add(errors::kDateMalformed, std::string(name) + " is not a string", pointer);
        return std::nullopt;
    }
    auto date = Timestamp::parse_date_time(*text, true);
    if (date) return *date;
    faults.add(errors::kDateMalformed, std::string(name) + ": " + date.error().message(), pointer);
    return std::nullopt;
}

// VCDM 2.0 section 4.9; 1.1 sections 4.6 and 4.8.
void check_dates(json::Value credential, const VersionRules& version, ModelFaults& faults) {
    if (version.needs_from && !credential.find(version.from))
        faults.add(errors::kIssuanceDateMissing, "there is no " + std::string(version.from), "");
    const auto from = check_date(credential, version.from, faults);
    const auto until = check_date(credential, version.until, faults);
    if (from && until && *until < *from)
        faults.add(errors::kDatesReversed,
                   std::string(version.until) + " is earlier than " + std::string(version.from),
                   "/" + std::string(version.until));
}

void check_entry(const PlacedValue& entry, const EntryRule& rule, ModelFaults& faults) {
    const std::string name(rule.name);
    if (!entry.value.is_object())
        return faults.add(*rule.malformed, name + " is not an object", entry.pointer);
    const auto type = entry.value.find("type");
    if (!type) faults.add(errors::kEntryTypeMissing, name + " has no type", entry.pointer);
    if (type && !is_type(*type))
        faults.add(errors::kTypeMalformed, "type is not a string or an array of strings",
                   entry.pointer + "/type");
    if (rule.needs_id && !entry.value.find("id"))
        faults.add(*rule.malformed, name + " has no id", entry.pointer);
    check_id(entry.value, entry.pointer, faults);
}

void check_entries(json::Value credential, const EntryRule& rule, ModelFaults& faults) {
    const auto value = credential.find(rule.name);
    if (!value) return;
    const std::string pointer = "/" + std::string(rule.name);
    const auto entries = one_or_more(*value, pointer);
    if (entries.empty())
        faults.add(*rule.malformed, std::string(rule.name) + " is an empty array", pointer);
    for (const PlacedValue& entry : entries) check_entry(entry, rule, faults);
}

void check_proofs(json::Value credential, ModelFaults& faults) {
    const auto proof = credential.find("proof");
    if (!proof) return;
    for (const PlacedValue& entry : one_or_more(*proof, "/proof"))
        check_proof(entry.value, entry.pointer, faults);
}

}  // namespace

std::vector<ModelFault> check_model(json::Value credential) {
    ModelFaults faults;
    if (!credential.is_object()) {
        faults.add(errors::kNotAnObject, "the credential is not an object", "");
        return faults.take();
    }
    const bool is_version_1 = CredentialView(credential).is_version_1;
    const VersionRules& version = is_version_1 ? kVersion1 : kVersion2;

    check_context(credential, version, faults);
    check_version(credential, is_version_1 ? kVersion2 : kVersion1, faults);
    check_keyword_members(credential, faults);
    check_id(credential, "", faults);
    check_type(credential, faults);
    if (version.has_texts) check_texts(credential, "", faults);
    check_issuer(credential, version, faults);
    check_subjects(credential, faults);
    check_dates(credential, version, faults);
    for (const EntryRule& rule : version.entries) check_entries(credential, rule, faults);
    const auto resources = credential.find("relatedResource");
    if (resources && version.has_related_resources)
        check_related_resources(*resources, "/relatedResource", faults);
    check_proofs(credential, faults);
    return faults.take();
}

}  // namespace deed::credentials
