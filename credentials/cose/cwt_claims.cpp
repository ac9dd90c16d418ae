#include "credentials/cose/cwt_claims.hpp"

#include <algorithm>
#include <cmath>

#include "credentials/cose/errors.hpp"
#include "lib/encoding/cbor.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::credentials {
namespace {

constexpr std::int64_t kIssuer = 1;
constexpr std::int64_t kSubject = 2;
constexpr std::int64_t kAudience = 3;
constexpr std::int64_t kExpires = 4;
constexpr std::int64_t kNotBefore = 5;
constexpr std::int64_t kIssuedAt = 6;
constexpr std::int64_t kNonce = 10;
constexpr std::size_t kMaxDepth = 16;

Error malformed(std::string_view name, std::string_view form) {
    return {errors::kCwtClaimMalformed, std::string(name) + " is not " + std::string(form),
            "header"};
}

template <typename T>
bool is_of_other_type(const Result<T>& read) {
    return !read && read.error().code() == cbor::errors::kUnexpectedType;
}

Result<std::string> text_claim(cbor::Reader& reader, std::string_view name) {
    const auto text = reader.text();
    if (is_of_other_type(text) || (text && text->empty()))
        return malformed(name, "a text with something in it");
    if (!text) return text.error();
    return std::string(*text);
}

// RFC 8392 section 2: NumericDate without a tag. Fractions are none of a date that Deed reads.
Result<Timestamp> date_claim(cbor::Reader& reader, std::string_view name) {
    constexpr std::uint64_t kYear10000 = 253'402'300'800;
    constexpr std::int64_t kMilliseconds = 1000;
    const auto seconds = reader.uint();
    if (is_of_other_type(seconds) || (seconds && *seconds >= kYear10000))
        return malformed(name, "a whole number of seconds since 1970");
    if (!seconds) return seconds.error();
    return Timestamp::from_unix_milliseconds(static_cast<std::int64_t>(*seconds) * kMilliseconds);
}

Result<std::vector<std::string>> audience_claim(cbor::Reader& reader) {
    constexpr std::string_view kForm = "a text or texts";
    const auto count = reader.array();
    if (!count && !is_of_other_type(count)) return count.error();
    if (count && *count == 0) return malformed("aud", kForm);
    std::vector<std::string> audience;
    for (std::uint64_t i = 0; i < (count ? *count : 1); ++i) {
        DEED_TRY(std::string one, text_claim(reader, "aud"));
        audience.push_back(std::move(one));
    }
    return audience;
}

// A challenge is a text here; RFC 9711 has its bytes.
Result<std::string> nonce_claim(cbor::Reader& reader) {
    const auto bytes = reader.bytes();
    if (is_of_other_type(bytes) || (bytes && (bytes->empty() || !is_utf8(*bytes))))
        return malformed("nonce", "the bytes of one text");
    if (!bytes) return bytes.error();
    return std::string(as_text(*bytes));
}

Result<void> read_claim(std::int64_t key, cbor::Reader& reader, JwtClaims& claims) {
    switch (key) {
        case kIssuer: {
            DEED_TRY(claims.issuer, text_claim(reader, "iss"));
            return {};
        }
        case kSubject: {
            DEED_TRY(claims.subject, text_claim(reader, "sub"));
            return {};
        }
        case kAudience: {
            DEED_TRY(claims.audience, audience_claim(reader));
            return {};
        }
        case kExpires: {
            DEED_TRY(claims.expires, date_claim(reader, "exp"));
            return {};
        }
        case kNotBefore: {
            DEED_TRY(claims.not_before, date_claim(reader, "nbf"));
            return {};
        }
        case kIssuedAt: {
            DEED_TRY(claims.issued_at, date_claim(reader, "iat"));
            return {};
        }
        case kNonce: {
            DEED_TRY(claims.nonce, nonce_claim(reader));
            return {};
        }
        default: {
            DEED_CHECK(reader.skip(kMaxDepth));
            return {};
        }
    }
}

void write_date(cbor::Writer& writer, std::int64_t key, const std::optional<Timestamp>& date) {
    constexpr std::int64_t kMilliseconds = 1000;
    if (!date) return;
    writer.integer(key).integer(date->floor_seconds().unix_milliseconds() / kMilliseconds);
}

void write_audience(cbor::Writer& writer, const std::vector<std::string>& audience) {
    if (audience.empty()) return;
    writer.integer(kAudience);
    if (audience.size() > 1) writer.array(audience.size());
    for (const std::string& one : audience) writer.text(one);
}

}  // namespace

Result<JwtClaims> read_cwt_claims(ByteView map) {
    cbor::Reader reader(map, cbor::Keys::any_order);
    const auto pairs = reader.map();
    if (is_of_other_type(pairs)) return malformed("the parameter", "a map of claims");
    if (!pairs) return pairs.error();
    JwtClaims claims;
    for (std::uint64_t i = 0; i < *pairs; ++i) {
        const auto key = reader.integer();
        if (!key && !is_of_other_type(key)) return key.error();
        if (!key) DEED_CHECK(reader.skip(kMaxDepth));
        DEED_CHECK(read_claim(key ? *key : 0, reader, claims));
    }
    DEED_CHECK(reader.finish());
    return claims;
}

Bytes write_cwt_claims(const JwtClaims& claims) {
    const bool is_there[] = {claims.issuer.has_value(),     claims.subject.has_value(),
                             !claims.audience.empty(),      claims.expires.has_value(),
                             claims.not_before.has_value(), claims.issued_at.has_value(),
                             claims.nonce.has_value()};
    const auto count = std::ranges::count(is_there, true);
    if (count == 0) return {};
    cbor::Writer writer;
    writer.map(static_cast<std::uint64_t>(count));
    if (claims.issuer) writer.integer(kIssuer).text(*claims.issuer);
    if (claims.subject) writer.integer(kSubject).text(*claims.subject);
    write_audience(writer, claims.audience);
    write_date(writer, kExpires, claims.expires);
    write_date(writer, kNotBefore, claims.not_before);
    write_date(writer, kIssuedAt, claims.issued_at);
    if (claims.nonce) writer.integer(kNonce).bytes(as_bytes(*claims.nonce));
    return std::move(writer).data();
}

}  // namespace deed::credentials
