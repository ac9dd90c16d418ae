#include "lib/json/jcs.hpp"

#include <array>

#include "lib/error/assert.hpp"
#include "lib/json/node.hpp"
#include "lib/json/number.hpp"
#include "lib/json/print.hpp"

namespace deed::json {

namespace {

using detail::MemberNode;
using detail::Node;

void append_canonical(std::string& out, const Node& node);

void append_array(std::string& out, const Node& array) {
    out += '[';
    for (const Node& element : detail::elements_of(array)) {
        if (&element != array.elements) out += ',';
        append_canonical(out, element);
    }
    out += ']';
}

using SmallOrder = std::array<const MemberNode*, detail::kUnindexedMembers>;

// Insertion sort: objects of this size are short and often in order already.
void sort_small(const Node& object, SmallOrder& order) {
    for (std::size_t i = 0; i < object.size; ++i) {
        const MemberNode* const member = object.members + i;
        std::size_t place = i;
        for (; place > 0; --place) {
            const MemberNode* const before = order[place - 1];
            if (detail::compare_utf16(before->name.view(), member->name.view()) < 0) break;
            order[place] = before;
        }
        order[place] = member;
    }
}

template <typename Visit>
void for_each_sorted(const Node& object, Visit&& visit) {
    if (object.size > detail::kUnindexedMembers) {
        for (const auto position : detail::sorted_positions(object)) {
            visit(object.members[position]);
        }
        return;
    }
    SmallOrder order;
    sort_small(object, order);
    for (std::size_t i = 0; i < object.size; ++i) visit(*order[i]);
}

void append_object(std::string& out, const Node& object, const MemberNode* omitted) {
    out += '{';
    bool first = true;
    for_each_sorted(object, [&](const MemberNode& member) {
        if (&member == omitted) return;
        if (!first) out += ',';
        first = false;
        append_quoted(out, member.name);
        out += ':';
        append_canonical(out, member.value);
    });
    out += '}';
}

void append_canonical(std::string& out, const Node& node) {
    switch (node.type) {
        case Type::number:
            return detail::append_ecmascript(out, node.view());
        case Type::array:
            return append_array(out, node);
        case Type::object:
            return append_object(out, node, nullptr);
        default:
            return detail::append_compact(out, node);
    }
}

}  // namespace

std::string canonicalize(Value value) {
    std::string out;
    canonicalize_to(out, value);
    return out;
}

void canonicalize_to(std::string& out, Value value) { append_canonical(out, Access::node(value)); }

void canonicalize_without(std::string& out, Value value, std::string_view omitted) {
    DEED_ASSERT(value.is_object());
    const Node& object = Access::node(value);
    append_object(out, object, detail::find_member(object, omitted));
}

}  // namespace deed::json
