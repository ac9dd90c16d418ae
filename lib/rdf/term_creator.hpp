#pragma once

// The room's own: Create Term Definition (JSON-LD 1.1 API section 4.2).

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lib/rdf/context_builder.hpp"
#include "lib/rdf/context_job.hpp"
#include "lib/rdf/context_processor.hpp"

namespace deed::rdf::detail {

/// Defines the terms of one context definition in the context that `builder` makes.
class TermCreator {
public:
    TermCreator(ContextProcessor& processor, ContextBuilder& builder, const ContextMap& local,
                const ContextJob& job)
        : processor_(processor), builder_(builder), local_(local), job_(job) {}

    Result<void> create_all();

private:
    enum class State : unsigned char { being_made, made };

    Result<void> create(std::string_view term);
    Result<void> create_unmade(std::string_view term);
    Result<void> check_keyword(std::string_view term, json::Value value) const;
    Result<void> read_protection(json::Value value, Definition& definition) const;
    Result<void> read_type(json::Value value, Definition& definition);
    Result<bool> read_reverse(json::Value value, Definition& definition);
    Result<bool> read_id(json::Value id, bool simple, Definition& definition);
    Result<void> derive_id(Definition& definition);
    Result<void> read_container(json::Value value, Definition& definition) const;
    Result<void> read_index(json::Value value, Definition& definition);
    Result<void> read_context(json::Value value, Definition& definition);
    Result<void> read_language(json::Value value, Definition& definition);
    Result<void> read_rest(json::Value value, Definition& definition) const;
    Result<void> put(const Definition& definition, const Definition* previous);

    Result<Name> expand(std::string_view text);
    void note_loss(std::string_view detail);
    Error fail(const ErrorCode& code, const Definition& definition, std::string_view what) const;

    ContextProcessor& processor_;
    ContextBuilder& builder_;
    const ContextMap& local_;
    const ContextJob& job_;
    bool protect_ = false;
    std::map<std::string_view, State> states_;
};

Error scoped_context_error(Error error, std::string_view term);
/// Language tags are compared without case, and made lower case as JSON-LD 1.1 allows.
std::string_view lower_case(Arena& arena, std::string_view text);
/// "ltr", "rtl" or null; nothing for other values.
std::optional<Direction> read_direction(json::Value value);

}  // namespace deed::rdf::detail
