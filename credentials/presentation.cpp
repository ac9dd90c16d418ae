#include "credentials/presentation.hpp"

#include <algorithm>

#include "credentials/model_parts.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kEnveloped = "EnvelopedVerifiableCredential";

std::optional<std::string> url_of(std::optional<json::Value> value) {
    if (!value || !is_url(*value)) return std::nullopt;
    return std::string(value->string());
}

std::optional<std::string> holder_of(json::Value presentation) {
    const auto holder = presentation.find("holder");
    if (holder && holder->is_object()) return url_of(holder->find("id"));
    return url_of(holder);
}

bool is_enveloped(json::Value credential) {
    const auto type = credential.find("type");
    if (!type) return false;
    return std::ranges::any_of(one_or_more(*type, {}), [](const PlacedValue& entry) {
        return entry.value.string_if() == kEnveloped;
    });
}

std::vector<EmbeddedCredential> credentials_of(json::Value presentation) {
    const auto member = presentation.find("verifiableCredential");
    if (!member) return {};
    std::vector<EmbeddedCredential> credentials;
    for (PlacedValue& entry : one_or_more(*member, "/verifiableCredential")) {
        if (credentials.size() == kMaxPresented) break;
        credentials.push_back({entry.value, std::move(entry.pointer), is_enveloped(entry.value)});
    }
    return credentials;
}

}  // namespace

PresentationView::PresentationView(json::Value presentation)
    : json(presentation),
      holder(holder_of(presentation)),
      credentials(credentials_of(presentation)) {
    const CredentialView secured(presentation);
    proofs = secured.proofs;
    is_version_1 = secured.is_version_1;
}

std::vector<std::optional<std::string>> subject_ids(json::Value credential) {
    const auto member = credential.find("credentialSubject");
    if (!member) return {};
    std::vector<std::optional<std::string>> ids;
    for (const PlacedValue& subject : one_or_more(*member, {}))
        ids.push_back(url_of(subject.value.find("id")));
    return ids;
}

}  // namespace deed::credentials
