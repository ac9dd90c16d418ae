#pragma once

// The room's own: visits what context values consist of. Not for other rooms.

#include <string_view>

#include "credentials/contexts/place.hpp"
#include "lib/json/document.hpp"

namespace deed::credentials {

/// Visits context values with all that they contain, in document order, until full().
class ContextWalk {
public:
    virtual ~ContextWalk() = default;
    ContextWalk(const ContextWalk&) = delete;
    ContextWalk& operator=(const ContextWalk&) = delete;

    /// One context value: a URL, an object, or an array of those.
    void context(json::Value value, const Place& place);
    /// Every @context member anywhere in a value.
    void anywhere(json::Value value, const Place& place);

protected:
    ContextWalk() = default;
    virtual bool full() const = 0;
    /// A context named by URL, as an entry or by @import.
    virtual void on_reference(std::string_view /*url*/, const Place& /*place*/) {}
    /// What an inline context says of a term, or by a keyword.
    virtual void on_term(std::string_view /*name*/, json::Value /*value*/, const Place& /*place*/) {
    }
    /// What stands where a context is due and is none.
    virtual void on_other(json::Value /*value*/, const Place& /*place*/) {}

private:
    void each(json::Array contexts, const Place& place);
    void definition(json::Object terms, const Place& place);
    void import(json::Value value, const Place& place);
    void term(std::string_view name, json::Value value, const Place& place);
};

}  // namespace deed::credentials
