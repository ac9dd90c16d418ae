#include "lib/rdf/compactor.hpp"
#include "lib/rdf/jsonld.hpp"

namespace deed::rdf {
namespace {

/// A context that says nothing is not stated in the result.
bool is_empty(json::Value context) {
    return context.is_null() || (context.is_object() && context.object().empty()) ||
           (context.is_array() && context.array().empty());
}

/// Steps 6 to 10 of compact() (section 9.1).
Result<json::Document> compact_expanded(json::Value expanded, json::Value context,
                                        const JsonLdOptions& options, Call& call) {
    detail::ContextProcessor contexts(options, call);
    detail::DraftPool pool;
    detail::Compactor compactor(contexts, pool);
    if (const auto inner = context.find("@context")) context = *inner;
    DEED_TRY(const detail::ActiveContext* active, contexts.process(contexts.empty(), context));
    DEED_TRY(detail::Draft * compacted, compactor.compact(*active, std::nullopt, expanded));

    detail::Draft* result = pool.object();
    if (!is_empty(context)) result->set("@context", pool.value(context));
    if (compacted->is_object()) {
        for (const auto& [name, value] : compacted->members()) result->set(name, value);
    } else if (compacted->is_array() && !compacted->items().empty()) {
        DEED_TRY(const std::string_view graph, compactor.iris().compact(*active, "@graph"));
        result->set(graph, compacted);
    }
    return detail::finish(*result);
}

}  // namespace

Result<json::Document> compact(json::Value input, json::Value context, const JsonLdOptions& options,
                               Call& call) {
    JsonLdOptions expanding = options;
    expanding.ordered = false;
    DEED_TRY(const json::Document expanded, expand(input, expanding, call));
    return compact_expanded(expanded.root(), context, options, call);
}

}  // namespace deed::rdf
