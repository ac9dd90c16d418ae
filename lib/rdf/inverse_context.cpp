#include "lib/rdf/inverse_context.hpp"

#include <algorithm>

namespace deed::rdf::detail {

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::string language_key(std::string_view language, Direction direction) {
    if (direction == Direction::ltr || direction == Direction::rtl)
        return lower_case(language) + "_" + std::string(to_text(direction));
    return language.empty() ? "@none" : lower_case(language);
}

InverseContext::InverseContext(const ActiveContext& active)
    : default_language_(language_key(active.language, active.direction)) {  // step 2
    std::vector<const Definition*> definitions;
    active.terms.for_each([&](const Definition& d) { definitions.push_back(&d); });
    std::sort(definitions.begin(), definitions.end(), [](const auto* a, const auto* b) {
        if (a->term.size() != b->term.size()) return a->term.size() < b->term.size();
        return a->term < b->term;
    });
    for (const Definition* definition : definitions) {  // step 3
        if (definition->iri.is_null) continue;          // 3.1
        add(*definition);
        if (definition->prefix) prefixes_.push_back(definition);
    }
}

/// Steps 3.2 to 3.17.
void InverseContext::add(const Definition& definition) {
    const std::string_view term = definition.term;
    Mappings& mappings = by_iri_[definition.iri.text][definition.container];
    mappings.any.try_emplace("@none", term);
    const bool has_direction = definition.direction != Direction::unset;
    if (definition.reverse) {  // 3.10
        mappings.type.try_emplace("@reverse", term);
    } else if (definition.has_type(Keyword::none_value)) {  // 3.11
        mappings.language.try_emplace("@any", term);
        mappings.type.try_emplace("@any", term);
    } else if (definition.type) {  // 3.12
        mappings.type.try_emplace(std::string(definition.type->text), term);
    } else if (definition.language && has_direction) {  // 3.13
        const std::string key = language_key(*definition.language, definition.direction);
        mappings.language.try_emplace(key == "@none" ? "@null" : key, term);
    } else if (definition.language) {  // 3.14
        mappings.language.try_emplace(
            definition.language->empty() ? "@null" : lower_case(*definition.language), term);
    } else if (has_direction) {  // 3.15
        mappings.language.try_emplace(language_key({}, definition.direction), term);
    } else {  // 3.16
        mappings.language.try_emplace(default_language_, term);
        mappings.language.try_emplace("@none", term);
        mappings.type.try_emplace("@none", term);
    }
}

std::string_view InverseContext::select(std::string_view iri,
                                        std::span<const std::uint8_t> containers, Mapping mapping,
                                        std::span<const std::string> preferred) const {
    const auto entry = by_iri_.find(iri);
    if (entry == by_iri_.end()) return {};
    for (const std::uint8_t container : containers) {
        const auto mappings = entry->second.find(container);
        if (mappings == entry->second.end()) continue;
        const Terms& terms = mapping == Mapping::type       ? mappings->second.type
                             : mapping == Mapping::language ? mappings->second.language
                                                            : mappings->second.any;
        for (const std::string& value : preferred)
            if (const auto found = terms.find(value); found != terms.end()) return found->second;
    }
    return {};
}

}  // namespace deed::rdf::detail
