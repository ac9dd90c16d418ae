#include "credentials/credential.hpp"

#include "credentials/contexts/known_contexts.hpp"

namespace deed::credentials {
namespace {

std::optional<std::string> string_member(json::Value object, std::string_view name) {
    const auto member = object.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text) return std::nullopt;
    return std::string(*text);
}

std::optional<Timestamp> date_member(json::Value object, std::string_view name) {
    const auto text = string_member(object, name);
    if (!text) return std::nullopt;
    auto date = Timestamp::parse_date_time(*text, true);
    if (!date) return std::nullopt;
    return *date;
}

std::optional<std::string> issuer_of(json::Value credential) {
    const auto issuer = credential.find("issuer");
    if (issuer && issuer->is_object()) return string_member(*issuer, "id");
    return string_member(credential, "issuer");
}

std::vector<json::Value> values_of(json::Value object, std::string_view name) {
    const auto member = object.find(name);
    if (!member) return {};
    if (!member->is_array()) return {*member};
    std::vector<json::Value> values;
    for (const json::Value element : member->array()) values.push_back(element);
    return values;
}

std::vector<std::string> types_of(json::Value credential) {
    std::vector<std::string> types;
    for (const json::Value type : values_of(credential, "type"))
        if (const auto text = type.string_if()) types.emplace_back(*text);
    return types;
}

bool starts_with_version_1(json::Value credential) {
    const auto contexts = values_of(credential, "@context");
    return !contexts.empty() && contexts.front().string_if() == kCredentialsV1;
}

}  // namespace

CredentialView::CredentialView(json::Value credential)
    : json(credential),
      is_version_1(starts_with_version_1(credential)),
      issuer(issuer_of(credential)),
      id(string_member(credential, "id")),
      types(types_of(credential)),
      from_member(is_version_1 ? "issuanceDate" : "validFrom"),
      until_member(is_version_1 ? "expirationDate" : "validUntil"),
      valid_from(date_member(credential, from_member)),
      valid_until(date_member(credential, until_member)),
      proofs(values_of(credential, "proof")),
      has_status(credential.find("credentialStatus").has_value()),
      has_schema(credential.find("credentialSchema").has_value()) {}

}  // namespace deed::credentials
