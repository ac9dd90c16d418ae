// `deed codec vc-jose-cose`: securing and verifying with a key that is handed in, for comparing
// implementations of VC-JOSE-COSE. It resolves nothing and keeps nothing.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "credentials/contexts/safe_mode.hpp"
#include "credentials/credential.hpp"
#include "credentials/presentation.hpp"
#include "credentials/verify.hpp"
#include "did/methods/key.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/file.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

using credentials::DocumentKind;
using credentials::EnvelopeForm;
using credentials::Secured;

constexpr std::size_t kMaxInput = credentials::kMaxSecuredPresentation;
constexpr std::string_view kWhiteSpace = " \t\r\n";

struct Feature {
    std::string_view name;
    DocumentKind kind;
    EnvelopeForm form;
};
constexpr Feature kFeatures[] = {
    {"credential_jose", DocumentKind::credential, EnvelopeForm::jwt},
    {"credential_sdjwt", DocumentKind::credential, EnvelopeForm::sd_jwt},
    {"credential_cose", DocumentKind::credential, EnvelopeForm::cose},
    {"presentation_jose", DocumentKind::presentation, EnvelopeForm::jwt},
    {"presentation_sdjwt", DocumentKind::presentation, EnvelopeForm::sd_jwt},
    {"presentation_cose", DocumentKind::presentation, EnvelopeForm::cose},
};

/// What the output says; a refusal that is not the input's own fault is no outcome.
struct Outcome {
    std::string_view result;
    std::string data = {};
};

/// A JsonWebKey (CID 1.0 section 2.2.3), or a JWK by itself.
struct Key {
    std::string id;  ///< empty: none
    std::optional<crypto::PublicKey> public_key;
    std::unique_ptr<crypto::Signer> signer;  ///< null without a secret part
};

Result<Key> read_key(const std::string& file, const Call& call) {
    Key key;
    DEED_TRY(const Bytes bytes, read_input(file, crypto::kMaxKeyFile, call));
    DEED_TRY(const json::Document json,
             json::Document::parse(bytes, {.max_bytes = crypto::kMaxKeyFile, .wipe = true}));
    const json::Value root = json.root();
    if (const auto id = root.find("id")) key.id = id->string_if().value_or("");
    if (const auto secret = root.find("secretKeyJwk")) {
        std::string text = json::to_string(*secret);
        auto read = crypto::private_key_from_jwk(as_bytes(text));
        crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
        DEED_TRY(crypto::PrivateKey own, std::move(read));
        key.public_key = own.public_key();
        key.signer = crypto::PrivateKey::into_signer(std::move(own));
    }
    if (const auto stated = root.find("publicKeyJwk")) {
        DEED_TRY(key.public_key, crypto::PublicKey::from_jwk(*stated));
    }
    if (!key.public_key)
        return Error(errors::kBadValue, "the key has neither publicKeyJwk nor secretKeyJwk");
    return key;
}

/// The rules that signing and verifying ask of the document alike: the data model, and that its
/// contexts define whatever it says.
Result<void> check_document(const json::Document& document, DocumentKind kind, Call& call) {
    const auto faults = kind == DocumentKind::credential
                            ? credentials::check_model(document.root())
                            : credentials::check_presentation_model(document);
    for (const credentials::ModelFault& fault : faults)
        return Error(*fault.code, fault.message, fault.pointer);
    return credentials::check_terms(document.root(), credentials::KnownContexts(), call);
}

/// That each credential in an envelope can be opened, and says of itself what it is.
Result<void> check_embedded(json::Value presentation) {
    for (const auto& embedded : credentials::PresentationView(presentation).credentials) {
        if (!embedded.is_enveloped) continue;
        DEED_TRY(const Secured inside, credentials::open_envelope(embedded));
        if (inside.jwt() != nullptr) DEED_CHECK(inside.jwt()->claims());
        if (inside.sd_jwt() != nullptr) DEED_CHECK(inside.sd_jwt()->claims());
        if (inside.cose() != nullptr) DEED_CHECK(inside.cose()->claims());
    }
    return {};
}

