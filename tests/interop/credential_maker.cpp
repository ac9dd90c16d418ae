// Issues and judges credentials for the interoperability tests: answers one JSON object a line with
// another, {"ok": true, "out": …} or {"ok": false, "code": …}.
//   {"op": "suites"}                              the names of the cryptosuites
//   {"op": "key", "type"}                         {"did", "method", "jwk"} of a new key
//   {"op": "issue", "form", "type", "document"}   the secured credential; `form` is a cryptosuite
//                                                 or vc+jwt, or jwt-vc of data model 1.1
//       of vc+sd-jwt also `disclosable` (pointers), `hash`, `decoys` and `holder` (a JWK)
//       of vc+cose the message in hexadecimal
//   {"op": "present", "form", "type", "document", "domain", "challenge"}   the presentation
//       `document`, which says its holder, in a cryptosuite, vp+jwt, jwt-vp, vp+sd-jwt or vp+cose
//   {"op": "verifyPresentation", "presentation", "domain", "challenge"}   as verify; a COSE message
//       is {"cose": hexadecimal}
//   {"op": "select", "token", "pointers"}         the SD-JWT with these disclosures, and with
//       `type`, `audience` and `nonce` bound by the key of that type
//   {"op": "canonical", "document"}               canonical N-Quads, as the RDF suites sign them
//   {"op": "verify", "credential"}                `ok` is the verdict, "out" the document; JSON or
//       a token; with `audience` and `nonce` of its key binding too
#include <iostream>
#include <map>
#include <string>

#include "credentials/contexts/safe_mode.hpp"
#include "credentials/issue.hpp"
#include "credentials/present.hpp"
#include "credentials/proofs/suite.hpp"
#include "credentials/sd_jwt/hold.hpp"
#include "credentials/secured.hpp"
#include "credentials/verify.hpp"
#include "credentials/verify_presentation.hpp"
#include "did/methods/key.hpp"
#include "lib/crypto/algorithm.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/canonicalize.hpp"

namespace {

using namespace deed;
namespace model = deed::credentials;

struct KeyOfType {
    std::unique_ptr<crypto::Signer> signer;
    did::Did did;

    explicit KeyOfType(crypto::KeyType type)
        : signer(crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(type))),
          did(did::did_key_of(signer->public_key())) {}
};

/// What one request may use.
struct Workshop {
    std::map<crypto::KeyType, KeyOfType> keys;
    did::KeyResolver resolver;
    SystemClock clock;
    model::KnownContexts contexts;

    Result<KeyOfType*> key_of(json::Value request) {
        DEED_TRY(const crypto::KeyType type, crypto::key_type_from_name(text(request, "type")));
        return &keys.try_emplace(type, type).first->second;
    }
    static std::string text(json::Value request, std::string_view name) {
        const auto value = request.find(name);
        return value && value->is_string() ? std::string(value->string()) : std::string();
    }
};

Result<json::Document> suites(Workshop&, json::Value, Call&) {
    json::Writer names;
    names.begin_array();
    for (const model::ProofSuite* suite : model::proof_suites()) names.string(suite->name());
    return names.end_array().take_document();
}

Result<json::Document> key(Workshop& shop, json::Value request, Call&) {
    DEED_TRY(const KeyOfType* key, shop.key_of(request));
    json::Writer writer;
    writer.begin_object()
        .member("did", key->did.to_string())
        .member("method", key->did.to_string() + "#" + key->signer->public_key().to_multikey())
        .key("jwk")
        .value(key->signer->public_key().to_jwk().root());
    return writer.end_object().take_document();
}

json::Document string_document(std::string_view text) {
    json::Writer writer;
    return writer.string(text).take_document();
}

std::vector<std::string> texts(json::Value request, std::string_view name) {
    std::vector<std::string> found;
    if (const auto array = request.find(name))
        for (const json::Value text : array->array()) found.emplace_back(text.string());
    return found;
}

