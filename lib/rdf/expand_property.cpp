// Expansion of members that are properties (JSON-LD 1.1 API section 5.1.2 steps 13.5 to 13.14).

#include <algorithm>
#include <vector>

#include "lib/rdf/expander.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/term_creator.hpp"

namespace deed::rdf::detail {
namespace {

/// Objects of more properties than this find them by an index.
constexpr std::size_t kUnindexedProperties = 16;

/// The members of a map, in the order in which they are expanded.
std::vector<json::Member> members_of(json::Object map, bool ordered) {
    std::vector<json::Member> members;
    members.reserve(map.size());
    for (const json::Member member : map) members.push_back(member);
    if (ordered)
        std::sort(members.begin(), members.end(),
                  [](const json::Member& a, const json::Member& b) { return a.name < b.name; });
    return members;
}

}  // namespace

List<Item*>& Expander::PropertySet::values(const Name& name) {
    if (index_.empty()) {
        for (Property& property : list_)
            if (property.name.text == name.text) return property.values;
        list_.push(arena_, {name, {}});
        if (list_.size() > kUnindexedProperties)
            for (std::size_t i = 0; i < list_.size(); ++i) index_.emplace(list_[i].name.text, i);
        return list_[list_.size() - 1].values;
    }
    const auto [place, fresh] = index_.try_emplace(name.text, list_.size());
    if (fresh) list_.push(arena_, {name, {}});
    return list_[place->second].values;
}

Result<Item*> Expander::wrap_graph(Item* inner, const Place& place) {
    DEED_CHECK(check_free(*inner, place));
    Item* graph = arena_.make<Item>();
    graph->has_graph = true;
    graph->graph.push(arena_, inner);
    return graph;
}

Result<void> Expander::expand_property(const ActiveContext& active, const Key& key, Making& making,
                                       const Place& place) {
    const json::Value value = key.member.value;
    const std::uint8_t containers = key.term != nullptr ? key.term->container : 0;
    const auto has = [&](std::uint8_t bits) { return (containers & bits) != 0; };
    if (contexts_.safe()) {
        const bool is_lost = key.name.kind == IriClass::broken && purpose_ == Purpose::rdf;
        if (is_lost || key.name.kind == IriClass::relative)
            return drop(errors::kDroppedIri, key.name.text, place);
        if (key.name.kind == IriClass::blank && purpose_ == Purpose::rdf &&
            !contexts_.options().produce_generalized_rdf)
            return drop(errors::kDroppedBlankProperty, key.member.name, place);
        DEED_CHECK(check_plain_name(active, key, place));
    }

    List<Item*> expanded;
    Shape shape = Shape::array;
    if (key.term != nullptr && key.term->has_type(Keyword::json)) {
        Item* literal = arena_.make<Item>();
        literal->has_value = literal->has_types = literal->is_json = true;
        literal->value = value;
        literal->types.push(arena_, *key.term->type);
        expanded.push(arena_, literal);
        shape = Shape::one;
    } else if (has(container::kLanguage) && value.is_object()) {
        DEED_CHECK(check_states(value.object().empty(), place));
        DEED_CHECK(expand_language_map(active, key, expanded, place));
    } else if (has(container::kIndex | container::kType | container::kId) && value.is_object()) {
        DEED_CHECK(check_states(value.object().empty(), place));
        DEED_CHECK(expand_index_map(active, key, expanded, place));
    } else {
        ActiveProperty property;
        property.text = key.member.name;
        property.term = key.term;
        DEED_TRY(shape, expand(active, property, value, false, expanded, place));
    }
    if (shape == Shape::null) return {};

    if (has(container::kList) && !(shape == Shape::one && expanded[0]->is_list())) {
        Item* list = arena_.make<Item>();
        list->has_list = true;
        list->items = expanded;
        expanded = {};
        expanded.push(arena_, list);
    }
    if (has(container::kGraph) && !has(container::kId | container::kIndex))
        for (Item*& item : expanded) {
            DEED_TRY(item, wrap_graph(item, place));
        }

    if (key.term == nullptr || !key.term->reverse) {
        making.properties.values(key.name).append(arena_, expanded);
        return {};
    }
    making.item.has_reverse = true;
    List<Item*>& values = making.reverse.values(key.name);
    for (Item* item : expanded) {
        if (!item->is_node())
            return error_at(errors::kInvalidReversePropertyValue, key.member.name, place);
        values.push(arena_, item);
    }
    return {};
}

/// Step 13.7.
Result<void> Expander::expand_language_map(const ActiveContext& active, const Key& key,
                                           List<Item*>& out, const Place& place) {
    const Direction direction =
        key.term->direction != Direction::unset ? key.term->direction : active.direction;
    const auto add = [&](std::string_view language, bool is_none, json::Value text,
                         const Place& inner) -> Result<void> {
        contexts_.spend(1);
        if (text.is_null()) return drop(errors::kDroppedNullValue, language, inner);
        if (!text.is_string())
            return error_at(errors::kInvalidLanguageMapValue, "not a string", inner);
        Item* item = arena_.make<Item>();
        item->has_value = true;
        item->value = text;
        item->has_language = !is_none;
        if (!is_none) item->language = lower_case(arena_, language);
        item->direction = direction;
        out.push(arena_, item);
        return check_value(*item, inner);
    };
    for (const auto& [language, texts] :
         members_of(key.member.value.object(), contexts_.options().ordered)) {
        const Place inner{&place, language};
        DEED_CHECK(check_states(texts.is_array() && texts.array().empty(), inner));
        const bool is_none = expand_key(active, language).keyword == Keyword::none_value;
        if (!texts.is_array()) {
            DEED_CHECK(add(language, is_none, texts, inner));
            continue;
        }
        std::size_t index = 0;
        for (const json::Value text : texts.array())
            DEED_CHECK(add(language, is_none, text, Place{&inner, {}, index++, true}));
    }
    return contexts_.check_work();
}

/// Step 13.8.
Result<void> Expander::expand_index_map(const ActiveContext& active, const Key& key,
                                        List<Item*>& out, const Place& place) {
    const Definition& term = *key.term;
    for (const auto& [index, value] :
         members_of(key.member.value.object(), contexts_.options().ordered)) {
        const Place inner{&place, index};
        const ActiveContext* inside = &active;
        if (term.has(container::kId | container::kType) && active.previous != nullptr)
            inside = active.previous;
        if (term.has(container::kType)) {
            const Definition* type = inside->terms.find(index);
            if (type != nullptr && type->local_context) {
                DEED_TRY(inside, contexts_.apply_scope(*inside, *type, false, true));
            }
        }
        const Name expanded = expand_key(active, index);
        List<Item*> items;
        DEED_TRY(
            [[maybe_unused]] const Shape shape,
            expand(*inside, active_property(*inside, key.member.name), value, true, items, inner));
        for (Item* item : items) {
            if (term.has(container::kGraph) && !item->is_graph()) {
                DEED_TRY(item, wrap_graph(item, inner));
            }
            if (expanded.keyword != Keyword::none_value)
                DEED_CHECK(add_index(active, term, index, expanded, *item, inner));
            out.push(arena_, item);
        }
    }
    return contexts_.check_work();
}

/// Steps 13.8.3.7.2 to 13.8.3.7.5: what the name in the map says about an item.
Result<void> Expander::add_index(const ActiveContext& active, const Definition& term,
                                 std::string_view index, const Name& expanded, Item& item,
                                 const Place& place) {
    const auto require_node = [&]() -> Result<void> {
        if (item.is_value()) return error_at(errors::kInvalidValueObject, index, place);
        if (item.is_list()) return error_at(errors::kInvalidSetOrListObject, index, place);
        return {};
    };
    if (term.has(container::kIndex) && term.index && *term.index != "@index") {
        DEED_CHECK(require_node());
        const Name property = expand_key(active, *term.index);
        // A later context may have taken the property back.
        const bool is_lost =
            property.is_null || property.keyword != Keyword::none || property.kind != IriClass::iri;
        if (is_lost) DEED_CHECK(drop(errors::kDroppedIndex, index, place));
        DEED_TRY(Item * value,
                 expand_value(active, active.terms.find(*term.index), std::nullopt, index, place));
        PropertySet properties(arena_, item.properties);
        List<Item*>& values = properties.values(property);
        List<Item*> all;
        all.push(arena_, value);
        all.append(arena_, values);
        values = all;
        return {};
    }
    if (term.has(container::kIndex)) {
        if (item.has_index) return {};
        item.has_index = true;
        item.index = index;
        return check_index(item, place);
    }
    DEED_CHECK(require_node());
    if (term.has(container::kId)) {
        const Name id = contexts_.expand_iri(active, index, true, false);
        if (item.has_id)
            return item.id == id ? Result<void>{} : drop(errors::kDroppedIndex, index, place);
        item.has_id = true;
        item.id = id;
        DEED_CHECK(check_plain_id(item.id, index, place));
        return check_identifier(item.id, errors::kDroppedRelativeId, index, place);
    }
    DEED_CHECK(check_plain_type(active, expanded, index, place));
    List<Name> types;
    types.push(arena_, expanded);
    types.append(arena_, item.types);
    item.types = types;
    item.has_types = true;
    return check_identifier(expanded, errors::kDroppedRelativeType, index, place);
}

}  // namespace deed::rdf::detail
