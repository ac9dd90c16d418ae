#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "lib/crypto/algorithm.hpp"
#include "lib/crypto/key.hpp"
#include "lib/encoding/cbor.hpp"

namespace deed::cose {

/// Header parameters by their labels (RFC 9052 section 3.1, RFC 9597, RFC 9596, RFC 9360).
namespace label {
inline constexpr std::int64_t kAlgorithm = 1;
inline constexpr std::int64_t kCritical = 2;
inline constexpr std::int64_t kContentType = 3;
inline constexpr std::int64_t kKeyId = 4;
inline constexpr std::int64_t kCwtClaims = 15;
inline constexpr std::int64_t kType = 16;
inline constexpr std::int64_t kX5Bag = 32;
inline constexpr std::int64_t kX5Chain = 33;
inline constexpr std::int64_t kX5Url = 35;
}  // namespace label

/// A media type by its name, or by its number among CoAP's Content-Formats (RFC 7252 section 12.3).
using ContentFormat = std::variant<std::string, std::uint64_t>;

/// The headers of a COSE_Sign1 message (RFC 9052 section 3), accepted: what decides is signed, its
/// algorithm is known, and nothing in it asks for more than this room does.
class DEED_API Header {
public:
    /// Of the bytes in the protected header's string, and of the unprotected header's map. Maps
    /// may be in any order. Refuses, each by its own code: what cbor::Reader does with
    /// Keys::any_order; labels that are neither numbers nor texts and values of another type than
    /// belongs to a label (`cose.header_malformed`); a label in both headers
    /// (`cose.label_repeated`); alg that is absent or not known (`cose.alg_missing`,
    /// `cose.alg_unknown`); alg, crit, typ or CWT claims in the unprotected header
    /// (`cose.unprotected`; RFC 9052 section 3.1 for the first two, and the others say what the
    /// message is and for whom, which nobody but the signer may); crit that is no list of labels of
    /// the protected header (`cose.crit_malformed`) or names others than alg, content type, kid,
    /// CWT claims and typ (`cose.crit_unknown`); certificates and their addresses
    /// (`cose.embedded_key`). Other parameters do not count.
    static Result<Header> parse(ByteView protected_bytes, ByteView unprotected_map);

    const crypto::AlgorithmInfo& algorithm() const { return *algorithm_; }
    /// As the header numbers it: -8 or -19 of Ed25519.
    std::int64_t algorithm_number() const { return algorithm_number_; }
    /// IANA's name of that number: "EdDSA" or "Ed25519", "ES256" or "ESP256".
    std::string algorithm_name() const;
    /// kid, of either header: it is a hint, and what it leads to is judged.
    const std::optional<Bytes>& key_id() const { return key_id_; }
    const std::optional<ContentFormat>& type() const { return type_; }
    const std::optional<ContentFormat>& content_type() const { return content_type_; }
    /// The map of CWT claims, as it was written.
    const std::optional<Bytes>& cwt_claims() const { return cwt_claims_; }

    /// `cose.alg_key_mismatch` unless the algorithm is one of this key's type. RFC 9053 section 2.1
    /// lets ES512 be used with P-256; as in JOSE, and as RFC 9864 has it, Deed does not.
    Result<void> require_key(const crypto::PublicKey& key) const;

private:
    Header() = default;

    const crypto::AlgorithmInfo* algorithm_ = nullptr;
    std::int64_t algorithm_number_ = 0;
    std::optional<Bytes> key_id_;
    std::optional<ContentFormat> type_;
    std::optional<ContentFormat> content_type_;
    std::optional<Bytes> cwt_claims_;
};

/// What signing writes into the protected header; what is empty is left out.
struct HeaderOptions {
    std::string_view algorithm = {};  ///< IANA's name; empty: the usual one of the key's type
    std::string_view type = {};       ///< typ, a media type
    std::string_view content_type = {};
    ByteView key_id = {};
    ByteView cwt_claims = {};  ///< a map in deterministic CBOR
};

/// The protected header for a key, in deterministic CBOR. `cose.no_algorithm_for_key`, or
/// `cose.header_malformed` for media types that are not UTF-8.
DEED_API Result<Bytes> make_header(const HeaderOptions& options, const crypto::PublicKey& key);

}  // namespace deed::cose
