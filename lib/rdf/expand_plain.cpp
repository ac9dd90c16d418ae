// What a signature over RDF does not cover, yet a reader of the JSON goes by: names, forms and
// places (JsonLdOptions::plain_names).

#include "lib/rdf/expander.hpp"
#include "lib/rdf/jsonld_errors.hpp"

namespace deed::rdf::detail {
namespace {

bool has_colon(std::string_view text) { return text.find(':') != std::string_view::npos; }

/// Keywords that move members to another place than the one where they are looked for.
bool moves_members(Keyword keyword) {
    return keyword == Keyword::nest || keyword == Keyword::included ||
           keyword == Keyword::reverse || keyword == Keyword::graph || keyword == Keyword::set;
}

}  // namespace

bool Expander::has_term_for(const ActiveContext& active, std::string_view iri,
                            const Definition* but) const {
    contexts_.spend(active.terms.size());
    bool found = false;
    active.terms.for_each([&](const Definition& term) {
        if (&term != but && !term.iri.is_null && term.iri.text == iri) found = true;
    });
    return found;
}

Result<void> Expander::check_plain_name(const ActiveContext& active, const Key& key,
                                        const Place& place) const {
    const JsonLdOptions& options = contexts_.options();
    if (!options.plain_names) return {};
    const std::string_view iri = key.name.text;
    const std::string_view written = key.member.name;
    const std::string_view vocabulary = options.plain_vocabulary;
    const bool is_foreign = !vocabulary.empty() && iri.starts_with(vocabulary) &&
                            iri.substr(vocabulary.size()) != written;
    if (!is_foreign && !has_colon(written)) return {};
    if (is_foreign || iri != written || has_term_for(active, iri, key.term))
        return error_at(errors::kHiddenTerm, written, place);
    return contexts_.check_work();
}

Result<void> Expander::check_plain_type(const ActiveContext& active, const Name& expanded,
                                        std::string_view written, const Place& place) const {
    if (!contexts_.options().plain_names || !has_colon(written)) return {};
    if (expanded.text != written || has_term_for(active, expanded.text, active.terms.find(written)))
        return error_at(errors::kHiddenTerm, written, place);
    return contexts_.check_work();
}

Result<void> Expander::check_plain_keyword(const ActiveContext& active, const Key& key,
                                           bool in_value, const Place& place) const {
    if (!contexts_.options().plain_names) return {};
    const Keyword keyword = key.name.keyword;
    const bool has_alias = keyword == Keyword::id || (keyword == Keyword::type && !in_value);
    const bool is_hidden = has_alias && key.member.name.starts_with('@') &&
                           has_term_for(active, key.member.name, nullptr);
    if (!is_hidden && !moves_members(keyword)) return contexts_.check_work();
    return error_at(errors::kHiddenTerm, key.member.name, place);
}

Result<void> Expander::check_plain_id(const Name& expanded, std::string_view written,
                                      const Place& place) const {
    const bool is_changed = expanded.text != written && has_colon(written);
    if (!contexts_.options().plain_names || !is_changed) return {};
    return error_at(errors::kCompactId, written, place);
}

Result<void> Expander::check_states(bool is_empty, const Place& place) const {
    if (!is_empty || !contexts_.options().plain_names || purpose_ != Purpose::rdf) return {};
    return drop(errors::kDroppedEmptyArray, "nothing in it", place);
}

}  // namespace deed::rdf::detail
