#include "lib/net/redaction.hpp"

#include <algorithm>

#include "lib/crypto/bearer_access.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::net {
namespace {

constexpr std::size_t kMaxRead = 4096;

}  // namespace

std::string redacted(std::string_view text, std::span<const std::string> secrets,
                     const crypto::SecretBytes* bearer_token) {
    const std::string_view token =
        bearer_token == nullptr
            ? std::string_view()
            : as_text(bearer_token->reveal(crypto::SecretAccessForBearer::get()));
    const std::size_t end = utf8_prefix(text, kMaxRead).size();
    std::size_t covered = 0;  // how far the secrets reach that began before
    std::string shown;
    for (std::size_t i = 0; i < end; ++i) {
        const bool goes_on = i > 0 && covered >= i;
        // Compared with the whole text: a secret that the end falls into is known as one.
        const auto cover = [&](std::string_view secret) {
            if (!secret.empty() && text.substr(i).starts_with(secret))
                covered = std::max(covered, i + secret.size());
        };
        for (const std::string& secret : secrets) cover(secret);
        cover(token);
        if (i >= covered) {
            shown += text[i];
        } else if (!goes_on) {
            shown += "…";
        }
    }
    return shown;
}

}  // namespace deed::net
