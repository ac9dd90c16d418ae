#pragma once

// The room's own: JSON-LD 1.1 API section 6.1, Compaction, and 6.3, Value Compaction.

#include <optional>
#include <string_view>

#include "lib/rdf/context_processor.hpp"
#include "lib/rdf/draft.hpp"
#include "lib/rdf/iri_compactor.hpp"

namespace deed::rdf::detail {

/// Compacts one expanded document, which must outlive it; as must the pool that gets the result.
class Compactor {
public:
    Compactor(ContextProcessor& contexts, DraftPool& pool)
        : contexts_(contexts), pool_(pool), iris_(contexts) {}

    /// Without a property for what stands at the top.
    Result<Draft*> compact(const ActiveContext& active, std::optional<std::string_view> property,
                           json::Value element);
    IriCompactor& iris() { return iris_; }

private:
    /// A node or value object while it is compacted.
    struct Frame {
        const ActiveContext& active;
        const ActiveContext& type_scoped;
        const Definition* definition;  ///< of the active property
        bool inside_reverse;
        Draft* result;
    };
    /// One item of a property: where it goes.
    struct Slot {
        const ActiveContext& active;
        Draft* nest_result;
        std::string_view property;  ///< "item active property"
        const Definition* definition;
        bool as_array;

        bool holds(std::uint8_t container) const {
            return definition != nullptr && definition->has(container);
        }
    };

    Result<Draft*> compact_array(const ActiveContext& active,
                                 std::optional<std::string_view> property, json::Array items);
    Result<Draft*> compact_object(const ActiveContext& active,
                                  std::optional<std::string_view> property, json::Value element);
    Result<Draft*> compact_members(const Frame& frame, json::Value element);
    Result<const ActiveContext*> apply_types(const ActiveContext& active,
                                             const ActiveContext& type_scoped, json::Value types);
    Result<void> compact_member(const Frame& frame, std::string_view name, json::Value value);
    Result<void> compact_types(const Frame& frame, json::Value types);
    Result<void> compact_reverse(const Frame& frame, json::Value reverse);
    Result<Slot> slot_for(const Frame& frame, std::string_view name, json::Value item);
    Result<void> compact_item(const Frame& frame, std::string_view name, json::Value item);
    Result<void> add_list(const Slot& slot, json::Value item, Draft* compacted);
    Result<void> add_graph(const Slot& slot, json::Value item, Draft* compacted);
    Result<Draft*> named_graph(const Slot& slot, json::Value item, Draft* compacted);
    Result<void> add_to_map(const Slot& slot, json::Value item, Draft* compacted);
    Result<std::optional<std::string_view>> cut_index(const Slot& slot, json::Value item,
                                                      Draft* compacted);
    Result<Draft*> only_id(const Slot& slot, json::Value item, Draft* compacted);
    std::optional<std::string_view> cut_first(Draft* compacted, std::string_view key);
    Draft* map_of(const Slot& slot);

    Result<Draft*> compact_value(const ActiveContext& active, const Definition* definition,
                                 json::Value value);
    Result<Draft*> with_compacted_keys(const ActiveContext& active, json::Value value,
                                       bool compact_type);
    bool compact_arrays() const { return contexts_.options().compact_arrays; }

    ContextProcessor& contexts_;
    DraftPool& pool_;
    IriCompactor iris_;
};

}  // namespace deed::rdf::detail
