#include "did/methods/caip.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/grammar.hpp"

namespace deed::did {
namespace {

Error malformed(std::string why) { return Error(errors::kMalformed, std::move(why)); }

template <typename Allowed>
bool is_part(std::string_view text, std::size_t min, std::size_t max, Allowed allowed) {
    return text.size() >= min && text.size() <= max && std::ranges::all_of(text, allowed);
}

bool is_namespace(std::string_view text) {
    return is_part(text, 3, 8,
                   [](char c) { return detail::is_lower(c) || detail::is_digit(c) || c == '-'; });
}

bool is_reference(std::string_view text) {
    return is_part(text, 1, 32, [](char c) {
        return detail::is_alpha(c) || detail::is_digit(c) || detail::is_one_of(c, "-_");
    });
}

bool is_address(std::string_view text) {
    return is_part(text, 1, 128, [](char c) {
        return detail::is_alpha(c) || detail::is_digit(c) || detail::is_one_of(c, "-.%");
    });
}

}  // namespace

Result<CaipAccount> parse_caip10(std::string_view text) {
    const std::size_t first = text.find(':');
    const std::size_t second = text.find(':', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos)
        return malformed("an account is namespace:reference:address (CAIP-10)");
    CaipAccount account{std::string(text.substr(0, first)),
                        std::string(text.substr(first + 1, second - first - 1)),
                        std::string(text.substr(second + 1))};
    if (!is_namespace(account.name_space))
        return malformed("a namespace has 3 to 8 of a-z, 0-9 and - (CAIP-2)");
    if (!is_reference(account.reference))
        return malformed("a chain's reference has 1 to 32 letters, digits, - and _ (CAIP-2)");
    if (!is_address(account.address))
        return malformed("an address has 1 to 128 letters, digits, -, . and % (CAIP-10)");
    return account;
}

}  // namespace deed::did
