#include "lib/rdf/compactor.hpp"

namespace deed::rdf::detail {
namespace {

/// Whether a member of a value object says what the context says anyway; an empty text is none.
bool matches(std::optional<json::Value> member, std::string_view expected) {
    const std::string_view stated = member ? member->string_if().value_or("") : std::string_view();
    return lower_case(stated) == lower_case(expected);
}

bool agrees_with_context(const ActiveContext& active, const Definition* definition,
                         json::Value value) {
    std::string_view language = active.language;
    Direction direction = active.direction;
    if (definition != nullptr && definition->language) language = *definition->language;
    if (definition != nullptr && definition->direction != Direction::unset)
        direction = definition->direction;
    const bool directed = direction == Direction::ltr || direction == Direction::rtl;
    return matches(value.find("@language"), language) &&
           matches(value.find("@direction"), directed ? to_text(direction) : "");
}

}  // namespace

/// Section 6.3.
Result<Draft*> Compactor::compact_value(const ActiveContext& active, const Definition* definition,
                                        json::Value value) {
    const auto index = value.find("@index");
    const auto id = value.find("@id");
    if (id && id->is_string() && value.object().size() == (index ? 2U : 1U)) {  // step 6
        const bool by_id = definition != nullptr && definition->has_type(Keyword::id);
        const bool by_vocab = definition != nullptr && definition->has_type(Keyword::vocab);
        if (!by_id && !by_vocab) return with_compacted_keys(active, value, false);
        DEED_TRY(const std::string_view text, by_id ? iris_.compact_id(active, id->string())
                                                    : iris_.compact(active, id->string()));
        return pool_.text(text);
    }
    const auto content = value.find("@value");
    if (!content) return with_compacted_keys(active, value, false);
    const auto type = value.find("@type");
    if (type && definition != nullptr && definition->type &&
        type->string_if() == definition->type->text)  // 7
        return pool_.value(*content);
    if (type || (definition != nullptr && definition->has_type(Keyword::none_value)))  // 8
        return with_compacted_keys(active, value, true);
    const bool keeps_index =
        index && (definition == nullptr || !definition->has(container::kIndex));
    if (!keeps_index && (!content->is_string() || agrees_with_context(active, definition, value)))
        return pool_.value(*content);  // 9, 10
    return with_compacted_keys(active, value, false);
}

/// Step 11.
Result<Draft*> Compactor::with_compacted_keys(const ActiveContext& active, json::Value value,
                                              bool compact_type) {
    Draft* result = pool_.object();
    for (const auto [name, member] : value.object()) {
        Draft* compacted = pool_.value(member);
        if (compact_type && name == "@type" && member.is_string()) {
            DEED_TRY(const std::string_view type, iris_.compact(active, member.string()));
            compacted = pool_.text(type);
        }
        DEED_TRY(const std::string_view key, iris_.compact(active, name));
        result->set(key, compacted);
    }
    return result;
}

}  // namespace deed::rdf::detail
