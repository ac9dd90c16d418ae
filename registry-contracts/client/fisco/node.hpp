#pragma once

#include <memory>
#include <span>

#include "registry-contracts/client/evm/rpc_client.hpp"
#include "registry-contracts/client/fisco/chain_json.hpp"
#include "registry-contracts/client/fisco/inclusion.hpp"

namespace deed::registry::fisco {

/// A block that a transaction is in, and what shows it.
struct ProvenReceipt {
    Word block_hash{};
    Inclusion inclusion;
};

/// The methods of a node that an engine needs, of either version. Thread-safe.
///
/// What a node says is typed (status.hpp) but not believed where it can be checked. Errors, beside
/// those named: `net.*`, `rpc.*` of the way, `fisco.*` of the node, `fisco.unexpected_result`.
class DEED_API Node {
public:
    /// Borrows the client. `fisco.settings_invalid`: of 2.x, ids that are no numbers.
    static Result<std::unique_ptr<Node>> open(evm::RpcClient& rpc, ChainSettings settings);
    virtual ~Node() = default;

    const ChainSettings& settings() const { return settings_; }

    /// `fisco.wrong_chain`, `fisco.group_unknown`, `fisco.wrong_crypto` unless the node is of the
    /// chain and group, with its algorithms.
    virtual Result<void> check_chain(Call& call) = 0;
    virtual Result<std::uint64_t> block_number(Call& call) = 0;
    /// What the contract returned; the status's own code, such as `fisco.reverted` with one of
    /// `known_errors` by its name. Nodes of 3.x take no sender's word for whom they call.
    Result<Bytes> call_contract(const Address& from, const Address& to, ByteView data, Call& call,
                                std::span<const evm::AbiSignature> known_errors = {});
    /// `fisco.no_contract` where there is none.
    virtual Result<Bytes> code(const Address& address, Call& call) = 0;
    /// `fisco.hash_mismatch` unless the node names the transaction's hash. Nodes of 3.x answer when
    /// the transaction is in a block, those of 2.x when it waits.
    virtual Result<void> send(const SignedTransaction& transaction, Call& call) = 0;
    /// Nothing while the transaction is in no block that the node knows.
    virtual Result<std::optional<Receipt>> receipt(const Word& transaction_hash, Call& call) = 0;
    /// With the hashes of its transactions; header and roots are held to what they hash to
    /// (`fisco.header_mismatch`, `fisco.proof_root`).
    Result<Block> block(std::uint64_t number, Call& call);
    /// The same by its hash; `fisco.header_mismatch` where the node answers with another one.
    Result<Block> block_by_hash(const Word& hash, Call& call);
    /// The hash of a block by the node's word alone; that of block 0 tells chains of one name
    /// apart.
    virtual Result<Word> block_hash(std::uint64_t number, Call& call) = 0;
    /// A setting that the group's governors make, such as "web3_chain_id"; of 3.x.
    virtual Result<std::string> system_setting(std::string_view key, Call& call) = 0;
    /// What a call gave, whether it succeeded or not.
    virtual Result<CallResult> try_call(const Address& from, const Address& to, ByteView data,
                                        Call& call) = 0;
    /// The receipt of a transaction that is in a block, with proofs of both that hold.
    /// `fisco.no_proof`, and those of Inclusion::verify().
    virtual Result<ProvenReceipt> prove(const SignedTransaction& transaction,
                                        const Receipt& receipt, Call& call) = 0;

protected:
    Node(evm::RpcClient& rpc, ChainSettings settings) : rpc_(rpc), settings_(std::move(settings)) {}

    /// A document with the result in it, and the node's error as its own code.
    Result<evm::RpcAnswer> ask(const char* method, std::string params, Call& call);
    virtual Result<Block> fetch_block(std::uint64_t number, Call& call) = 0;
    virtual Result<Block> fetch_block(const Word& hash, Call& call) = 0;
    /// Where the transaction stands in its block.
    static Result<TreePlace> place_in(const Block& block, const Word& transaction_hash);

    template <typename T>
    Result<T> ask_for(const char* method, std::string params, Result<T> (*read)(json::Value),
                      Call& call) {
        DEED_TRY(const evm::RpcAnswer answer, ask(method, std::move(params), call));
        DEED_TRY(const json::Value result, answer.result());
        return read(result);
    }

private:
    Result<Block> checked(Block block) const;

    evm::RpcClient& rpc_;
    const ChainSettings settings_;
};

}  // namespace deed::registry::fisco
