// Expansion of objects: which context holds inside, and what comes out (JSON-LD 1.1 API section
// 5.1.2, steps 7 to 12 and 15 to 20).

#include <algorithm>

#include "lib/rdf/expander.hpp"
#include "lib/rdf/jsonld_errors.hpp"

namespace deed::rdf::detail {
namespace {

/// Whether a key is a keyword or one of the terms that stand for it.
bool is_one_of(std::string_view key, std::string_view keyword,
               const List<std::string_view>& aliases) {
    return key == keyword || std::find(aliases.begin(), aliases.end(), key) != aliases.end();
}

/// What is lost of an item that no property leads to, if anything.
const ErrorCode* free_loss(const Item& item) {
    if (item.has_value) return &errors::kDroppedFreeValue;
    if (item.has_list) return &errors::kDroppedFreeList;
    if (!item.says_nothing()) return nullptr;
    return item.has_id ? &errors::kDroppedLoneId : &errors::kDroppedEmptyObject;
}

}  // namespace

Result<void> Expander::check_free(const Item& item, const Place& place) const {
    const ErrorCode* loss = free_loss(item);
    if (loss == nullptr) return {};
    return drop(*loss, item.has_id ? item.id.text : std::string_view(), place);
}

Name Expander::expand_key(const ActiveContext& active, std::string_view key) {
    const Definition* term = active.terms.find(key);
    return term != nullptr ? term->iri : contexts_.expand_iri(active, key, false, true);
}

List<Expander::Key> Expander::resolve_keys(const ActiveContext& active, json::Value element) {
    List<Key> keys;
    keys.reserve(arena_, element.object().size());
    for (const json::Member member : element.object()) {
        const Definition* term = active.terms.find(member.name);
        keys.push(
            arena_,
            {member, term,
             term != nullptr ? term->iri : contexts_.expand_iri(active, member.name, false, true)});
    }
    if (contexts_.options().ordered)
        std::sort(keys.begin(), keys.end(),
                  [](const Key& a, const Key& b) { return a.member.name < b.member.name; });
    return keys;
}

/// Whether step 7 leaves an object in the scope of the type around it: a value, or nothing but a
/// reference.
bool Expander::stays_in_scope(const ActiveContext& active, json::Object object) {
    if (object.size() == 1) {
        const Keyword only = expand_key(active, (*object.begin()).name).keyword;
        return only == Keyword::value || only == Keyword::id;
    }
    for (const json::Member member : object)
        if (is_one_of(member.name, "@value", active.value_aliases)) return true;
    return false;
}

/// Steps 7 to 9: the context in which the members of `element` are read.
Result<const ActiveContext*> Expander::enter(const ActiveContext& outer,
                                             const ActiveProperty& property, json::Value element,
                                             bool from_map, const Place& place) {
    const ActiveContext* active = &outer;
    if (active->previous != nullptr && !from_map && !stays_in_scope(*active, element.object()))
        active = active->previous;
    if (property.term != nullptr && property.term->local_context) {
        DEED_TRY(active, contexts_.apply_scope(*active, *property.term, true, true));
    }
    if (const auto local = element.find("@context")) {
        auto processed = contexts_.process(*active, *local);
        if (!processed)
            return std::move(processed).error().at(Place{&place, "@context"}.to_pointer());
        active = *processed;
    }
    return active;
}

/// Step 11: the contexts of the types, in the order of the types' spelling.
Result<const ActiveContext*> Expander::enter_types(const ActiveContext& outer, json::Value element,
                                                   const Place& place) {
    List<json::Member> members;
    for (const json::Member member : element.object())
        if (is_one_of(member.name, "@type", outer.type_aliases)) members.push(arena_, member);
    if (members.size() > 1)
        std::sort(members.begin(), members.end(),
                  [](const json::Member& a, const json::Member& b) { return a.name < b.name; });
    const ActiveContext* active = &outer;
    for (const auto& [name, value] : members) {
        List<std::string_view> types;
        if (value.is_string()) types.push(arena_, value.string());
        if (value.is_array())
            for (const json::Value item : value.array())
                if (item.is_string()) types.push(arena_, item.string());
        std::sort(types.begin(), types.end());
        for (const std::string_view type : types) {
            const Definition* term = outer.terms.find(type);
            if (term == nullptr || !term->local_context) continue;
            auto scoped = contexts_.apply_scope(*active, *term, false, false);
            if (!scoped) return std::move(scoped).error().at(Place{&place, name}.to_pointer());
            active = *scoped;
        }
    }
    return active;
}

/// Whether the "input type" of step 12 is @json: the last value of the first key for @type.
bool Expander::is_json_typed(const ActiveContext& active, const List<Key>& keys) {
    const Key* first = nullptr;
    for (const Key& key : keys)
        if (key.name.keyword == Keyword::type &&
            (first == nullptr || key.member.name < first->member.name))
            first = &key;
    if (first == nullptr) return false;
    json::Value type = first->member.value;
    if (type.is_array() && !type.array().empty()) type = type.array()[type.array().size() - 1];
    return type.is_string() && expand_key(active, type.string()).keyword == Keyword::json;
}

Result<Expander::Shape> Expander::expand_map(const ActiveContext& outer, ActiveProperty property,
                                             json::Value element, bool from_map, List<Item*>& out,
                                             const Place& place) {
    property.in_list = false;
    DEED_CHECK(contexts_.check_work());
    DEED_TRY(const ActiveContext* type_context, enter(outer, property, element, from_map, place));
    DEED_TRY(const ActiveContext* active, enter_types(*type_context, element, place));
    const List<Key> keys = resolve_keys(*active, element);
    if (active != &outer && !property.is_null && !property.is_graph)
        property.term = active->terms.find(property.text);

    Item* item = arena_.make<Item>();
    Making making(arena_, *item);
    making.type_context = type_context;
    making.value_is_json = is_json_typed(*active, keys);
    DEED_CHECK(expand_keys(*active, property, keys, making, place));
    return finish(property, item, out, place);
}

/// Steps 13 and 14.
Result<void> Expander::expand_keys(const ActiveContext& active, const ActiveProperty& property,
                                   const List<Key>& keys, Making& making, const Place& place) {
    List<const Key*> nests;
    const bool in_value = std::any_of(keys.begin(), keys.end(), [](const Key& key) {
        return key.name.keyword == Keyword::value;
    });
    for (const Key& key : keys) {
        contexts_.spend(1);
        const Place inner{&place, key.member.name};
        if (key.member.name == "@context") continue;
        observe(active, key.member.name, key.name, inner, key.term);
        if (key.name.keyword != Keyword::none)
            DEED_CHECK(check_plain_keyword(active, key, in_value, inner));
        if (key.name.keyword == Keyword::nest) {
            if (property.is_reverse)
                return error_at(errors::kInvalidReversePropertyMap, key.member.name, inner);
            nests.push(arena_, &key);
        } else if (key.name.keyword != Keyword::none) {
            DEED_CHECK(expand_keyword(active, property, key, making, inner));
        } else if (key.name.is_null || key.name.text.find(':') == std::string_view::npos) {
            const bool reserved = key.member.name.starts_with('@') && key.term == nullptr;
            DEED_CHECK(drop(reserved ? errors::kDroppedReserved : errors::kDroppedTerm,
                            key.member.name, inner));
        } else {
            DEED_CHECK(expand_property(active, key, making, inner));
        }
    }
    for (const Key* key : nests)
        DEED_CHECK(expand_nested(active, *key, making, Place{&place, key->member.name}));
    return {};
}

/// Step 14: the members of nested objects, as if they stood in the object around them.
Result<void> Expander::expand_nested(const ActiveContext& outer, const Key& nest, Making& making,
                                     const Place& place) {
    const auto expand_one = [&](json::Value value, const Place& inner) -> Result<void> {
        if (!value.is_object()) return error_at(errors::kInvalidNestValue, "not an object", inner);
        const ActiveContext* active = &outer;
        if (nest.term != nullptr && nest.term->local_context) {
            DEED_TRY(active, contexts_.apply_scope(outer, *nest.term, true, true));
        }
        const List<Key> keys = resolve_keys(*active, value);
        for (const Key& key : keys)
            if (key.name.keyword == Keyword::value)
                return error_at(errors::kInvalidNestValue, "holds @value", inner);
        return expand_keys(*active, active_property(*active, nest.member.name), keys, making,
                           inner);
    };
    const json::Value value = nest.member.value;
    if (!value.is_array()) return expand_one(value, place);
    std::size_t index = 0;
    for (const json::Value item : value.array())
        DEED_CHECK(expand_one(item, Place{&place, {}, index++, true}));
    return {};
}

/// Step 15: a value object.
Result<void> Expander::finish_value(Item& item, const Place& place) {
    const bool directed = item.direction != Direction::unset;
    if (item.has_id || item.has_list || item.has_set || item.has_graph || item.has_included ||
        item.has_reverse || !item.properties.empty())
        return error_at(errors::kInvalidValueObject, "more than a value", place);
    if (item.has_types && (item.has_language || directed))
        return error_at(errors::kInvalidValueObject, "a type beside a language or direction",
                        place);
    if (item.has_types && item.types.size() == 1 && item.types[0].keyword == Keyword::json) {
        item.is_json = true;
        return check_value(item, place);
    }
    if (item.value->is_null()) return {};
    if (item.has_language && !item.value->is_string())
        return error_at(errors::kInvalidLanguageTaggedValue, "not a string", place);
    if (item.has_types) {
        const bool single = !item.types_in_array && item.types.size() == 1;
        if (!single || item.types[0].kind != IriClass::iri)
            return error_at(errors::kInvalidTypedValue, "not an IRI", place);
    }
    return check_value(item, place);
}

/// Steps 15 to 20.
Result<Expander::Shape> Expander::finish(const ActiveProperty& property, Item* item,
                                         List<Item*>& out, const Place& place) {
    if (item->has_value) {
        DEED_CHECK(finish_value(*item, place));
        if (!item->is_json && item->value->is_null()) {
            DEED_CHECK(drop(errors::kDroppedNullValue, "@value", place));
            return Shape::null;
        }
    } else if (item->has_set || item->has_list) {
        const bool alone = item->has_set != item->has_list && !item->has_id && !item->has_types &&
                           !item->has_graph && !item->has_included && !item->has_reverse &&
                           !item->has_language && item->direction == Direction::unset &&
                           item->properties.empty();
        if (!alone)
            return error_at(errors::kInvalidSetOrListObject, "more than a set or list", place);
        if (item->has_index) DEED_CHECK(drop(errors::kDroppedIndex, item->index, place));
        if (item->has_set) {
            out.append(arena_, item->items);
            if (item->set_in_array) return Shape::array;
            return item->items.empty() ? Shape::null : Shape::one;
        }
    } else {
        if (item->has_language && !item->has_id && item->says_nothing()) {
            DEED_CHECK(drop(errors::kDroppedLoneLanguage, item->language, place));
            return Shape::null;
        }
        if (purpose_ == Purpose::rdf && (item->has_language || item->direction != Direction::unset))
            DEED_CHECK(drop(errors::kDroppedLoneLanguage, item->language, place));
        if (contexts_.safe())
            for (const Name& type : item->types)
                if (type.keyword != Keyword::none)
                    DEED_CHECK(drop(errors::kDroppedReserved, type.text, place));
    }
    if (property.is_free()) {
        DEED_CHECK(check_free(*item, place));
        if (free_loss(*item) != nullptr) return Shape::null;
    }
    DEED_CHECK(check_index(*item, place));
    out.push(arena_, item);
    return Shape::one;
}

}  // namespace deed::rdf::detail
