#include "cli/inspect.hpp"

#include <algorithm>

#include "cli/output.hpp"
#include "credentials/contexts/known_contexts.hpp"
#include "credentials/credential.hpp"
#include "credentials/errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

// Strings of the credential reach a terminal only in JSON's escaped form.
std::string quoted(std::string_view text) {
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

void copy_member(json::Writer& writer, json::Value credential, std::string_view name) {
    const auto value = credential.find(name);
    if (value) writer.key(name).value(*value);
}

// Members of a proof that most proofs lack.
constexpr std::pair<std::string_view, std::string_view> kProofParts[] = {
    {"  id", "id"},
    {"  builds on", "previousProof"},
    {"  expires", "expires"},
    {"  domain", "domain"},
    {"  challenge", "challenge"}};

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

}  // namespace

Result<Inspection> inspect_credential(const json::Document& credential) {
    const json::Value root = credential.root();
    if (!root.is_object())
        return Error(credentials::errors::kNotAnObject, "the file holds no JSON object");
    const credentials::CredentialView view(root);

    std::string text = "Nothing below is verified; `deed credential verify` judges it.\n";
    line(text, "id", shown(root.find("id")));
    line(text, "type", shown(root.find("type")));
    line(text, "issuer", view.issuer ? quoted(*view.issuer) : "(none)");
    line(text, "subject", subject_ids(root));
    line(text, "valid from", shown(root.find("validFrom")));
    line(text, "valid until", shown(root.find("validUntil")));
    line(text, "status", shown(root.find("credentialStatus")));
    line(text, "schema", shown(root.find("credentialSchema")));

    const credentials::KnownContexts known;
    const auto context = root.find("@context");
    line(text, "contexts", shown(context));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/credential-inspection/v1")
        .key("verified")
        .boolean(false);
    for (const std::string_view name : {"id", "type", "issuer", "validFrom", "validUntil",
                                        "credentialStatus", "credentialSchema", "@context"})
        copy_member(writer, root, name);
    writer.key("unknownContexts").begin_array();
    if (context) {
        for (const credentials::UnknownContext& unknown : known.unknown_in(*context)) {
            line(text, "  not bundled", quoted(unknown.url));
            writer.string(unknown.url);
        }
    }
    writer.end_array().key("proofs").begin_array();
    for (const json::Value proof : view.proofs) {
        line(text, "proof", shown(proof.find("cryptosuite")));
        for (const auto& [label, name] : kProofParts)
            if (const auto part = proof.find(name)) line(text, label, shown(part));
        line(text, "  by", shown(proof.find("verificationMethod")));
        line(text, "  purpose", shown(proof.find("proofPurpose")));
        line(text, "  created", shown(proof.find("created")));
        writer.value(proof);
    }
    writer.end_array().end_object();
    if (view.proofs.empty()) line(text, "proof", "(none)");
    return Inspection{std::move(text), writer.take_document()};
}

}  // namespace deed::cli
