#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "did/resolver.hpp"

namespace deed::did {

/// How much a CachingResolver keeps, and for how long.
struct CacheLimits {
    std::int64_t maximum_age_seconds = 60;  ///< an answer as old as this is asked for again
    std::size_t maximum_entries = 10'000;   ///< the least recently used goes first; 0 keeps nothing
    /// Of JSON, in all answers; who asks chooses how large a document is. An answer of more than a
    /// 256th of it is not remembered.
    std::size_t maximum_bytes = std::size_t{32} << 20;
};

/// Remembers what another resolver answered, documents and histories, for callers that live long.
///
/// A remembered answer says so: its `freshness` is the moment at which the other resolver was asked
/// (and, of an answer that was a copy already, no later than that copy's), so that whoever demands
/// a younger answer sees that this is none. A rotation, revocation or deactivation is seen after
/// `maximum_age_seconds` at the latest. An answer of a time after now, by a clock that was put
/// back, is asked for again.
///
/// Errors are never remembered. Callers with the same question at the same time share one asking,
/// each waiting no longer than its own Call allows. Thread-safe.
///
/// Meant for one method whose documents change (did:weid); did:key and did:jwk need none, and would
/// look less fresh than they are.
class DEED_API CachingResolver final : public DidResolver {
public:
    /// `inner` and `clock` must outlive the object.
    CachingResolver(DidResolver& inner, const Clock& clock, CacheLimits limits)
        : inner_(inner), clock_(clock), limits_(limits) {}

    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;

    /// Forgets all that is known of this DID; for whoever knows that it changed. What is being
    /// asked meanwhile is not remembered either.
    void forget(const Did& did);

    /// Bytes of JSON that are remembered now.
    std::size_t remembered_bytes() const;

private:
    using Answer = std::variant<Resolution, History>;
    using Key = std::string;  ///< the DID, a space, and what is asked of it
    struct Entry {
        Key key;
        Answer answer;
        Timestamp asked;
        std::size_t bytes;
    };
    using Entries = std::list<Entry>;
    using Index = std::map<Key, Entries::iterator>;
    class Question;

    template <typename T, typename Ask>
    Result<T> answer(const Key& key, Call& call, Ask ask);
    template <typename T>
    std::optional<T> remembered(const Key& key);
    void remember(Entry entry);
    Index::iterator drop(Index::iterator known);
    bool is_aged(const Entry& entry) const;

    DidResolver& inner_;
    const Clock& clock_;
    const CacheLimits limits_;

    mutable std::mutex mutex_;
    std::condition_variable asked_;
    Entries entries_;  ///< the most recently used first
    Index index_;
    std::size_t bytes_ = 0;       ///< of all entries
    std::map<Key, bool> asking_;  ///< questions on their way; false once forgotten
};

}  // namespace deed::did
