#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lib/crypto/secret.hpp"
#include "lib/error/api.hpp"

namespace deed::net {

/// The beginning of UTF-8 text that somebody else wrote, 4 KiB at most, with "…" in place of
/// whatever the secrets or the bearer token (which may be null) cover there. Of a secret that the
/// end falls into nothing is left. Linear in those 4 KiB, however long the text is.
DEED_API std::string redacted(std::string_view text, std::span<const std::string> secrets,
                              const crypto::SecretBytes* bearer_token);

}  // namespace deed::net
