#include "registry-contracts/client/evm/registries/groups.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "tests/registry-contracts/client/evm/registries/decision_digest.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"
#include "tests/registry-contracts/suite/issuer_suite.hpp"

// The suite that every engine of issuers and names passes, on the contracts.

namespace deed::registry::test {
namespace {

class EvmIssuers final : public IssuerFixture {
public:
    EvmIssuers() {
        issuers_at_ = chain_.with_dids("IssuerRegistry");
        names_at_ =
            chain_.deploy("NameRegistry", "(address)", {evm::AbiValue::address(issuers_at_)});
        names_ = must(evm::EvmNameRegistry::open(chain_.anvil.node(), {kChain, names_at_}, call_));
    }

    IssuerRegistry& issuers() override { return issuers_as(4); }
    IssuerRegistry& issuers_as(std::uint8_t byte) override {
        auto& [account, issuers] = writers_[byte];
        if (!account) account = chain_.account(byte);
        if (!issuers)
            issuers =
                must(evm::EvmIssuerRegistry::open(chain_.anvil.node(), {kChain, issuers_at_},
                                                  names_at_, &account->transactor(), {}, call_));
        return *issuers;
    }
    IssuerRegistry& read_issuers() override { return issuers(); }
    NameRegistry& read_names() override { return *names_; }
    Hash root_of(const Address& founder, const Hash& salt) override {
        return evm::group_id({kChain, issuers_at_}, founder, salt);
    }

    crypto::Digest256 digest(const Hash& root, const Decision& decision, const DecisionTerms& terms,
                             std::uint64_t expiry) override {
        return digest_on(kChain, root, decision, terms, expiry);
    }
    crypto::Digest256 digest_elsewhere(const Hash& root, const Decision& decision,
                                       const DecisionTerms& terms, std::uint64_t expiry) override {
        return digest_on(kChain + 1, root, decision, terms, expiry);
    }
    std::uint64_t now() override { return chain_.now(); }
    void pass(std::uint64_t seconds) override {
        chain_.anvil.tell("evm_increaseTime", "[" + std::to_string(seconds) + "]");
        chain_.anvil.tell("evm_mine", "[]");
    }

private:
    static constexpr std::uint64_t kChain = 31337;

    crypto::Digest256 digest_on(std::uint64_t chain_id, const Hash& root, const Decision& decision,
                                const DecisionTerms& terms, std::uint64_t expiry) {
        const Address contract = is_of_names(decision) ? names_at_ : issuers_at_;
        return deed::test::decision_digest({chain_id, contract}, root, decision, terms, expiry);
    }

    Call call_;
    deed::test::Deployment chain_;
    Address issuers_at_{};
    Address names_at_{};
    std::map<std::uint8_t, std::pair<std::unique_ptr<deed::test::Account>,
                                     std::unique_ptr<evm::EvmIssuerRegistry>>>
        writers_;
    std::unique_ptr<evm::EvmNameRegistry> names_;
};

/// None where Anvil is not installed; the other tests of the room say so.
std::vector<IssuerEngine> engines() {
    if (!deed::test::have_anvil()) return {};
    return {{"Evm", [] { return std::make_unique<EvmIssuers>(); }}};
}

INSTANTIATE_TEST_SUITE_P(Evm, IssuerReading, testing::ValuesIn(engines()), issuers_name);
INSTANTIATE_TEST_SUITE_P(Evm, IssuerWriting, testing::ValuesIn(engines()), issuers_name);

}  // namespace
}  // namespace deed::registry::test
