#pragma once

// The room's own: copies of values into an arena. Not for other rooms.

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "lib/error/assert.hpp"
#include "lib/json/node.hpp"

namespace deed::json::detail {

/// Copies nodes into one arena, so that no document holds another's memory.
class Copier {
public:
    explicit Copier(Arena& arena) : arena_(arena) {}

    /// `depth` counts the arrays and objects around the copy.
    Node copy(const Node& node, std::size_t depth) {
        switch (node.type) {
            case Type::number:
            case Type::string:
                return with_text(node, node.view());
            case Type::array:
                return enter(depth) ? copy_array(node, depth) : Node();
            case Type::object:
                return enter(depth) ? copy_object(node, depth) : Node();
            default:
                return node;
        }
    }

    MemberNode copy(const MemberNode& member, std::size_t depth) {
        return {with_text(member.name, member.name.view()), copy(member.value, depth + 1)};
    }

    /// The node with a text of its own.
    Node with_text(Node node, std::string_view text) {
        char* const bytes = arena_.allocate<char>(text.size());
        std::copy(text.begin(), text.end(), bytes);
        node.text = bytes;
        node.size = static_cast<std::uint32_t>(text.size());
        return node;
    }

    Node new_name(std::string_view name) {
        Node node;
        node.type = Type::string;
        return with_text(node, name);
    }

    /// Whether a further array or object may stand there; false for good where one may not.
    bool enter(std::size_t depth) {
        if (depth + 1 > arena_.max_depth) too_deep_ = true;
        return !too_deep_;
    }
    bool too_deep() const { return too_deep_; }

    static Node array_node(const Node* elements, std::size_t size) {
        Node node;
        node.type = Type::array;
        node.size = static_cast<std::uint32_t>(size);
        node.elements = elements;
        return node;
    }

    /// Of members that were indexed.
    static Node object_node(MemberNode* members, std::size_t size) {
        Node node;
        node.type = Type::object;
        node.size = static_cast<std::uint32_t>(size);
        node.members = members;
        return node;
    }

private:
    Node copy_array(const Node& array, std::size_t depth) {
        Node* const elements = arena_.allocate<Node>(array.size);
        for (std::size_t i = 0; i < array.size; ++i)
            elements[i] = copy(array.elements[i], depth + 1);
        return array_node(elements, array.size);
    }

    Node copy_object(const Node& object, std::size_t depth) {
        MemberNode* const members = allocate_members(arena_, object.size);
        for (std::size_t i = 0; i < object.size; ++i) members[i] = copy(object.members[i], depth);
        const MemberNode* const duplicate = index_members(members, object.size);
        DEED_ASSERT(duplicate == nullptr);
        return object_node(members, object.size);
    }

    Arena& arena_;
    bool too_deep_ = false;
};

}  // namespace deed::json::detail
