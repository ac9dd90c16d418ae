#include <algorithm>
#include <deque>
#include <string>
#include <unordered_map>

#include "lib/rdf/draft.hpp"
#include "lib/rdf/iri.hpp"
#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/keyword.hpp"

namespace deed::rdf {
namespace {

using detail::Draft;
using detail::DraftPool;

/// Section 7.4, Generate Blank Node Identifier.
class BlankNodeIssuer {
public:
    explicit BlankNodeIssuer(DraftPool& pool) : pool_(pool) {}

    std::string_view issue() { return pool_.join({"_:b", std::to_string(count_++)}); }
    std::string_view issue(std::string_view identifier) {
        const auto known = issued_.find(identifier);
        if (known != issued_.end()) return known->second;
        return issued_.emplace(identifier, issue()).first->second;
    }
    /// What is no blank node identifier stays.
    std::string_view relabel(std::string_view name) {
        return detail::is_blank_identifier(name) ? issue(name) : name;
    }

private:
    DraftPool& pool_;
    std::unordered_map<std::string_view, std::string_view> issued_;
    std::size_t count_ = 0;
};

/// The nodes of one graph by identifier, in the order in which they were met.
using Graph = Draft;

/// Section 7.2, Node Map Generation.
class NodeMap {
public:
    explicit NodeMap(DraftPool& pool, Call& call)
        : pool_(pool), call_(call), issuer_(pool), graphs_(pool.object()) {
        graphs_->set("@default", pool.object());
    }

    Result<void> add(json::Value element) { return add(element, {.graph = graph("@default")}); }
    const Draft& graphs() const { return *graphs_; }
    Graph* default_graph() { return graph("@default"); }

private:
    /// Where an element stands.
    struct Place {
        Graph* graph = nullptr;
        Draft* subject = nullptr;     ///< the node whose property it is, or null
        std::string_view property{};  ///< of the subject, or of the element itself where reversed
        Draft* list = nullptr;        ///< the array of the list it is in, or null
        Draft* referenced = nullptr;  ///< set where the property is reversed: the node it points to
    };

    Graph* graph(std::string_view name) {
        Graph* found = graphs_->find(name);
        if (found == nullptr) graphs_->set(name, found = pool_.object());
        return found;
    }

    Result<void> add(json::Value element, const Place& place) {
        DEED_CHECK(call_.check());
        if (element.is_array()) {  // step 1
            for (const json::Value item : element.array()) DEED_CHECK(add(item, place));
            return {};
        }
        if (!element.is_object()) return {};
        if (element.find("@value")) {  // step 4
            put_once(place, value_object(element));
            return {};
        }
        if (const auto list = element.find("@list")) return add_list(*list, place);  // step 5
        return add_node(element, place);                                             // step 6
    }

    /// Step 3 for values: datatypes of generalized RDF are relabelled.
    Draft* value_object(json::Value element) {
        const auto type = element.find("@type");
        const auto text = type ? type->string_if() : std::nullopt;
        if (!text || !detail::is_blank_identifier(*text)) return pool_.value(element);
        Draft* value = pool_.object_of(element);
        value->set("@type", pool_.text(issuer_.issue(*text)));
        return value;
    }

    /// Into the list, or among the values of the property unless an equal one is there.
    void put_once(const Place& place, Draft* value) {
        if (place.list != nullptr) return place.list->push(value);
        if (place.subject == nullptr) return;
        values(*place.subject, place.property)->push_once(value, detail::identity_of(*value));
    }

    Draft* values(Draft& node, std::string_view property) {
        Draft* found = node.find(property);
        if (found == nullptr) node.set(property, found = pool_.array());
        return found;
    }

    Draft* reference_to(std::string_view id) {
        Draft* reference = pool_.object();
        reference->set("@id", pool_.text(id));
        return reference;
    }

    Result<void> add_list(json::Value list, Place place) {
        Draft* items = pool_.array();
        Draft* result = pool_.object();
        result->set("@list", items);
        if (place.list != nullptr)
            place.list->push(result);
        else if (place.subject != nullptr)
            values(*place.subject, place.property)->push(result);
        place.list = items;
        return add(list, place);
    }

