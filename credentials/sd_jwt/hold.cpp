#include "credentials/sd_jwt/hold.hpp"

#include <algorithm>

#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/reveal.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

// Section 7.2: what a holder starts from carries no token of theirs.
Result<void> require_unbound(const SdJwt& sd_jwt) {
    if (sd_jwt.signatures().size() > 1)
        return Error(errors::kSeveralSignatures,
                     "there are " + std::to_string(sd_jwt.signatures().size()) + " signatures");
    if (!sd_jwt.key_binding()) return {};
    return Error(errors::kAlreadyBound, "a token of the holder stands behind it");
}

/// The pointer in its one spelling, of a place that is there.
Result<std::string> place_of(const SdJwt& sd_jwt, const std::string& pointer) {
    DEED_CHECK(json::resolve_pointer(sd_jwt.payload().root(), pointer));
    DEED_TRY(const auto tokens, json::parse_pointer(pointer));
    std::string place;
    for (const std::string& token : tokens) place += json::pointer_token(token);
    return place;
}

bool is_within(std::string_view place, std::string_view outer) {
    return place.starts_with(outer) && (place.size() == outer.size() || place[outer.size()] == '/');
}

}  // namespace

std::vector<DisclosableClaim> disclosable_claims(const SdJwt& sd_jwt) {
    std::vector<DisclosableClaim> claims;
    const auto again =
        reveal(sd_jwt.signed_payload().root(), sd_jwt.disclosures(), sd_jwt.hash_algorithm(),
               [&](std::size_t index, std::string pointer, std::optional<std::size_t> parent) {
                   claims.push_back({index, std::move(pointer), parent});
               });
    DEED_ASSERT(again.has_value());  // it was, when the SD-JWT was parsed
    return claims;
}

Result<std::string> select_disclosures(const SdJwt& sd_jwt, std::span<const std::string> pointers) {
    DEED_CHECK(require_unbound(sd_jwt));
    std::vector<std::string> places;
    for (const std::string& pointer : pointers) {
        DEED_TRY(std::string place, place_of(sd_jwt, pointer));
        places.push_back(std::move(place));
    }
    std::vector<bool> shown(sd_jwt.disclosures().size(), false);
    for (const DisclosableClaim& claim : disclosable_claims(sd_jwt))
        shown[claim.disclosure] = std::ranges::any_of(places, [&](const std::string& place) {
            return is_within(claim.pointer, place) || is_within(place, claim.pointer);
        });

    const std::string_view presented = sd_jwt.presented();
    std::string selected(presented.substr(0, presented.find('~') + 1));
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (shown[i]) (selected += sd_jwt.disclosures()[i].encoded()) += '~';
    return selected;
}

Result<std::string> bind_to_verifier(const SdJwt& sd_jwt, const BindingRequest& request,
                                     crypto::Signer& holder, Call& call) {
    DEED_CHECK(require_unbound(sd_jwt));
    const auto is_unfit = [](const std::string& text) {
        return text.empty() || !is_utf8(as_bytes(text));
    };
    if (is_unfit(request.audience) || is_unfit(request.nonce))
        return Error(errors::kBindingIncomplete,
                     "the domain or the challenge is empty, or no text");
    const Result<crypto::PublicKey> named =
        request.holder_key ? Result<crypto::PublicKey>(*request.holder_key) : sd_jwt.holder_key();
    if (!named) return named.error();
    if (!(*named == holder.public_key()))
        return Error(errors::kConfirmationOtherKey, "cnf is another key", "/cnf");

    json::Writer writer;
    writer.begin_object()
        .key("iat")
        .integer(request.now.floor_seconds().unix_milliseconds() / 1000)
        .member("aud", request.audience)
        .member("nonce", request.nonce)
        .member("sd_hash", sd_digest(sd_jwt.hash_algorithm(), sd_jwt.presented()))
        .end_object();
    DEED_TRY(const std::string token,
             jose::sign(as_bytes(writer.take()), {.algorithm = request.algorithm, .type = "kb+jwt"},
                        holder, call));
    return sd_jwt.to_string() + token;
}

}  // namespace deed::credentials
