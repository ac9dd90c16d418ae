// Deserialization to RDF (JSON-LD 1.1 API section 8.1), straight from the expanded tree. A triple
// is the same whichever node object says it, so node objects need not be merged into a node map
// (section 7.2) before; only what the merging would see is seen to here: blank nodes get new
// labels, indexes must not conflict, and nothing is said twice.

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "lib/json/jcs.hpp"
#include "lib/rdf/expander.hpp"
#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/literal.hpp"
#include "lib/rdf/vocabulary.hpp"

namespace deed::rdf {
namespace detail {
namespace {

using OptionalTerm = std::optional<Term>;

constexpr Term iri_term(std::string_view iri) { return {Term::Kind::iri, iri, {}, {}}; }
constexpr Term literal_term(std::string_view text, std::string_view datatype) {
    return {Term::Kind::literal, text, datatype, {}};
}

/// Lists of more values than this are not compared with each other.
constexpr std::size_t kComparedValues = 8;
/// As many quads as a credential of usual size has at most.
constexpr std::size_t kUsualQuads = 64;
/// As many identifiers are compared one by one.
constexpr std::size_t kComparedIdentifiers = 32;

/// Whether two values of one property may become the same term.
bool may_equal(const Item& a, const Item& b) {
    if (a.is_list() || b.is_list()) return true;
    if (a.is_value() != b.is_value()) return false;
    if (a.is_value()) return !a.is_string() || !b.is_string() || a.string() == b.string();
    return a.has_id && b.has_id && a.id == b.id;
}

bool may_repeat(const List<Item*>& values) {
    if (values.size() > kComparedValues) return true;
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (may_equal(*values[i], *values[j])) return true;
    return false;
}

class Converter {
public:
    Converter(ContextProcessor& contexts, Dataset& dataset)
        : contexts_(contexts), options_(contexts.options()), dataset_(dataset) {
        first_seen_.reserve(kComparedIdentifiers);
        dataset_.reserve(kUsualQuads);
    }

    Result<void> convert(const List<Item*>& items) {
        DEED_CHECK(add_nodes(items, Graph{}));
        if (may_repeat_) dataset_.remove_repeated();
        return contexts_.check_work();
    }

private:
    /// The graph into which nodes are written.
    struct Graph {
        Term name{};
        bool dropped = false;  ///< RDF has no term for its name
    };

    Result<void> add_nodes(const List<Item*>& items, const Graph& graph);
    /// The node's term, or nothing if RDF has none.
    Result<OptionalTerm> add_node(const Item& item, const Graph& graph);
    Result<void> add_reverse(const Item& item, const OptionalTerm& subject, const Graph& graph);
    Result<void> add_properties(const Item& item, const OptionalTerm& subject, const Graph& graph);
    void note_identifier(std::string_view id);
    Result<void> note_node(const Item& item, const Graph& graph);
    /// `dropped`: the statement about the object is lost, and only nodes inside of it count.
    Result<OptionalTerm> add_object(const Item& item, const Graph& graph, bool dropped);
    Result<OptionalTerm> add_list(const Item& list, const Graph& graph, bool dropped);
    OptionalTerm literal(const Item& item, const Graph& graph);
    OptionalTerm directed(const Item& item, const Term& plain, const Graph& graph);
    std::string_view lexical_form(const Item& item, std::string_view& datatype);

    OptionalTerm term_of(const Name& name);
    Term new_blank();
    void emit(const OptionalTerm& subject, const OptionalTerm& predicate,
              const OptionalTerm& object, const Graph& graph) {
        if (!graph.dropped && subject && predicate && object)
            dataset_.add({*subject, *predicate, *object, graph.name});
    }

