#include "credentials/presentation.hpp"

#include "credentials/model_parts.hpp"
#include "credentials/presentation_errors.hpp"

namespace deed::credentials {
namespace {

std::optional<std::string> url_of(std::optional<json::Value> value) {
    if (!value || !is_url(*value)) return std::nullopt;
    return std::string(value->string());
}

std::optional<std::string> holder_of(json::Value presentation) {
    const auto holder = presentation.find("holder");
    if (holder && holder->is_object()) return url_of(holder->find("id"));
    return url_of(holder);
}

std::vector<EmbeddedCredential> credentials_of(json::Value presentation) {
    const auto member = presentation.find("verifiableCredential");
    if (!member) return {};
    std::vector<EmbeddedCredential> credentials;
    for (PlacedValue& entry : one_or_more(*member, "/verifiableCredential")) {
        if (credentials.size() == kMaxPresented) break;
        credentials.push_back({entry.value, std::move(entry.pointer),
                               is_enveloped(entry.value, DocumentKind::credential)});
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
    for (EmbeddedCredential& credential : credentials)
        credential.is_token =
            is_version_1 && jose::looks_like_jws(credential.json.string_if().value_or(""));
}

namespace {

Result<Secured> open_token(json::Value value) {
    DEED_TRY(SecuredJwt jwt, SecuredJwt::parse_either(value.string(), DocumentKind::credential));
    if (jwt.is_version_1()) return Secured(std::move(jwt));
    return Error(errors::kEmbeddedToken, "the bare JWT is no credential of data model 1.1");
}

}  // namespace

Result<Secured> open_envelope(const EmbeddedCredential& embedded) {
    if (embedded.is_token) return open_token(embedded.json);
    DEED_TRY(const Enveloped enveloped, parse_enveloped(embedded.json, DocumentKind::credential));
    return open_envelope(enveloped, DocumentKind::credential);
}

std::vector<std::string> subject_ids(json::Value credential) {
    const auto member = credential.find("credentialSubject");
    if (!member) return {};
    std::vector<std::string> ids;
    for (const PlacedValue& subject : one_or_more(*member, {}))
        if (auto id = url_of(subject.value.find("id"))) ids.push_back(std::move(*id));
    return ids;
}

}  // namespace deed::credentials
