#include "lib/rdf/compactor.hpp"

#include <algorithm>
#include <vector>

#include "lib/json/writer.hpp"
#include "lib/rdf/jsonld_errors.hpp"

namespace deed::rdf::detail {
namespace {

bool is_scalar(json::Value value) { return !value.is_array() && !value.is_object(); }

bool is_scalar(const Draft& draft) {
    if (draft.kind() == Draft::Kind::value) return is_scalar(draft.value());
    return !draft.is_array() && !draft.is_object();
}

bool is_null(const Draft& draft) {
    return draft.is_null() || (draft.kind() == Draft::Kind::value && draft.value().is_null());
}

const Definition* definition_of(const ActiveContext& active,
                                std::optional<std::string_view> property) {
    return property ? active.terms.find(*property) : nullptr;
}

bool has(json::Value value, std::string_view name) { return value.find(name).has_value(); }

}  // namespace

Result<Draft*> Compactor::compact(const ActiveContext& active,
                                  std::optional<std::string_view> property, json::Value element) {
    contexts_.spend(1);
    DEED_CHECK(contexts_.check_work());
    if (is_scalar(element)) return pool_.value(element);                              // step 2
    if (element.is_array()) return compact_array(active, property, element.array());  // step 3
    return compact_object(active, property, element);
}

Result<Draft*> Compactor::compact_array(const ActiveContext& active,
                                        std::optional<std::string_view> property,
                                        json::Array items) {
    Draft* result = pool_.array();
    for (const json::Value item : items) {
        DEED_TRY(Draft * compacted, compact(active, property, item));
        if (!is_null(*compacted)) result->push(compacted);
    }
    const Definition* definition = definition_of(active, property);
    const bool stays =
        result->items().size() != 1 || !compact_arrays() || property == "@graph" ||
        property == "@set" ||
        (definition != nullptr && definition->has(container::kList | container::kSet));
    return stays ? result : result->items().front();
}

/// Steps 5 to 13.
Result<Draft*> Compactor::compact_object(const ActiveContext& given,
                                         std::optional<std::string_view> property,
                                         json::Value element) {
    const ActiveContext* active = &given;
    const bool lone_id = element.object().size() == 1 && has(element, "@id");
    if (active->previous != nullptr && !has(element, "@value") && !lone_id)  // 5
        active = active->previous;
    // Step 6 reads the definition before step 5 took it away: a context for a type may define the
    // property whose value is this object.
    if (const Definition* scope = definition_of(given, property);
        scope != nullptr && scope->local_context) {
        DEED_TRY(active, contexts_.apply_scope(*active, *scope, true, true));
    }
    const Definition* definition = definition_of(*active, property);
    if (has(element, "@value") || has(element, "@id")) {  // 7
        DEED_TRY(Draft * compacted, compact_value(*active, definition, element));
        const bool is_json = definition != nullptr && definition->has_type(Keyword::json);
        if (is_scalar(*compacted) || is_json) return compacted;
    }
    if (is_list_object(element) && definition != nullptr && definition->has(container::kList))  // 8
        return compact(*active, property, *element.find("@list"));

    Frame frame{*active, given, definition, property == "@reverse", pool_.object()};
    const auto types = element.find("@type");
    if (!types) return compact_members(frame, element);
    DEED_TRY(active, apply_types(*active, given, *types));  // 11
    Frame typed{*active, given, definition_of(*active, property), frame.inside_reverse,
                frame.result};
    return compact_members(typed, element);
}

/// Step 12.
Result<Draft*> Compactor::compact_members(const Frame& frame, json::Value element) {
    std::vector<json::Member> members;
    for (const json::Member member : element.object()) members.push_back(member);
    if (contexts_.options().ordered)
        std::sort(members.begin(), members.end(),
                  [](const auto& a, const auto& b) { return a.name < b.name; });
    for (const auto& [name, value] : members) DEED_CHECK(compact_member(frame, name, value));
    return frame.result;
}

/// Step 11.
Result<const ActiveContext*> Compactor::apply_types(const ActiveContext& active,
                                                    const ActiveContext& type_scoped,
                                                    json::Value types) {
    std::vector<std::string_view> terms;
    const auto add = [&](json::Value type) -> Result<void> {
        if (!type.is_string()) return {};
        DEED_TRY(const std::string_view term, iris_.compact(active, type.string()));
        terms.push_back(term);
        return {};
    };
    if (!types.is_array())
        DEED_CHECK(add(types));
    else
        for (const json::Value type : types.array()) DEED_CHECK(add(type));
    std::sort(terms.begin(), terms.end());
    const ActiveContext* result = &active;
    for (const std::string_view term : terms) {
        const Definition* definition = type_scoped.terms.find(term);
        if (definition == nullptr || !definition->local_context) continue;
        DEED_TRY(result, contexts_.apply_scope(*result, *definition, false, false));
    }
    return result;
}

Result<void> Compactor::compact_member(const Frame& frame, std::string_view name,
                                       json::Value value) {
    if (name == "@type") return compact_types(frame, value);       // 12.2
    if (name == "@reverse") return compact_reverse(frame, value);  // 12.3
    if (name == "@index" && frame.definition != nullptr &&
        frame.definition->has(container::kIndex))  // 12.5
        return {};
    if (name == "@id") {  // 12.1
        Draft* compacted = pool_.value(value);
        if (value.is_string()) {
            DEED_TRY(const std::string_view id, iris_.compact_id(frame.active, value.string()));
            compacted = pool_.text(id);
        }
        DEED_TRY(const std::string_view alias, iris_.compact(frame.active, name));
        frame.result->set(alias, compacted);
        return {};
    }
    if (name == "@direction" || name == "@index" || name == "@language" || name == "@value") {
        DEED_TRY(const std::string_view alias, iris_.compact(frame.active, name));  // 12.6
        frame.result->set(alias, pool_.value(value));
        return {};
    }
    if (!value.is_array()) return compact_item(frame, name, value);
    if (value.array().empty()) {  // 12.7
        DEED_TRY(const Slot slot, slot_for(frame, name, value));
        add_value(pool_, *slot.nest_result, slot.property, pool_.array(), true);
    }
    for (const json::Value item : value.array()) DEED_CHECK(compact_item(frame, name, item));
    return {};
}

/// Step 12.2.
Result<void> Compactor::compact_types(const Frame& frame, json::Value types) {
    Draft* compacted = pool_.array();
    const auto add = [&](json::Value type) -> Result<void> {
        if (!type.is_string()) return {};
        DEED_TRY(const std::string_view term, iris_.compact(frame.type_scoped, type.string()));
        compacted->push(pool_.text(term));
        return {};
    };
    if (!types.is_array()) {
        DEED_CHECK(add(types));
        if (!compacted->items().empty()) compacted = compacted->items().front();
    } else {
        for (const json::Value type : types.array()) DEED_CHECK(add(type));
    }
    DEED_TRY(const std::string_view alias, iris_.compact(frame.active, "@type"));
    const Definition* definition = frame.active.terms.find(alias);
    const bool as_set =
        !contexts_.mode_1_0() && definition != nullptr && definition->has(container::kSet);
    add_value(pool_, *frame.result, alias, compacted, as_set || !compact_arrays());
    return {};
}

/// Step 12.3.
Result<void> Compactor::compact_reverse(const Frame& frame, json::Value reverse) {
    DEED_TRY(Draft * compacted, compact(frame.active, "@reverse", reverse));
    Draft* rest = pool_.object();
    for (const auto& [property, value] : compacted->members()) {
        const Definition* definition = frame.active.terms.find(property);
        if (definition == nullptr || !definition->reverse) {
            rest->set(property, value);
            continue;
        }
        add_value(pool_, *frame.result, property, value,
                  definition->has(container::kSet) || !compact_arrays());
    }
    if (rest->members().empty()) return {};
    DEED_TRY(const std::string_view alias, iris_.compact(frame.active, "@reverse"));
    frame.result->set(alias, rest);
    return {};
}

/// Steps 12.8.1 to 12.8.5.
Result<Compactor::Slot> Compactor::slot_for(const Frame& frame, std::string_view name,
                                            json::Value item) {
    DEED_TRY(const std::string_view property,
             iris_.compact(frame.active, name, item, frame.inside_reverse));
    const Definition* definition = frame.active.terms.find(property);
    const bool as_array = (definition != nullptr && definition->has(container::kSet)) ||
                          property == "@graph" || property == "@list" || !compact_arrays();
    Slot slot{frame.active, frame.result, property, definition, as_array};
    if (definition == nullptr || !definition->nest) return slot;
    const std::string_view nest = *definition->nest;
    if (contexts_.expand_iri(frame.active, nest, false, true).keyword != Keyword::nest)
        return Error(errors::kInvalidNestValue,
                     "the nesting term " + std::string(nest) + " is no alias of @nest");
    Draft* nested = frame.result->find(nest);
    if (nested == nullptr || !nested->is_object()) frame.result->set(nest, nested = pool_.object());
    slot.nest_result = nested;
    return slot;
}

/// Steps 12.8.6 to 12.8.10.
Result<void> Compactor::compact_item(const Frame& frame, std::string_view name, json::Value item) {
    DEED_TRY(const Slot slot, slot_for(frame, name, item));
    json::Value inner = item;
    const bool is_list = is_list_object(item), is_graph = is_graph_object(item);
    if (is_list)
        inner = *item.find("@list");
    else if (is_graph)
        inner = *item.find("@graph");
    DEED_TRY(Draft * compacted, compact(frame.active, slot.property, inner));
    if (is_list) return add_list(slot, item, compacted);
    if (is_graph) return add_graph(slot, item, compacted);
    if (slot.holds(container::kLanguage | container::kIndex | container::kId | container::kType) &&
        !slot.holds(container::kGraph))
        return add_to_map(slot, item, compacted);
    add_value(pool_, *slot.nest_result, slot.property, compacted, slot.as_array);
    return {};
}

/// Step 12.8.7.
Result<void> Compactor::add_list(const Slot& slot, json::Value item, Draft* compacted) {
    if (!compacted->is_array()) compacted = pool_.array(compacted);
    if (slot.holds(container::kList)) {
        slot.nest_result->set(slot.property, compacted);
        return {};
    }
    Draft* list = pool_.object();
    DEED_TRY(const std::string_view alias, iris_.compact(slot.active, "@list"));
    list->set(alias, compacted);
    if (const auto index = item.find("@index")) {
        DEED_TRY(const std::string_view index_alias, iris_.compact(slot.active, "@index"));
        list->set(index_alias, pool_.value(*index));
    }
    add_value(pool_, *slot.nest_result, slot.property, list, slot.as_array);
    return {};
}

Draft* Compactor::map_of(const Slot& slot) {
    Draft* map = slot.nest_result->find(slot.property);
    if (map == nullptr || !map->is_object())
        slot.nest_result->set(slot.property, map = pool_.object());
    return map;
}

/// Step 12.8.8.
Result<void> Compactor::add_graph(const Slot& slot, json::Value item, Draft* compacted) {
    const bool is_simple = is_simple_graph_object(item);
    if (slot.holds(container::kGraph) && slot.holds(container::kId)) {
        const auto id = item.find("@id");
        DEED_TRY(const std::string_view key, id ? iris_.compact_id(slot.active, id->string())
                                                : iris_.compact(slot.active, "@none"));
        add_value(pool_, *map_of(slot), key, compacted, slot.as_array);
        return {};
    }
    if (slot.holds(container::kGraph) && slot.holds(container::kIndex) && is_simple) {
        const auto index = item.find("@index");
        DEED_TRY(const std::string_view none, iris_.compact(slot.active, "@none"));
        add_value(pool_, *map_of(slot), index ? index->string() : none, compacted, slot.as_array);
        return {};
    }
    if (slot.holds(container::kGraph) && is_simple) {
        if (compacted->is_array() && compacted->items().size() > 1) {
            DEED_TRY(const std::string_view included, iris_.compact(slot.active, "@included"));
            Draft* whole = pool_.object();
            whole->set(included, compacted);
            compacted = whole;
        }
    } else {
        DEED_TRY(compacted, named_graph(slot, item, compacted));
    }
    add_value(pool_, *slot.nest_result, slot.property, compacted, slot.as_array);
    return {};
}

/// Step 12.8.8.4.
Result<Draft*> Compactor::named_graph(const Slot& slot, json::Value item, Draft* compacted) {
    Draft* graph = pool_.object();
    DEED_TRY(const std::string_view graph_alias, iris_.compact(slot.active, "@graph"));
    graph->set(graph_alias, compacted);
    if (const auto id = item.find("@id")) {
        DEED_TRY(const std::string_view alias, iris_.compact(slot.active, "@id"));
        DEED_TRY(const std::string_view text, iris_.compact_id(slot.active, id->string()));
        graph->set(alias, pool_.text(text));
    }
    if (const auto index = item.find("@index")) {
        DEED_TRY(const std::string_view alias, iris_.compact(slot.active, "@index"));
        graph->set(alias, pool_.value(*index));
    }
    return graph;
}

/// Takes the first of a member's values out, if it is a text; empty texts as well.
std::optional<std::string_view> Compactor::cut_first(Draft* compacted, std::string_view key) {
    Draft* values = compacted->is_object() ? compacted->find(key) : nullptr;
    if (values == nullptr) return std::nullopt;
    if (!values->is_array()) {
        const auto text = values->text_if();
        if (text) compacted->remove(key);
        return text;
    }
    if (values->items().empty()) return std::nullopt;
    const auto text = values->items().front()->text_if();
    if (!text) return std::nullopt;
    values->remove_first();
    if (values->items().empty())
        compacted->remove(key);
    else if (values->items().size() == 1)
        compacted->set(key, values->items().front());
    return text;
}

/// Steps 12.8.9.2 to 12.8.9.7: the key of the map, which is taken out of what is put there.
Result<std::optional<std::string_view>> Compactor::cut_index(const Slot& slot, json::Value item,
                                                             Draft* compacted) {
    if (slot.holds(container::kLanguage)) {
        const auto language = item.find("@language");
        return language ? language->string_if() : std::nullopt;
    }
    const std::string_view index = slot.definition->index.value_or("@index");
    if (slot.holds(container::kIndex) && index == "@index") {
        const auto value = item.find("@index");
        return value ? value->string_if() : std::nullopt;
    }
    if (slot.holds(container::kIndex)) {
        // The term as the context has it stands for its own values, whatever their type; only
        // another term or none may have been chosen for them.
        if (compacted->is_object() && compacted->find(index) != nullptr)
            return cut_first(compacted, index);
        const Name expanded = contexts_.expand_iri(slot.active, index, false, true);
        DEED_TRY(const std::string_view key, iris_.compact(slot.active, expanded.text));
        return cut_first(compacted, key);
    }
    DEED_TRY(const std::string_view key,
             iris_.compact(slot.active, slot.holds(container::kId) ? "@id" : "@type"));
    return cut_first(compacted, key);
}

/// Step 12.8.9.7.3: what is left of a node that had but an identifier and the type that is now its
/// key.
Result<Draft*> Compactor::only_id(const Slot& slot, json::Value item, Draft* compacted) {
    if (!compacted->is_object() || compacted->members().size() != 1) return compacted;
    const std::string_view key = compacted->members().front().name;
    const auto id = item.find("@id");
    if (!id || contexts_.expand_iri(slot.active, key, false, true).keyword != Keyword::id)
        return compacted;
    json::Writer writer;
    writer.begin_object().key("@id").value(*id).end_object();
    return compact(slot.active, slot.property, pool_.value(writer.take_document())->value());
}

/// Step 12.8.9.
Result<void> Compactor::add_to_map(const Slot& slot, json::Value item, Draft* compacted) {
    DEED_TRY(const std::optional<std::string_view> found, cut_index(slot, item, compacted));
    if (slot.holds(container::kLanguage)) {
        if (const auto value = item.find("@value")) compacted = pool_.value(*value);
    } else if (slot.holds(container::kType)) {
        DEED_TRY(compacted, only_id(slot, item, compacted));
    }
    DEED_TRY(const std::string_view none, iris_.compact(slot.active, "@none"));
    add_value(pool_, *map_of(slot), found.value_or(none), compacted, slot.as_array);
    return {};
}

}  // namespace deed::rdf::detail
