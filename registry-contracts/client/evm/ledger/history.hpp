#pragma once

#include <map>
#include <mutex>

#include "registry-contracts/client/evm/chain_reader.hpp"
#include "registry-contracts/client/evm/ledger/did_events.hpp"
#include "registry-contracts/client/evm/ledger/did_limits.hpp"
#include "registry-contracts/client/evm/ledger/history_store.hpp"
#include "registry-contracts/client/evm/sender.hpp"

namespace deed::registry::evm {

/// As of which block is read.
struct View {
    std::uint64_t number = 0;
    Word hash{};
    Timestamp time;
    std::uint64_t gas_limit = 0;
};

/// What the contract says of a subject.
struct ToldIdentity {
    enum class Status : std::uint8_t { unknown, live, deactivated, moved };
    Status status = Status::unknown;
    Address controller{};       ///< zero unless live
    std::uint64_t changed = 0;  ///< block of the last operation
    std::uint64_t length = 0;   ///< number of operations
    std::optional<Hash> next;
};

/// Reads the DidRegistry of one chain; what the node says is held together. Thread-safe.
class DidReader {
public:
    /// Borrows the node, and `kept` if there is one.
    DidReader(ChainReader& node, const Address& registry, std::string network,
              const DidLimits& limits, HistoryStore* kept = nullptr)
        : node_(node),
          registry_(registry),
          network_(std::move(network)),
          limits_(limits),
          kept_(kept) {}

    Result<View> latest(Call& call);
    /// The latest block that has this confirmation; nothing while there is none.
    Result<std::optional<View>> confirmed(const Confirmation& confirmation, Call& call);

    /// `evm.not_confirmed` where the view is of before the contract.
    Result<ToldIdentity> identity(const Address& subject, const View& view, Call& call);
    /// The operations number `first` and later, oldest first: one query of one block for each
    /// change. `evm_ledger.history_too_long` beyond the limits, and `evm_ledger.*`.
    Result<std::vector<DidEvent>> events(const Address& subject, const ToldIdentity& told,
                                         std::uint64_t first, Call& call);
    /// The whole record of a subject as of a view; replayed, and held to what the contract says.
    /// What was kept of it is not asked for again, if its blocks are the chain's still.
    Result<std::vector<Recorded>> record(const Address& subject, const View& view, Call& call);
    /// Whether the block of the view is still the one of its number.
    Result<bool> stands(const View& view, Call& call);
    /// A block's time, by number and hash; blocks that leave the chain are told apart.
    Result<Timestamp> time_of(std::uint64_t number, const Word& hash, Call& call);

    ChainReader& node() { return node_; }
    const Address& registry() const { return registry_; }
    const std::string& network() const { return network_; }

private:
    Result<View> view_of(const std::optional<BlockInfo>& block);
    Result<std::vector<DidEvent>> events_in(const Address& subject, std::uint64_t block,
                                            Call& call);
    Result<std::size_t> standing(std::span<const KeptEvent> kept, Call& call);
    Result<std::vector<KeptEvent>> whole_history(const Address& subject, const ToldIdentity& told,
                                                 std::span<const KeptEvent> kept, Call& call);
    Result<std::vector<Recorded>> replayed(const Address& subject, const ToldIdentity& told,
                                           std::span<const KeptEvent> history) const;

    ChainReader& node_;
    const Address registry_;
    const std::string network_;
    const DidLimits limits_;
    HistoryStore* const kept_;
    std::mutex mutex_;
    std::map<Word, Timestamp> times_;  ///< by block hash
    /// Blocks of kept operations that the node had under their numbers.
    std::set<std::pair<std::uint64_t, Word>> seen_there_;
};

}  // namespace deed::registry::evm
