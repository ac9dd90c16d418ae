#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "registry-contracts/client/evm/chain_json.hpp"
#include "registry-contracts/client/evm/node_error.hpp"

namespace deed::registry::evm {

/// Which block is meant: by a tag, or by its number or hash (EIP-1898).
class DEED_API BlockRef {
public:
    static BlockRef latest() { return BlockRef("\"latest\""); }
    static BlockRef pending() { return BlockRef("\"pending\""); }
    static BlockRef safe() { return BlockRef("\"safe\""); }
    static BlockRef finalized() { return BlockRef("\"finalized\""); }
    static BlockRef earliest() { return BlockRef("\"earliest\""); }
    static BlockRef number(std::uint64_t number);
    /// For state, of a block that must be on the chain.
    static BlockRef hash(const Word& hash);

    /// As a parameter.
    const std::string& json() const { return json_; }
    /// Nothing where it is meant by a tag or by its hash.
    const std::optional<std::uint64_t>& as_number() const { return number_; }

private:
    explicit BlockRef(std::string json, std::optional<std::uint64_t> number = std::nullopt)
        : json_(std::move(json)), number_(number) {}
    std::string json_;
    std::optional<std::uint64_t> number_;
};

/// A call that is not sent as a transaction.
struct CallRequest {
    std::optional<Address> from = std::nullopt;
    std::optional<Address> to = std::nullopt;  ///< nothing tries a creation
    Uint256 value{};
    Bytes data{};
};

struct LogFilter {
    std::uint64_t from_block = 0;
    std::uint64_t to_block = 0;                     ///< inclusive
    std::optional<Word> block_hash = std::nullopt;  ///< instead of the numbers
    std::vector<Address> addresses{};
    /// For each place the topics that may stand there; none means any.
    std::vector<std::vector<Word>> topics{};
};

/// What is told of a block on whatever kind of chain.
struct BlockInfo {
    std::uint64_t number = 0;
    Word hash{};
    std::uint64_t timestamp = 0;  ///< since 1970, in seconds or, on some chains, milliseconds
    std::uint64_t gas_limit = 0;
};

/// What the engines of the registries read a chain by, whatever speaks to its nodes. Thread-safe.
///
/// What a node says is typed but not believed: callers check what they can prove.
class DEED_API ChainReader {
public:
    virtual ~ChainReader() = default;

    /// The number that contracts see and signatures are bound to.
    virtual Result<std::uint64_t> chain_id(Call& call) = 0;
    virtual Result<std::uint64_t> block_number(Call& call) = 0;
    /// Nothing if there is no such block, or none is safe or final yet.
    virtual Result<std::optional<BlockInfo>> block_info(const BlockRef& ref, Call& call) = 0;
    virtual Result<std::optional<BlockInfo>> block_info_by_hash(const Word& hash, Call& call) = 0;

    /// What the contract returned, for callers that read a refusal themselves; else the node's
    /// error with what it reverted with (NodeError::is_revert()).
    virtual Result<std::variant<Bytes, NodeError>> try_call(const CallRequest& request,
                                                            const BlockRef& ref, Call& call) = 0;
    /// The same; `evm.reverted` with one of `known_errors` by its name.
    Result<Bytes> call_contract(const CallRequest& request, const BlockRef& ref, Call& call,
                                std::span<const AbiSignature> known_errors = {});
    /// `evm.no_contract` where there is none.
    virtual Result<Bytes> code(const Address& address, const BlockRef& ref, Call& call) = 0;
    /// Whether calls are answered as of earlier blocks; else `evm.state_moved` where the block that
    /// is meant is not the latest any more.
    virtual bool keeps_states() const { return true; }
    /// Whether calls are made in the name of CallRequest::from; else contracts see the zero
    /// address.
    virtual bool calls_by_name() const { return true; }
    /// Whether a creation's address follows from the account and the nonce; else it is the word of
    /// the node.
    virtual bool creates_by_nonce() const { return true; }
    /// Nothing while the transaction is in no block that the node knows.
    virtual Result<std::optional<Receipt>> receipt(const Word& transaction_hash, Call& call) = 0;
    /// What the filter did not ask for is an error.
    virtual Result<std::vector<Log>> logs(const LogFilter& filter, Call& call) = 0;
};

}  // namespace deed::registry::evm
