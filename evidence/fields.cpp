#include "evidence/fields.hpp"

#include <algorithm>

#include "evidence/errors.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/pointer.hpp"

namespace deed::evidence::detail {
namespace {

/// As deep as json::Document::parse ever goes.
constexpr std::size_t kMaxPointerTokens = 256;

std::size_t size_of(const FieldView& field) {
    return field.pointer.size() + json::canonicalize(field.value).size();
}

/// Recursion is bounded by the depth that the parser allowed.
class Walk {
public:
    Result<void> visit(json::Value value, const std::string& pointer) {
        if (is_field_value(value)) return take({pointer, value});
        if (value.is_object()) return visit_members(value, pointer);
        std::size_t index = 0;
        for (const json::Value element : value.array())
            DEED_CHECK(visit(element, pointer + "/" + std::to_string(index++)));
        return {};
    }

    std::vector<FieldView> take_fields() && { return std::move(fields_); }

private:
    Result<void> visit_members(json::Value object, const std::string& pointer) {
        for (const auto& [name, member] : object.object()) {
            const std::string at = pointer + json::pointer_token(name);
            // What has an element 0 is an array: so the fields are those of one document only.
            if (name == "0")
                return Error(errors::kAmbiguousMember, "an object has a member named \"0\"", at);
            DEED_CHECK(visit(member, at));
        }
        return {};
    }

    Result<void> take(FieldView field) {
        if (fields_.size() == kMaxFields)
            return Error(errors::kTooManyFields, "the document has more than 10,000 fields");
        bytes_ += size_of(field);
        if (bytes_ > kMaxFieldBytes)
            return Error(errors::kTooManyFields, "the fields are larger than 64 MiB altogether");
        fields_.push_back(std::move(field));
        return {};
    }

    std::vector<FieldView> fields_;
    std::size_t bytes_ = 0;
};

Error malformed(std::string message, std::string_view pointer = {}) {
    return Error(errors::kProofMalformed, std::move(message), std::string(pointer));
}

Result<void> check_shown(const ShownField& field) {
    const auto tokens = json::parse_pointer(field.pointer);
    if (!tokens) return malformed("a field's pointer is not a JSON Pointer", "/fields");
    if (tokens->size() > kMaxPointerTokens)
        return malformed("a field's pointer is deeper than any document", "/fields");
    if (!is_field_value(field.value.root()))
        return malformed("a field is a scalar or an empty container", field.pointer);
    return {};
}

/// Byte order, but with '/' before every other byte, so that what lies below a place follows it at
/// once.
bool precedes_as_path(std::string_view a, std::string_view b) {
    const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (in_a == a.end() || in_b == b.end()) return a.size() < b.size();
    if (*in_a == '/' || *in_b == '/') return *in_a == '/';
    return static_cast<unsigned char>(*in_a) < static_cast<unsigned char>(*in_b);
}

Result<void> check_none_below_another(std::vector<std::string_view> pointers) {
    std::ranges::sort(pointers, precedes_as_path);
    for (std::size_t i = 1; i < pointers.size(); ++i)
        if (is_at_or_below(pointers[i], pointers[i - 1]))
            return malformed("the field lies below another", pointers[i]);
    return {};
}

}  // namespace

bool is_field_value(json::Value value) {
    if (value.is_object()) return value.object().empty();
    if (value.is_array()) return value.array().empty();
    return true;
}

Result<std::vector<FieldView>> fields_of(json::Value document) {
    Walk walk;
    DEED_CHECK(walk.visit(document, ""));
    std::vector<FieldView> fields = std::move(walk).take_fields();
    std::ranges::sort(fields, {}, &FieldView::pointer);
    return fields;
}

Result<void> check_fields(const std::vector<Field>& fields) {
    if (fields.empty()) return malformed("every document has a field", "/fields");
    if (fields.size() > kMaxFields) return malformed("more than 10,000 fields", "/fields");
    std::vector<std::string_view> pointers;
    std::size_t bytes = 0;
    for (const Field& field : fields) {
        const auto* shown = std::get_if<ShownField>(&field);
        if (shown == nullptr) continue;
        DEED_CHECK(check_shown(*shown));
        bytes += size_of({shown->pointer, shown->value.root()});
        if (bytes > kMaxFieldBytes)
            return malformed("the fields are larger than 64 MiB altogether", "/fields");
        if (!pointers.empty() && pointers.back() >= shown->pointer)
            return malformed("the field is out of order, or named twice", shown->pointer);
        pointers.push_back(shown->pointer);
    }
    return check_none_below_another(std::move(pointers));
}

bool is_at_or_below(std::string_view pointer, std::string_view ancestor) {
    if (!pointer.starts_with(ancestor)) return false;
    return pointer.size() == ancestor.size() || pointer[ancestor.size()] == '/';
}

}  // namespace deed::evidence::detail
