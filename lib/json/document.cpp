#include "lib/json/document.hpp"

#include <algorithm>
#include <cmath>

#include "lib/error/assert.hpp"
#include "lib/json/node.hpp"
#include "lib/json/number.hpp"

namespace deed::json {

namespace {

using detail::MemberNode;
using detail::Node;

constexpr double kMaxSafeInteger = 9007199254740991;  // 2^53 - 1

bool equal(const Node& a, const Node& b);

bool equal_arrays(const Node& a, const Node& b) {
    return std::equal(a.elements, a.elements + a.size, b.elements, b.elements + b.size, equal);
}

bool equal_objects(const Node& a, const Node& b) {
    if (a.size != b.size) return false;
    const auto members = detail::members_of(a);
    return std::all_of(members.begin(), members.end(), [&b](const MemberNode& member) {
        const MemberNode* const other = detail::find_member(b, member.name.view());
        return other != nullptr && equal(member.value, other->value);
    });
}

bool equal_numbers(const Node& a, const Node& b) {
    const double first = detail::literal_to_double(a.view());
    const double second = detail::literal_to_double(b.view());
    return !(first < second) && !(second < first);
}

bool equal(const Node& a, const Node& b) {
    if (&a == &b) return true;
    if (a.type != b.type) return false;
    switch (a.type) {
        case Type::null:
            return true;
        case Type::boolean:
            return a.flag == b.flag;
        case Type::number:
            return equal_numbers(a, b);
        case Type::string:
            return a.view() == b.view();
        case Type::array:
            return equal_arrays(a, b);
        case Type::object:
            return equal_objects(a, b);
    }
    return false;
}

}  // namespace

Type Value::type() const { return node_->type; }

bool Value::boolean() const {
    DEED_ASSERT(is_boolean());
    return node_->flag;
}

double Value::number() const { return detail::literal_to_double(number_text()); }

std::string_view Value::number_text() const {
    DEED_ASSERT(is_number());
    return node_->view();
}

std::optional<std::int64_t> Value::integer() const {
    const double value = number();
    if (std::fabs(value) > kMaxSafeInteger) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(value);
    if (static_cast<double>(whole) < value || static_cast<double>(whole) > value) {
        return std::nullopt;
    }
    return whole;
}

std::string_view Value::string() const {
    DEED_ASSERT(is_string());
    return node_->view();
}

Array Value::array() const {
    DEED_ASSERT(is_array());
    return Array(node_);
}

Object Value::object() const {
    DEED_ASSERT(is_object());
    return Object(node_);
}

std::optional<Value> Value::find(std::string_view name) const {
    if (!is_object()) return std::nullopt;
    return object().find(name);
}

std::optional<std::string_view> Value::string_if() const {
    if (!is_string()) return std::nullopt;
    return node_->view();
}

bool operator==(Value a, Value b) { return equal(*a.node_, *b.node_); }

Value Array::Iterator::operator*() const { return Access::value(*node_); }

Array::Iterator& Array::Iterator::operator++() {
    ++node_;
    return *this;
}

std::size_t Array::size() const { return node_->size; }

Value Array::operator[](std::size_t index) const {
    DEED_ASSERT(index < size());
    return Access::value(node_->elements[index]);
}

Array::Iterator Array::begin() const { return Iterator(node_->elements); }
Array::Iterator Array::end() const { return Iterator(node_->elements + node_->size); }

Member Object::Iterator::operator*() const {
    return {member_->name.view(), Access::value(member_->value)};
}

Object::Iterator& Object::Iterator::operator++() {
    ++member_;
    return *this;
}

std::size_t Object::size() const { return node_->size; }

std::optional<Value> Object::find(std::string_view name) const {
    const MemberNode* const member = detail::find_member(*node_, name);
    if (member == nullptr) return std::nullopt;
    return Access::value(member->value);
}

Object::Iterator Object::begin() const { return Iterator(node_->members); }
Object::Iterator Object::end() const { return Iterator(node_->members + node_->size); }

Result<Document> Document::parse(std::string_view text, const Limits& limits) {
    return parse(as_bytes(text), limits);
}

Value Document::root() const {
    DEED_ASSERT(arena_ != nullptr);
    return Access::value(arena_->root);
}

std::string Document::to_string() const { return json::to_string(root()); }

}  // namespace deed::json
