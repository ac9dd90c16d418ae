#include "cli/inspect.hpp"

#include <algorithm>

#include "cli/output.hpp"
#include "credentials/contexts/known_contexts.hpp"
#include "credentials/credential.hpp"
#include "credentials/sd_jwt/hold.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {

std::string in_quotes(std::string_view text) {
    json::Writer writer;
    return writer.string(text).take();
}

std::string shown(const std::optional<json::Value>& value) {
    if (!value) return "(none)";
    return json::to_string(*value);
}

void line(std::string& text, std::string_view label, const std::string& value) {
    std::string padded(label);
    padded.resize(std::max<std::size_t>(padded.size() + 1, 14), ' ');
    text += padded + printable(value) + "\n";
}

namespace {

void copy_member(json::Writer& writer, json::Value credential, std::string_view name) {
    const auto value = credential.find(name);
    if (value) writer.key(name).value(*value);
}

// Members of a proof, and whether most proofs have them.
struct ProofPart {
    std::string_view label;
    std::string_view name;
    bool usual;
};
constexpr ProofPart kProofParts[] = {{"  id", "id", false},
                                     {"  builds on", "previousProof", false},
                                     {"  by", "verificationMethod", true},
                                     {"  purpose", "proofPurpose", true},
                                     {"  created", "created", true},
                                     {"  expires", "expires", false},
                                     {"  domain", "domain", false},
                                     {"  challenge", "challenge", false},
                                     {"  nonce", "nonce", false}};

std::string subject_ids(json::Value credential) {
    const auto subject = credential.find("credentialSubject");
    if (!subject) return "(none)";
    if (subject->is_object()) return shown(subject->find("id"));
    std::string ids;
    if (subject->is_array())
        for (const json::Value one : subject->array())
            ids += (ids.empty() ? "" : ", ") + shown(one.find("id"));
    return ids.empty() ? "(malformed)" : ids;
}

// What a JWT's header and claims say that a proof would.
constexpr std::pair<std::string_view, std::string_view> kHeaderParts[] = {
    {"  alg", "alg"}, {"  typ", "typ"}, {"  by", "kid"}};
constexpr std::pair<std::string_view, std::string_view> kClaims[] = {
    {"  iss", "iss"},       {"  sub", "sub"},        {"  domain", "aud"}, {"  challenge", "nonce"},
    {"  issued at", "iat"}, {"  not before", "nbf"}, {"  expires", "exp"}};

template <typename Token>
void show_token_of(const Token& jwt, json::Value claims, std::string_view form, std::string& text,
                   json::Writer& writer) {
    const auto& header = jwt.jws().header();
    line(text, form, header ? "header accepted" : header.error().to_string());
    if (!header) return;
    for (const auto& [label, name] : kHeaderParts)
        if (const auto part = header->json().root().find(name)) line(text, label, shown(part));
    for (const auto& [label, name] : kClaims)
        if (const auto claim = claims.find(name)) line(text, label, shown(claim));
    writer.key("header").value(header->json().root());
}

}  // namespace

void show_proof(json::Value proof, std::string& text) {
    // Suites that came before cryptosuites are types of their own.
    const auto suite = proof.find("cryptosuite");
    line(text, "proof", shown(suite ? suite : proof.find("type")));
    for (const auto& [label, name, usual] : kProofParts)
        if (const auto part = proof.find(name); part || usual) line(text, label, shown(part));
}

void show_token(const credentials::SecuredJwt& jwt, std::string& text, json::Writer& writer) {
    show_token_of(jwt, jwt.claim_set().root(), jwt.is_version_1() ? "JWT of 1.1" : "JWT", text,
                  writer);
}

void show_token(const credentials::SecuredSdJwt& sd_jwt, std::string& text, json::Writer& writer) {
    show_token_of(sd_jwt, sd_jwt.payload().root(), "SD-JWT", text, writer);
    show_disclosures(sd_jwt.sd_jwt(), text, writer);
}

