#pragma once

#include <string>
#include <string_view>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::credentials {

/// The digest that the bytes of a resource must have, as somebody wrote it down who trusts it.
class DEED_API PinnedDigest {
public:
    /// "sha256-", "sha384-" or "sha512-", then the digest in base64 as in Subresource Integrity, or
    /// in lower-case hexadecimal as sha256sum prints it. `context.digest_malformed`.
    static Result<PinnedDigest> parse(std::string_view text);

    bool is_of(ByteView bytes) const;
    /// As in Subresource Integrity.
    std::string to_string() const;

    friend bool operator==(const PinnedDigest&, const PinnedDigest&) = default;

private:
    PinnedDigest(crypto::HashAlgorithm algorithm, Bytes digest)
        : algorithm_(algorithm), digest_(std::move(digest)) {}

    crypto::HashAlgorithm algorithm_;
    Bytes digest_;
};

}  // namespace deed::credentials