Result<std::vector<std::string>> disclosable_of(const Invocation& invocation) {
    std::vector<std::string> pointers;
    const auto given = invocation.option("sd");
    if (!given) return pointers;
    DEED_TRY(const json::Document paths, json::Document::parse(*given));
    if (!paths.root().is_array()) return Error(errors::kBadValue, "--sd takes an array of paths");
    for (const json::Value path : paths.root().array()) {
        if (!path.is_string()) return Error(errors::kBadValue, "--sd takes an array of paths");
        DEED_TRY(std::string pointer, credentials::pointer_from_path(path.string()));
        pointers.push_back(std::move(pointer));
    }
    return pointers;
}

Result<std::string> secure(const json::Document& document, const Feature& feature, const Key& key,
                           const std::vector<std::string>& disclosable, Call& call) {
    if (feature.form == EnvelopeForm::jwt)
        return credentials::sign_jwt(feature.kind, document, {.key_id = key.id}, *key.signer, call);
    if (feature.form == EnvelopeForm::sd_jwt)
        return credentials::sign_sd_jwt(feature.kind, document,
                                        {.key_id = key.id, .disclosable = disclosable}, *key.signer,
                                        call);
    DEED_TRY(const Bytes message,
             credentials::sign_cose(feature.kind, document, {.key_id = key.id}, *key.signer, call));
    return base64_encode(message);
}

Result<Outcome> issue(ByteView input, const Feature& feature, const Key& key,
                      const std::vector<std::string>& disclosable, Call& call) {
    if (key.signer == nullptr) return Error(errors::kBadValue, "the key has no secretKeyJwk");
    DEED_TRY(const json::Document document, json::Document::parse(input, {.max_bytes = kMaxInput}));
    DEED_CHECK(check_document(document, feature.kind, call));
    if (feature.kind == DocumentKind::presentation) DEED_CHECK(check_embedded(document.root()));
    DEED_TRY(std::string token, secure(document, feature, key, disclosable, call));
    return Outcome{"success", std::move(token)};
}

std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(kWhiteSpace);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(kWhiteSpace) - start + 1);
}

/// An object with a data: URL is opened; else the text is the token, or the message in base64.
Result<Secured> read_token(std::string_view text, const Feature& feature) {
    const std::string_view type = credentials::media_type_of(feature.kind, feature.form);
    if (text.starts_with('{')) {
        DEED_TRY(json::Document json, json::Document::parse(text, {.max_bytes = kMaxInput}));
        return credentials::read_secured(std::move(json), feature.kind);
    }
    if (feature.form != EnvelopeForm::cose)
        return credentials::read_secured(as_bytes(text), type, feature.kind);
    auto message = base64_decode(text);
    if (!message) message = base64url_decode(text);
    if (!message) return message.error();
    return credentials::read_secured(*message, type, feature.kind);
}

/// A token as it is, as a JSON string, or as the member "data" of what issuing wrote.
Result<std::string> token_of(ByteView input) {
    const std::string text(trimmed(as_text(input)));
    if (!text.starts_with('"') && !text.starts_with('{')) return text;
    DEED_TRY(const json::Document json, json::Document::parse(text, {.max_bytes = kMaxInput}));
    if (const auto token = json.root().string_if()) return std::string(*token);
    const auto data = json.root().find("data");
    return data && data->is_string() ? std::string(data->string()) : text;
}

Result<void> check_signature(const Secured& secured, const crypto::PublicKey& key) {
    if (secured.jwt() != nullptr) return secured.jwt()->verify(key);
    if (secured.sd_jwt() != nullptr) return secured.sd_jwt()->verify(key);
    if (secured.cose() != nullptr) return secured.cose()->verify(key);
    return Error(errors::kBadValue, "it is secured in another way");
}

/// Everything that verification asks of a credential and that the key answers.
Result<std::string_view> judge_credential(const Secured& secured, const crypto::PublicKey& key,
                                          Call& call) {
    credentials::VerifyPolicy policy;
    policy.public_keys = {key};
    policy.ask = {"terms"};
    policy.skip = {"status", "schema"};  // what it names cannot be looked up
    did::KeyResolver resolver;
    const SystemClock clock;
    const credentials::KnownContexts contexts;
    DEED_TRY(const credentials::Report report,
             credentials::verify(secured, policy, {resolver, clock, contexts}, call));
    if (report.verdict() == credentials::Verdict::good) return std::string_view("success");
    return report.verdict() == credentials::Verdict::bad ? std::string_view("failure")
                                                         : std::string_view("indeterminate");
}