Result<model::SelectiveDisclosure> disclosure_of(json::Value request) {
    model::SelectiveDisclosure disclosure{.disclosable = texts(request, "disclosable")};
    const std::string hash = Workshop::text(request, "hash");
    if (hash == "sha-384") disclosure.conceal.hash = crypto::HashAlgorithm::sha384;
    if (hash == "sha-512") disclosure.conceal.hash = crypto::HashAlgorithm::sha512;
    if (const auto decoys = request.find("decoys"))
        disclosure.conceal.decoys = static_cast<std::size_t>(decoys->integer().value_or(0));
    if (const auto holder = request.find("holder")) {
        DEED_TRY(disclosure.holder, crypto::PublicKey::from_jwk(*holder));
    }
    return disclosure;
}

Result<json::Document> issue(Workshop& shop, json::Value request, Call& call) {
    DEED_TRY(const KeyOfType* key, shop.key_of(request));
    const std::string form = Workshop::text(request, "form");
    DEED_TRY(json::Document document,
             json::Document::parse(json::to_string(*request.find("document"))));
    model::IssueRequest issued{.credential = std::move(document),
                               .issuer = key->did,
                               .signer = *key->signer,
                               .cryptosuite = form};
    const model::IssueContext context{shop.resolver, shop.clock, shop.contexts};
    if (form == "vc+jwt") {
        DEED_TRY(const std::string token, model::issue_jwt(issued, context, call));
        return string_document(token);
    }
    if (form == "jwt-vc") {
        DEED_TRY(const std::string token, model::issue_jwt_1(issued, context, call));
        return string_document(token);
    }
    if (form == "vc+sd-jwt") {
        DEED_TRY(const auto disclosure, disclosure_of(request));
        DEED_TRY(const std::string token, model::issue_sd_jwt(issued, disclosure, context, call));
        return string_document(token);
    }
    if (form == "vc+cose") {
        DEED_TRY(const Bytes message, model::issue_cose(issued, context, call));
        return string_document(hex_encode(message));
    }
    return model::issue(issued, context, call);
}

Result<json::Document> present(Workshop& shop, json::Value request, Call& call) {
    DEED_TRY(const KeyOfType* key, shop.key_of(request));
    const std::string form = Workshop::text(request, "form");
    DEED_TRY(json::Document document,
             json::Document::parse(json::to_string(*request.find("document"))));
    model::PresentRequest shown{.credentials = {}, .holder = key->did, .signer = key->signer.get()};
    shown.proof.domains = {Workshop::text(request, "domain")};
    shown.proof.challenge = Workshop::text(request, "challenge");
    shown.presentation = std::move(document);
    shown.allow_other_subjects = true;
    const model::IssueContext context{shop.resolver, shop.clock, shop.contexts};
    if (form == "vp+jwt") {
        DEED_TRY(const std::string token, model::present_jwt(shown, context, call));
        return string_document(token);
    }
    if (form == "jwt-vp") {
        DEED_TRY(const std::string token, model::present_jwt_1(shown, context, call));
        return string_document(token);
    }
    if (form == "vp+sd-jwt") {
        DEED_TRY(const std::string token, model::present_sd_jwt(shown, context, call));
        return string_document(token);
    }
    if (form == "vp+cose") {
        DEED_TRY(const Bytes message, model::present_cose(shown, context, call));
        return string_document(hex_encode(message));
    }
    shown.cryptosuite = form;
    return model::present(shown, context, call);
}

Result<json::Document> select(Workshop& shop, json::Value request, Call& call) {
    DEED_TRY(const model::SdJwt issued, model::SdJwt::parse(Workshop::text(request, "token")));
    DEED_TRY(const std::string selected,
             model::select_disclosures(issued, texts(request, "pointers")));
    if (!request.find("nonce")) return string_document(selected);
    DEED_TRY(const KeyOfType* holder, shop.key_of(request));
    DEED_TRY(const model::SdJwt presented, model::SdJwt::parse(selected));
    const model::BindingRequest binding{.audience = Workshop::text(request, "audience"),
                                        .nonce = Workshop::text(request, "nonce"),
                                        .now = shop.clock.now()};
    DEED_TRY(const std::string bound,
             model::bind_to_verifier(presented, binding, *holder->signer, call));
    return string_document(bound);
}

