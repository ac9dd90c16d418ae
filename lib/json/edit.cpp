#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "lib/error/assert.hpp"
#include "lib/json/errors.hpp"
#include "lib/json/node.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/pointer_step.hpp"

namespace deed::json {

namespace {

using detail::Arena;
using detail::MemberNode;
using detail::Node;
using Path = std::span<const std::string>;

constexpr std::size_t kFirstBlock = 4096;

// Copies a document with one place put or dropped. A full copy keeps every document in one arena of
// its own, so that no document holds another's memory.
class Editor {
public:
    /// `replacement` is null to drop the place.
    Editor(Arena& arena, const Node* replacement) : arena_(arena), replacement_(replacement) {}

    /// The copy of `node` with the place at `path` edited, or nothing if it is not there. `depth`
    /// counts the arrays and objects around `node`.
    std::optional<Node> edit(const Node& node, Path path, std::size_t depth) {
        if (path.empty()) {
            if (replacement_ == nullptr) return std::nullopt;
            return copy(*replacement_, depth);
        }
        if (node.type == Type::object) return edit_object(node, path, depth);
        if (node.type == Type::array) return edit_array(node, path, depth);
        return std::nullopt;
    }

    bool too_deep() const { return too_deep_; }

private:
    Node copy(const Node& node, std::size_t depth) {
        switch (node.type) {
            case Type::number:
            case Type::string:
                return copy_text(node);
            case Type::array:
                return enter(depth) ? copy_array(node, depth) : Node();
            case Type::object:
                return enter(depth) ? copy_object(node, depth) : Node();
            default:
                return node;
        }
    }

    bool enter(std::size_t depth) {
        if (depth + 1 > arena_.max_depth) too_deep_ = true;
        return !too_deep_;
    }

    Node copy_text(const Node& node) { return with_text(node, node.view()); }

    Node with_text(Node node, std::string_view text) {
        char* const bytes = arena_.allocate<char>(text.size());
        std::copy(text.begin(), text.end(), bytes);
        node.text = bytes;
        node.size = static_cast<std::uint32_t>(text.size());
        return node;
    }

    Node copy_array(const Node& array, std::size_t depth) {
        Node* const elements = arena_.allocate<Node>(array.size);
        for (std::size_t i = 0; i < array.size; ++i) {
            elements[i] = copy(array.elements[i], depth + 1);
        }
        return array_node(elements, array.size);
    }

    Node copy_object(const Node& object, std::size_t depth) {
        MemberNode* const members = detail::allocate_members(arena_, object.size);
        for (std::size_t i = 0; i < object.size; ++i) {
            members[i] = copy(object.members[i], depth);
        }
        return object_node(members, object.size);
    }

    MemberNode copy(const MemberNode& member, std::size_t depth) {
        return {copy_text(member.name), copy(member.value, depth + 1)};
    }

    std::optional<Node> edit_array(const Node& array, Path path, std::size_t depth) {
        const bool last = path.size() == 1;
        const bool append = last && replacement_ != nullptr && path[0] == "-";
        const bool drop = last && replacement_ == nullptr;
        const auto index = detail::array_index(path[0], array.size);
        if (!index && !append) return std::nullopt;

        const std::size_t size = array.size + (append ? 1U : 0U) - (drop ? 1U : 0U);
        Node* const elements = arena_.allocate<Node>(size);
        std::size_t next = 0;
        for (std::size_t i = 0; i < array.size; ++i) {
            if (i != index) {
                elements[next++] = copy(array.elements[i], depth + 1);
            } else if (!drop) {
                const auto edited = edit(array.elements[i], path.subspan(1), depth + 1);
                if (!edited) return std::nullopt;
                elements[next++] = *edited;
            }
        }
        if (append) elements[next++] = copy(*replacement_, depth + 1);
        DEED_ASSERT(next == size);
        return array_node(elements, size);
    }

    std::optional<Node> edit_object(const Node& object, Path path, std::size_t depth) {
        const MemberNode* const member = detail::find_member(object, path[0]);
        const bool last = path.size() == 1;
        const bool append = last && replacement_ != nullptr && member == nullptr;
        const bool drop = last && replacement_ == nullptr;
        if (member == nullptr && !append) return std::nullopt;

        const std::size_t size = object.size + (append ? 1U : 0U) - (drop ? 1U : 0U);
        MemberNode* const members = detail::allocate_members(arena_, size);
        std::size_t next = 0;
        for (const MemberNode& old : detail::members_of(object)) {
            if (&old != member) {
                members[next++] = copy(old, depth);
            } else if (!drop) {
                const auto edited = edit(old.value, path.subspan(1), depth + 1);
                if (!edited) return std::nullopt;
                members[next++] = {copy_text(old.name), *edited};
            }
        }
        if (append) members[next++] = {new_name(path[0]), copy(*replacement_, depth + 1)};
        DEED_ASSERT(next == size);
        return object_node(members, size);
    }

    Node new_name(std::string_view name) {
        Node node;
        node.type = Type::string;
        return with_text(node, name);
    }

    static Node array_node(const Node* elements, std::size_t size) {
        Node node;
        node.type = Type::array;
        node.size = static_cast<std::uint32_t>(size);
        node.elements = elements;
        return node;
    }

    static Node object_node(MemberNode* members, std::size_t size) {
        const MemberNode* const duplicate = detail::index_members(members, size);
        DEED_ASSERT(duplicate == nullptr);
        Node node;
        node.type = Type::object;
        node.size = static_cast<std::uint32_t>(size);
        node.members = members;
        return node;
    }

    Arena& arena_;
    const Node* replacement_;
    bool too_deep_ = false;
};

// The copy of `original` with `replacement`, or nothing if that is null, at `pointer`.
Result<std::shared_ptr<const Arena>> edited(const Arena& original, std::string_view pointer,
                                            const Node* replacement) {
    DEED_TRY(const auto path, parse_pointer(pointer));
    auto arena = std::make_shared<Arena>(kFirstBlock);
    arena->max_depth = original.max_depth;
    arena->wipe = original.wipe;
    Editor editor(*arena, replacement);
    const auto root = editor.edit(original.root, path, 0);
    if (!root) return detail::pointer_not_found(pointer);
    if (editor.too_deep()) {
        return Error(errors::kTooDeep, "the value put here nests deeper than the document's limit",
                     std::string(pointer));
    }
    arena->root = *root;
    return std::shared_ptr<const Arena>(std::move(arena));
}

}  // namespace

Result<Document> Document::with(std::string_view pointer, Value value) const {
    DEED_ASSERT(arena_ != nullptr);
    DEED_TRY(auto arena, edited(*arena_, pointer, &Access::node(value)));
    return Document(std::move(arena));
}

Result<Document> Document::without(std::string_view pointer) const {
    DEED_ASSERT(arena_ != nullptr);
    DEED_TRY(auto arena, edited(*arena_, pointer, nullptr));
    return Document(std::move(arena));
}

}  // namespace deed::json
