#pragma once

// The room's own: JSON that is still being put together.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lib/error/result.hpp"
#include "lib/json/document.hpp"
#include "lib/rdf/arena.hpp"

namespace deed::rdf::detail {

/// A value that can still be changed, owned by its DraftPool. Members keep the order in which they
/// were added.
class Draft {
public:
    enum class Kind : unsigned char {
        null,
        value,  ///< an immutable value of some document, whatever its type
        text,
        array,
        object
    };
    struct Member {
        std::string_view name;
        Draft* value;
    };

    Kind kind() const { return kind_; }
    bool is_array() const { return kind_ == Kind::array; }
    bool is_object() const { return kind_ == Kind::object; }
    bool is_null() const { return kind_ == Kind::null; }
    json::Value value() const { return *value_; }
    std::string_view text() const { return text_; }
    std::optional<std::string_view> text_if() const;

    // Arrays.
    const std::vector<Draft*>& items() const { return items_; }
    void push(Draft* item) { items_.push_back(item); }
    void reverse() { std::reverse(items_.begin(), items_.end()); }
    /// Pushes what was not pushed in this way before; `identity` tells equal items. True if it did.
    bool push_once(Draft* item, std::string identity);
    void remove_first() { items_.erase(items_.begin()); }

    // Objects.
    const std::vector<Member>& members() const { return members_; }
    Draft* find(std::string_view name) const;
    /// Adds the member, or replaces its value.
    void set(std::string_view name, Draft* value);
    void remove(std::string_view name);
    /// Members in code point order of their names.
    void sort();

private:
    friend class DraftPool;
    std::size_t position(std::string_view name) const;

    Kind kind_ = Kind::null;
    std::optional<json::Value> value_{};
    std::string_view text_{};
    std::vector<Draft*> items_{};
    std::vector<Member> members_{};
    std::unordered_map<std::string_view, std::size_t> index_{};  ///< of objects that are large
    std::unordered_set<std::string> known_{};
};

/// Makes drafts, and owns them and the texts made for them.
class DraftPool {
public:
    Draft* null() { return make(Draft::Kind::null); }
    Draft* array() { return make(Draft::Kind::array); }
    Draft* array(Draft* only) {
        Draft* draft = array();
        draft->push(only);
        return draft;
    }
    Draft* object() { return make(Draft::Kind::object); }
    /// The text must live as long as the pool.
    Draft* text(std::string_view text);
    /// The value's document must live as long as the pool.
    Draft* value(json::Value value);
    Draft* value(json::Document document);
    /// A draft of an object with the members of `value`, which must be one.
    Draft* object_of(json::Value value);
    /// A copy of the object itself; its members are shared.
    Draft* copy_of(const Draft& object);

    std::string_view keep(std::string_view text) { return texts_.keep(text); }
    std::string_view join(std::initializer_list<std::string_view> parts) {
        return texts_.join(parts);
    }

private:
    Draft* make(Draft::Kind kind);

    std::deque<Draft> drafts_;
    std::deque<json::Document> documents_;
    Arena texts_;
};

/// Section 4.4 "add value": to an array where there is one already or where `as_array` asks for it;
/// items of an array one by one.
void add_value(DraftPool& pool, Draft& object, std::string_view key, Draft* value, bool as_array);

/// The finished value; `jsonld.too_deep` where it is nested deeper than JSON is read.
Result<json::Document> finish(const Draft& draft);

/// Compact JSON text in which equal values are equal.
std::string identity_of(const Draft& draft);

}  // namespace deed::rdf::detail
