#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/crypto/algorithm.hpp"
#include "lib/crypto/key.hpp"
#include "lib/json/document.hpp"

namespace deed::jose {

/// The header of a JWS (RFC 7515 section 4), accepted: all of it is signed, its algorithm is known,
/// and nothing in it asks for more than this room does.
class DEED_API Header {
public:
    /// Refuses, each by its own code: what the JSON parser refuses (duplicate members among it), no
    /// object (`jws.header_not_object`), a missing alg or a parameter of the wrong type
    /// (`jws.header_parameter_malformed`), alg none, HS… and unknown ones (`jws.alg_none`,
    /// `jws.alg_symmetric`, `jws.alg_unknown`), any crit (`jws.crit_malformed`,
    /// `jws.crit_unknown`), b64 (`jws.b64_unsupported`), keys in jwk, jku, x5u and x5c
    /// (`jws.embedded_key`), `jws.zip_unsupported` and `jws.encrypted`. Other parameters do not
    /// count. Places are JSON Pointers into the header.
    static Result<Header> parse(ByteView json);

    /// As the header spells it: "EdDSA", or "Ed25519" (RFC 9864).
    std::string_view algorithm_name() const { return text("alg").value_or(""); }
    const crypto::AlgorithmInfo& algorithm() const { return *algorithm_; }
    std::optional<std::string_view> key_id() const { return text("kid"); }
    std::optional<std::string_view> type() const { return text("typ"); }
    std::optional<std::string_view> content_type() const { return text("cty"); }
    const json::Document& json() const { return json_; }

    /// `jws.alg_key_mismatch` unless the algorithm is one of this key's type.
    Result<void> require_key(const crypto::PublicKey& key) const;

private:
    Header(json::Document json, const crypto::AlgorithmInfo& algorithm)
        : json_(std::move(json)), algorithm_(&algorithm) {}
    std::optional<std::string_view> text(std::string_view name) const;

    json::Document json_;
    const crypto::AlgorithmInfo* algorithm_;
};

/// Whether a typ or cty names this media type: "vc+jwt" stands for "application/vc+jwt" (RFC 7515
/// section 4.1.9), letter case does not count. `full` is such as "application/vc+jwt".
DEED_API bool names_media_type(std::string_view value, std::string_view full);

/// What signing writes into a header, in this order after alg; what is empty is left out.
struct HeaderOptions {
    std::string_view algorithm = {};  ///< a JOSE name; empty: the usual one of the key's type
    std::string_view type = {};
    std::string_view content_type = {};
    std::string_view key_id = {};
};

/// The header's JSON for a key. `jws.no_algorithm_for_key`, `jws.alg_unknown`,
/// `jws.alg_key_mismatch`, or `jws.header_parameter_malformed` for what is not UTF-8.
DEED_API Result<std::string> make_header(const HeaderOptions& options,
                                         const crypto::PublicKey& key);

}  // namespace deed::jose
