#include "cli/inspect.hpp"
#include "credentials/credential.hpp"
#include "credentials/presentation.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

// Claims of a token that stand beside what is presented.
constexpr std::string_view kClaims[] = {"aud", "nonce", "iat", "exp"};

std::string listed(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + in_quotes(text);
    return all.empty() ? "(none)" : all;
}

void write_texts(json::Writer& writer, std::string_view name,
                 const std::vector<std::string>& texts) {
    writer.key(name).begin_array();
    for (const std::string& text : texts) writer.string(text);
    writer.end_array();
}

/// What signs a credential or presentation that stands in an envelope.
void show_envelope(const credentials::Secured& secured, std::string& text, json::Writer& writer) {
    if (const auto* jwt = secured.jwt()) show_token(*jwt, text, writer);
    if (const auto* sd_jwt = secured.sd_jwt()) show_token(*sd_jwt, text, writer);
    if (const auto* cose = secured.cose()) show_cose(*cose, text, writer);
}

void write_proofs(const std::vector<json::Value>& proofs, std::string& text, json::Writer& writer) {
    writer.key("proofs").begin_array();
    for (const json::Value proof : proofs) {
        show_proof(proof, text);
        writer.value(proof);
    }
    writer.end_array();
}

std::string indented(std::string_view lines) {
    std::string text;
    bool begins = true;
    for (const char c : lines) {
        if (begins) text += "  ";
        text += c;
        begins = c == '\n';
    }
    return text;
}

void describe_credential(const credentials::EmbeddedCredential& embedded, std::string& text,
                         json::Writer& writer) {
    line(text, "credential", embedded.pointer);
    writer.begin_object().member("pointer", embedded.pointer);
    const auto inside =
        embedded.is_wrapped() ? std::optional(credentials::open_envelope(embedded)) : std::nullopt;
    if (embedded.is_enveloped) writer.key("enveloped").boolean(true);
    if (inside && !*inside) {
        line(text, "  envelope", "not opened: " + inside->error().message());
        writer.end_object();
        return;
    }
    const json::Value json = inside ? (*inside)->document().root() : embedded.json;
    const credentials::CredentialView view(json);
    const auto subjects = credentials::subject_ids(json);
    line(text, "  type", listed(view.types));
    line(text, "  issuer", view.issuer ? in_quotes(*view.issuer) : "(none)");
    line(text, "  subject", listed(subjects));
    write_texts(writer, "types", view.types);
    if (view.issuer) writer.member("issuer", *view.issuer);
    write_texts(writer, "subjects", subjects);
    std::string security;
    if (inside)
        show_envelope(**inside, security, writer);
    else
        write_proofs(view.proofs, security, writer);
    text += indented(security);
    writer.end_object();
}

}  // namespace

Inspection inspect_presentation(const credentials::Secured& presentation, const ShownTerms* terms) {
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
    writer.end_array();
    write_proofs(view.proofs, text, writer);
    if (presentation.jwt() != nullptr || presentation.sd_jwt() != nullptr)
        for (const std::string_view name : kClaims)
            if (const auto claim = root.find(name)) writer.key(name).value(*claim);
    if (presentation.envelope())
        show_envelope(presentation, text, writer);
    else if (view.proofs.empty())
        line(text, "proof", "(none)");
    if (terms != nullptr) show_terms(*terms, text, writer);
    return {std::move(text), writer.end_object().take_document()};
}

}  // namespace deed::cli
