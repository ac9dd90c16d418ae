#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/crypto/hash.hpp"
#include "lib/json/document.hpp"

namespace deed::credentials {

/// What opens one digest of an SD-JWT (RFC 9901 section 4.2): a salt, the name of the claim where
/// that is a member of an object, and its value, in which further digests may stand.
class DEED_API Disclosure {
public:
    /// `sd_jwt.disclosure_malformed` unless the text is base64url, without padding and in its only
    /// spelling, of a JSON array [salt, name, value] or [salt, value] whose salt and name are
    /// strings.
    static Result<Disclosure> parse(std::string_view encoded);

    /// With a fresh salt of 128 bits (section 9.3). `name` is absent for an element of an array.
    /// `json.too_deep` for a value at the limit of depth.
    static Result<Disclosure> make(std::optional<std::string_view> name, json::Value value);

    const std::string& encoded() const { return encoded_; }
    std::string_view salt() const { return json_.root().array()[0].string(); }
    std::optional<std::string_view> name() const;
    json::Value value() const;
    /// As it stands among the digests (section 4.2.3): base64url of the hash over encoded().
    std::string digest(crypto::HashAlgorithm algorithm) const;

private:
    Disclosure(std::string encoded, json::Document json)
        : encoded_(std::move(encoded)), json_(std::move(json)) {}

    std::string encoded_;
    json::Document json_;
};

/// base64url of the hash over a text: how digests and sd_hash are written.
DEED_API std::string sd_digest(crypto::HashAlgorithm algorithm, std::string_view text);

/// The algorithm that a value of _sd_alg names; `sd_jwt.hash_unsupported`.
DEED_API Result<crypto::HashAlgorithm> sd_hash_from_name(std::string_view name);
/// The other way round, of sha256, sha384 and sha512.
DEED_API std::string_view sd_hash_name(crypto::HashAlgorithm algorithm);

}  // namespace deed::credentials
