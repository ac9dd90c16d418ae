#include "credentials/errors.hpp"
#include "credentials/issue.hpp"
#include "credentials/text_rules.hpp"
#include "lib/crypto/random.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

// A member that starts with '@' is a keyword to JSON-LD, or silently dropped by it.
Result<void> check_claims(json::Value claims) {
    const auto malformed = [](std::string message, std::string where = {}) {
        return Error(errors::kClaimsMalformed, std::move(message), std::move(where));
    };
    if (!claims.is_object()) return malformed("the claims are not an object");
    if (claims.object().empty()) return malformed("the claims are empty");
    for (const auto& [name, value] : claims.object())
        if (name.starts_with('@'))
            return malformed("the claim " + std::string(name) + " looks like a JSON-LD keyword",
                             "/" + std::string(name));
    return {};
}

Result<void> check_type(std::string_view type) {
    if (is_type_term(type)) return {};
    return Error(errors::kClaimsTypeMalformed,
                 "the credential type is neither one word nor an absolute URL");
}

Result<void> check_subject(json::Value claims, const std::optional<std::string>& subject) {
    const auto id = claims.find("id");
    const auto text = id ? id->string_if() : std::nullopt;
    if (id && (!text || !is_absolute_url(*text)))
        return Error(errors::kClaimsSubjectMalformed, "the id of the claims is not an absolute URL",
                     "/id");
    if (!subject) return {};
    if (!is_absolute_url(*subject) || !is_utf8(as_bytes(*subject)))
        return Error(errors::kClaimsSubjectMalformed, "the subject is not an absolute URL");
    if (text && *text != *subject)
        return Error(errors::kSubjectConflict,
                     "the claims are about " + std::string(*text) + ", not " + *subject, "/id");
    return {};
}

void write_subject(json::Writer& writer, json::Value claims,
                   const std::optional<std::string>& subject) {
    writer.begin_object();
    if (subject && !claims.find("id")) writer.member("id", *subject);
    for (const auto& [name, value] : claims.object()) writer.key(name).value(value);
    writer.end_object();
}

}  // namespace

Result<json::Document> wrap_claims(const json::Document& claims, std::string_view type,
                                   std::optional<std::string> subject) {
    DEED_CHECK(check_claims(claims.root()));
    DEED_CHECK(check_type(type));
    DEED_CHECK(check_subject(claims.root(), subject));

    json::Writer writer;
    writer.begin_object().key("@context").begin_array().string(kCredentialsV2);
    writer.string(kUndefinedTerms).end_array();
    writer.member("id", crypto::random_uuid_urn());
    writer.key("type").begin_array().string("VerifiableCredential");
    if (type != "VerifiableCredential") writer.string(type);
    writer.end_array().key("credentialSubject");
    write_subject(writer, claims.root(), subject);
    // Not take_document(): claims at the limit of depth are too deep one floor further down.
    return json::Document::parse(writer.end_object().take());
}

}  // namespace deed::credentials
