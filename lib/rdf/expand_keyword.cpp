// Expansion of members that are keywords (JSON-LD 1.1 API section 5.1.2 step 13.4).

#include "lib/rdf/expander.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/term_creator.hpp"

namespace deed::rdf::detail {
namespace {

bool is_there(const Item& item, Keyword keyword, bool mode_1_0) {
    switch (keyword) {
        case Keyword::id:
            return item.has_id;
        case Keyword::type:
            return item.has_types && mode_1_0;
        case Keyword::value:
            return item.has_value;
        case Keyword::language:
            return item.has_language;
        case Keyword::direction:
            return item.direction != Direction::unset;
        case Keyword::index:
            return item.has_index;
        case Keyword::list:
            return item.has_list;
        case Keyword::set:
            return item.has_set;
        case Keyword::graph:
            return item.has_graph;
        case Keyword::reverse:
            return item.has_reverse;
        default:
            return false;
    }
}

bool is_scalar(json::Value value) { return !value.is_array() && !value.is_object(); }

}  // namespace

Result<void> Expander::expand_keyword(const ActiveContext& active, const ActiveProperty& property,
                                      const Key& key, Making& making, const Place& place) {
    const json::Value value = key.member.value;
    Item& item = making.item;
    if (property.is_reverse)
        return error_at(errors::kInvalidReversePropertyMap, key.member.name, place);
    if (is_there(item, key.name.keyword, contexts_.mode_1_0()))
        return error_at(errors::kCollidingKeywords, key.name.text, place);

    switch (key.name.keyword) {
        case Keyword::id:
            return expand_id(active, key, item, place);
        case Keyword::type:
            return expand_types(key, making, place);
        case Keyword::graph: {
            ActiveProperty graph;
            graph.text = "@graph";
            graph.is_graph = true;
            item.has_graph = true;
            DEED_TRY([[maybe_unused]] const Shape shape,
                     expand(active, graph, value, false, item.graph, place));
            return {};
        }
        case Keyword::included:
            return expand_included(active, key, item, place);
        case Keyword::value:
            if (making.value_is_json && contexts_.mode_1_0())
                return error_at(errors::kInvalidValueObjectValue, "@json", place);
            if (!making.value_is_json && !is_scalar(value))
                return error_at(errors::kInvalidValueObjectValue, "not a scalar", place);
            item.has_value = true;
            item.value = value;
            return {};
        case Keyword::language:
            if (!value.is_string())
                return error_at(errors::kInvalidLanguageTaggedString, "not a string", place);
            item.has_language = true;
            item.language = lower_case(arena_, value.string());
            return {};
        case Keyword::direction: {
            if (contexts_.mode_1_0()) return drop(errors::kDroppedKeyword, "@direction", place);
            const auto direction = read_direction(value);
            if (!direction || *direction == Direction::null)
                return error_at(errors::kInvalidBaseDirection, "neither ltr nor rtl", place);
            item.direction = *direction;
            return {};
        }
        case Keyword::index:
            if (!value.is_string())
                return error_at(errors::kInvalidIndexValue, "not a string", place);
            item.has_index = true;
            item.index = value.string();
            return {};
        case Keyword::list: {
            if (property.is_free()) return drop(errors::kDroppedFreeList, "@list", place);
            item.has_list = true;
            // Arrays inside are lists of their own, though section 5.1.2 says so only where the
            // term has a container @list: else their bounds would be lost.
            ActiveProperty list = property;
            list.in_list = true;
            DEED_TRY([[maybe_unused]] const Shape shape,
                     expand(active, list, value, false, item.items, place));
            return {};
        }
        case Keyword::set: {
            item.has_set = true;
            DEED_TRY(const Shape shape, expand(active, property, value, false, item.items, place));
            item.set_in_array = shape == Shape::array;
            return {};
        }
        case Keyword::reverse:
            return expand_reverse(active, key, making, place);
        default:
            return drop(errors::kDroppedReserved, key.member.name, place);
    }
}

Result<void> Expander::expand_id(const ActiveContext& active, const Key& key, Item& item,
                                 const Place& place) {
    const json::Value value = key.member.value;
    if (!value.is_string()) return error_at(errors::kInvalidIdValue, "not a string", place);
    item.has_id = true;
    item.id = contexts_.expand_iri(active, value.string(), true, false);
    DEED_CHECK(check_plain_id(item.id, value.string(), place));
    return check_identifier(item.id, errors::kDroppedRelativeId, value.string(), place);
}

Result<void> Expander::expand_types(const Key& key, Making& making, const Place& place) {
    const json::Value value = key.member.value;
    const auto add = [&](json::Value type, const Place& inner) -> Result<void> {
        if (!type.is_string()) return error_at(errors::kInvalidTypeValue, "not a string", inner);
        const Name name = contexts_.expand_iri(*making.type_context, type.string(), true, true);
        making.item.types.push(arena_, name);
        observe(*making.type_context, type.string(), name, inner);
        if (!contexts_.safe() || name.keyword != Keyword::none) return {};
        // A datatype, beside a value, is no name that a reader looks for.
        if (!key.member.name.starts_with('@'))
            DEED_CHECK(check_plain_type(*making.type_context, name, type.string(), inner));
        const bool is_term = making.type_context->terms.find(type.string()) != nullptr;
        if (name.is_null && is_term) return drop(errors::kDroppedNullType, type.string(), inner);
        return check_identifier(name, errors::kDroppedRelativeType, type.string(), inner);
    };
    making.item.types_in_array = value.is_array() || making.item.has_types;
    making.item.has_types = true;
    if (!value.is_array()) return add(value, place);
    DEED_CHECK(check_states(value.array().empty(), place));
    std::size_t index = 0;
    for (const json::Value type : value.array())
        DEED_CHECK(add(type, Place{&place, {}, index++, true}));
    return {};
}

Result<void> Expander::expand_included(const ActiveContext& active, const Key& key, Item& item,
                                       const Place& place) {
    if (contexts_.mode_1_0()) return drop(errors::kDroppedKeyword, "@included", place);
    item.has_included = true;
    // Free of a property; but what would be dropped there is refused here.
    ActiveProperty none;
    none.is_null = true;
    const auto add = [&](json::Value element, const Place& inner) -> Result<void> {
        if (!element.is_object())
            return error_at(errors::kInvalidIncludedValue, "not a node", inner);
        DEED_TRY(const Shape shape, expand(active, none, element, false, item.included, inner));
        if (shape == Shape::null)
            return error_at(errors::kInvalidIncludedValue, "not a node", inner);
        return {};
    };
    const json::Value value = key.member.value;
    if (!value.is_array()) return add(value, place);
    std::size_t index = 0;
    for (const json::Value element : value.array())
        DEED_CHECK(add(element, Place{&place, {}, index++, true}));
    return {};
}

/// Step 13.4.13: properties that are reversed twice are the object's own.
Result<void> Expander::expand_reverse(const ActiveContext& active, const Key& key, Making& making,
                                      const Place& place) {
    if (!key.member.value.is_object())
        return error_at(errors::kInvalidReverseValue, "not an object", place);
    ActiveProperty reverse;
    reverse.text = "@reverse";
    reverse.is_reverse = true;
    List<Item*> expanded;
    DEED_TRY([[maybe_unused]] const Shape shape,
             expand(active, reverse, key.member.value, false, expanded, place));
    for (const Item* item : expanded) {
        for (const Property& property : item->reverse)
            making.properties.values(property.name).append(arena_, property.values);
        for (const Property& property : item->properties) {
            making.item.has_reverse = true;
            List<Item*>& values = making.reverse.values(property.name);
            for (Item* value : property.values) {
                if (!value->is_node())
                    return error_at(errors::kInvalidReversePropertyValue, property.name.text,
                                    place);
                values.push(arena_, value);
            }
        }
    }
    return {};
}

}  // namespace deed::rdf::detail
