#include <memory>
#include <optional>
#include <span>
#include <string>

#include "lib/error/assert.hpp"
#include "lib/json/copier.hpp"
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

// Copies a document with one place put or dropped.
class Editor {
public:
    /// `replacement` is null to drop the place.
    Editor(Arena& arena, const Node* replacement)
        : arena_(arena), copier_(arena), replacement_(replacement) {}

    /// The copy of `node` with the place at `path` edited, or nothing if it is not there. `depth`
    /// counts the arrays and objects around `node`.
    std::optional<Node> edit(const Node& node, Path path, std::size_t depth) {
        if (path.empty()) {
            if (replacement_ == nullptr) return std::nullopt;
            return copier_.copy(*replacement_, depth);
        }
        if (node.type == Type::object) return edit_object(node, path, depth);
        if (node.type == Type::array) return edit_array(node, path, depth);
        return std::nullopt;
    }

    bool too_deep() const { return copier_.too_deep(); }

private:
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
                elements[next++] = copier_.copy(array.elements[i], depth + 1);
            } else if (!drop) {
                const auto edited = edit(array.elements[i], path.subspan(1), depth + 1);
                if (!edited) return std::nullopt;
                elements[next++] = *edited;
            }
        }
        if (append) elements[next++] = copier_.copy(*replacement_, depth + 1);
        DEED_ASSERT(next == size);
        return detail::Copier::array_node(elements, size);
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
                members[next++] = copier_.copy(old, depth);
            } else if (!drop) {
                const auto edited = edit(old.value, path.subspan(1), depth + 1);
                if (!edited) return std::nullopt;
                members[next++] = {copier_.with_text(old.name, old.name.view()), *edited};
            }
        }
        if (append)
            members[next++] = {copier_.new_name(path[0]), copier_.copy(*replacement_, depth + 1)};
        DEED_ASSERT(next == size);
        return object_node(members, size);
    }

    static Node object_node(MemberNode* members, std::size_t size) {
        const MemberNode* const duplicate = detail::index_members(members, size);
        DEED_ASSERT(duplicate == nullptr);
        return detail::Copier::object_node(members, size);
    }

    Arena& arena_;
    detail::Copier copier_;
    const Node* replacement_;
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
