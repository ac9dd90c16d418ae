#include <algorithm>
#include <map>

#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

// The ways from a root to a holder, by the event that each accreditation leaves when it is opened.

namespace deed::registry::evm {
namespace {

// RecordOpened(record, parent, holder, credentialType)
constexpr std::size_t kOpenedRecord = 0;
constexpr std::size_t kOpenedParent = 1;
constexpr std::size_t kOpenedHolder = 2;
constexpr std::size_t kOpenedType = 3;
/// Topics of one query; nodes take some hundred.
constexpr std::size_t kParentsPerQuery = 128;

AccreditationStep step_of(const Event& event) {
    return {address_at(event.values, kOpenedHolder), word_at(event.values, kOpenedType)};
}

}  // namespace

Result<std::vector<Event>> EvmIssuerRegistry::opened(const HistoryQuery& query, std::size_t most,
                                                     Call& call) {
    DEED_TRY(const std::uint64_t head, issuers_.node().block_number(call));
    std::vector<Event> found;
    const std::uint64_t width = std::max<std::uint64_t>(options_.blocks_per_query, 1);
    DEED_TRY(const std::uint64_t first, first_block_.find(issuers_.node(), head, call));
    for (std::uint64_t from = first; from <= head;) {
        DEED_CHECK(call.check());
        const std::uint64_t to = head - from < width ? head : from + width - 1;
        DEED_TRY(auto events, issuers_.events_between(query, from, to, call));
        for (Event& event : events) {
            const Word id = accreditation_id(word_at(event.values, kOpenedParent),
                                             AccreditationPath{step_of(event)});
            if (id != word_at(event.values, kOpenedRecord))
                return Error(errors::kBadEvent, "a record's id is not that of what it tells");
            found.push_back(std::move(event));
        }
        if (found.size() > most)
            return Error(registry::errors::kTooManyPaths,
                         "more than " + std::to_string(most) + " accreditations");
        if (to == head) break;
        from = to + 1;
    }
    return found;
}

Result<std::vector<AccreditationPath>> EvmIssuerRegistry::paths_to(const Hash& root,
                                                                   const Address& holder,
                                                                   Call& call) {
    auto paths = paths_upward(root, holder, call);
    // A holder need not agree to be accredited: by roots of their own others can see to any number.
    if (!paths && paths.error().code() == registry::errors::kTooManyPaths)
        paths = paths_downward(root, holder, call);
    if (!paths) return paths;
    const bool all_of_holder = std::ranges::all_of(
        *paths, [&](const AccreditationPath& path) { return path.back().holder == holder; });
    if (!all_of_holder) return Error(errors::kBadEvent, "a record of another was not asked for");
    return paths;
}

Result<std::vector<AccreditationPath>> EvmIssuerRegistry::paths_upward(const Hash& root,
                                                                       const Address& holder,
                                                                       Call& call) {
    DEED_TRY(const auto own, opened({.events = {"RecordOpened"},
                                     .indexed = {std::nullopt, std::nullopt, topic_of(holder)}},
                                    options_.most_paths, call));
    std::vector<AccreditationPath> paths;
    for (const Event& event : own) {
        AccreditationPath path;
        Event step = event;
        while (path.size() < kMaxPathSteps) {
            path.insert(path.begin(), step_of(step));
            const Word parent = word_at(step.values, kOpenedParent);
            if (parent == root) {
                paths.push_back(std::move(path));
                break;
            }
            // An accreditation under another root ends at that root, which has no such event.
            DEED_TRY(auto above,
                     opened({.events = {"RecordOpened"}, .indexed = {parent}}, 1, call));
            if (above.empty()) break;
            step = std::move(above.front());
        }
    }
    return paths;
}

Result<std::vector<AccreditationPath>> EvmIssuerRegistry::paths_downward(const Hash& root,
                                                                         const Address& holder,
                                                                         Call& call) {
    std::vector<AccreditationPath> paths;
    std::map<Word, AccreditationPath> level{{root, {}}};
    std::size_t left = options_.most_below_root;
    for (std::size_t depth = 0; depth < kMaxPathSteps && !level.empty(); ++depth) {
        std::map<Word, AccreditationPath> below;
        for (auto parent = level.begin(); parent != level.end();) {
            HistoryQuery query{.events = {"RecordOpened"}};
            for (; parent != level.end() && query.second_of.size() < kParentsPerQuery; ++parent)
                query.second_of.push_back(parent->first);
            DEED_TRY(const auto events, opened(query, left, call));
            left -= events.size();
            for (const Event& event : events) {
                const auto above = level.find(word_at(event.values, kOpenedParent));
                if (above == level.end())
                    return Error(errors::kBadEvent, "a record of another was not asked for");
                AccreditationPath path = above->second;
                path.push_back(step_of(event));
                if (path.back().holder == holder) paths.push_back(path);
                below.emplace(word_at(event.values, kOpenedRecord), std::move(path));
            }
        }
        level = std::move(below);
    }
    return paths;
}

}  // namespace deed::registry::evm
