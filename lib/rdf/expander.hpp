#pragma once

// The room's own: the expansion algorithm (JSON-LD 1.1 API section 5.1) for one document.

#include <string_view>
#include <unordered_map>

#include "lib/rdf/context_processor.hpp"
#include "lib/rdf/expanded.hpp"
#include "lib/rdf/terms.hpp"

namespace deed::rdf::detail {

/// What expansion is for: safe mode refuses what the purpose would lose.
enum class Purpose : unsigned char { json, rdf };

class Expander {
public:
    /// `observer`, which may be null, is told what the contexts make of each term.
    Expander(ContextProcessor& contexts, Purpose purpose, TermObserver* observer = nullptr)
        : contexts_(contexts), arena_(contexts.arena()), purpose_(purpose), observer_(observer) {}

    /// The items of the expanded document, as long as `contexts` and the document live.
    Result<List<Item*>> expand_document(json::Value document);

private:
    /// The input "active property", and its definition in the active context beside it.
    struct ActiveProperty {
        std::string_view text{};
        const Definition* term = nullptr;
        bool is_null = false;
        bool is_graph = false;
        bool is_reverse = false;
        bool in_list = false;  ///< where arrays are lists

        bool is_free() const { return is_null || is_graph; }
    };
    enum class Shape : unsigned char { null, one, array };

    struct Key {
        json::Member member;
        const Definition* term;
        Name name;
    };

    /// Properties by name, of one object that is being made.
    class PropertySet {
    public:
        PropertySet(Arena& arena, List<Property>& list) : arena_(arena), list_(list) {}
        List<Item*>& values(const Name& name);

    private:
        Arena& arena_;
        List<Property>& list_;
        std::unordered_map<std::string_view, std::size_t> index_;  ///< once there are many
    };

    /// An object that is being made.
    struct Making {
        Making(Arena& arena, Item& made)
            : item(made), properties(arena, made.properties), reverse(arena, made.reverse) {}
        Item& item;
        PropertySet properties;
        PropertySet reverse;
        const ActiveContext* type_context = nullptr;
        bool value_is_json = false;  ///< "input type" is @json
    };

    Result<Shape> expand(const ActiveContext& active, ActiveProperty property, json::Value element,
                         bool from_map, List<Item*>& out, const Place& place);
    Result<Shape> expand_array(const ActiveContext& active, ActiveProperty property,
                               json::Array array, bool from_map, List<Item*>& out,
                               const Place& place);
    Result<Shape> expand_map(const ActiveContext& active, ActiveProperty property,
                             json::Value element, bool from_map, List<Item*>& out,
                             const Place& place);
    /// Value expansion (section 5.3), of a value or of a text where there is none.
    Result<Item*> expand_value(const ActiveContext& active, const Definition* term,
                               std::optional<json::Value> value, std::string_view text,
                               const Place& place);

    Result<const ActiveContext*> enter(const ActiveContext& active, const ActiveProperty& property,
                                       json::Value element, bool from_map, const Place& place);
    Result<const ActiveContext*> enter_types(const ActiveContext& active, json::Value element,
                                             const Place& place);
    bool stays_in_scope(const ActiveContext& active, json::Object object);
    List<Key> resolve_keys(const ActiveContext& active, json::Value element);
    Name expand_key(const ActiveContext& active, std::string_view key);
    bool is_json_typed(const ActiveContext& active, const List<Key>& keys);

    Result<void> expand_keys(const ActiveContext& active, const ActiveProperty& property,
                             const List<Key>& keys, Making& making, const Place& place);
    Result<void> expand_keyword(const ActiveContext& active, const ActiveProperty& property,
                                const Key& key, Making& making, const Place& place);
    Result<void> expand_id(const ActiveContext& active, const Key& key, Item& item,
                           const Place& place);
    Result<void> expand_types(const Key& key, Making& making, const Place& place);
    Result<void> expand_included(const ActiveContext& active, const Key& key, Item& item,
                                 const Place& place);
    Result<void> expand_reverse(const ActiveContext& active, const Key& key, Making& making,
                                const Place& place);
    Result<void> expand_nested(const ActiveContext& active, const Key& key, Making& making,
                               const Place& place);
    Result<void> expand_property(const ActiveContext& active, const Key& key, Making& making,
                                 const Place& place);
    Result<void> expand_language_map(const ActiveContext& active, const Key& key, List<Item*>& out,
                                     const Place& place);
    Result<void> expand_index_map(const ActiveContext& active, const Key& key, List<Item*>& out,
                                  const Place& place);
    Result<void> add_index(const ActiveContext& active, const Definition& term,
                           std::string_view index, const Name& expanded, Item& item,
                           const Place& place);
    Result<Shape> finish(const ActiveProperty& property, Item* item, List<Item*>& out,
                         const Place& place);
    Result<void> finish_value(Item& item, const Place& place);

    /// A graph object of one item; what is lost in a graph is refused in safe mode.
    Result<Item*> wrap_graph(Item* inner, const Place& place);
    ActiveProperty active_property(const ActiveContext& active, std::string_view text) const;

    /// Whether the member's name, or an id as it is written, is what the options call plain.
    Result<void> check_plain_name(const ActiveContext& active, const Key& key,
                                  const Place& place) const;
    Result<void> check_plain_keyword(const ActiveContext& active, const Key& key, bool in_value,
                                     const Place& place) const;
    Result<void> check_plain_type(const ActiveContext& active, const Name& expanded,
                                  std::string_view written, const Place& place) const;
    bool has_term_for(const ActiveContext& active, std::string_view iri,
                      const Definition* but) const;
    /// What is empty states nothing, yet is shown.
    Result<void> check_states(bool is_empty, const Place& place) const;
    Result<void> check_plain_id(const Name& expanded, std::string_view written,
                                const Place& place) const;
    /// Tells the observer, if any, of a term; `member` is the definition of a member's name.
    void observe(const ActiveContext& active, std::string_view text, const Name& name,
                 const Place& place, const Definition* member = nullptr) const;

    /// In safe mode an error, else nothing.
    Result<void> drop(const ErrorCode& code, std::string_view what, const Place& place) const;
    Result<void> check_identifier(const Name& name, const ErrorCode& if_relative,
                                  std::string_view written, const Place& place) const;
    Result<void> check_free(const Item& item, const Place& place) const;
    Result<void> check_index(const Item& item, const Place& place) const;
    Result<void> check_value(const Item& item, const Place& place) const;

    ContextProcessor& contexts_;
    Arena& arena_;
    Purpose purpose_;
    TermObserver* observer_;
};

Error error_at(const ErrorCode& code, std::string_view what, const Place& place);

}  // namespace deed::rdf::detail
