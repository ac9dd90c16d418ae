#include "credentials/jose/version_1.hpp"

#include <algorithm>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/jose/errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kJwtType = "application/jwt";

/// A member of the document, and the claim that speaks for it.
struct Place {
    std::string_view claim;
    std::string_view member;
};
/// Members of a document that nobody would read beside the claim.
constexpr std::string_view kInsideAlone[] = {"@context",
                                             "id",
                                             "type",
                                             "issuer",
                                             "holder",
                                             "credentialSubject",
                                             "credentialStatus",
                                             "credentialSchema",
                                             "termsOfUse",
                                             "evidence",
                                             "refreshService",
                                             "issuanceDate",
                                             "expirationDate",
                                             "validFrom",
                                             "validUntil",
                                             "verifiableCredential"};
constexpr Place kDates[] = {{"nbf", "issuanceDate"}, {"exp", "expirationDate"}};

json::Document text_document(std::string_view text) {
    return json::Writer().string(text).take_document();
}

/// Whether the base context of data model 1.1 stands first.
bool is_version_1(json::Value document) {
    const auto context = document.find("@context");
    if (!context) return false;
    if (!context->is_array()) return context->string_if() == kCredentialsV1;
    return !context->array().empty() && context->array()[0].string_if() == kCredentialsV1;
}

std::string pointer_of(std::string_view member) { return "/" + std::string(member); }

/// Fills in what registered claims say, and keeps the first contradiction.
class Decoder {
public:
    explicit Decoder(json::Document document) : decoded_{std::move(document), std::nullopt} {}

    /// iss is the id of who issues or holds; further members may stand beside it.
    Result<void> controller(const JwtClaims& claims, DocumentKind kind) {
        const std::string_view name = kind == DocumentKind::credential ? "issuer" : "holder";
        const auto named = root().find(name);
        const bool has_place = named && named->is_object();
        return text(claims.issuer, {"iss", name}, errors::kJwtIssuerContradicts,
                    has_place ? pointer_of(name) + "/id" : pointer_of(name),
                    has_place ? named->find("id") : named);
    }

    Result<void> id(const JwtClaims& claims) {
        return text(claims.id, {"jti", "id"}, errors::kJwtIdContradicts, "/id", root().find("id"));
    }

    /// sub is the id of the one subject. Which of several it means, nobody can say that has no ids.
    Result<void> subject(const JwtClaims& claims) {
        const auto subject = root().find("credentialSubject");
        if (!claims.subject || !subject) return {};
        const bool is_list = subject->is_array();
        if (is_list && subject->array().size() != 1) return one_of(*subject, *claims.subject);
        const json::Value one = is_list ? subject->array()[0] : *subject;
        if (!one.is_object()) return {};  // for the data model to refuse
        return text(claims.subject, {"sub", "id"}, errors::kJwtSubjectContradicts,
                    is_list ? "/credentialSubject/0/id" : "/credentialSubject/id", one.find("id"));
    }

    Result<void> date(const std::optional<Timestamp>& said, Place place) {
        if (!said) return {};
        const Timestamp seconds = said->floor_seconds();
        const auto member = root().find(place.member);
        if (!member) return put(pointer_of(place.member), seconds.to_string());
        const auto date = Timestamp::parse_date_time(member->string_if().value_or(""), true);
        if (!date || date->floor_seconds() != seconds)
            note(Error(errors::kJwtDateDiffers,
                       std::string(place.claim) + " is " + seconds.to_string() + ", and " +
                           std::string(place.member) + " is another",
                       pointer_of(place.claim)));
        return {};
    }

    void note(Error contradiction) {
        if (!decoded_.contradiction) decoded_.contradiction = std::move(contradiction);
    }
    json::Value root() const { return decoded_.document.root(); }
    Decoded take() { return std::move(decoded_); }

private:
    Result<void> put(const std::string& pointer, std::string_view text) {
        DEED_TRY(decoded_.document, decoded_.document.with(pointer, text_document(text).root()));
        return {};
    }

    /// What a claim says, against what stands at a place of its own.
    Result<void> text(const std::optional<std::string>& said, Place place, const ErrorCode& code,
                      const std::string& pointer, std::optional<json::Value> present) {
        if (!said) return {};
        if (!present) return put(pointer, *said);
        if (present->string_if() != *said)
            note(Error(
                code,
                std::string(place.claim) + " is " + *said + ", and the claim vc or vp has another",
                pointer_of(place.claim)));
        return {};
    }

    Result<void> one_of(json::Value subjects, const std::string& said) {
        for (const json::Value each : subjects.array())
            if (const auto its = each.find("id"); its && its->string_if() == said) return {};
        note(Error(errors::kJwtSubjectContradicts,
                   "sub is " + said + ", and no subject is called so", "/sub"));
        return {};
    }

    Decoded decoded_;
};

std::optional<Timestamp> seconds_of(json::Value value) {
    const auto date = Timestamp::parse_date_time(value.string_if().value_or(""), true);
    return date ? std::optional(date->floor_seconds()) : std::nullopt;
}

