#pragma once

#include <algorithm>
#include <memory>

#include "registry-contracts/client/operation_form.hpp"

namespace deed {

/// A form by which all that is signed expires at one moment, whatever was asked for.
class ExpiringForm final : public registry::OperationForm {
public:
    /// `expiry` in Unix seconds.
    ExpiringForm(std::unique_ptr<registry::OperationForm> form, std::uint64_t expiry)
        : form_(std::move(form)), expiry_(expiry) {}

    const std::string& network() const override { return form_->network(); }
    registry::LedgerKind kind() const override { return form_->kind(); }
    Result<registry::Operation> sign(registry::Envelope envelope, Bytes body,
                                     crypto::Signer& signer, Call& call) const override {
        envelope.expiry = expiry_;
        return form_->sign(std::move(envelope), std::move(body), signer, call);
    }
    Result<registry::RotationAuthorization> authorize_rotation(const registry::Envelope& envelope,
                                                               const crypto::PublicKey& new_key,
                                                               crypto::Signer& controller,
                                                               Call& call) const override {
        registry::Envelope expiring = envelope;
        expiring.expiry = expiry_;
        return form_->authorize_rotation(expiring, new_key, controller, call);
    }
    Result<registry::Operation> parse(ByteView encoded,
                                      std::optional<ByteView> detached_body) const override {
        return form_->parse(encoded, detached_body);
    }

private:
    const std::unique_ptr<registry::OperationForm> form_;
    const std::uint64_t expiry_;
};

/// `validity_seconds` after `now`, in Unix seconds.
inline std::uint64_t expiry_after(Timestamp now, std::uint64_t validity_seconds) {
    constexpr std::int64_t kSecond = 1000;
    const std::int64_t seconds = now.unix_milliseconds() / kSecond;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0)) + validity_seconds;
}

}  // namespace deed
