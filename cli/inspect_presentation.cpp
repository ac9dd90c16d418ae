#include "cli/inspect.hpp"
#include "credentials/credential.hpp"
#include "credentials/presentation.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

constexpr std::pair<std::string_view, std::string_view> kProofParts[] = {
    {"proof", "cryptosuite"},    {"  by", "verificationMethod"}, {"  purpose", "proofPurpose"},
    {"  created", "created"},    {"  expires", "expires"},       {"  domain", "domain"},
    {"  challenge", "challenge"}};
constexpr std::pair<std::string_view, std::string_view> kClaims[] = {
    {"  domain", "aud"}, {"  challenge", "nonce"}, {"  issued at", "iat"}, {"  expires", "exp"}};

std::string listed(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + quoted(text);
    return all.empty() ? "(none)" : all;
}

void write_texts(json::Writer& writer, std::string_view name,
                 const std::vector<std::string>& texts) {
    writer.key(name).begin_array();
    for (const std::string& text : texts) writer.string(text);
    writer.end_array();
}

void describe_credential(const credentials::EmbeddedCredential& embedded, std::string& text,
                         json::Writer& writer) {
    line(text, "credential", embedded.pointer);
    writer.begin_object().member("pointer", embedded.pointer);
    const auto inside =
        embedded.is_enveloped ? std::optional(credentials::open_envelope(embedded)) : std::nullopt;
    if (inside) writer.key("enveloped").boolean(true);
    if (inside && !*inside) {
        line(text, "  envelope", "not opened: " + inside->error().message());
        writer.end_object();
        return;
    }
    const json::Value json = inside ? (*inside)->document().root() : embedded.json;
    const credentials::CredentialView view(json);
    const auto subjects = credentials::subject_ids(json);
    line(text, "  type", listed(view.types));
    line(text, "  issuer", view.issuer ? quoted(*view.issuer) : "(none)");
    line(text, "  subject", listed(subjects));
    write_texts(writer, "types", view.types);
    if (view.issuer) writer.member("issuer", *view.issuer);
    write_texts(writer, "subjects", subjects);
    const auto* sd_jwt = inside ? (*inside)->sd_jwt() : nullptr;
    if (sd_jwt != nullptr) show_disclosures(sd_jwt->sd_jwt(), text, writer);
    writer.end_object();
}

}  // namespace

Inspection inspect_presentation(const credentials::Secured& presentation) {
    const json::Value root = presentation.document().root();
    const credentials::PresentationView view(root);
    std::string text = "Nothing below is verified; `deed presentation verify` judges it.\n";
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/presentation-inspection/v1")
        .key("verified")
        .boolean(false);
    for (const std::string_view name : {"id", "type", "holder"}) {
        line(text, name, shown(root.find(name)));
        if (const auto value = root.find(name)) writer.key(name).value(*value);
    }
    writer.key("credentials").begin_array();
    for (const credentials::EmbeddedCredential& embedded : view.credentials)
        describe_credential(embedded, text, writer);
    writer.end_array().key("proofs").begin_array();
    for (const json::Value proof : view.proofs) {
        for (const auto& [label, name] : kProofParts)
            if (const auto part = proof.find(name)) line(text, label, shown(part));
        writer.value(proof);
    }
    writer.end_array();
    const auto* sd_jwt = presentation.sd_jwt();
    if (presentation.jwt() != nullptr || sd_jwt != nullptr) {
        line(text, "proof", sd_jwt == nullptr ? "a JWT" : "an SD-JWT");
        for (const auto& [label, name] : kClaims)
            if (const auto claim = root.find(name)) {
                line(text, label, shown(claim));
                writer.key(name).value(*claim);
            }
        if (sd_jwt != nullptr) show_disclosures(sd_jwt->sd_jwt(), text, writer);
    } else if (const auto* cose = presentation.cose()) {
        show_cose(*cose, text, writer);
    } else if (view.proofs.empty()) {
        line(text, "proof", "(none)");
    }
    return {std::move(text), writer.end_object().take_document()};
}

}  // namespace deed::cli
