#include "registry-contracts/client/evm/nonces.hpp"

#include <algorithm>

namespace deed::registry::evm {

Result<std::uint64_t> Nonces::take(Node& node, Call& call) {
    {
        const std::lock_guard lock(mutex_);
        if (!given_back_.empty()) return given_back_.extract(given_back_.begin()).value();
        if (next_) return (*next_)++;
    }
    // Nobody waits for the lock while the node is asked; whoever learns it first sets it.
    DEED_CHECK(resync(node, call));
    const std::lock_guard lock(mutex_);
    if (!given_back_.empty()) return given_back_.extract(given_back_.begin()).value();
    return (*next_)++;
}

void Nonces::give_back(std::uint64_t nonce) {
    const std::lock_guard lock(mutex_);
    if (next_ && nonce + 1 == *next_) {
        next_ = nonce;
    } else {
        given_back_.insert(nonce);
    }
}

Result<void> Nonces::resync(Node& node, Call& call) {
    DEED_TRY(const std::uint64_t counted,
             node.transaction_count(account_, BlockRef::pending(), call));
    const std::lock_guard lock(mutex_);
    next_ = std::max({counted, first_, next_.value_or(0)});
    given_back_.erase(given_back_.begin(), given_back_.lower_bound(counted));
    return {};
}

}  // namespace deed::registry::evm
