#include <algorithm>
#include <deque>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lib/rdf/draft.hpp"
#include "lib/rdf/iri.hpp"
#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/rdf_to_object.hpp"
#include "lib/rdf/vocabulary.hpp"

namespace deed::rdf {
namespace {

using detail::Draft;
using detail::DraftPool;

struct Graph;

/// A statement whose object is `value`.
struct Usage {
    const Graph* graph;
    Draft* node;
    std::string_view property;
    Draft* value;
};

struct Node {
    std::string_view id;
    Draft* draft;
    bool removed = false;  ///< has become part of a list or of a value
};

/// The nodes of one graph, in the order in which they were met.
struct Graph {
    std::string_view name;
    std::deque<Node> nodes{};
    std::unordered_map<std::string_view, Node*> by_id{};
    std::vector<Usage> ends_of_lists{};        ///< usages of rdf:nil
    std::vector<std::string_view> directed{};  ///< subjects of rdf:direction

    Node* find(std::string_view id) {
        const auto found = by_id.find(id);
        return found == by_id.end() || found->second->removed ? nullptr : found->second;
    }
};

Draft* only_item(const Draft& node, std::string_view property) {
    const Draft* values = node.find(property);
    return values != nullptr && values->items().size() == 1 ? values->items().front() : nullptr;
}

std::string_view id_of(const Draft& node) { return node.find("@id")->text(); }

/// Section 8.1, Serialize RDF as JSON-LD.
class Serializer {
public:
    Serializer(const JsonLdOptions& options, Call& call) : options_(options), call_(call) {
        graph("@default");
    }

    Result<void> add(const Quad& quad);
    Result<void> convert_directions();
    void convert_lists();
    Result<json::Document> result();

private:
    Graph& graph(std::string_view name);
    Draft* node(Graph& graph, std::string_view id);
    Draft* values(Draft& node, std::string_view property);
    void note_usage(Graph& graph, const Term& object, std::string_view id, Usage usage);
    const Usage* only_usage(const Graph& graph, std::string_view id) const;
    bool is_list_node(const Graph& graph, const Draft& node) const;
    void convert_list(Graph& graph, Usage usage);
    Result<void> convert_direction(Graph& graph, std::string_view id);
    Draft* nodes_of(Graph& graph);

