#include "registry-contracts/client/evm/registries/groups.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "registry-contracts/client/evm/registries/schemas.hpp"
#include "registry-contracts/client/evm/registries/statuses.hpp"
#include "tests/registry-contracts/client/evm/registries/decision_digest.hpp"
#include "tests/registry-contracts/client/fisco/engine/fisco_chain.hpp"
#include "tests/registry-contracts/suite/issuer_suite.hpp"
#include "tests/registry-contracts/suite/registries_suite.hpp"

// The suites of schemas, status lists, issuers and names, on the contracts on a chain of FISCO
// BCOS.

namespace deed::registry::test {
namespace {

using evm::AbiValue;

/// One account that brings what it is given, by an outbox of its own.
class Bringer {
public:
    Bringer(FiscoChain& chain, std::uint8_t byte)
        : signer_(deed::test::chain_signer_of(fisco::ChainHash::keccak256, Bytes(32, byte))) {
        fisco::OutboxOptions options = chain.options();
        options.folder = chain.folder() / ("outbox" + std::to_string(byte));
        outbox_ = must(fisco::Outbox::open(options, chain.reader(), *signer_, chain.clock()));
        transactor_ = evm::make_transactor(*outbox_, chain.reader(), signer_->address(), {});
    }
    evm::Transactor& transactor() { return *transactor_; }

private:
    std::unique_ptr<fisco::ChainSigner> signer_;
    std::unique_ptr<fisco::Outbox> outbox_;
    std::unique_ptr<evm::Transactor> transactor_;
};

Address deploy(FiscoChain& chain, evm::Contract contract, std::string_view types,
               const AbiValue::List& values) {
    Bytes creation = to_bytes(evm::artifact_of(contract).creation);
    append(creation, must(evm::abi_encode(must(evm::AbiType::parse(types)).members(), values)));
    return chain.deploy(std::move(creation));
}

class FiscoRegistries final : public RegistriesFixture {
public:
    FiscoRegistries() {
        chain_.deploy_contracts();
        evm::EvmLedgerOptions options;
        options.network = {kFiscoChainId, chain_.directory};
        options.final = {};
        ledger_ = must(evm::open_evm_ledger(chain_.reader(), &chain_.outbox(), options, call_));
        const AbiValue dids = AbiValue::address(chain_.registry);
        const Address schemas = deploy(
            chain_, evm::Contract::schema, "(address,address,uint256)",
            {dids, AbiValue::address(address_of(*controller(5))), AbiValue::uint(kOpenCptFrom)});
        const Address lists = deploy(chain_, evm::Contract::status, "(address)", {dids});
        schemas_ = must(evm::EvmSchemaRegistry::open(chain_.reader(), {kFiscoChainId, schemas},
                                                     this->options(), call_));
        lists_ = must(evm::EvmStatusRegistry::open(chain_.reader(), {kFiscoChainId, lists},
                                                   this->options(), call_));
    }

    SchemaRegistry& schemas() override { return *schemas_; }
    StatusRegistry& lists() override { return *lists_; }
    SchemaRegistry& read_schemas() override { return *schemas_; }
    StatusRegistry& read_lists() override { return *lists_; }

    void create_identity(crypto::Signer& signer) override {
        must(dids().create(bytes_of("{}"), signer, call_));
    }
    void rotate(const Address& subject, crypto::Signer& from, crypto::Signer& to) override {
        must(dids().rotate(subject, std::nullopt, {to, &from}, call_));
    }
    void deactivate(const Address& subject, crypto::Signer& controller) override {
        must(dids().deactivate(subject, controller, call_));
    }
    void let_time_pass() override {
        time_ = time_.plus_seconds(5);
        chain_.clock().set(time_);
        chain_.set_time(time_);
    }
    void appoint(crypto::Signer& steward) override {
        if (must(schemas_->cpt_rules(call_)).steward != address_of(steward))
            throw std::runtime_error("the steward is fixed at deployment");
    }

private:
    DidRegistry dids() { return {*ledger_, chain_.clock()}; }
    evm::OwnedRegistryOptions options() {
        evm::OwnedRegistryOptions options;
        options.network = "e31337-test";
        options.transactor = &bringer_->transactor();
        options.clock = &chain_.clock();
        return options;
    }

