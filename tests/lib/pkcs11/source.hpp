#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "lib/pkcs11/key_source.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/tokens/soft_token.hpp"

namespace deed::test {

/// Answers with one PIN and counts how often it was asked.
class TypedPin final : public pkcs11::PinSource {
public:
    explicit TypedPin(std::string_view pin = SoftToken::kPin) : pin_(pin) {}
    Result<crypto::SecretBytes> pin(std::string_view token_label, Call&) override {
        ++asked;
        label = token_label;
        return crypto::SecretBytes::copy_of(as_bytes(pin_));
    }
    std::atomic<int> asked = 0;
    std::string label;

private:
    std::string pin_;
};

struct Source {
    explicit Source(std::string_view typed = SoftToken::kPin)
        : pin(typed), source(pkcs11::key_source(pin)) {}

    Result<std::unique_ptr<crypto::Signer>> signer(
        const std::string& uri, const std::optional<crypto::PublicKey>& known = std::nullopt) {
        Call call;
        return source->signer(must(crypto::KeyReference::parse(uri)), known, call);
    }
    Result<crypto::PublicKey> public_key(const std::string& uri) {
        Call call;
        return source->public_key(must(crypto::KeyReference::parse(uri)), call);
    }

    TypedPin pin;
    std::unique_ptr<crypto::KeySource> source;
};

inline Result<Bytes> sign(crypto::Signer& signer, std::string_view message = "judgment") {
    Call call;
    return signer.sign(as_bytes(message), call);
}

}  // namespace deed::test
