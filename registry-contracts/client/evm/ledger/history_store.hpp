#pragma once

#include <filesystem>
#include <mutex>

#include "lib/store/query.hpp"
#include "registry-contracts/client/evm/ledger/did_events.hpp"
#include "registry-contracts/client/evm/node.hpp"

namespace deed::registry::evm {

/// An operation that was kept, and the time of its block.
struct KeptEvent {
    DidEvent event;
    Timestamp time;
};

/// Histories of DIDs that were read before, in a file (specs/evm-ledger.md section 6). What is kept
/// was proven to stand in the block whose hash is kept with it: by the block's header and all
/// receipts of the block. Whether it holds still is whether the block is the chain's, which the
/// reader finds out: of the last block at each use, of all others once. Everything is
/// derived: where the file cannot be used, or the node proves nothing, nothing is kept and nothing
/// fails. Thread-safe.
class HistoryStore {
public:
    /// Opens the network's file in the folder, and makes it anew where it is damaged. Nothing, with
    /// a warning, where that cannot be done, as with a file of a later version. Borrows the node.
    static std::unique_ptr<HistoryStore> open(const std::filesystem::path& folder,
                                              const std::string& network, const Address& registry,
                                              Node& node, Call& call);

    /// The subject's operations from its creation on, without gaps, as far as they are kept; none
    /// where the file does not hold what it must.
    std::vector<KeptEvent> load(const Address& subject, Call& call);
    /// Keeps these behind the first `kept` that load() told; the rest of those is forgotten.
    /// Operations whose blocks the node cannot prove, and all after them, are not kept.
    void keep(const Address& subject, std::span<const KeptEvent> before,
              std::span<const DidEvent> events, Call& call);
    void forget(const Address& subject, Call& call);

private:
    /// What stands in a block for a subject, proven.
    struct ProvenLogs {
        Timestamp time;
        std::vector<Log> logs;
    };
    HistoryStore(store::Database database, std::filesystem::path file, const Address& registry,
                 Node& node)
        : database_(std::move(database)),
          file_(std::move(file)),
          registry_(registry),
          node_(node) {}

    Result<std::vector<KeptEvent>> read(const Address& subject);
    Result<ProvenLogs> prove(const Address& subject, std::uint64_t number, const Word& hash,
                             Call& call);
    Result<void> write(const Address& subject, std::optional<std::uint64_t> last_block,
                       std::span<const ProvenLogs> blocks);
    Result<void> make_room();
    void give_up(const Error& error, Call& call);

    std::mutex mutex_;
    std::optional<store::Database> database_;  ///< nothing once it proved to be of no use
    const std::filesystem::path file_;
    const Address registry_;
    Node& node_;
};

}  // namespace deed::registry::evm
