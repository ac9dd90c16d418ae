#pragma once

// The room's own: where processed contexts live, and how calls share them.

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/json/document.hpp"
#include "lib/rdf/arena.hpp"
#include "lib/rdf/context.hpp"
#include "lib/rdf/jsonld.hpp"

namespace deed::rdf::detail {

/// A loaded context document.
struct RemoteContext {
    std::string url;
    json::Document document;
    json::Value context;  ///< the value of its "@context"
};

/// How a context was made of another one.
struct MemoKey {
    const Definition* scope = nullptr;  ///< whose scoped context was applied; or
    std::string_view url{};             ///< the remote context that was applied
    bool override_protected = false;
    bool propagate = true;

    friend bool operator==(const MemoKey&, const MemoKey&) = default;
};

struct Memo {
    MemoKey key;
    const ActiveContext* result;
    std::size_t work;                   ///< what it cost to make it
    List<const RemoteContext*> loaded;  ///< the documents that it was made of
    const Memo* next;
};

/// Contexts made together, and the memory of their parts.
struct ContextSegment {
    Arena arena;
    std::deque<ActiveContext> contexts;
};

/// What one cache remembers until it is full; then calls move on to a new one, and the old one
/// lives as long as calls use it.
class ContextStore {
public:
    ContextStore();

    const ActiveContext* initial(bool json_ld_1_0) const {
        return json_ld_1_0 ? &initial_1_0_ : &initial_1_1_;
    }

    /// Lock-free.
    static const Memo* find(const ActiveContext& parent, const MemoKey& key);
    /// Takes the segment in which `memo` and its result stand. Returns what others find: an equal
    /// memo that came first, or this one.
    const Memo* publish(const ActiveContext& parent, Memo memo,
                        std::unique_ptr<ContextSegment> segment);

    const RemoteContext* find_document(std::string_view url);
    const RemoteContext* add_document(std::string url, json::Document document,
                                      json::Value context);
    bool full();

private:
    ActiveContext initial_1_0_, initial_1_1_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<ContextSegment>> segments_;
    std::size_t segment_bytes_ = 0;
    std::unordered_map<std::string_view, std::unique_ptr<RemoteContext>> documents_;
};

}  // namespace deed::rdf::detail

namespace deed::rdf {

struct ContextCache::State {
    std::mutex mutex;
    std::shared_ptr<detail::ContextStore> store = std::make_shared<detail::ContextStore>();
};

struct ContextCacheAccess {
    /// The store for one call.
    static std::shared_ptr<detail::ContextStore> store(ContextCache& cache);
};

}  // namespace deed::rdf
