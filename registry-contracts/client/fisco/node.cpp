#include "registry-contracts/client/fisco/node.hpp"

#include <algorithm>

#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_versions.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {

Result<std::unique_ptr<Node>> Node::open(evm::RpcClient& rpc, ChainSettings settings) {
    return settings.version == ChainVersion::two ? node_of_two(rpc, std::move(settings))
                                                 : node_of_three(rpc, std::move(settings));
}

Result<evm::RpcAnswer> Node::ask(const char* method, std::string params, Call& call) {
    DEED_TRY(evm::RpcAnswer answer, rpc_.call({method, std::move(params)}, call));
    if (const evm::NodeError* said = answer.error())
        return node_error(settings_.version, said->code, said->message);
    return answer;
}

Result<Bytes> Node::call_contract(const Address& from, const Address& to, ByteView data, Call& call,
                                  std::span<const evm::AbiSignature> known_errors) {
    DEED_TRY(CallResult result, try_call(from, to, data, call));
    if (result.status == 0) return std::move(result.output);
    return status_error(settings_.version, result.status,
                        refusal_words(settings_.hash, result.output, known_errors));
}

Result<Block> Node::block(std::uint64_t number, Call& call) {
    DEED_TRY(Block block, fetch_block(number, call));
    if (block.header.number() != number)
        return Error(errors::kUnexpectedResult, "the node answers with another block");
    return checked(std::move(block));
}

Result<Block> Node::block_by_hash(const Word& hash, Call& call) {
    DEED_TRY(Block block, fetch_block(hash, call));
    if (block.hash != hash)
        return Error(errors::kHeaderMismatch, "the node answers with another block");
    return checked(std::move(block));
}

Result<Block> Node::checked(Block block) const {
    DEED_CHECK(block.header.check_hash(settings_.hash, block.hash));
    const TreeKind kind =
        settings_.version == ChainVersion::two ? TreeKind::rlp_sixteen : TreeKind::binary;
    if (tree_root(settings_.hash, kind, block.transactions) != block.header.transactions_root())
        return Error(errors::kProofRoot,
                     "the block's transactions do not lead to the root in its header");
    return block;
}

Result<TreePlace> Node::place_in(const Block& block, const Word& transaction_hash) {
    const auto& hashes = block.transactions;
    const auto found = std::find(hashes.begin(), hashes.end(), transaction_hash);
    if (found == hashes.end())
        return Error(errors::kProofLeaf, "the transaction is not in the block of its receipt");
    return TreePlace{static_cast<std::uint64_t>(found - hashes.begin()), hashes.size()};
}

}  // namespace deed::registry::fisco
