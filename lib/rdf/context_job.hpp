#pragma once

// The room's own: what the algorithms of section 4 hand to each other while contexts are made.

#include <optional>
#include <string_view>
#include <vector>

#include "lib/rdf/context_store.hpp"

namespace deed::rdf::detail {

/// The remote contexts in which one stands, innermost first.
struct UrlChain {
    const UrlChain* outer;
    std::string_view url;
};

/// The optional inputs of the context processing algorithm (section 4.1.2), and where results go.
struct ContextJob {
    ContextSegment* segment;
    std::string_view base_url{};
    const UrlChain* chain = nullptr;
    bool override_protected = false;
    bool propagate = true;
    bool validate_scoped = true;
    bool in_array = false;  ///< where "@propagate" is only checked
    /// Set while a result is made that others may share: what it was made of.
    std::vector<Definition*>* definitions = nullptr;
    std::vector<const RemoteContext*>* loaded = nullptr;

    bool holds(std::string_view url) const {
        for (const UrlChain* link = chain; link != nullptr; link = link->outer)
            if (link->url == url) return true;
        return false;
    }
    /// Where an error in a remote context is; errors of the document's own context get their
    /// place from the caller.
    std::string place() const { return chain == nullptr ? std::string() : std::string(chain->url); }
};

/// A context definition, after "@import" was merged into it.
struct ContextMap {
    json::Object own;
    std::optional<json::Object> imported{};

    std::optional<json::Value> find(std::string_view name) const {
        auto found = own.find(name);
        if (!found && imported) found = imported->find(name);
        return found;
    }
};

}  // namespace deed::rdf::detail
