#include "did/methods/jwk.hpp"

#include <span>

#include "did/errors.hpp"
#include "lib/crypto/algorithm.hpp"
#include "lib/encoding/text.hpp"
#include "lib/error/assert.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMethod = "jwk";
constexpr std::string_view kFragment = "#0";

constexpr Relationship kAll[] = {Relationship::assertion_method, Relationship::authentication,
                                 Relationship::capability_invocation,
                                 Relationship::capability_delegation, Relationship::key_agreement};

/// All relationships but the last, that one alone, or all, as the method's create operation says.
Result<std::span<const Relationship>> relationships_of(json::Value jwk) {
    const std::span<const Relationship> all = kAll;
    const auto use = jwk.find("use");
    if (!use) return all;
    const auto text = use->string_if();
    if (!text) return Error(errors::kMalformed, "the JWK's \"use\" is not a string");
    if (*text == "sig") return all.first(all.size() - 1);
    if (*text == "enc") return all.last(1);
    return all;
}

Result<json::Document> decode_jwk(const Did& did) {
    const auto bytes = base64url_decode(did.method_specific_id());
    if (!bytes) return Error(errors::kMalformed, "a did:jwk is a JWK in base64url");
    auto jwk = json::Document::parse(*bytes);
    if (!jwk)
        return Error(errors::kMalformed,
                     "a did:jwk is a JWK in base64url: " + jwk.error().message());
    if (!jwk->root().is_object()) return Error(errors::kMalformed, "a JWK is an object");
    return jwk;
}

json::Document document_of(const Did& did, json::Value jwk,
                           std::span<const Relationship> relationships) {
    const std::string id = did.to_string() + std::string(kFragment);
    json::Writer writer;
    writer.begin_object().key("@context").begin_array();
    writer.string("https://www.w3.org/ns/did/v1");
    writer.string("https://w3id.org/security/suites/jws-2020/v1");
    writer.end_array().member("id", did.to_string());
    writer.key("verificationMethod").begin_array().begin_object();
    writer.member("id", id).member("type", "JsonWebKey2020");
    writer.member("controller", did.to_string()).key("publicKeyJwk").value(jwk);
    writer.end_object().end_array();
    for (const Relationship relationship : relationships)
        writer.key(to_string(relationship)).begin_array().string(id).end_array();
    writer.end_object();
    return writer.take_document();
}

Result<Document> make_jwk_document(const Did& did) {
    DEED_TRY(const json::Document jwk, decode_jwk(did));
    DEED_CHECK(crypto::PublicKey::from_jwk(jwk.root()));
    DEED_TRY(const auto relationships, relationships_of(jwk.root()));
    return Document::parse(document_of(did, jwk.root(), relationships), did);
}

}  // namespace

Result<Did> did_jwk_of(const crypto::PublicKey& key) {
    json::Writer use;
    use.string(crypto::info_of(key.type()).can_agree ? "enc" : "sig");
    DEED_TRY(const json::Document jwk, key.to_jwk().with("/use", use.take_document().root()));
    return Did::parse("did:jwk:" + base64url_encode(as_bytes(json::canonicalize(jwk.root()))));
}

Result<Resolution> JwkResolver::resolve(const Did& did, const ResolveOptions& options, Call& call) {
    DEED_CHECK(call.check());
    if (did.method() != kMethod)
        return Error(errors::kMethodUnsupported, "not a did:jwk", did.to_string());
    DEED_CHECK(require_no_version(options, did));
    auto document = make_jwk_document(did);
    if (!document) return std::move(document).error().at(did.to_string());
    return Resolution{std::move(document).value(), {}, std::nullopt};
}

Result<History> JwkResolver::history(const Did& did, Call& call) {
    DEED_TRY(Resolution resolution, resolve(did, call));
    History history;
    history.versions.push_back(
        {"", std::nullopt, std::move(resolution.document), Version::Kind::created});
    return history;
}

}  // namespace deed::did
