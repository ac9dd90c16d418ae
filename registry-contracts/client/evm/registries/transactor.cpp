#include "registry-contracts/client/evm/registries/transactor.hpp"

namespace deed::registry::evm {
namespace {

class SendingTransactor final : public Transactor {
public:
    SendingTransactor(Sender& sender, const Address& account, Confirmation confirmation)
        : sender_(sender), account_(account), confirmation_(confirmation) {}

    const Address& account() const override { return account_; }

    Finality finality() const override {
        return confirmation_.kind == Confirmation::Kind::finalized ? Finality::final
                                                                   : Finality::included;
    }

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

}  // namespace

std::unique_ptr<Transactor> make_transactor(Sender& sender, const Address& account,
                                            Confirmation confirmation) {
    return std::make_unique<SendingTransactor>(sender, account, confirmation);
}

}  // namespace deed::registry::evm
