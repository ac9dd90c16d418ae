#include "did/caching_resolver.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace deed::did {
namespace {

// How often a caller that waits for another's answer looks at its own Call.
constexpr std::chrono::milliseconds kPatience{20};
constexpr std::size_t kLargestPart = 256;

std::string key_of(const Did& did, const ResolveOptions& options) {
    std::string key = did.to_string() + " resolve";
    if (options.version_id) key += " id " + *options.version_id;
    if (options.version_number) key += " number " + std::to_string(*options.version_number);
    if (options.version_time) key += " time " + options.version_time->to_string();
    return key;
}

std::size_t size_of(const json::Document& document) { return document.to_string().size(); }

std::size_t size_of(const Resolution& answer) {
    const auto& of_method = answer.metadata.of_method;
    return size_of(answer.document.json()) + (of_method ? size_of(*of_method) : 0);
}

std::size_t size_of(const History& answer) {
    std::size_t size = 0;
    for (const Version& version : answer.versions)
        size += version.id.size() + (version.document ? size_of(version.document->json()) : 0);
    return size;
}

/// As the answer of a cache: no fresher than when it was asked for.
template <typename T>
T aged(T answer, Timestamp asked) {
    auto& freshness = answer.freshness;
    if (!freshness) {
        freshness = Freshness{asked, "resolver cache"};
    } else {
        freshness->as_of = std::min(freshness->as_of, asked);
        freshness->source += ", from a resolver cache";
    }
    return answer;
}

}  // namespace

/// A question on its way, which ends with this object, whether an answer came or an exception:
/// nobody else may wait for ever.
class CachingResolver::Question {
public:
    Question(CachingResolver& cache, const Key& key, std::unique_lock<std::mutex>& lock)
        : cache_(cache), key_(key), lock_(lock) {}
    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;
    ~Question() {
        if (!lock_.owns_lock()) lock_.lock();
        cache_.asking_.erase(key_);
        lock_.unlock();
        cache_.asked_.notify_all();
    }

private:
    CachingResolver& cache_;
    const Key& key_;
    std::unique_lock<std::mutex>& lock_;
};

template <typename T>
std::optional<T> CachingResolver::remembered(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return std::nullopt;
    const Entry& entry = *found->second;
    if (is_aged(entry)) {
        drop(found);
        return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return aged(std::get<T>(entry.answer), entry.asked);
}

bool CachingResolver::is_aged(const Entry& entry) const {
    const Timestamp now = clock_.now();
    return now < entry.asked || entry.asked.plus_seconds(limits_.maximum_age_seconds) <= now;
}

CachingResolver::Index::iterator CachingResolver::drop(Index::iterator known) {
    bytes_ -= known->second->bytes;
    entries_.erase(known->second);
    return index_.erase(known);
}

void CachingResolver::remember(Entry entry) {
    if (const auto found = index_.find(entry.key); found != index_.end()) drop(found);
    if (limits_.maximum_entries == 0 || entry.bytes > limits_.maximum_bytes / kLargestPart) return;
    bytes_ += entry.bytes;
    entries_.push_front(std::move(entry));
    index_[entries_.front().key] = entries_.begin();
    while (entries_.size() > limits_.maximum_entries || bytes_ > limits_.maximum_bytes ||
           is_aged(entries_.back()))
        drop(index_.find(entries_.back().key));
}

template <typename T, typename Ask>
Result<T> CachingResolver::answer(const Key& key, Call& call, Ask ask) {
    std::unique_lock lock(mutex_);
    while (true) {
        DEED_CHECK(call.check());
        if (auto known = remembered<T>(key)) return *std::move(known);
        if (asking_.try_emplace(key, true).second) break;
        asked_.wait_for(lock, kPatience);
    }
    const Question question(*this, key, lock);
    const Timestamp asked = clock_.now();
    lock.unlock();
    Result<T> fresh = ask();
    const std::size_t bytes = fresh ? key.size() + size_of(*fresh) : 0;
    lock.lock();
    if (fresh && asking_.at(key)) remember({key, *fresh, asked, bytes});
    return fresh;
}

Result<Resolution> CachingResolver::resolve(const Did& did, const ResolveOptions& options,
                                            Call& call) {
    DEED_CHECK(check_options(options));
    if (options.no_cache) return inner_.resolve(did, options, call);
    return answer<Resolution>(key_of(did, options), call,
                              [&] { return inner_.resolve(did, options, call); });
}

Result<History> CachingResolver::history(const Did& did, Call& call) {
    return answer<History>(did.to_string() + " history", call,
                           [&] { return inner_.history(did, call); });
}

void CachingResolver::forget(const Did& did) {
    const std::lock_guard lock(mutex_);
    const std::string prefix = did.to_string() + " ";
    for (auto entry = index_.lower_bound(prefix);
         entry != index_.end() && entry->first.starts_with(prefix);)
        entry = drop(entry);
    for (auto question = asking_.lower_bound(prefix);
         question != asking_.end() && question->first.starts_with(prefix); ++question)
        question->second = false;
}

std::size_t CachingResolver::remembered_bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace deed::did
