#include "registry-contracts/client/evm/outbox/nonce_choice.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"

namespace deed::registry::evm {
namespace {

/// Transactions of others that may wait before ours. A node's word for them cannot be proven, and
/// each that is not there leaves a nonce to be filled.
constexpr std::uint64_t kMaxForeign = 64;

Error doubtful(std::string why) { return {errors::kOutboxNonceDoubtful, std::move(why)}; }

}  // namespace

/// By the state of the latest block; nothing where the node gives no proofs, or the chain keeps its
/// state in another form than Ethereum's.
Result<std::optional<std::uint64_t>> NonceChoice::proven_count(Call& call) {
    DEED_TRY(const auto block, node_.block(BlockRef::latest(), call));
    if (!block) return doubtful("the node has no latest block");
    const std::uint64_t number = block->header.number();
    if (number == 0) return std::optional<std::uint64_t>(0);
    const auto proof = node_.state_proof(account_, {}, BlockRef::number(number), call);
    if (!proof) {
        const ErrorKind kind = proof.error().kind();
        const bool has_none = kind == ErrorKind::unsupported || kind == ErrorKind::not_found;
        if (has_none) return std::optional<std::uint64_t>();
        return proof.error();
    }
    const auto account = prove_account(block->header.state_root(), account_, proof->nodes);
    if (!account) return std::optional<std::uint64_t>();
    return std::optional(*account ? (*account)->nonce : 0);
}

Result<NonceChoice::Counts> NonceChoice::ask(const KnownNonces& known, Call& call) {
    Counts counts{};
    DEED_TRY(counts.latest, node_.transaction_count(account_, BlockRef::latest(), call));
    DEED_TRY(counts.pending, node_.transaction_count(account_, BlockRef::pending(), call));
    if (counts.latest == known.next && counts.pending == known.next) return counts;
    DEED_TRY(const auto proven, proven_count(call));
    if (!proven) {
        // A node that has not seen all blocks counts too few, but none too many.
        counts.pending = std::max(counts.pending, counts.latest);
        return counts;
    }
    // One block may have come between the questions.
    if (counts.latest > *proven + kMaxForeign)
        return doubtful("the node counts " + std::to_string(counts.latest) +
                        " transactions of the account, and its state proves " +
                        std::to_string(*proven));
    counts.latest = *proven;
    counts.pending = std::max(counts.pending, counts.latest);
    return counts;
}

Result<std::vector<std::uint64_t>> NonceChoice::missing(const KnownNonces& known,
                                                        std::uint64_t from, std::size_t most) {
    std::vector<std::uint64_t> found;
    for (std::uint64_t nonce = std::max(from, known.floor);
         nonce < known.next && found.size() < most; ++nonce) {
        DEED_TRY(const auto owner, store_.action_of_nonce(nonce));
        if (!owner) found.push_back(nonce);
    }
    return found;
}

Result<std::uint64_t> NonceChoice::choose(Call& call) {
    DEED_TRY(const KnownNonces known, store_.nonces());
    if (is_known_) return known.next;
    DEED_TRY(const Counts counts, ask(known, call));
    if (counts.pending < known.next) {
        DEED_TRY(const auto gap, missing(known, counts.pending, 1));
        if (!gap.empty()) return gap.front();
        is_known_ = true;
        return known.next;
    }
    const std::uint64_t base = std::max(counts.latest, known.next);
    if (counts.pending > base + kMaxForeign)
        return doubtful("the node counts " + std::to_string(counts.pending) +
                        " transactions of the account, waiting ones among them, and " +
                        std::to_string(base) + " can be accounted for");
    is_known_ = true;
    return counts.pending;
}

Result<std::vector<std::uint64_t>> NonceChoice::gaps(std::size_t most, Call& call) {
    DEED_TRY(const KnownNonces known, store_.nonces());
    DEED_TRY(const Counts counts, ask(known, call));
    return missing(known, counts.pending, most);
}

}  // namespace deed::registry::evm
