#include "registry-contracts/client/fisco/sender.hpp"

#include <algorithm>
#include <thread>

#include "lib/crypto/random.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"

namespace deed::registry::fisco {
namespace {

// What nodes look back on for random numbers that were used; none take a limit further ahead.
constexpr std::uint64_t kMostBlocksAhead = 1000;

Uint256 random_number() {
    Word word;
    const Bytes bytes = crypto::random_bytes(word.size());
    std::copy(bytes.begin(), bytes.end(), word.begin());
    return Uint256::from_word(word);
}

AnyTransaction compose(const ChainSettings& settings, const SenderOptions& options,
                       const Action& action, std::uint64_t block_limit) {
    if (settings.version == ChainVersion::two) {
        RlpTransaction transaction;
        transaction.format = options.format;
        transaction.random_id = random_number();
        transaction.gas_price = options.gas_price;
        transaction.gas = options.gas;
        transaction.block_limit = block_limit;
        transaction.to = action.to;
        transaction.input = action.data;
        if (options.format == RlpFormat::rc1) return transaction;
        // Numbers, as Node::open() has seen.
        transaction.chain_id = Uint256::from_decimal(settings.chain_id)->to_u64().value();
        transaction.group_id = Uint256::from_decimal(settings.group_id)->to_u64().value();
        return transaction;
    }
    TarsTransaction transaction;
    transaction.version = options.version;
    transaction.chain_id = settings.chain_id;
    transaction.group_id = settings.group_id;
    transaction.block_limit = static_cast<std::int64_t>(block_limit);
    transaction.nonce = random_number().to_decimal();
    if (action.to) transaction.to = evm::to_hex(*action.to);
    transaction.input = action.data;
    transaction.abi = action.abi;
    return transaction;
}

}  // namespace

Result<std::unique_ptr<Sender>> Sender::open(Node& node, ChainSigner& signer,
                                             TransactionRecord& record, SenderOptions options,
                                             Call& call) {
    if (options.blocks_ahead == 0 || options.blocks_ahead > kMostBlocksAhead)
        return Error(errors::kSettingsInvalid, "the block limit is 1 to 1000 blocks ahead");
    if (signer.hash() != node.settings().hash)
        return Error(errors::kWrongCrypto, "the key is not of the chain's algorithms");
    DEED_CHECK(node.check_chain(call));
    return std::unique_ptr<Sender>(new Sender(node, signer, record, options));
}

Result<SignedTransaction> sign_action(Node& node, ChainSigner& signer, const SenderOptions& options,
                                      const Action& action, Call& call) {
    DEED_TRY(const std::uint64_t head, node.block_number(call));
    return SignedTransaction::sign(
        compose(node.settings(), options, action, head + options.blocks_ahead), signer, call);
}

Result<SignedTransaction> Sender::prepare(const Action& action, Call& call) {
    DEED_TRY(auto made, sign_action(node_, signer_, options_, action, call));
    DEED_CHECK(record_.record(made, call));
    return made;
}

Result<void> send_recorded(Node& node, const SignedTransaction& transaction, Call& call) {
    const auto sent = node.send(transaction, call);
    if (sent) return {};
    const ErrorCode& code = sent.error().code();
    // Words alone do not make a refusal a success: wait() asks for the receipt.
    if (code == errors::kAlreadyKnown || code == errors::kAlreadyInChain) return {};
    if (code != errors::kNonceUsed && code != errors::kBlockLimitRefused) return sent.error();
    // Its random number was used, or its limit is passed: by itself, if it has a receipt.
    DEED_TRY(const auto receipt, node.receipt(transaction.hash(), call));
    if (receipt) return {};
    return sent.error();
}

Result<bool> is_in_blocks(Node& node, const SignedTransaction& transaction, Call& call) {
    const std::uint64_t limit = transaction.block_limit();
    const std::uint64_t first = limit > kMostBlocksAhead ? limit - kMostBlocksAhead + 1 : 1;
    for (std::uint64_t number = first; number <= limit; ++number) {
        DEED_CHECK(call.check());
        DEED_TRY(const Block block, node.block(number, call));
        const auto& hashes = block.transactions;
        if (std::find(hashes.begin(), hashes.end(), transaction.hash()) != hashes.end())
            return true;
    }
    return false;
}

Result<void> Sender::send(const SignedTransaction& transaction, Call& call) {
    return send_recorded(node_, transaction, call);
}

Result<Receipt> Sender::wait(const SignedTransaction& transaction, Call& call) {
    const auto end = std::chrono::steady_clock::now() + options_.patience;
    const std::string name = evm::to_hex(transaction.hash());
    for (bool looked_through = false;;) {
        DEED_CHECK(call.check());
        // Before the receipt, so that none can come in between.
        DEED_TRY(const std::uint64_t head, node_.block_number(call));
        DEED_TRY(auto receipt, node_.receipt(transaction.hash(), call));
        if (receipt) return std::move(*receipt);
        if (head >= transaction.block_limit() && !looked_through) {
            // A node that lost a receipt must not make a transaction be sent twice.
            DEED_TRY(const bool mined, is_in_blocks(node_, transaction, call));
            if (!mined)
                return Error(
                    errors::kBlockLimitPassed,
                    name + " is in no block up to " + std::to_string(transaction.block_limit()));
            looked_through = true;
        }
        if (std::chrono::steady_clock::now() >= end)
            return Error(errors::kNotMined, name + " is in no block yet");
        std::this_thread::sleep_for(options_.poll_interval);
    }
}

Result<Receipt> Sender::act(const Action& action, Call& call,
                            std::span<const evm::AbiSignature> known_errors) {
    DEED_TRY(const SignedTransaction made, prepare(action, call));
    DEED_CHECK(send(made, call));
    DEED_TRY(Receipt receipt, wait(made, call));
    DEED_CHECK(receipt.check(node_.settings().hash, known_errors));
    return receipt;
}

}  // namespace deed::registry::fisco