    Result<void> add_node(json::Value element, const Place& place) {
        const auto stated = element.find("@id");
        const auto text = stated ? stated->string_if() : std::nullopt;
        // An identifier that means nothing: RDF has no such node either.
        if (stated && !text) return {};
        const std::string_view id = text ? issuer_.relabel(*text) : issuer_.issue();
        Draft* node = place.graph->find(id);
        if (node == nullptr) place.graph->set(id, node = reference_to(id));  // 6.3
        if (place.referenced != nullptr)                                     // 6.5
            values(*node, place.property)
                ->push_once(place.referenced, detail::identity_of(*place.referenced));
        else
            put_once(place, reference_to(id));  // 6.6
        add_types(element, *node);
        DEED_CHECK(set_index(element, *node));
        DEED_CHECK(add_reversed(element, id, place.graph));
        if (const auto inner = element.find("@graph"))  // 6.10
            DEED_CHECK(add(*inner, {.graph = graph(id)}));
        if (const auto included = element.find("@included"))  // 6.11
            DEED_CHECK(add(*included, {.graph = place.graph}));
        return add_properties(element, node, place.graph);
    }

    /// Steps 3 and 6.7.
    void add_types(json::Value element, Draft& node) {
        const auto types = element.find("@type");
        if (!types) return;
        const auto add_type = [&](json::Value type) {
            const auto text = type.string_if();
            if (!text) return;
            const std::string_view name = issuer_.relabel(*text);
            values(node, "@type")->push_once(pool_.text(name), std::string(name));
        };
        if (!types->is_array()) return add_type(*types);
        for (const json::Value type : types->array()) add_type(type);
    }

    /// Step 6.8.
    Result<void> set_index(json::Value element, Draft& node) {
        const auto index = element.find("@index");
        if (!index) return {};
        const Draft* present = node.find("@index");
        if (present != nullptr && !(present->value() == *index))
            return Error(errors::kConflictingIndexes,
                         "the node has two values of @index in different places");
        node.set("@index", pool_.value(*index));
        return {};
    }

    /// Step 6.9.
    Result<void> add_reversed(json::Value element, std::string_view id, Graph* graph) {
        const auto reverse = element.find("@reverse");
        if (!reverse) return {};
        for (const auto [property, referring] : reverse->object()) {
            Place place{.graph = graph, .property = property, .referenced = reference_to(id)};
            DEED_CHECK(add(referring, place));
        }
        return {};
    }

    /// Step 6.12.
    Result<void> add_properties(json::Value element, Draft* node, Graph* graph) {
        std::vector<json::Member> members;
        for (const json::Member member : element.object())
            if (detail::keyword_of(member.name) == detail::Keyword::none) members.push_back(member);
        std::sort(members.begin(), members.end(),
                  [](const auto& a, const auto& b) { return a.name < b.name; });
        for (const auto& [name, value] : members) {
            const std::string_view property = issuer_.relabel(name);
            values(*node, property);
            DEED_CHECK(add(value, {.graph = graph, .subject = node, .property = property}));
        }
        return {};
    }

    DraftPool& pool_;
    Call& call_;
    BlankNodeIssuer issuer_;
    Draft* graphs_;
};

/// Every node of the graph but those that are only named.
Draft* nodes_of(DraftPool& pool, Graph& graph, bool ordered) {
    if (ordered) graph.sort();
    Draft* nodes = pool.array();
    for (const auto& [id, node] : graph.members())
        if (node->members().size() > 1) nodes->push(node);
    return nodes;
}

/// Section 7.1, steps 3 to 7.
Draft* flattened(DraftPool& pool, NodeMap& map, bool ordered) {
    Graph& default_graph = *map.default_graph();
    for (const auto& [name, graph] : map.graphs().members()) {
        if (name == "@default") continue;
        Draft* entry = default_graph.find(name);
        if (entry == nullptr) {
            default_graph.set(name, entry = pool.object());
            entry->set("@id", pool.text(name));
        }
        entry->set("@graph", nodes_of(pool, *graph, ordered));
    }
    return nodes_of(pool, default_graph, ordered);
}

Result<json::Document> flatten_expanded(json::Value expanded, bool ordered, Call& call) {
    DraftPool pool;
    NodeMap map(pool, call);
    DEED_CHECK(map.add(expanded));
    return detail::finish(*flattened(pool, map, ordered));
}

}  // namespace

Result<json::Document> flatten(json::Value input, std::optional<json::Value> context,
                               const JsonLdOptions& options, Call& call) {
    JsonLdOptions expanding = options;
    expanding.ordered = false;
    DEED_TRY(const json::Document expanded, expand(input, expanding, call));
    DEED_TRY(json::Document flat, flatten_expanded(expanded.root(), options.ordered, call));
    if (!context) return flat;
    return compact(flat.root(), *context, options, call);
}

}  // namespace deed::rdf