Result<model::Secured> given(json::Value secured, model::DocumentKind kind) {
    if (const auto token = secured.string_if())
        return model::read_secured(as_bytes(*token), std::nullopt, kind);
    if (const auto message = secured.find("cose")) {
        DEED_TRY(const Bytes bytes, hex_decode(message->string()));
        return model::read_secured(bytes, std::nullopt, kind);
    }
    DEED_TRY(json::Document document, json::Document::parse(json::to_string(secured)));
    return model::read_secured(std::move(document), kind);
}

/// Of what failed, or else of what is not known, the first.
std::optional<Error> objection_of(const model::Report& report) {
    for (const model::CheckState state :
         {model::CheckState::failed, model::CheckState::undetermined})
        for (const model::Check& check : report.checks())
            if (check.state == state && check.required)
                return Error(*check.code, check.detail, check.pointer);
    return std::nullopt;
}

Result<json::Document> verify(Workshop& shop, json::Value request, Call& call) {
    DEED_TRY(const model::Secured secured,
             given(*request.find("credential"), model::DocumentKind::credential));
    model::VerifyPolicy policy;
    if (request.find("nonce")) {
        policy.challenge = Workshop::text(request, "nonce");
        policy.domains = {Workshop::text(request, "audience")};
    }
    DEED_TRY(const model::Report report,
             model::verify(secured, policy, {shop.resolver, shop.clock, shop.contexts}, call));
    if (report.verdict() == model::Verdict::good) return secured.document();
    return objection_of(report).value();
}

Result<json::Document> verify_presentation(Workshop& shop, json::Value request, Call& call) {
    DEED_TRY(const model::Secured secured,
             given(*request.find("presentation"), model::DocumentKind::presentation));
    model::PresentationPolicy policy;
    policy.domains = {Workshop::text(request, "domain")};
    policy.challenge = Workshop::text(request, "challenge");
    policy.allow_other_subjects = true;
    DEED_TRY(const model::PresentationReport report,
             model::verify_presentation(secured, policy, {shop.resolver, shop.clock, shop.contexts},
                                        call));
    if (report.verdict() == model::Verdict::good) return secured.document();
    if (auto objection = objection_of(report.checks)) return *std::move(objection);
    for (const model::CredentialReport& credential : report.credentials)
        if (auto objection = objection_of(credential.report)) return *std::move(objection);
    std::abort();  // no good verdict without a check that says why
}

// What RDF suites sign of a document, for whoever looks into a disagreement.
Result<json::Document> canonical(Workshop& shop, json::Value request, Call& call) {
    DEED_TRY(const rdf::Dataset dataset,
             rdf::to_rdf(*request.find("document"), model::safe_mode(&shop.contexts), call));
    DEED_TRY(const rdf::CanonicalDataset made, rdf::canonicalize(dataset, {}, call));
    return string_document(made.nquads);
}

struct Operation {
    std::string_view name;
    Result<json::Document> (*run)(Workshop& shop, json::Value request, Call& call);
};
constexpr Operation kOperations[] = {
    {"suites", suites},   {"key", key},
    {"issue", issue},     {"select", select},
    {"verify", verify},   {"canonical", canonical},
    {"present", present}, {"verifyPresentation", verify_presentation}};

Result<json::Document> answer(Workshop& shop, const std::string& line) {
    Call call;
    DEED_TRY(const json::Document request, json::Document::parse(line));
    const std::string name = Workshop::text(request.root(), "op");
    for (const Operation& operation : kOperations)
        if (operation.name == name) return operation.run(shop, request.root(), call);
    std::cerr << "credential_maker: no operation " << name << "\n";
    std::exit(2);
}

}  // namespace

int main() {
    Workshop shop;
    for (std::string line; std::getline(std::cin, line);) {
        const auto result = answer(shop, line);
        json::Writer writer;
        writer.begin_object().key("ok").boolean(result.has_value());
        if (result)
            writer.key("out").value(result->root());
        else
            writer.member("code", result.error().code().name)
                .member("detail", result.error().to_string());
        std::cout << writer.end_object().take() << std::endl;
    }
    return 0;
}
