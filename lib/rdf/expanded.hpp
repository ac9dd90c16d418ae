#pragma once

// The room's own: an expanded document as a tree in an arena. Its texts are those of the document,
// of contexts, or of the arena.

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/json/document.hpp"
#include "lib/rdf/arena.hpp"
#include "lib/rdf/context.hpp"

namespace deed::rdf::detail {

struct Item;

struct Property {
    Name name;
    List<Item*> values;
};

/// A value, list or node object; while it is expanded also a set object, or none of them.
struct Item {
    bool has_id = false;
    bool has_types = false;
    bool types_in_array = false;  ///< as they were written
    bool has_index = false;
    bool has_value = false;
    bool has_language = false;
    bool has_list = false;
    bool has_set = false;
    bool has_graph = false;
    bool has_included = false;
    bool has_reverse = false;
    bool is_json = false;       ///< a value object whose type is @json
    bool set_in_array = false;  ///< a set whose value was an array
    Direction direction = Direction::unset;

    Name id{};
    std::string_view index{};
    std::string_view language{};
    List<Name> types{};  ///< of a value object: its datatype
    /// Of a value object: its value, or the string `text` where that is nothing.
    std::optional<json::Value> value{};
    std::string_view text{};
    List<Item*> items{};  ///< of a list or set object
    List<Item*> graph{};
    List<Item*> included{};
    List<Property> properties{};
    List<Property> reverse{};

    bool is_list() const { return has_list; }
    bool is_value() const { return has_value; }
    bool is_node() const { return !has_value && !has_list && !has_set; }
    /// Nothing but "@graph", and "@id" and "@index" if any.
    bool is_graph() const {
        return has_graph && !has_types && !has_included && !has_reverse && properties.empty();
    }
    std::string_view string() const { return value ? value->string() : text; }
    bool is_string() const { return !value || value->is_string(); }
};

/// A place in the document, from the inside out; it becomes a JSON Pointer when an error needs one.
struct Place {
    const Place* outer = nullptr;
    std::string_view name{};
    std::size_t index = 0;
    bool in_array = false;

    std::string to_pointer() const;
};

}  // namespace deed::rdf::detail