    Call call_;
    FiscoChain chain_{fisco::ChainVersion::three};
    Timestamp time_ = at_second(kStart);
    std::unique_ptr<Bringer> bringer_ = std::make_unique<Bringer>(chain_, 4);
    std::unique_ptr<evm::EvmLedger> ledger_;
    std::unique_ptr<evm::EvmSchemaRegistry> schemas_;
    std::unique_ptr<evm::EvmStatusRegistry> lists_;
};

class FiscoIssuers final : public IssuerFixture {
public:
    FiscoIssuers() {
        chain_.deploy_contracts();
        issuers_at_ = deploy(chain_, evm::Contract::issuer, "(address)",
                             {AbiValue::address(chain_.registry)});
        names_at_ =
            deploy(chain_, evm::Contract::name, "(address)", {AbiValue::address(issuers_at_)});
        names_ =
            must(evm::EvmNameRegistry::open(chain_.reader(), {kFiscoChainId, names_at_}, call_));
    }

    IssuerRegistry& issuers() override { return issuers_as(4); }
    IssuerRegistry& issuers_as(std::uint8_t byte) override {
        auto& [bringer, issuers] = writers_[byte];
        if (!bringer) bringer = std::make_unique<Bringer>(chain_, byte);
        if (!issuers)
            issuers =
                must(evm::EvmIssuerRegistry::open(chain_.reader(), {kFiscoChainId, issuers_at_},
                                                  names_at_, &bringer->transactor(), {}, call_));
        return *issuers;
    }
    IssuerRegistry& read_issuers() override { return issuers(); }
    NameRegistry& read_names() override { return *names_; }
    Hash root_of(const Address& founder, const Hash& salt) override {
        return evm::group_id({kFiscoChainId, issuers_at_}, founder, salt);
    }

    crypto::Digest256 digest(const Hash& root, const Decision& decision, const DecisionTerms& terms,
                             std::uint64_t expiry) override {
        return digest_on(kFiscoChainId, root, decision, terms, expiry);
    }
    crypto::Digest256 digest_elsewhere(const Hash& root, const Decision& decision,
                                       const DecisionTerms& terms, std::uint64_t expiry) override {
        return digest_on(kFiscoChainId + 1, root, decision, terms, expiry);
    }
    std::uint64_t now() override {
        return must(chain_.reader().block_info(evm::BlockRef::latest(), call_))->timestamp / 1000;
    }
    void pass(std::uint64_t seconds) override {
        const auto now = static_cast<std::int64_t>(this->now() + seconds);
        const Timestamp time = *Timestamp::from_unix_milliseconds(now * 1000);
        chain_.clock().set(time);
        chain_.set_time(time);
        chain_.node().mine(1);
    }

private:
    crypto::Digest256 digest_on(std::uint64_t chain_id, const Hash& root, const Decision& decision,
                                const DecisionTerms& terms, std::uint64_t expiry) {
        const Address contract = is_of_names(decision) ? names_at_ : issuers_at_;
        return deed::test::decision_digest({chain_id, contract}, root, decision, terms, expiry);
    }

    Call call_;
    FiscoChain chain_{fisco::ChainVersion::three};
    Address issuers_at_{};
    Address names_at_{};
    std::map<std::uint8_t,
             std::pair<std::unique_ptr<Bringer>, std::unique_ptr<evm::EvmIssuerRegistry>>>
        writers_;
    std::unique_ptr<evm::EvmNameRegistry> names_;
};

/// None where the protocol server is not installed; FiscoEngine.HasAChain says so.
std::vector<RegistriesEngine> registries() {
    if (!deed::test::have_fisco_node()) return {};
    return {{"Three", [] { return std::make_unique<FiscoRegistries>(); }}};
}

std::vector<IssuerEngine> issuers() {
    if (!deed::test::have_fisco_node()) return {};
    return {{"Three", [] { return std::make_unique<FiscoIssuers>(); }}};
}

INSTANTIATE_TEST_SUITE_P(Fisco, SchemaReading, testing::ValuesIn(registries()), registries_name);
INSTANTIATE_TEST_SUITE_P(Fisco, SchemaWriting, testing::ValuesIn(registries()), registries_name);
INSTANTIATE_TEST_SUITE_P(Fisco, StatusReading, testing::ValuesIn(registries()), registries_name);
INSTANTIATE_TEST_SUITE_P(Fisco, StatusWriting, testing::ValuesIn(registries()), registries_name);
INSTANTIATE_TEST_SUITE_P(Fisco, IssuerReading, testing::ValuesIn(issuers()), issuers_name);
INSTANTIATE_TEST_SUITE_P(Fisco, IssuerWriting, testing::ValuesIn(issuers()), issuers_name);

}  // namespace
}  // namespace deed::registry::test
