#include "lib/rdf/context_store.hpp"

#include <utility>

namespace deed::rdf::detail {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxSegments = 4096;
constexpr std::size_t kMaxDocuments = 1024;

}  // namespace

ContextStore::ContextStore() {
    initial_1_0_.persistent = true;
    initial_1_1_.persistent = true;
}

const Memo* ContextStore::find(const ActiveContext& parent, const MemoKey& key) {
    const Memo* memo = parent.memos.load(std::memory_order_acquire);
    while (memo != nullptr && !(memo->key == key)) memo = memo->next;
    return memo;
}

const Memo* ContextStore::publish(const ActiveContext& parent, Memo memo,
                                  std::unique_ptr<ContextSegment> segment) {
    const std::lock_guard lock(mutex_);
    if (const Memo* earlier = find(parent, memo.key)) return earlier;
    memo.key.url = segment->arena.keep(memo.key.url);
    memo.next = parent.memos.load(std::memory_order_relaxed);
    const Memo* kept = segment->arena.make<Memo>(memo);
    segment_bytes_ += segment->arena.size() + segment->contexts.size() * sizeof(ActiveContext);
    segments_.push_back(std::move(segment));
    parent.memos.store(kept, std::memory_order_release);
    return kept;
}

const RemoteContext* ContextStore::find_document(std::string_view url) {
    const std::lock_guard lock(mutex_);
    const auto found = documents_.find(url);
    return found == documents_.end() ? nullptr : found->second.get();
}

const RemoteContext* ContextStore::add_document(std::string url, json::Document document,
                                                json::Value context) {
    auto added = std::make_unique<RemoteContext>(
        RemoteContext{std::move(url), std::move(document), context});
    const std::lock_guard lock(mutex_);
    const std::string_view key = added->url;
    return documents_.try_emplace(key, std::move(added)).first->second.get();
}

bool ContextStore::full() {
    const std::lock_guard lock(mutex_);
    return segment_bytes_ > kMaxBytes || segments_.size() > kMaxSegments ||
           documents_.size() > kMaxDocuments;
}

}  // namespace deed::rdf::detail

namespace deed::rdf {

ContextCache::ContextCache() : state_(std::make_unique<State>()) {}
ContextCache::~ContextCache() = default;

std::shared_ptr<detail::ContextStore> ContextCacheAccess::store(ContextCache& cache) {
    const std::lock_guard lock(cache.state_->mutex);
    std::shared_ptr<detail::ContextStore>& store = cache.state_->store;
    if (store->full()) store = std::make_shared<detail::ContextStore>();
    return store;
}

}  // namespace deed::rdf
