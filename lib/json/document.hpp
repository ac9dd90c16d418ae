#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::json {

enum class Type : std::uint8_t { null, boolean, number, string, array, object };

namespace detail {
struct Node;
struct MemberNode;
struct Arena;
}  // namespace detail

class Array;
class Object;

/// A cheap handle (one pointer) to a value inside an immutable Document, which must outlive it.
/// Reading as another type than `type()` is a bug and aborts; `find` and `string_if` are for data
/// of unknown shape.
class DEED_API Value {
public:
    Type type() const;
    bool is_null() const { return type() == Type::null; }
    bool is_boolean() const { return type() == Type::boolean; }
    bool is_number() const { return type() == Type::number; }
    bool is_string() const { return type() == Type::string; }
    bool is_array() const { return type() == Type::array; }
    bool is_object() const { return type() == Type::object; }

    bool boolean() const;
    double number() const;
    /// The number as it was spelled, such as "1.50".
    std::string_view number_text() const;
    /// The number as an integer, if its value is one within [-(2^53-1), 2^53-1]: 7, 7.0 and 70e-1.
    std::optional<std::int64_t> integer() const;
    /// UTF-8, unescaped; may contain NUL.
    std::string_view string() const;
    Array array() const;
    Object object() const;

    /// The member of an object, or nothing if this is not an object or has no such member.
    std::optional<Value> find(std::string_view name) const;
    /// The string, if this is one.
    std::optional<std::string_view> string_if() const;

    /// Deep equality of content: member order and number spelling do not count.
    friend DEED_API bool operator==(Value a, Value b);

private:
    friend class Document;
    friend class Array;
    friend class Object;
    friend struct Access;
    explicit Value(const detail::Node* node) : node_(node) {}
    const detail::Node* node_;
};

/// A view of an array's elements: `for (json::Value v : value.array())`.
class DEED_API Array {
public:
    class DEED_API Iterator {
    public:
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        Value operator*() const;
        Iterator& operator++();
        bool operator==(const Iterator& other) const = default;

    private:
        friend class Array;
        explicit Iterator(const detail::Node* node) : node_(node) {}
        const detail::Node* node_;
    };

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    Value operator[](std::size_t index) const;
    Iterator begin() const;
    Iterator end() const;

private:
    friend class Value;
    explicit Array(const detail::Node* node) : node_(node) {}
    const detail::Node* node_;
};

struct Member {
    std::string_view name;
    Value value;
};

/// A view of an object's members in document order: `for (auto [name, value] : v.object())`.
class DEED_API Object {
public:
    class DEED_API Iterator {
    public:
        using value_type = Member;
        using difference_type = std::ptrdiff_t;
        Member operator*() const;
        Iterator& operator++();
        bool operator==(const Iterator& other) const = default;

    private:
        friend class Object;
        explicit Iterator(const detail::MemberNode* member) : member_(member) {}
        const detail::MemberNode* member_;
    };

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    std::optional<Value> find(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name).has_value(); }
    Iterator begin() const;
    Iterator end() const;

private:
    friend class Value;
    explicit Object(const detail::Node* node) : node_(node) {}
    const detail::Node* node_;
};

/// Bounds on untrusted input. Beyond them: `json.too_large`, `json.too_deep`.
struct Limits {
    std::size_t max_bytes = std::size_t{4} << 20;
    std::size_t max_depth = 64;
    bool wipe = false;  ///< overwrite the content when its last handle dies: it holds a secret
};

/// A parsed, immutable JSON text (RFC 8259). Copies share the content; safe between threads.
class DEED_API Document {
public:
    /// The only way in for untrusted bytes. Refuses, each by its own code: bad UTF-8
    /// (`json.not_utf8`), lone surrogates (`json.lone_surrogate`), duplicate members
    /// (`json.duplicate_member`), bytes after the value (`json.trailing_bytes`), a byte order mark
    /// or any other breach of the grammar (`json.syntax`), integers that a double cannot hold and
    /// literals that round to zero or infinity (`json.number_not_interoperable`), and input beyond
    /// the limits (a depth of 256 and 2^30 bytes at most) or a number of more than 1,000
    /// characters. Number spelling and member order are kept; -0 is accepted, and 0 in JCS.
    static Result<Document> parse(ByteView bytes, const Limits& limits = {});
    static Result<Document> parse(std::string_view text, const Limits& limits = {});

    Value root() const;

    /// A copy with `value` put at `pointer` (RFC 6901): an existing place is replaced where it
    /// stands, a new member is added last, "-" appends to an array. The parent must exist
    /// (`json.pointer_not_found`), and the depth limit of parsing holds (`json.too_deep`). `value`
    /// may be of any document. Everything else keeps order and spelling.
    Result<Document> with(std::string_view pointer, Value value) const;

    /// A copy without the place at `pointer`; `json.pointer_not_found` if it is not there
    /// or is the root.
    Result<Document> without(std::string_view pointer) const;

    /// Compact text: member order, number spelling and all string content as parsed.
    std::string to_string() const;

    friend bool operator==(const Document& a, const Document& b) { return a.root() == b.root(); }

private:
    friend class Composer;
    explicit Document(std::shared_ptr<const detail::Arena> arena) : arena_(std::move(arena)) {}
    std::shared_ptr<const detail::Arena> arena_;
};

/// Compact text of a value, as Document::to_string.
DEED_API std::string to_string(Value value);
/// Text indented by two spaces, for people; ends without a newline. Characters that would steer a
/// terminal (steering_length()) are escaped; the value is the same.
DEED_API std::string to_pretty_string(Value value);

}  // namespace deed::json
