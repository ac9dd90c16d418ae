#pragma once

#include <mutex>
#include <optional>
#include <set>

#include "registry-contracts/client/evm/node.hpp"

namespace deed::registry::evm {

/// Hands out the nonces of one account, each once, to any number of threads.
///
/// A nonce that was taken and not used must be given back: until then all later transactions wait.
/// No two processes may send for one account.
class DEED_API Nonces {
public:
    /// No nonce below `first` is handed out, whatever the node says: those are recorded as used.
    Nonces(const Address& account, std::uint64_t first) : account_(account), first_(first) {}

    /// The lowest that is free. The first time, the node is asked.
    Result<std::uint64_t> take(Node& node, Call& call);
    /// Of a transaction that was neither recorded nor sent.
    void give_back(std::uint64_t nonce);
    /// After `evm.nonce_too_low`: asks the node again; what it counts is used.
    Result<void> resync(Node& node, Call& call);

private:
    const Address account_;
    const std::uint64_t first_;
    std::mutex mutex_;
    std::optional<std::uint64_t> next_;
    std::set<std::uint64_t> given_back_;
};

}  // namespace deed::registry::evm
