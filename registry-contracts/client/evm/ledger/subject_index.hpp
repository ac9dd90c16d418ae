#pragma once

#include <map>
#include <mutex>

#include "registry-contracts/client/evm/first_block.hpp"
#include "registry-contracts/client/evm/ledger/history.hpp"

namespace deed::registry::evm {

/// Which subjects there are and who controls them, from the events of creations and rotations. What
/// a node leaves out of these nobody can see, as the contract keeps no list: so they are read anew
/// by each process, and never put into a file. What was read is kept in memory, held to the hash of
/// the last block that was read, and read anew where that block has left the chain. What came after
/// an earlier view is left out of what is told of it. Thread-safe.
class SubjectIndex {
public:
    SubjectIndex(DidReader& reader, std::optional<std::uint64_t> first_block, std::uint64_t range)
        : reader_(reader),
          first_block_(reader.registry(), first_block),
          most_(range),
          range_(range) {}

    /// As Ledger has them, as of a view.
    Result<SubjectPage> subjects(const View& view, const std::optional<Address>& after,
                                 std::size_t limit, Call& call);
    Result<std::uint64_t> count(const View& view, Call& call);
    Result<std::vector<Address>> controlled_by(const View& view, const Address& controller,
                                               Call& call);

private:
    struct Control {
        std::uint64_t block;  ///< from which on
        Address controller;
    };
    struct Subject {
        std::uint64_t position;
        Timestamp created;
        std::vector<Control> controls;  ///< oldest first
        std::uint64_t created_in() const { return controls.front().block; }
    };
    Result<void> bring_up_to(const View& view, Call& call);
    /// Events of these blocks; of fewer where the node refuses so many.
    Result<std::vector<Log>> logs_between(std::uint64_t from, std::uint64_t& to, Call& call);
    Result<void> take(const DidEvent& event, Call& call);

    DidReader& reader_;
    FirstBlock first_block_;
    const std::uint64_t most_;
    std::uint64_t range_;  ///< what the node last took
    std::mutex mutex_;
    std::optional<View> covered_;
    std::map<Address, Subject> subjects_;
};

}  // namespace deed::registry::evm