/// Some put members beside the claim as well, where a reader might take them for the document's.
Result<void> require_whole(json::Value claim_set, json::Value document) {
    for (const std::string_view name : kInsideAlone) {
        const auto beside = claim_set.find(name);
        const auto inside = document.find(name);
        if (!beside || (inside && *beside == *inside)) continue;
        const bool is_date = std::ranges::count(kDates, name, &Place::member) > 0;
        const bool is_same_date =
            is_date && inside && seconds_of(*beside) && seconds_of(*beside) == seconds_of(*inside);
        if (!is_same_date)
            return Error(errors::kJwtDivided,
                         std::string(name) + " beside the claim is not the one inside",
                         pointer_of(name));
    }
    return {};
}

/// Moves parts of a document into claims, each where nothing of it is lost.
class Encoder {
public:
    Encoder(const json::Document& document, DocumentKind kind) : rest_(document), kind_(kind) {}

    Result<json::Document> encode() {
        claims_.begin_object();
        const bool is_credential = kind_ == DocumentKind::credential;
        DEED_CHECK(move_controller(is_credential ? "issuer" : "holder"));
        DEED_CHECK(move_text("id", "jti"));
        if (is_credential) DEED_CHECK(move_subject());
        if (is_credential)
            for (const Place& date : kDates) DEED_CHECK(move_date(date));
        claims_.key(version_1_claim(kind_)).value(rest_.root()).end_object();
        // Not take_document(): a document at the limit of depth is too deep one floor further down.
        return json::Document::parse(claims_.take());
    }

private:
    Result<void> move_text(std::string_view member, std::string_view claim) {
        return move_at(rest_.root().find(member), pointer_of(member), claim);
    }

    Result<void> move_at(std::optional<json::Value> value, const std::string& pointer,
                         std::string_view claim) {
        const auto text = value ? value->string_if() : std::nullopt;
        if (!text) return {};
        claims_.member(claim, *text);
        DEED_TRY(rest_, rest_.without(pointer));
        return {};
    }

    // What an issuer says of itself beside its id needs the id with it.
    Result<void> move_controller(std::string_view member) {
        const auto named = rest_.root().find(member);
        const auto id = named && named->is_object() ? named->find("id") : std::nullopt;
        if (!id) return move_text(member, "iss");
        if (const auto text = id->string_if()) claims_.member("iss", *text);
        return {};
    }

    Result<void> move_subject() {
        const auto subject = rest_.root().find("credentialSubject");
        if (!subject || !subject->is_object()) return {};
        return move_at(subject->find("id"), "/credentialSubject/id", "sub");
    }

    Result<void> move_date(const Place& date) {
        const auto member = rest_.root().find(date.member);
        if (!member) return {};
        const auto time = Timestamp::parse_date_time(member->string_if().value_or(""), true);
        if (!time || time->unix_milliseconds() < 0) return {};
        claims_.key(date.claim).integer(time->floor_seconds().unix_milliseconds() / 1000);
        if (*time != time->floor_seconds()) return {};
        DEED_TRY(rest_, rest_.without(pointer_of(date.member)));
        return {};
    }

    json::Document rest_;
    DocumentKind kind_;
    json::Writer claims_;
};

}  // namespace

std::string_view version_1_claim(DocumentKind kind) {
    return kind == DocumentKind::credential ? "vc" : "vp";
}

bool is_version_1_token(const Result<jose::Header>& header, json::Value claim_set,
                        DocumentKind kind) {
    const auto type = header ? header->type() : std::nullopt;
    if (type && !jose::names_media_type(*type, kJwtType)) return false;
    const bool is_credential = kind == DocumentKind::credential;
    const auto own = claim_set.find(version_1_claim(kind));
    const auto other = claim_set.find(is_credential ? "vp" : "vc");
    return own && own->is_object() && is_version_1(*own) && !other;
}

Result<JwtClaims> read_version_1(const Result<jose::Header>& header, json::Value claim_set,
                                 DocumentKind kind) {
    if (!header)
        return Error(header.error().code(), header.error().message(),
                     "header" + header.error().where());
    if (const auto content = header->content_type())
        return Error(errors::kJwtContentTypeMismatch,
                     "cty is " + std::string(*content) + ", and data model 1.1 has none",
                     "header/cty");
    const std::string_view claim = version_1_claim(kind);
    if (claim_set.find("proof") || claim_set.find(claim)->find("proof"))
        return Error(errors::kJwtEmbeddedProof, "there is a proof inside the token", "/proof");
    return JwtClaims::read(claim_set, header->json().root());
}

Result<Decoded> decode_version_1(json::Value claim_set, const JwtClaims& claims,
                                 DocumentKind kind) {
    // A part of what was parsed, which is therefore within all limits.
    Decoder decoder(json::Writer().value(*claim_set.find(version_1_claim(kind))).take_document());
    DEED_CHECK(decoder.controller(claims, kind));
    DEED_CHECK(decoder.id(claims));
    if (kind == DocumentKind::credential) {
        DEED_CHECK(decoder.subject(claims));
        DEED_CHECK(decoder.date(claims.not_before, kDates[0]));
        DEED_CHECK(decoder.date(claims.expires, kDates[1]));
    }
    if (const auto whole = require_whole(claim_set, decoder.root()); !whole)
        decoder.note(whole.error());
    return decoder.take();
}

Result<json::Document> encode_version_1(const json::Document& document, DocumentKind kind) {
    return Encoder(document, kind).encode();
}

}  // namespace deed::credentials
