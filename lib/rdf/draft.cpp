#include "lib/rdf/draft.hpp"

#include <algorithm>

#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/jsonld_errors.hpp"

namespace deed::rdf::detail {
namespace {

/// Objects of more members carry an index.
constexpr std::size_t kUnindexed = 16;
/// As deep as JSON is read by default in Deed, with room for what compaction adds.
constexpr std::size_t kMaxDepth = 200;

std::size_t depth_of(json::Value value) {
    std::size_t deepest = 0;
    if (value.is_array())
        for (const json::Value item : value.array()) deepest = std::max(deepest, depth_of(item));
    else if (value.is_object())
        for (const auto [name, member] : value.object())
            deepest = std::max(deepest, depth_of(member));
    else
        return 0;
    return deepest + 1;
}

bool fits(const Draft& draft, std::size_t depth) {
    const auto fit = [&](const Draft* inner) { return fits(*inner, depth - 1); };
    if (draft.kind() == Draft::Kind::value) return depth_of(draft.value()) <= depth;
    if (draft.is_array())
        return depth > 0 && std::all_of(draft.items().begin(), draft.items().end(), fit);
    if (draft.is_object())
        return depth > 0 && std::all_of(draft.members().begin(), draft.members().end(),
                                        [&](const Draft::Member& m) { return fit(m.value); });
    return true;
}

void write(json::Writer& writer, const Draft& draft) {
    switch (draft.kind()) {
        case Draft::Kind::null:
            writer.null();
            break;
        case Draft::Kind::value:
            writer.value(draft.value());
            break;
        case Draft::Kind::text:
            writer.string(draft.text());
            break;
        case Draft::Kind::array:
            writer.begin_array();
            for (const Draft* item : draft.items()) write(writer, *item);
            writer.end_array();
            break;
        case Draft::Kind::object:
            writer.begin_object();
            for (const auto& [name, value] : draft.members()) {
                writer.key(name);
                write(writer, *value);
            }
            writer.end_object();
            break;
    }
}

}  // namespace

std::optional<std::string_view> Draft::text_if() const {
    if (kind_ == Kind::text) return text_;
    if (kind_ == Kind::value) return value_->string_if();
    return std::nullopt;
}

bool Draft::push_once(Draft* item, std::string identity) {
    const bool is_new = known_.insert(std::move(identity)).second;
    if (is_new) push(item);
    return is_new;
}

std::size_t Draft::position(std::string_view name) const {
    if (!index_.empty()) {
        const auto found = index_.find(name);
        return found == index_.end() ? members_.size() : found->second;
    }
    const auto found = std::find_if(members_.begin(), members_.end(),
                                    [&](const Member& member) { return member.name == name; });
    return static_cast<std::size_t>(found - members_.begin());
}

Draft* Draft::find(std::string_view name) const {
    const std::size_t place = position(name);
    return place == members_.size() ? nullptr : members_[place].value;
}

void Draft::set(std::string_view name, Draft* value) {
    const std::size_t place = position(name);
    if (place != members_.size()) {
        members_[place].value = value;
        return;
    }
    members_.push_back({name, value});
    if (!index_.empty())
        index_.emplace(name, place);
    else if (members_.size() > kUnindexed)
        for (std::size_t i = 0; i < members_.size(); ++i) index_.emplace(members_[i].name, i);
}

void Draft::remove(std::string_view name) {
    const std::size_t place = position(name);
    if (place == members_.size()) return;
    members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(place));
    if (index_.empty()) return;
    index_.clear();
    if (members_.size() > kUnindexed)
        for (std::size_t i = 0; i < members_.size(); ++i) index_.emplace(members_[i].name, i);
}

void Draft::sort() {
    std::sort(members_.begin(), members_.end(),
              [](const Member& a, const Member& b) { return a.name < b.name; });
    if (index_.empty()) return;
    for (std::size_t i = 0; i < members_.size(); ++i) index_[members_[i].name] = i;
}

Draft* DraftPool::make(Draft::Kind kind) {
    Draft& draft = drafts_.emplace_back();
    draft.kind_ = kind;
    return &draft;
}

Draft* DraftPool::text(std::string_view text) {
    Draft* draft = make(Draft::Kind::text);
    draft->text_ = text;
    return draft;
}

Draft* DraftPool::value(json::Value value) {
    Draft* draft = make(Draft::Kind::value);
    draft->value_ = value;
    return draft;
}

Draft* DraftPool::value(json::Document document) {
    return value(documents_.emplace_back(std::move(document)).root());
}

Draft* DraftPool::object_of(json::Value from) {
    Draft* draft = object();
    for (const auto [name, member] : from.object()) draft->set(name, value(member));
    return draft;
}

Draft* DraftPool::copy_of(const Draft& object) {
    Draft* draft = this->object();
    for (const auto& [name, value] : object.members()) draft->set(name, value);
    return draft;
}

void add_value(DraftPool& pool, Draft& object, std::string_view key, Draft* value, bool as_array) {
    Draft* present = object.find(key);
    // An array that is a JSON literal is one value, and is one again when it is read alone.
    const bool is_literal = value->kind() == Draft::Kind::value && value->value().is_array();
    if (is_literal && present == nullptr) return object.set(key, value);
    if (as_array && present == nullptr)
        object.set(key, present = pool.array());
    else if (as_array && !present->is_array())
        object.set(key, present = pool.array(present));
    if (value->is_array()) {
        for (Draft* item : value->items()) add_value(pool, object, key, item, as_array);
        return;
    }
    present = object.find(key);
    if (present == nullptr) return object.set(key, value);
    if (!present->is_array()) object.set(key, present = pool.array(present));
    present->push(value);
}

Result<json::Document> finish(const Draft& draft) {
    if (!fits(draft, kMaxDepth)) return Error(errors::kTooDeep, "the result is nested too deeply");
    json::Writer writer;
    write(writer, draft);
    return writer.take_document();
}

std::string identity_of(const Draft& draft) {
    if (draft.kind() == Draft::Kind::value) return json::canonicalize(draft.value());
    json::Writer writer;
    write(writer, draft);
    return json::canonicalize(writer.take_document().root());
}

}  // namespace deed::rdf::detail
