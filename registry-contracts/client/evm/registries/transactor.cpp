#include "registry-contracts/client/evm/registries/transactor.hpp"

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

Finality finality_of(const Confirmation& confirmation) {
    return confirmation.kind == Confirmation::Kind::finalized ? Finality::final
                                                              : Finality::included;
}

class SendingTransactor final : public Transactor {
public:
    SendingTransactor(Sender& sender, const Address& account, Confirmation confirmation)
        : sender_(sender), account_(account), confirmation_(confirmation) {}

    const Address& account() const override { return account_; }
    Finality finality() const override { return finality_of(confirmation_); }

    Result<Receipt> run(const Action& action, Call& call) override {
        DEED_TRY(const SignedTransaction made, sender_.prepare(action, call));
        DEED_CHECK(sender_.send(made, call));
        return sender_.wait(made.hash(), confirmation_, call);
    }

private:
    Sender& sender_;
    const Address account_;
    const Confirmation confirmation_;
};

class OutboxTransactor final : public Transactor {
public:
    OutboxTransactor(ActionOutbox& outbox, ChainReader& node, const Address& account,
                     Confirmation confirmation)
        : outbox_(outbox), node_(node), account_(account), confirmation_(confirmation) {}

    const Address& account() const override { return account_; }
    Finality finality() const override { return finality_of(confirmation_); }

    Result<Receipt> run(const Action& action, Call& call) override {
        DEED_TRY(const std::string key, unused_key(action_key(action), call));
        DEED_TRY(const std::uint64_t id, outbox_.submit(action, key, call));
        auto receipt = outbox_.wait(id, confirmation_, call);
        if (receipt || receipt.error().code().name != errors::kReverted.name) return receipt;
        // Callers read the reason of a failed transaction by themselves, from its receipt.
        DEED_TRY(const ActionStatus status, outbox_.status(id));
        if (!status.inclusion) return receipt;
        DEED_TRY(auto failed, node_.receipt(status.inclusion->transaction_hash, call));
        if (!failed) return receipt;
        return std::move(*failed);
    }

private:
    /// The name, or one with a number behind it where that action has succeeded already. Callers
    /// find out from the chain whether something is there; whoever comes here wants it anew, such
    /// as laying down an accreditation that was given again. What is under way is gone on with.
    Result<std::string> unused_key(const std::string& name, Call& call) {
        std::string key = name;
        for (std::uint64_t number = 2;; ++number) {
            DEED_TRY(const auto status, outbox_.find(key));
            if (!status || !status->inclusion || !status->inclusion->succeeded) return key;
            DEED_TRY(const bool stands, is_on_chain(*status->inclusion, call));
            if (!stands) return key;  // its block has left the chain: it is sent again
            key = name + "." + std::to_string(number);
        }
    }

    Result<bool> is_on_chain(const Inclusion& inclusion, Call& call) {
        DEED_TRY(const auto receipt, node_.receipt(inclusion.transaction_hash, call));
        if (!receipt || receipt->block_hash != inclusion.block_hash) return false;
        return is_confirmed(node_, *receipt, Confirmation{}, call);
    }

    ActionOutbox& outbox_;
    ChainReader& node_;
    const Address account_;
    const Confirmation confirmation_;
};

}  // namespace

std::string action_key(const Action& action) {
    Bytes named;
    if (action.to) named.insert(named.end(), action.to->begin(), action.to->end());
    const Word value = action.value.to_word();
    named.insert(named.end(), value.begin(), value.end());
    named.insert(named.end(), action.data.begin(), action.data.end());
    return "call." + to_hex(crypto::sha256(named));
}

std::unique_ptr<Transactor> make_transactor(Sender& sender, const Address& account,
                                            Confirmation confirmation) {
    return std::make_unique<SendingTransactor>(sender, account, confirmation);
}

std::unique_ptr<Transactor> make_transactor(ActionOutbox& outbox, ChainReader& node,
                                            const Address& account, Confirmation confirmation) {
    return std::make_unique<OutboxTransactor>(outbox, node, account, confirmation);
}

Result<Receipt> DryRun::run(const Action& action, Call& call) {
    CallRequest request;
    request.from = account_;
    request.to = action.to;
    request.value = action.value;
    request.data = action.data;
    DEED_TRY(const std::uint64_t gas, node_.estimate_gas(request, call));
    const std::lock_guard lock(mutex_);
    tried_.push_back({action, gas});
    return Error(errors::kDryRun, "the estimate is " + std::to_string(gas) + " gas");
}

std::vector<DryRun::Tried> DryRun::tried() const {
    const std::lock_guard lock(mutex_);
    return tried_;
}

}  // namespace deed::registry::evm