    ContextProcessor& contexts_;
    const JsonLdOptions& options_;
    Dataset& dataset_;
    std::size_t blanks_ = 0;
    std::unordered_map<std::string_view, std::string_view> labels_;
    /// The nodes' identifiers, as long as none came twice.
    std::vector<std::string_view> first_seen_;
    std::unordered_set<std::string_view> seen_;
    std::unordered_map<std::string, std::string_view> indexes_;  ///< by graph and identifier
    bool may_repeat_ = false;
};

Term Converter::new_blank() {
    return {Term::Kind::blank, dataset_.keep("b" + std::to_string(blanks_++)), {}, {}};
}

OptionalTerm Converter::term_of(const Name& name) {
    if (name.kind == IriClass::iri) return iri_term(dataset_.keep(name.text));
    if (name.kind != IriClass::blank) return std::nullopt;
    const auto [place, fresh] = labels_.try_emplace(name.text);
    if (fresh) place->second = new_blank().value;
    return Term{Term::Kind::blank, place->second, {}, {}};
}

Result<void> Converter::add_nodes(const List<Item*>& items, const Graph& graph) {
    for (const Item* item : items) {
        DEED_TRY([[maybe_unused]] const auto term, add_object(*item, graph, true));
    }
    return {};
}

void Converter::note_identifier(std::string_view id) {
    if (may_repeat_) return;
    if (first_seen_.size() < kComparedIdentifiers) {
        may_repeat_ = std::find(first_seen_.begin(), first_seen_.end(), id) != first_seen_.end();
        first_seen_.push_back(id);
        return;
    }
    if (seen_.empty()) seen_.insert(first_seen_.begin(), first_seen_.end());
    may_repeat_ = !seen_.insert(id).second;
}

/// What merging with other node objects of the same identifier would meet.
Result<void> Converter::note_node(const Item& item, const Graph& graph) {
    if (!item.has_id) return {};
    note_identifier(item.id.text);
    if (!item.has_index) return {};
    std::string key(graph.name.value);
    key += graph.name.kind == Term::Kind::blank ? " _:" : " ";
    key += item.id.text;
    const auto [place, fresh] = indexes_.try_emplace(std::move(key), item.index);
    if (!fresh && place->second != item.index)
        return Error(errors::kConflictingIndexes, std::string(item.id.text));
    return {};
}

Result<OptionalTerm> Converter::add_node(const Item& item, const Graph& graph) {
    contexts_.spend(1);
    const OptionalTerm subject = item.has_id ? term_of(item.id) : new_blank();
    DEED_CHECK(note_node(item, graph));
    for (const Name& type : item.types)
        emit(subject, iri_term(vocabulary::kRdfType), term_of(type), graph);
    if (item.types.size() > 1) {
        for (std::size_t i = 0; i < item.types.size() && !may_repeat_; ++i)
            may_repeat_ = i >= kComparedValues ||
                          std::find(item.types.begin(), item.types.begin() + i, item.types[i]) !=
                              item.types.begin() + i;
    }
    if (item.has_reverse) DEED_CHECK(add_reverse(item, subject, graph));
    if (item.has_graph) {
        Graph inner;
        inner.dropped = !subject || graph.dropped;
        if (subject) inner.name = *subject;
        DEED_CHECK(add_nodes(item.graph, inner));
    }
    DEED_CHECK(add_nodes(item.included, graph));
    DEED_CHECK(add_properties(item, subject, graph));
    return subject;
}

Result<void> Converter::add_reverse(const Item& item, const OptionalTerm& subject,
                                    const Graph& graph) {
    may_repeat_ = true;
    for (const Property& property : item.reverse) {
        OptionalTerm predicate = term_of(property.name);
        if (property.name.kind == IriClass::blank && !options_.produce_generalized_rdf)
            predicate.reset();
        for (const Item* value : property.values) {
            DEED_TRY(const OptionalTerm source, add_node(*value, graph));
            emit(source, predicate, subject, graph);
        }
    }
    return {};
}

Result<void> Converter::add_properties(const Item& item, const OptionalTerm& subject,
                                       const Graph& graph) {
    for (const Property& property : item.properties) {
        OptionalTerm predicate = term_of(property.name);
        if (property.name.kind == IriClass::blank && !options_.produce_generalized_rdf)
            predicate.reset();
        const bool dropped = graph.dropped || !subject || !predicate;
        for (const Item* value : property.values) {
            DEED_TRY(const OptionalTerm object, add_object(*value, graph, dropped));
            emit(subject, predicate, object, graph);
        }
        may_repeat_ = may_repeat_ || property.name.text == vocabulary::kRdfType ||
                      may_repeat(property.values);
    }
    return {};
}

Result<OptionalTerm> Converter::add_object(const Item& item, const Graph& graph, bool dropped) {
    if (item.is_list()) return add_list(item, graph, dropped);
    if (!item.is_value()) return add_node(item, graph);
    if (dropped) return OptionalTerm();
    contexts_.spend(1);
    return literal(item, graph);
}

Result<OptionalTerm> Converter::add_list(const Item& list, const Graph& graph, bool dropped) {
    Term cell;
    OptionalTerm head;
    for (const Item* item : list.items) {
        DEED_TRY(const OptionalTerm object, add_object(*item, graph, dropped));
        if (dropped) continue;
        const Term next = new_blank();
        if (head)
            emit(cell, iri_term(vocabulary::kRdfRest), next, graph);
        else
            head = next;
        cell = next;
        emit(cell, iri_term(vocabulary::kRdfFirst), object, graph);
    }
    DEED_CHECK(contexts_.check_work());
    if (dropped) return OptionalTerm();
    const Term nil = iri_term(vocabulary::kRdfNil);
    if (!head) return OptionalTerm(nil);
    emit(cell, iri_term(vocabulary::kRdfRest), nil, graph);
    return head;
}

/// The text of a value; sets `datatype` where the value has a type of its own and none is given.
std::string_view Converter::lexical_form(const Item& item, std::string_view& datatype) {
    if (item.is_json) {
        datatype = vocabulary::kRdfJson;
        std::string text;
        json::canonicalize_to(text, *item.value);
        return dataset_.keep(text);
    }
    if (item.is_string()) {
        if (datatype.empty()) datatype = vocabulary::kXsdString;
        return dataset_.keep(item.string());
    }
    if (item.value->is_boolean()) {
        if (datatype.empty()) datatype = vocabulary::kXsdBoolean;
        return item.value->boolean() ? "true" : "false";
    }
    const NumberLiteral number = number_literal(*item.value, datatype);
    if (datatype.empty())
        datatype = number.is_double ? vocabulary::kXsdDouble : vocabulary::kXsdInteger;
    return dataset_.keep(number.lexical);
}

OptionalTerm Converter::literal(const Item& item, const Graph& graph) {
    std::string_view datatype;
    if (item.has_types && !item.is_json) {
        if (item.types[0].kind != IriClass::iri) return std::nullopt;
        datatype = dataset_.keep(item.types[0].text);
    }
    if (item.has_language && !is_language_tag(item.language)) return std::nullopt;
    const std::string_view text = lexical_form(item, datatype);
    Term term = literal_term(text, datatype);
    const bool has_direction = item.direction == Direction::ltr || item.direction == Direction::rtl;
    if (has_direction && options_.rdf_direction != JsonLdOptions::RdfDirection::none)
        return directed(item, term, graph);
    if (item.has_language) {
        term.datatype = vocabulary::kRdfLangString;
        term.language = dataset_.keep(item.language);
    }
    return term;
}

/// A text with a base direction, as the options want it.
OptionalTerm Converter::directed(const Item& item, const Term& plain, const Graph& graph) {
    const std::string_view direction = to_text(item.direction);
    if (options_.rdf_direction == JsonLdOptions::RdfDirection::i18n_datatype) {
        std::string datatype(vocabulary::kI18n);
        datatype += item.language;
        datatype += '_';
        datatype += direction;
        return literal_term(plain.value, dataset_.keep(datatype));
    }
    const Term node = new_blank();
    emit(node, iri_term(vocabulary::kRdfValue), plain, graph);
    if (item.has_language)
        emit(node, iri_term(vocabulary::kRdfLanguage),
             literal_term(dataset_.keep(item.language), vocabulary::kXsdString), graph);
    emit(node, iri_term(vocabulary::kRdfDirection), literal_term(direction, vocabulary::kXsdString),
         graph);
    return node;
}

}  // namespace
}  // namespace detail

Result<Dataset> to_rdf(json::Value input, const JsonLdOptions& options, Call& call) {
    detail::ContextProcessor contexts(options, call);
    detail::Expander expander(contexts, detail::Purpose::rdf);
    DEED_TRY(const auto items, expander.expand_document(input));
    Dataset dataset;
    detail::Converter converter(contexts, dataset);
    DEED_CHECK(converter.convert(items));
    return dataset;
}

}  // namespace deed::rdf
