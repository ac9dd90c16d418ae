#pragma once

#include <optional>

#include "registry-contracts/client/decision_message.hpp"
#include "registry-contracts/client/log_issuer_registry.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"
#include "tests/registry-contracts/suite/issuer_suite.hpp"

namespace deed::registry::test {

/// The registries in a log: written through one fixture's writer, read through its reader.
template <typename Ledgers>
class LogIssuers : public IssuerFixture {
public:
    IssuerRegistry& issuers() override { return issuers_as(4); }
    IssuerRegistry& issuers_as(std::uint8_t byte) override {
        auto& signer = signers_[byte];
        if (!signer) signer = controller(byte);
        return issuers_.emplace(writer(), ledgers_.clock(),
                                LogBringer{test::address_of(*signer), signer.get()});
    }
    IssuerRegistry& read_issuers() override {
        return read_issuers_.emplace(reader(), ledgers_.clock());
    }
    NameRegistry& read_names() override { return read_names_.emplace(reader(), ledgers_.clock()); }
    Hash root_of(const Address& founder, const Hash& salt) override {
        return group_id(founder, salt);
    }

    crypto::Digest256 digest(const Hash& root, const Decision& decision, const DecisionTerms& terms,
                             std::uint64_t expiry) override {
        return must(log_decision_digest(writer().network(), root, decision, terms, expiry));
    }
    crypto::Digest256 digest_elsewhere(const Hash& root, const Decision& decision,
                                       const DecisionTerms& terms, std::uint64_t expiry) override {
        const std::string other = "l" + std::string(32, 'a');
        return must(log_decision_digest(other, root, decision, terms, expiry));
    }
    std::uint64_t now() override { return second_of(ledgers_.clock().now()); }
    void pass(std::uint64_t seconds) override {
        ledgers_.clock().set(
            ledgers_.clock().now().plus_seconds(static_cast<std::int64_t>(seconds)));
    }

    Ledgers& ledgers() { return ledgers_; }

private:
    LogLedger& writer() { return dynamic_cast<LogLedger&>(ledgers_.writer()); }
    LogLedger& reader() { return dynamic_cast<LogLedger&>(ledgers_.reader()); }

    Ledgers ledgers_;
    std::map<std::uint8_t, std::unique_ptr<crypto::Signer>> signers_;
    std::optional<LogIssuerRegistry> issuers_;
    std::optional<LogIssuerRegistry> read_issuers_;
    std::optional<LogNameRegistry> read_names_;
};

}  // namespace deed::registry::test
