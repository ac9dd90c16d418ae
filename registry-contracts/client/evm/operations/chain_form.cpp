#include "registry-contracts/client/evm/operations/chain_form.hpp"

#include "lib/crypto/recovery.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/operations/did_typed_data.hpp"
#include "registry-contracts/client/evm/operations/errors.hpp"

namespace deed::registry::evm {
namespace {

class ChainForm final : public OperationForm {
public:
    explicit ChainForm(const DidDomain& domain)
        : domain_(domain), network_(to_string(domain.network)) {}

    const std::string& network() const override { return network_; }
    LedgerKind kind() const override { return LedgerKind::chain; }

    Result<Operation> sign(Envelope envelope, Bytes body, crypto::Signer& signer,
                           Call& call) const override {
        DEED_TRY(const ChainOperation made,
                 ChainOperation::sign(domain_, std::move(envelope), std::move(body), signer, call));
        return made.operation();
    }

    Result<RotationAuthorization> authorize_rotation(const Envelope& envelope,
                                                     const crypto::PublicKey& new_key,
                                                     crypto::Signer& controller,
                                                     Call& call) const override {
        DEED_TRY(const Address new_controller, actor_of(new_key));
        DEED_CHECK(actor_of(controller.public_key()));
        DEED_TRY(const auto digest, authorization_digest(domain_, envelope, new_controller));
        DEED_TRY(Bytes signature, crypto::sign_recoverable(controller, digest, call));
        signature.resize(64);
        return RotationAuthorization{controller.public_key(), std::move(signature)};
    }

    Result<Operation> parse(ByteView encoded, std::optional<ByteView> detached) const override {
        if (detached)
            return Error(errors::kChainOperationMalformed,
                         "an operation for a chain carries its body itself");
        DEED_TRY(const ChainOperation read, ChainOperation::parse(encoded));
        if (read.domain().network != domain_.network)
            return Error(registry::errors::kWrongNetwork,
                         "the operation is for " + to_string(read.domain().network));
        if (read.domain() != domain_)
            return Error(
                errors::kChainOperationDomain,
                "it was signed for the contract " + registry::to_string(read.domain().registry));
        return read.operation();
    }

private:
    const DidDomain domain_;
    const std::string network_;
};

}  // namespace

std::unique_ptr<OperationForm> chain_form(const DidDomain& domain) {
    return std::make_unique<ChainForm>(domain);
}

}  // namespace deed::registry::evm
