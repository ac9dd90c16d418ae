#include "did/grammar.hpp"

#include "lib/encoding/uri.hpp"

namespace deed::did::detail {

bool is_uri(std::string_view text) {
    const std::size_t scheme = uri_scheme_size(text);
    if (scheme == 0) return false;
    std::string_view rest = text.substr(scheme + 1);
    const auto is_query_char = [](char c) { return is_pchar(c) || c == '/' || c == '?'; };
    if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
        if (!consists_of(rest.substr(hash + 1), is_query_char)) return false;
        rest = rest.substr(0, hash);
    }
    // Brackets stand around IP literals only, which is as far as the host is looked at.
    return consists_of(rest, [&](char c) { return is_query_char(c) || c == '[' || c == ']'; });
}

}  // namespace deed::did::detail