    const JsonLdOptions& options_;
    Call& call_;
    DraftPool pool_;
    std::deque<Graph> graphs_;
    std::unordered_map<std::string_view, Graph*> by_name_;
    /// "referenced once": nothing for what is referenced more often.
    std::unordered_map<std::string_view, std::optional<Usage>> usages_;
    /// The graph in which a blank node is a subject, or null where it must keep its name: it is in
    /// several graphs, names a graph, or is a type. The algorithm as it is written would lose that.
    std::unordered_map<std::string_view, const Graph*> homes_;
};

Graph& Serializer::graph(std::string_view name) {
    Graph*& known = by_name_[name];
    if (known == nullptr) known = &graphs_.emplace_back(Graph{.name = name});
    return *known;
}

Draft* Serializer::node(Graph& graph, std::string_view id) {
    Node*& known = graph.by_id[id];
    if (known == nullptr) {
        Draft* draft = pool_.object();
        draft->set("@id", pool_.text(id));
        known = &graph.nodes.emplace_back(Node{id, draft});
    }
    return known->draft;
}

Draft* Serializer::values(Draft& node, std::string_view property) {
    Draft* found = node.find(property);
    if (found == nullptr) node.set(property, found = pool_.array());
    return found;
}

/// Step 5.7 for one triple, and 5.1 to 5.6 where its graph is new.
Result<void> Serializer::add(const Quad& quad) {
    DEED_CHECK(call_.check());
    const std::string_view name = detail::identifier_of(pool_, quad.graph);
    Graph& in = graph(name);
    if (name != "@default") {
        node(graphs_.front(), name);
        homes_[name] = nullptr;
    }
    const std::string_view id = detail::identifier_of(pool_, quad.subject);
    const auto [home, first] = homes_.try_emplace(id, &in);
    if (home->second != &in) home->second = nullptr;
    Draft* subject = node(in, id);
    const std::string_view predicate = detail::identifier_of(pool_, quad.predicate);
    if (options_.rdf_direction == JsonLdOptions::RdfDirection::compound_literal &&
        predicate == vocabulary::kRdfDirection)
        in.directed.push_back(id);

    const bool is_resource = quad.object.kind != Term::Kind::literal;
    const std::string_view object =
        is_resource ? detail::identifier_of(pool_, quad.object) : std::string_view();
    if (is_resource) node(in, object);
    if (is_resource && predicate == vocabulary::kRdfType && !options_.use_rdf_type) {
        values(*subject, "@type")->push_once(pool_.text(object), std::string(object));
        homes_[object] = nullptr;
        return {};
    }
    DEED_TRY(Draft * value, detail::rdf_to_object(pool_, quad.object, options_));
    if (values(*subject, predicate)->push_once(value, detail::identity_of(*value)))
        note_usage(in, quad.object, object, {&in, subject, predicate, value});
    return {};
}

/// Steps 5.7.8 to 5.7.10.
void Serializer::note_usage(Graph& graph, const Term& object, std::string_view id, Usage usage) {
    if (object.kind == Term::Kind::iri && id == vocabulary::kRdfNil)
        graph.ends_of_lists.push_back(usage);
    if (object.kind != Term::Kind::blank) return;
    const auto [entry, first] = usages_.try_emplace(id, usage);
    if (!first) entry->second.reset();
}

/// The one statement that refers to a blank node that may lose its name, if the graph of the node
/// has it.
const Usage* Serializer::only_usage(const Graph& graph, std::string_view id) const {
    const auto usage = usages_.find(id);
    const auto home = homes_.find(id);
    if (usage == usages_.end() || !usage->second || usage->second->graph != &graph) return nullptr;
    return home == homes_.end() || home->second != &graph ? nullptr : &*usage->second;
}

/// Step 6.4.3.
bool Serializer::is_list_node(const Graph& graph, const Draft& node) const {
    if (only_usage(graph, id_of(node)) == nullptr) return false;
    if (only_item(node, vocabulary::kRdfFirst) == nullptr ||
        only_item(node, vocabulary::kRdfRest) == nullptr)
        return false;
    if (node.members().size() == 3) return true;
    const Draft* type = only_item(node, "@type");
    return node.members().size() == 4 && type != nullptr && type->text() == vocabulary::kRdfList;
}

/// Step 6.4, from the end of the list to its head.
void Serializer::convert_list(Graph& graph, Usage usage) {
    Draft* list = pool_.array();
    while (usage.property == vocabulary::kRdfRest && is_list_node(graph, *usage.node)) {
        const std::string_view id = id_of(*usage.node);
        list->push(only_item(*usage.node, vocabulary::kRdfFirst));
        graph.by_id.at(id)->removed = true;
        usage = *only_usage(graph, id);
    }
    list->reverse();
    usage.value->remove("@id");
    usage.value->set("@list", list);
}

void Serializer::convert_lists() {
    for (Graph& graph : graphs_)
        for (const Usage& usage : graph.ends_of_lists) convert_list(graph, usage);
}

/// Step 6.1 for one node: {rdf:value, rdf:language, rdf:direction} becomes a value.
Result<void> Serializer::convert_direction(Graph& graph, std::string_view id) {
    const Usage* usage = only_usage(graph, id);
    Node* node = graph.find(id);
    if (usage == nullptr || node == nullptr) return {};
    const auto text = [&](std::string_view property) -> std::optional<std::string_view> {
        const Draft* item = only_item(*node->draft, property);
        const Draft* value = item == nullptr ? nullptr : item->find("@value");
        return value == nullptr ? std::nullopt : value->text_if();
    };
    const auto value = text(vocabulary::kRdfValue);
    const auto language = text(vocabulary::kRdfLanguage);
    const auto direction = text(vocabulary::kRdfDirection);
    // What says more than a value can is left as it is.
    if (!value || !direction || node->draft->members().size() != (language ? 4U : 3U)) return {};
    if (language && !detail::is_language_tag(*language))
        return Error(errors::kInvalidLanguageTaggedString,
                     "\"" + std::string(*language) + "\" is no language tag");
    if (direction != "ltr" && direction != "rtl")
        return Error(errors::kInvalidBaseDirection,
                     "\"" + std::string(*direction) + "\" is no direction");
    node->removed = true;
    usage->value->remove("@id");
    usage->value->set("@value", pool_.text(*value));
    if (language) usage->value->set("@language", pool_.text(*language));
    usage->value->set("@direction", pool_.text(*direction));
    return {};
}

Result<void> Serializer::convert_directions() {
    for (Graph& graph : graphs_)
        for (const std::string_view id : graph.directed) DEED_CHECK(convert_direction(graph, id));
    return {};
}

Draft* Serializer::nodes_of(Graph& graph) {
    std::vector<const Node*> nodes;
    for (const Node& node : graph.nodes)
        if (!node.removed && node.draft->members().size() > 1) nodes.push_back(&node);
    if (options_.ordered)
        std::sort(nodes.begin(), nodes.end(),
                  [](const Node* a, const Node* b) { return a->id < b->id; });
    Draft* array = pool_.array();
    for (const Node* node : nodes) array->push(node->draft);
    return array;
}

/// Steps 7 to 9.
Result<json::Document> Serializer::result() {
    for (Graph& graph : graphs_)
        if (graph.name != "@default")
            node(graphs_.front(), graph.name)->set("@graph", nodes_of(graph));
    return detail::finish(*nodes_of(graphs_.front()));
}

}  // namespace

Result<json::Document> from_rdf(const Dataset& dataset, const JsonLdOptions& options, Call& call) {
    Serializer serializer(options, call);
    for (const Quad& quad : dataset.quads()) DEED_CHECK(serializer.add(quad));
    DEED_CHECK(serializer.convert_directions());
    serializer.convert_lists();
    return serializer.result();
}

}  // namespace deed::rdf