Result<Outcome> verify(ByteView input, const Feature& feature, const Key& key, Call& call) {
    // A message that is no text is none that was handed in as the feature wants it.
    DEED_TRY(std::string token, token_of(input));
    DEED_TRY(const Secured secured, read_token(token, feature));
    DEED_CHECK(check_document(secured.document(), feature.kind, call));
    DEED_CHECK(check_signature(secured, *key.public_key));
    std::string_view result = "success";
    if (feature.kind == DocumentKind::presentation) {
        DEED_CHECK(check_embedded(secured.document().root()));
    } else {
        DEED_TRY(result, judge_credential(secured, *key.public_key, call));
    }
    return Outcome{result, std::move(token)};
}

Outcome outcome_of(const Result<Outcome>& answer) {
    if (answer) return *answer;
    const bool is_own_fault =
        answer.error().kind() == ErrorKind::usage || answer.error().kind() == ErrorKind::internal;
    return {is_own_fault ? "error" : "failure", answer.error().to_string()};
}

Result<int> run_vc_jose_cose(Invocation& invocation) {
    const std::string function = *invocation.argument(0);
    if (function != "issue" && function != "verify")
        return Error(errors::kBadValue, "it is issue or verify, not \"" + function + "\"");
    DEED_TRY(const std::string input_file, required_option(invocation, "input", "FILE"));
    DEED_TRY(const std::string key_file, required_option(invocation, "key", "FILE"));
    DEED_TRY(const std::string name, required_option(invocation, "feature", "NAME"));
    DEED_TRY(const std::string output_file, required_option(invocation, "output", "FILE"));
    DEED_TRY(const Bytes input, read_input(input_file, kMaxInput, invocation.call()));
    DEED_TRY(const std::vector<std::string> disclosable, disclosable_of(invocation));

    Outcome outcome{"indeterminate", "the feature " + name + " is not known"};
    const auto* feature = std::ranges::find(kFeatures, name, &Feature::name);
    if (feature != std::end(kFeatures)) {
        const auto key = read_key(key_file, invocation.call());
        if (!key) {
            outcome = {"error", key.error().to_string()};
        } else {
            outcome = outcome_of(function == "issue"
                                     ? issue(input, *feature, *key, disclosable, invocation.call())
                                     : verify(input, *feature, *key, invocation.call()));
        }
    }
    json::Writer writer;
    writer.begin_object().member("result", outcome.result).member("data", outcome.data);
    const std::string text =
        json::to_pretty_string(writer.end_object().take_document().root()) + "\n";
    DEED_CHECK(write_file_durably(output_file, as_bytes(text), 0600, Existing::replace));
    return 0;
}

constexpr ArgumentRow kFunction[] = {{"FUNCTION", "issue or verify"}};
constexpr OptionRow kOptions[] = {
    {"input", "FILE", "the credential or presentation; or its token, COSE in base64"},
    {"key", "FILE", "a JsonWebKey with publicKeyJwk or secretKeyJwk; for throw-away keys only"},
    {"feature", "NAME", "credential_ or presentation_, and jose, sdjwt or cose"},
    {"sd", "PATHS", "with sdjwt: what can be withheld, as [\"credentialSubject.a\", \"x[0]\"]"},
    {"output", "FILE", "where {\"result\", \"data\"} goes; an existing file is replaced"}};

}  // namespace

constexpr CommandRow kCodecVcJoseCose{
    "codec",
    "vc-jose-cose",
    "Secure or verify with a given key, for comparing implementations",
    "Writes \"result\": success, failure, indeterminate (an unknown feature, or what could not be\n"
    "judged) or error (not the input's fault), and as \"data\" the token, or what was wrong. No "
    "DID\n"
    "is resolved, and status and schema are not asked.",
    kFunction,
    kOptions,
    "deed codec vc-jose-cose issue --input c.json --key k.json --feature credential_cose "
    "--output o",
    run_vc_jose_cose};

}  // namespace deed::cli
