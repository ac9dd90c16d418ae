#include "credentials/contexts/pinned_digest.hpp"

#include <algorithm>
#include <array>

#include "credentials/contexts/errors.hpp"
#include "lib/encoding/text.hpp"

namespace deed::credentials {
namespace {

using crypto::HashAlgorithm;

struct Row {
    std::string_view prefix;
    HashAlgorithm algorithm;
    std::size_t size;
};
constexpr std::array<Row, 3> kRows{{{"sha256-", HashAlgorithm::sha256, 32},
                                    {"sha384-", HashAlgorithm::sha384, 48},
                                    {"sha512-", HashAlgorithm::sha512, 64}}};

}  // namespace

Result<PinnedDigest> PinnedDigest::parse(std::string_view text) {
    const auto malformed = [&] {
        return Error(errors::kContextDigestMalformed, "\"" + std::string(text) + "\" is no digest");
    };
    const auto* row =
        std::ranges::find_if(kRows, [&](const Row& one) { return text.starts_with(one.prefix); });
    if (row == kRows.end()) return malformed();

    const std::string_view digits = text.substr(row->prefix.size());
    auto digest = digits.size() == 2 * row->size ? hex_decode(digits) : base64_decode(digits);
    if (!digest || digest->size() != row->size) return malformed();
    return PinnedDigest(row->algorithm, *std::move(digest));
}

bool PinnedDigest::is_of(ByteView bytes) const {
    return crypto::hash(algorithm_, bytes) == digest_;
}

std::string PinnedDigest::to_string() const {
    const auto* row = std::ranges::find(kRows, algorithm_, &Row::algorithm);
    return std::string(row->prefix) + base64_encode(digest_);
}

}  // namespace deed::credentials
