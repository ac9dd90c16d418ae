#include "credentials/contexts/context_walk.hpp"

namespace deed::credentials {

void ContextWalk::context(json::Value value, const Place& place) {
    if (full()) return;
    if (const auto url = value.string_if()) return on_reference(*url, place);
    if (value.is_object()) return definition(value.object(), place);
    if (value.is_array()) return each(value.array(), place);
    // Among others null, which would take back the base context.
    on_other(value, place);
}

void ContextWalk::anywhere(json::Value value, const Place& place) {
    if (full()) return;
    if (value.is_object()) {
        for (const auto& [name, member] : value.object())
            name == "@context" ? context(member, place.at(name)) : anywhere(member, place.at(name));
    } else if (value.is_array()) {
        std::size_t index = 0;
        for (const json::Value element : value.array()) anywhere(element, place.at(index++));
    }
}

void ContextWalk::each(json::Array contexts, const Place& place) {
    std::size_t index = 0;
    for (const json::Value element : contexts) context(element, place.at(index++));
}

// A context definition: keywords, and terms whose definitions may have contexts of their own
// (JSON-LD 1.1 section 9.15.1, expanded term definitions).
void ContextWalk::definition(json::Object terms, const Place& place) {
    for (const auto& [name, value] : terms) {
        if (full()) return;
        if (name == "@import")
            import(value, place.at(name));
        else if (name == "@context")
            context(value, place.at(name));
        else
            term(name, value, place.at(name));
    }
}

void ContextWalk::import(json::Value value, const Place& place) {
    const auto url = value.string_if();
    url ? on_reference(*url, place) : on_other(value, place);
}

void ContextWalk::term(std::string_view name, json::Value value, const Place& place) {
    on_term(name, value, place);
    const auto scoped = value.find("@context");
    // Unlike elsewhere, null is harmless here: it takes back terms for one property only, and
    // nothing unknown comes in.
    if (scoped && !scoped->is_null()) context(*scoped, place.at("@context"));
}

}  // namespace deed::credentials
