#pragma once

// Internal to the room: which nonce comes next.

#include "registry-contracts/client/evm/outbox/outbox_store.hpp"

namespace deed::registry::evm {

/// Chooses the nonces of an account. A nonce is taken when a transaction with it is recorded;
/// between choosing and recording nobody else may choose.
class NonceChoice {
public:
    NonceChoice(Node& node, const Address& account, OutboxStore& store)
        : node_(node), account_(account), store_(store) {}

    /// The lowest that neither the chain nor the outbox has used. The node is asked at first and
    /// after doubt(), and where it differs from what is recorded it must prove its count.
    /// `outbox.nonce_doubtful`.
    Result<std::uint64_t> choose(Call& call);
    /// Something does not fit: the node is to be asked again.
    void doubt() { is_known_ = false; }

    /// The nonces that are missing before recorded ones, so that those wait; at most `most`.
    Result<std::vector<std::uint64_t>> gaps(std::size_t most, Call& call);

private:
    struct Counts {
        std::uint64_t latest;   ///< in blocks
        std::uint64_t pending;  ///< these, and those that wait
    };
    Result<Counts> ask(const KnownNonces& known, Call& call);
    Result<std::optional<std::uint64_t>> proven_count(Call& call);
    Result<std::vector<std::uint64_t>> missing(const KnownNonces& known, std::uint64_t from,
                                               std::size_t most);

    Node& node_;
    const Address account_;
    OutboxStore& store_;
    std::atomic<bool> is_known_{false};
};

}  // namespace deed::registry::evm
