#pragma once

#include <memory>

#include "registry-contracts/client/evm/chain_reader.hpp"
#include "registry-contracts/client/fisco/node.hpp"

namespace deed::registry::fisco {

struct ReaderOptions {
    /// The number that the group's contracts see (web3_chain_id), as its operator states it.
    /// Without it the node is believed, which is for reading alone.
    std::optional<std::uint64_t> chain_id = std::nullopt;
    /// Reads chains older than 3.10 as well, whose compilers and EVM do not take Deed's contracts
    /// as far as is known. Chains of 2.x do not tell their contracts' number: it is believed.
    bool allow_old_chain = false;
};

/// A group of FISCO BCOS as the engines of the registries read it (specs/fisco.md section 9).
/// Thread-safe.
///
/// Blocks are final when they are made: each is confirmed, safe and finalized. State is told as of
/// the latest block alone (`evm.state_moved`). Events of a block are those of all its receipts,
/// which must lead to the receipts root in its header, so that no receipt can be left out or added.
/// What a receipt of 3.x says of its logs is the node's word: the chain hashes them without their
/// lengths. Nodes of 3.x do not take a caller's word for whom he calls.
class DEED_API Reader final : public evm::ChainReader {
public:
    /// The widest range of blocks whose events are read, one by one.
    static constexpr std::uint64_t kMostBlocks = 1000;

    /// Borrows the node. `fisco.engine_unsupported`, `fisco.no_web3_chain_id`, `evm.wrong_chain`
    /// where the group's number is another one, and Node::check_chain()'s.
    static Result<std::unique_ptr<Reader>> open(Node& node, const ReaderOptions& options,
                                                Call& call);

    Node& node() { return node_; }
    /// Tells this group from others of its name.
    const Word& genesis() const { return genesis_; }

    Result<std::uint64_t> chain_id(Call& call) override;
    Result<std::uint64_t> block_number(Call& call) override { return node_.block_number(call); }
    Result<std::optional<evm::BlockInfo>> block_info(const evm::BlockRef& ref, Call& call) override;
    Result<std::optional<evm::BlockInfo>> block_info_by_hash(const Word& hash, Call& call) override;
    Result<std::variant<Bytes, evm::NodeError>> try_call(const evm::CallRequest& request,
                                                         const evm::BlockRef& ref,
                                                         Call& call) override;
    Result<Bytes> code(const Address& address, const evm::BlockRef& ref, Call& call) override;
    bool keeps_states() const override { return false; }
    bool calls_by_name() const override { return node_.settings().version == ChainVersion::two; }
    bool creates_by_nonce() const override { return false; }
    /// The transaction is among those of the block, by the root in its header.
    Result<std::optional<evm::Receipt>> receipt(const Word& transaction_hash, Call& call) override;
    /// `fisco.range_too_wide` beyond kMostBlocks.
    Result<std::vector<evm::Log>> logs(const evm::LogFilter& filter, Call& call) override;

private:
    Reader(Node& node, const ReaderOptions& options) : node_(node), options_(options) {}

    Result<void> check_version(Call& call);
    Result<std::vector<Receipt>> receipts_of(const Block& block, Call& call);
    Result<void> add_logs(const Block& block, const evm::LogFilter& filter,
                          std::vector<evm::Log>& found, Call& call);

    Node& node_;
    const ReaderOptions options_;
    Word genesis_{};
};

}  // namespace deed::registry::fisco
