#include "lib/json/pointer.hpp"
#include "lib/rdf/expander.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/literal.hpp"

namespace deed::rdf::detail {

std::string Place::to_pointer() const {
    if (outer == nullptr) return {};
    return outer->to_pointer() +
           json::pointer_token(in_array ? std::to_string(index) : std::string(name));
}

Error error_at(const ErrorCode& code, std::string_view what, const Place& place) {
    return Error(code, std::string(what.substr(0, 200)), place.to_pointer());
}

Result<void> Expander::drop(const ErrorCode& code, std::string_view what,
                            const Place& place) const {
    if (!contexts_.safe()) return {};
    return error_at(code, what, place);
}

Result<void> Expander::check_identifier(const Name& name, const ErrorCode& if_relative,
                                        std::string_view written, const Place& place) const {
    if (!contexts_.safe()) return {};
    if (name.is_null || name.keyword != Keyword::none)
        return drop(errors::kDroppedReserved, written, place);
    if (name.kind == IriClass::relative) return drop(if_relative, written, place);
    if (name.kind == IriClass::broken) return drop(errors::kDroppedIri, name.text, place);
    return {};
}

Result<void> Expander::check_index(const Item& item, const Place& place) const {
    if (!item.has_index || purpose_ != Purpose::rdf) return {};
    return drop(errors::kDroppedIndex, item.index, place);
}

/// What RDF would lose of a value object.
Result<void> Expander::check_value(const Item& item, const Place& place) const {
    if (!contexts_.safe()) return {};
    if (item.has_language && !is_language_tag(item.language))
        return drop(errors::kDroppedLanguage, item.language, place);
    if (item.has_types && !item.is_json)
        DEED_CHECK(check_identifier(item.types[0], errors::kDroppedRelativeType, item.types[0].text,
                                    place));
    if (purpose_ != Purpose::rdf) return {};
    const bool directed = item.direction == Direction::ltr || item.direction == Direction::rtl;
    if (directed && contexts_.options().rdf_direction == JsonLdOptions::RdfDirection::none)
        return drop(errors::kDroppedDirection, to_text(item.direction), place);
    if (!item.is_json && item.value && item.value->is_number() &&
        !keeps_number(*item.value, item.has_types ? item.types[0].text : std::string_view()))
        return drop(errors::kChangedNumber, item.value->number_text(), place);
    return {};
}

Expander::ActiveProperty Expander::active_property(const ActiveContext& active,
                                                   std::string_view text) const {
    ActiveProperty property;
    property.text = text;
    property.term = active.terms.find(text);
    return property;
}

Result<List<Item*>> Expander::expand_document(json::Value document) {
    DEED_TRY(const ActiveContext* initial, contexts_.initial());
    ActiveProperty none;
    none.is_null = true;
    List<Item*> items;
    DEED_TRY(const Shape shape, expand(*initial, none, document, false, items, Place{}));
    if (shape == Shape::one && items[0]->is_graph() && !items[0]->has_id && !items[0]->has_index)
        return items[0]->graph;
    return items;
}

Result<Expander::Shape> Expander::expand(const ActiveContext& active, ActiveProperty property,
                                         json::Value element, bool from_map, List<Item*>& out,
                                         const Place& place) {
    contexts_.spend(1);
    switch (element.type()) {
        case json::Type::null:
            DEED_CHECK(drop(place.in_array ? errors::kDroppedNullItem : errors::kDroppedNullValue,
                            "null", place));
            return Shape::null;
        case json::Type::array:
            return expand_array(active, property, element.array(), from_map, out, place);
        case json::Type::object:
            return expand_map(active, property, element, from_map, out, place);
        default:
            break;
    }
    if (property.is_free()) {
        DEED_CHECK(drop(errors::kDroppedFreeValue, json::to_string(element), place));
        return Shape::null;
    }
    const ActiveContext* scoped = &active;
    const Definition* term = property.term;
    if (term != nullptr && term->local_context) {
        // Protected terms may be overridden as in step 8, though step 4.2 does not say so.
        DEED_TRY(scoped, contexts_.apply_scope(active, *term, true, true));
        term = scoped->terms.find(property.text);
    }
    DEED_TRY(Item * item, expand_value(*scoped, term, element, {}, place));
    out.push(arena_, item);
    return Shape::one;
}

Result<Expander::Shape> Expander::expand_array(const ActiveContext& active, ActiveProperty property,
                                               json::Array array, bool from_map, List<Item*>& out,
                                               const Place& place) {
    DEED_CHECK(contexts_.check_work());
    const bool in_list =
        property.in_list || (property.term != nullptr && property.term->has(container::kList));
    DEED_CHECK(check_states(array.empty() && !in_list, place));
    std::size_t index = 0;
    for (const json::Value element : array) {
        const Place inner{&place, {}, index++, true};
        List<Item*> items;
        List<Item*>& target = in_list ? items : out;
        DEED_TRY(const Shape shape, expand(active, property, element, from_map, target, inner));
        if (!in_list) continue;
        if (shape == Shape::array) {
            Item* list = arena_.make<Item>();
            list->has_list = true;
            list->items = items;
            out.push(arena_, list);
        } else {
            out.append(arena_, items);
        }
    }
    return Shape::array;
}

Result<Item*> Expander::expand_value(const ActiveContext& active, const Definition* term,
                                     std::optional<json::Value> value, std::string_view text,
                                     const Place& place) {
    Item* item = arena_.make<Item>();
    const bool is_string = !value || value->is_string();
    if (value && is_string) text = value->string();
    const bool has_type = term != nullptr && term->type.has_value();
    const Keyword type = has_type ? term->type->keyword : Keyword::none;
    if (is_string && (type == Keyword::id || type == Keyword::vocab)) {
        item->has_id = true;
        item->id = contexts_.expand_iri(active, text, true, type == Keyword::vocab);
        // A word of a vocabulary may be a compact IRI; an id may not.
        if (type == Keyword::id) DEED_CHECK(check_plain_id(item->id, text, place));
        if (type == Keyword::vocab) observe(active, text, item->id, place);
        DEED_CHECK(check_identifier(item->id, errors::kDroppedRelativeId, text, place));
        return item;
    }
    item->has_value = true;
    item->value = value;
    item->text = text;
    if (has_type && type != Keyword::id && type != Keyword::vocab && type != Keyword::none_value) {
        item->has_types = true;
        item->types.push(arena_, *term->type);
        item->is_json = type == Keyword::json;
    } else if (is_string) {
        item->language = term != nullptr && term->language ? *term->language : active.language;
        item->has_language = !item->language.empty();
        item->direction = term != nullptr && term->direction != Direction::unset ? term->direction
                                                                                 : active.direction;
    }
    DEED_CHECK(check_value(*item, place));
    return item;
}

}  // namespace deed::rdf::detail
