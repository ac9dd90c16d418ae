#include "registry-contracts/client/evm/sender.hpp"

#include <algorithm>
#include <thread>

#include "registry-contracts/client/evm/errors.hpp"

namespace deed::registry::evm {

Confirmation stricter(const Confirmation& one, const Confirmation& other) {
    if (one.kind != other.kind) return one.kind > other.kind ? one : other;
    return one.depth >= other.depth ? one : other;
}

Result<std::optional<std::uint64_t>> confirmed_block(ChainReader& node,
                                                     const Confirmation& confirmation, Call& call) {
    if (confirmation.kind == Confirmation::Kind::depth) {
        DEED_TRY(const std::uint64_t head, node.block_number(call));
        const std::uint64_t following = std::max<std::uint64_t>(confirmation.depth, 1) - 1;
        if (head < following) return std::optional<std::uint64_t>();
        return std::optional(head - following);
    }
    const bool safe = confirmation.kind == Confirmation::Kind::safe;
    DEED_TRY(const auto reached,
             node.block_info(safe ? BlockRef::safe() : BlockRef::finalized(), call));
    if (!reached) return std::optional<std::uint64_t>();
    return std::optional(reached->number);
}

Result<bool> is_confirmed(ChainReader& node, const Receipt& receipt,
                          const Confirmation& confirmation, Call& call) {
    DEED_TRY(const auto reached, confirmed_block(node, confirmation, call));
    if (!reached || *reached < receipt.block_number) return false;
    // The block must still be the one of its number.
    DEED_TRY(const auto block, node.block_info(BlockRef::number(receipt.block_number), call));
    return block && block->hash == receipt.block_hash;
}

Result<void> send_recorded(Node& node, const SignedTransaction& transaction, Call& call) {
    const auto sent = node.send_raw_transaction(transaction.raw(), call);
    if (sent) return {};
    if (sent.error().code() == errors::kAlreadyKnown) {
        // Words alone do not make a refusal a success.
        DEED_TRY(const bool held, node.has_transaction(transaction.hash(), call));
        if (held) return {};
        return Error(errors::kNotHeld, sent.error().message(), sent.error().where());
    }
    if (sent.error().code() != errors::kNonceTooLow) return sent.error();
    // Its nonce was used: by itself, if it has a receipt.
    DEED_TRY(const auto receipt, node.receipt(transaction.hash(), call));
    if (receipt) return {};
    return sent.error();
}

Result<std::unique_ptr<Sender>> Sender::open(Node& node, AccountSigner& signer, Nonces& nonces,
                                             TransactionRecord& record, SenderOptions options,
                                             Call& call) {
    DEED_TRY(const std::uint64_t chain_id, node.chain_id(call));
    if (chain_id != options.chain_id)
        return Error(errors::kWrongChain, "the node is of chain " + std::to_string(chain_id) +
                                              " and not of " + std::to_string(options.chain_id));
    return std::unique_ptr<Sender>(new Sender(node, signer, nonces, record, options));
}

Result<SignedTransaction> Sender::sign_and_record(Transaction transaction, Call& call) {
    DEED_TRY(auto made, SignedTransaction::sign(std::move(transaction), signer_, call));
    DEED_CHECK(record_.record(made, call));
    return made;
}

Result<SignedTransaction> Sender::prepare(const Action& action, Call& call,
                                          std::span<const AbiSignature> known_errors) {
    const CallRequest request{signer_.address(), action.to, action.value, action.data};
    DEED_TRY(const std::uint64_t gas, node_.estimate_gas(request, call, known_errors));
    DEED_TRY(const Fees fees, estimate_fees(node_, options_.fees, call));
    Transaction transaction;
    transaction.chain_id = options_.chain_id;
    transaction.max_fee_per_gas = fees.max_fee_per_gas;
    transaction.max_priority_fee_per_gas = fees.max_priority_fee_per_gas;
    // The state may have changed when the transaction runs; what is not used is not paid.
    transaction.gas_limit = gas + gas / 5;
    transaction.to = action.to;
    transaction.value = action.value;
    transaction.data = action.data;
    DEED_TRY(transaction.nonce, nonces_.take(node_, call));
    const std::uint64_t nonce = transaction.nonce;
    auto made = sign_and_record(std::move(transaction), call);
    if (!made) nonces_.give_back(nonce);
    return made;
}

Result<SignedTransaction> Sender::prepare_replacement(const SignedTransaction& sent, Call& call) {
    Transaction transaction = sent.transaction();
    DEED_TRY(const Fees fresh, estimate_fees(node_, options_.fees, call));
    DEED_TRY(const Fees fees,
             replacement_fees({transaction.max_fee_per_gas, transaction.max_priority_fee_per_gas},
                              fresh, options_.fees));
    transaction.max_fee_per_gas = fees.max_fee_per_gas;
    transaction.max_priority_fee_per_gas = fees.max_priority_fee_per_gas;
    return sign_and_record(std::move(transaction), call);
}

Result<void> Sender::send(const SignedTransaction& transaction, Call& call) {
    return send_recorded(node_, transaction, call);
}

Result<Receipt> Sender::wait(const Word& transaction_hash, const Confirmation& confirmation,
                             Call& call) {
    const auto end = std::chrono::steady_clock::now() + options_.patience;
    for (;;) {
        DEED_CHECK(call.check());
        DEED_TRY(auto receipt, node_.receipt(transaction_hash, call));
        if (receipt) {
            DEED_TRY(const bool confirmed, is_confirmed(node_, *receipt, confirmation, call));
            if (confirmed) return std::move(*receipt);
        }
        if (std::chrono::steady_clock::now() >= end)
            return Error(errors::kNotConfirmed,
                         to_hex(transaction_hash) +
                             (receipt ? " is not confirmed yet" : " is in no block yet"));
        std::this_thread::sleep_for(options_.poll_interval);
    }
}

}  // namespace deed::registry::evm
