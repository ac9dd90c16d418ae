#pragma once

// The room's own: from what the issuer signed to what is disclosed. Not for other rooms.

#include <functional>
#include <span>

#include "credentials/sd_jwt/disclosure.hpp"

namespace deed::credentials {

/// The Processed SD-JWT Payload (RFC 9901 section 7.1).
struct Revealed {
    json::Document payload;
    /// Digests that no disclosure opens: claims that are withheld, and decoys.
    std::size_t hidden = 0;
};

/// Called for each disclosure that is used, before those inside it: its index, where its claim
/// stands in the processed payload, and the index of the disclosure that it stands in.
using OnDisclosed =
    std::function<void(std::size_t index, std::string pointer, std::optional<std::size_t> parent)>;

/// All of steps 3 to 5: `sd_jwt.disclosure_repeated`, `sd_jwt.disclosure_unreferenced`,
/// `sd_jwt.disclosure_misplaced`, `sd_jwt.digest_malformed`, `sd_jwt.digest_repeated`,
/// `sd_jwt.claim_reserved`, `sd_jwt.claim_exists`, and `json.too_deep`. `payload` is an object. The
/// work is linear in what is given, but for sorting.
Result<Revealed> reveal(json::Value payload, std::span<const Disclosure> disclosures,
                        crypto::HashAlgorithm algorithm, const OnDisclosed& on_disclosed = {});

}  // namespace deed::credentials