void show_disclosures(const credentials::SdJwt& sd_jwt, std::string& text, json::Writer& writer) {
    if (const std::size_t count = sd_jwt.signatures().size(); count > 1) {
        line(text, "  signatures", std::to_string(count));
        writer.key("signatures").integer(static_cast<std::int64_t>(count));
    }
    writer.key("disclosed").begin_array();
    for (const credentials::DisclosableClaim& claim : credentials::disclosable_claims(sd_jwt)) {
        line(text, "  disclosed", in_quotes(claim.pointer));
        writer.string(claim.pointer);
    }
    writer.end_array().key("withheld").integer(static_cast<std::int64_t>(sd_jwt.hidden()));
    line(text, "  withheld", std::to_string(sd_jwt.hidden()));
    if (const auto holder = sd_jwt.confirmation()) {
        const bool has_key = holder->key.has_value();
        const std::string shown_key = has_key ? holder->key->to_multikey() : holder->key_id;
        line(text, "  holder key", has_key ? shown_key : in_quotes(shown_key));
        writer.member(has_key ? "holderKey" : "holderKeyId", shown_key);
    }
    if (!sd_jwt.key_binding()) return;
    const auto& claims = sd_jwt.key_binding()->claims();
    line(text, "  shown to", claims ? in_quotes(claims->audience) : claims.error().to_string());
    if (!claims) return;
    line(text, "  challenge", in_quotes(claims->nonce));
    line(text, "  shown at", claims->issued_at.to_string());
    writer.key("keyBinding")
        .begin_object()
        .member("domain", claims->audience)
        .member("challenge", claims->nonce)
        .member("created", claims->issued_at.to_string())
        .end_object();
}

Inspection inspect_credential(const credentials::Secured& credential,
                              const credentials::KnownContexts& known, const ShownTerms* terms) {
    const json::Value root = credential.document().root();
    const credentials::CredentialView view(root);

    std::string text = "Nothing below is verified; `deed credential verify` judges it.\n";
    line(text, "id", shown(root.find("id")));
    line(text, "type", shown(root.find("type")));
    line(text, "issuer", view.issuer ? in_quotes(*view.issuer) : "(none)");
    line(text, "subject", subject_ids(root));
    line(text, "valid from", shown(root.find(view.from_member)));
    line(text, "valid until", shown(root.find(view.until_member)));
    line(text, "status", shown(root.find("credentialStatus")));
    line(text, "schema", shown(root.find("credentialSchema")));

    const auto context = root.find("@context");
    line(text, "contexts", shown(context));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/credential-inspection/v1")
        .key("verified")
        .boolean(false);
    for (const std::string_view name :
         {std::string_view("id"), std::string_view("type"), std::string_view("issuer"),
          view.from_member, view.until_member, std::string_view("credentialStatus"),
          std::string_view("credentialSchema"), std::string_view("@context")})
        copy_member(writer, root, name);
    writer.key("unknownContexts").begin_array();
    if (context) {
        for (const credentials::UnknownContext& unknown : known.unknown_in(*context)) {
            line(text, "  not bundled", in_quotes(unknown.url));
            writer.string(unknown.url);
        }
    }
    writer.end_array().key("proofs").begin_array();
    for (const json::Value proof : view.proofs) {
        show_proof(proof, text);
        writer.value(proof);
    }
    writer.end_array();
    if (const auto* jwt = credential.jwt())
        show_token(*jwt, text, writer);
    else if (const auto* sd_jwt = credential.sd_jwt())
        show_token(*sd_jwt, text, writer);
    else if (const auto* cose = credential.cose())
        show_cose(*cose, text, writer);
    else if (view.proofs.empty())
        line(text, "proof", "(none)");
    if (terms != nullptr) show_terms(*terms, text, writer);
    writer.end_object();
    return Inspection{std::move(text), writer.take_document()};
}

}  // namespace deed::cli
