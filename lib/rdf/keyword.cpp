#include "lib/rdf/keyword.hpp"

#include <algorithm>
#include <utility>

namespace deed::rdf::detail {
namespace {

constexpr std::pair<std::string_view, Keyword> kKeywords[] = {
    {"@id", Keyword::id},
    {"@type", Keyword::type},
    {"@value", Keyword::value},
    {"@context", Keyword::context},
    {"@language", Keyword::language},
    {"@direction", Keyword::direction},
    {"@graph", Keyword::graph},
    {"@list", Keyword::list},
    {"@set", Keyword::set},
    {"@index", Keyword::index},
    {"@included", Keyword::included},
    {"@reverse", Keyword::reverse},
    {"@nest", Keyword::nest},
    {"@json", Keyword::json},
    {"@none", Keyword::none_value},
    {"@vocab", Keyword::vocab},
    {"@container", Keyword::container},
    {"@base", Keyword::base},
    {"@default", Keyword::default_graph},
    {"@import", Keyword::import_},
    {"@prefix", Keyword::prefix},
    {"@preserve", Keyword::preserve},
    {"@propagate", Keyword::propagate},
    {"@protected", Keyword::protected_},
    {"@version", Keyword::version},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

Keyword keyword_of(std::string_view text) {
    if (text.size() < 3 || text[0] != '@') return Keyword::none;
    for (const auto& [spelling, keyword] : kKeywords)
        if (spelling == text) return keyword;
    return Keyword::none;
}

bool has_keyword_form(std::string_view text) {
    return text.size() >= 2 && text[0] == '@' &&
           std::all_of(text.begin() + 1, text.end(), is_letter);
}

}  // namespace deed::rdf::detail
