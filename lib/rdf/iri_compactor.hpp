#pragma once

// The room's own: JSON-LD 1.1 API section 6.2, IRI Compaction.

#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/error/result.hpp"
#include "lib/json/document.hpp"
#include "lib/rdf/context_processor.hpp"
#include "lib/rdf/inverse_context.hpp"

namespace deed::rdf::detail {

// What objects in expanded form are (JSON-LD 1.1 section 9).
bool is_value_object(json::Value value);
bool is_list_object(json::Value value);
bool is_graph_object(json::Value value);
bool is_simple_graph_object(json::Value value);

/// Compacts the names of one document. Its results live as long as the ContextProcessor.
class IriCompactor {
public:
    explicit IriCompactor(ContextProcessor& contexts) : contexts_(contexts) {}

    /// `value` is what the IRI as a property is to hold.
    Result<std::string_view> compact(const ActiveContext& active, std::string_view iri,
                                     std::optional<json::Value> value = std::nullopt,
                                     bool reverse = false);
    /// With "vocab" set to false: for identifiers of nodes.
    Result<std::string_view> compact_id(const ActiveContext& active, std::string_view iri);

private:
    struct Wanted;

    const InverseContext& inverse(const ActiveContext& active);
    Result<std::string_view> select_term(const ActiveContext& active, std::string_view iri,
                                         std::optional<json::Value> value, bool reverse);
    Result<std::vector<std::string>> preferred_values(const ActiveContext& active,
                                                      const Wanted& wanted,
                                                      std::optional<json::Value> value);
    std::string_view shortest_compact_iri(const ActiveContext& active, std::string_view iri,
                                          bool has_value);
    Result<void> check_no_prefix(const ActiveContext& active, std::string_view iri);
    std::string_view relative(const ActiveContext& active, std::string_view iri);

    ContextProcessor& contexts_;
    std::unordered_map<const ActiveContext*, std::unique_ptr<InverseContext>> inverse_;
};

}  // namespace deed::rdf::detail
