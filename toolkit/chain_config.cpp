#include "toolkit/chain_config.hpp"

#include <algorithm>
#include <charconv>

#include "toolkit/chain_errors.hpp"

namespace deed {
namespace {

using registry::evm::Confirmation;
using registry::evm::Uint256;

constexpr unsigned kGweiDigits = 9;
constexpr unsigned kEtherDigits = 18;

Error bad(std::string message) { return Error(errors::kChainBadSetting, std::move(message)); }

/// Decimal digits without leading zeros.
std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || std::to_string(value) != text) return std::nullopt;
    return value;
}

bool is_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "1.5" times 10^digits.
std::optional<Uint256> scaled(std::string_view text, unsigned digits) {
    const std::size_t point = text.find('.');
    std::string whole(text.substr(0, point));
    std::string fraction(point == std::string_view::npos ? "" : text.substr(point + 1));
    const bool has_point = point != std::string_view::npos;
    if (whole.empty() || !is_digits(whole) || !is_digits(fraction) || has_point == fraction.empty())
        return std::nullopt;
    if (fraction.size() > digits) return std::nullopt;
    fraction.resize(digits, '0');
    std::string all = whole + fraction;
    all.erase(0, std::min(all.find_first_not_of('0'), all.size() - 1));
    const auto value = Uint256::from_decimal(all);
    return value ? std::optional(*value) : std::nullopt;
}

}  // namespace

std::optional<ChainNetwork> ChainConfig::network() const {
    if (!chain_id || !directory) return std::nullopt;
    return ChainNetwork{*chain_id, *directory};
}

registry::evm::FeePolicy ChainConfig::default_fees() {
    constexpr std::uint64_t kGwei = 1'000'000'000;
    registry::evm::FeePolicy policy;
    policy.max_fee_per_gas = 100 * kGwei;
    policy.max_priority_fee_per_gas = 2 * kGwei;
    return policy;
}

Result<std::vector<net::Url>> read_nodes(std::string_view text) {
    std::vector<net::Url> nodes;
    while (true) {
        const std::string_view one = text.substr(0, text.find(','));
        const bool is_socket = one.starts_with("ws://") || one.starts_with("wss://");
        auto url = is_socket ? net::Url::parse_web_socket(one) : net::Url::parse(one);
        // Errors do not repeat the URL: its path may hold a service's key.
        if (!url || url->fragment())
            return bad("node " + std::to_string(nodes.size() + 1) +
                       " is no http, https, ws or wss URL");
        nodes.push_back(std::move(*url));
        if (one.size() == text.size()) return nodes;
        text.remove_prefix(one.size() + 1);
    }
}

Result<Uint256> read_wei(std::string_view text) {
    const std::size_t blank = text.find(' ');
    if (blank != std::string_view::npos) {
        const std::string_view amount = text.substr(0, blank);
        const std::string_view unit = text.substr(blank + 1);
        std::optional<Uint256> value;
        if (unit == "wei") value = scaled(amount, 0);
        if (unit == "gwei") value = scaled(amount, kGweiDigits);
        if (unit == "ether") value = scaled(amount, kEtherDigits);
        if (value) return *value;
    }
    return bad("\"" + std::string(text.substr(0, 64)) +
               "\" is no amount such as \"20 gwei\", \"1000 wei\" or \"0.1 ether\"");
}

Result<Confirmation> read_confirmation(std::string_view text) {
    constexpr std::uint64_t kMaxDepth = 100'000;
    if (text == "safe") return Confirmation{Confirmation::Kind::safe, 1};
    if (text == "finalized") return Confirmation{Confirmation::Kind::finalized, 1};
    const auto depth = number(text);
    if (depth && *depth >= 1 && *depth <= kMaxDepth)
        return Confirmation{Confirmation::Kind::depth, *depth};
    return bad("\"" + std::string(text.substr(0, 64)) +
               "\" is no number of blocks from 1 to 100000, nor safe or finalized");
}

std::string ether_text(const Uint256& wei) {
    std::string digits = wei.to_decimal();
    if (digits.size() <= kEtherDigits) digits.insert(0, kEtherDigits + 1 - digits.size(), '0');
    std::string fraction = digits.substr(digits.size() - kEtherDigits);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    digits.resize(digits.size() - kEtherDigits);
    return digits + (fraction.empty() ? "" : "." + fraction) + " ether";
}

}  // namespace deed
