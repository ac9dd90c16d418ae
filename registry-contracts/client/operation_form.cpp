#include "registry-contracts/client/operation_form.hpp"

#include <utility>

namespace deed::registry {
namespace {

class LogForm final : public OperationForm {
public:
    explicit LogForm(std::string network) : network_(std::move(network)) {}

    const std::string& network() const override { return network_; }
    LedgerKind kind() const override { return LedgerKind::log; }

    Result<Operation> sign(Envelope envelope, Bytes body, crypto::Signer& signer,
                           Call& call) const override {
        return Operation::sign(std::move(envelope), std::move(body), signer, call);
    }
    Result<RotationAuthorization> authorize_rotation(const Envelope& envelope,
                                                     const crypto::PublicKey& new_key,
                                                     crypto::Signer& controller,
                                                     Call& call) const override {
        return registry::authorize_rotation(envelope, new_key, controller, call);
    }
    Result<Operation> parse(ByteView encoded,
                            std::optional<ByteView> detached_body) const override {
        return Operation::parse(encoded, detached_body);
    }

private:
    std::string network_;
};

}  // namespace

Envelope OperationForm::next_envelope(const IdentityState& state, OperationType type, Timestamp now,
                                      std::uint64_t validity_seconds) const {
    Envelope envelope = registry::next_envelope(state, type, network(), now, validity_seconds);
    if (kind() == LedgerKind::log) return envelope;
    envelope.previous = Hash{};
    envelope.next.reset();
    return envelope;
}

std::unique_ptr<OperationForm> log_form(std::string network) {
    return std::make_unique<LogForm>(std::move(network));
}

}  // namespace deed::registry
