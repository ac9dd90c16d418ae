#include "registry-contracts/client/evm/deployment/deployment.hpp"
#include "registry-contracts/client/evm/outbox/outbox.hpp"

#include <gtest/gtest.h>

#include "registry-contracts/client/evm/artifacts/errors.hpp"
#include "registry-contracts/client/evm/deployment/directory.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "tests/registry-contracts/client/evm/anvil.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint64_t kChain = 31337;

DeploymentPlan plan_of(const Address& account) {
    DeploymentPlan plan;
    plan.owner = account;
    plan.steward = account;
    plan.delay_seconds = 7200;
    plan.open_from = 2'000'500;
    return plan;
}

class DeploymentTest : public ::testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        anvil_ = std::make_unique<test::Anvil>();
        signer_ = test::Anvil::rich();
        reopen();
    }

    /// As a new process does after the last one died.
    void reopen() { open(anvil_->node()); }
    void open(Node& node) {
        outbox_.reset();
        OutboxOptions options;
        options.folder = folder_.path() / "outboxes";
        options.chain_id = kChain;
        options.fees.max_fee_per_gas = 100'000'000'000;
        options.fees.max_priority_fee_per_gas = 2'000'000'000;
        options.poll_interval = std::chrono::milliseconds(20);
        options.patience = std::chrono::seconds(60);
        options.known_errors = deployment_errors();
        outbox_ = test::must(Outbox::open(std::move(options), node, *signer_, clock_));
    }

    DeploymentParts parts() {
        return {anvil_->node(), *outbox_, {}, [this](const Deployment& now) -> Result<void> {
                    saved_ = now;
                    ++saves_;
                    return {};
                }};
    }

    Deployment begun() {
        return test::must(
            Deployment::begin(kChain, signer_->address(), plan_of(signer_->address())));
    }

    std::uint64_t sent() {
        return test::must(
            anvil_->node().transaction_count(signer_->address(), BlockRef::latest(), call_));
    }

    test::TempDir folder_;
    SystemClock clock_;
    Call call_;
    std::unique_ptr<test::Anvil> anvil_;
    std::unique_ptr<AccountSigner> signer_;
    std::unique_ptr<Outbox> outbox_;
    std::optional<Deployment> saved_;
    int saves_ = 0;
};

const FoundImmutable& immutable(const CheckedContract& contract, std::string_view name) {
    for (const FoundImmutable& found : contract.immutables)
        if (found.name == name) return found;
    throw std::runtime_error("no such immutable");
}

TEST_F(DeploymentTest, PutsAllContractsOnTheChainAsPlanned) {
    ASSERT_OK_AND(const auto estimates, estimate_deployment(anvil_->node(), signer_->address(),
                                                            plan_of(signer_->address()), call_));
    EXPECT_EQ(sent(), 0U);
    Deployment deployment = begun();
    ASSERT_OK(deploy(deployment, parts(), call_));
    EXPECT_TRUE(deployment.is_complete());
    EXPECT_EQ(saved_, deployment);
    EXPECT_EQ(sent(), kContracts.size());

    // What was reckoned beforehand is what came.
    ASSERT_EQ(estimates.size(), deployment.contracts.size());
    for (std::size_t i = 0; i < estimates.size(); ++i) {
        EXPECT_EQ(estimates[i].address, deployment.contracts[i].address);
        const auto used = static_cast<double>(deployment.contracts[i].gas_used);
        EXPECT_NEAR(static_cast<double>(estimates[i].gas), used, used * 0.002)
            << artifact_of(estimates[i].contract).name;
    }

    const Address directory = deployment.find(Contract::directory)->address;
    ASSERT_OK_AND(const DirectoryState state,
                  read_directory(anvil_->node(), directory, BlockRef::latest(), call_));
    EXPECT_EQ(state.owner, signer_->address());
    EXPECT_EQ(state.delay_seconds, 7200U);
    for (const DeployedContract& deployed : deployment.contracts) {
        if (deployed.contract == Contract::directory) continue;
        ASSERT_NE(state.find(deployed.contract), nullptr);
        EXPECT_EQ(state.find(deployed.contract)->target, deployed.address);
        EXPECT_TRUE(state.find(deployed.contract)->intact);
    }

    ASSERT_OK_AND(const auto checked,
                  check_contracts(anvil_->node(), directory, BlockRef::latest(), call_));
    ASSERT_EQ(checked.size(), kContracts.size());
    for (const CheckedContract& contract : checked)
        EXPECT_FALSE(contract.fault.has_value()) << contract.name;
    // The names of immutable values are not the compiler's but ours.
    const auto word_of = [](const Address& address) {
        Word word{};
        std::ranges::copy(address, word.begin() + 12);
        return word;
    };
    const Address dids = deployment.find(Contract::did)->address;
    for (const CheckedContract& contract : checked) {
        if (contract.name == "Directory") {
            EXPECT_EQ(immutable(contract, "delay").value, Uint256(7200).to_word());
            continue;
        }
        EXPECT_EQ(immutable(contract, "chainId").value, Uint256(kChain).to_word());
        EXPECT_NE(immutable(contract, "domainSeparator").value, Word{});
        if (contract.name == "SchemaRegistry") {
            EXPECT_EQ(immutable(contract, "openFrom").value, Uint256(2'000'500).to_word());
            EXPECT_EQ(immutable(contract, "steward").value, word_of(signer_->address()));
        }
        if (contract.name == "NameRegistry") {
            EXPECT_EQ(immutable(contract, "issuers").value,
                      word_of(deployment.find(Contract::issuer)->address));
        }
        if (contract.name != "DidRegistry" && contract.name != "EvidenceRegistry") {
            EXPECT_EQ(immutable(contract, "dids").value, word_of(dids)) << contract.name;
        }
    }
}

TEST_F(DeploymentTest, GoesOnAfterEachInterruptionAndDeploysNothingTwice) {
    Deployment deployment = begun();
    const std::string id = deployment.id;
    // The record cannot be written any more: once before and once behind each contract.
    for (int allowed = 1; allowed < 20 && !deployment.is_complete(); ++allowed) {
        int left = 2;
        DeploymentParts failing = parts();
        failing.save = [&](const Deployment& now) -> Result<void> {
            if (--left == 0) return Error(errors::kDeploymentMalformed, "the disk is gone");
            saved_ = now;
            return {};
        };
        const auto done = deploy(deployment, failing, call_);
        if (!done) {
            EXPECT_CODE(done, errors::kDeploymentMalformed);
        }
        // What the record has is all that is known afterwards.
        deployment = *saved_;
        reopen();
        if (deployment.contracts.size() + 1 >= kContracts.size()) break;
    }
    ASSERT_OK(deploy(deployment, parts(), call_));
    EXPECT_EQ(deployment.id, id);
    EXPECT_EQ(sent(), kContracts.size());
    // And once more, when all is there.
    ASSERT_OK(deploy(deployment, parts(), call_));
    EXPECT_EQ(sent(), kContracts.size());
}

TEST_F(DeploymentTest, SeesForeignCodeMissingCodeAndNoDirectory) {
    Deployment deployment = begun();
    ASSERT_OK(deploy(deployment, parts(), call_));
    const Address directory = deployment.find(Contract::directory)->address;
    const Address status = deployment.find(Contract::status)->address;
    const auto fault_of = [&](std::string_view name) -> std::string {
        const auto checked = check_contracts(anvil_->node(), directory, BlockRef::latest(), call_);
        for (const CheckedContract& contract : test::must(checked))
            if (contract.name == name && contract.fault)
                return std::string(contract.fault->code().name);
        return "";
    };
    const auto set_code = [&](const Address& address, const std::string& code) {
        anvil_->tell("anvil_setCode",
                     "[\"" + registry::to_string(address) + "\",\"" + code + "\"]");
    };
    EXPECT_EQ(fault_of("StatusRegistry"), "");
    set_code(status, "0x60016001");
    EXPECT_EQ(fault_of("StatusRegistry"), errors::kForeignCode.name);
    set_code(status, "0x");
    EXPECT_EQ(fault_of("StatusRegistry"), errors::kNoContract.name);
    // The right contract, but not the one that was named: other immutable values.
    Bytes other(artifact_of(Contract::status).runtime.begin(),
                artifact_of(Contract::status).runtime.end());
    set_code(status, to_hex(other));
    EXPECT_EQ(fault_of("StatusRegistry"), errors::kDirectoryNotIntact.name);

    set_code(directory, "0x60016001");
    EXPECT_EQ(fault_of("Directory"), errors::kForeignCode.name);
    EXPECT_CODE(read_directory(anvil_->node(), status, BlockRef::latest(), call_),
                errors::kReverted);
    EXPECT_CODE(read_directory(anvil_->node(), directory, BlockRef::latest(), call_),
                errors::kDirectoryMalformed);
    EXPECT_CODE(read_directory(anvil_->node(), signer_->address(), BlockRef::latest(), call_),
                errors::kNoContract);
}

TEST_F(DeploymentTest, SeesContractsThatBelieveAnotherRegistry) {
    Deployment deployment = begun();
    ASSERT_OK(deploy(deployment, parts(), call_));
    const auto at = [&](Contract contract) { return deployment.find(contract)->address; };
    // All code is Deed's, and the Directory vouches for all of it.
    const auto put = [&](Contract contract, const ContractAddresses& others, int salt) {
        Bytes data = test::must(creation_data(contract, deployment.plan, others));
        const auto id = test::must(outbox_->submit({std::nullopt, 0, std::move(data)},
                                                   "foreign " + std::to_string(salt), call_));
        return *test::must(outbox_->wait(id, {}, call_)).contract_address;
    };
    const Address other_dids = put(Contract::did, {}, 1);
    const Address lists = put(Contract::status, {{Contract::did, other_dids}}, 2);
    const Address issuers = put(Contract::issuer, {{Contract::did, at(Contract::did)}}, 3);
    const Address names =
        put(Contract::name, {{Contract::did, at(Contract::did)}, {Contract::issuer, issuers}}, 4);
    const Address directory = put(Contract::directory,
                                  {{Contract::did, at(Contract::did)},
                                   {Contract::status, lists},
                                   {Contract::schema, at(Contract::schema)},
                                   {Contract::issuer, at(Contract::issuer)},
                                   {Contract::name, names},
                                   {Contract::evidence, at(Contract::evidence)}},
                                  5);
    ASSERT_OK_AND(const auto checked,
                  check_contracts(anvil_->node(), directory, BlockRef::latest(), call_));
    int faults = 0;
    for (const CheckedContract& contract : checked) {
        const bool is_foreign = contract.address == lists || contract.address == names;
        ASSERT_EQ(contract.fault.has_value(), is_foreign) << contract.name;
        if (!is_foreign) continue;
        ++faults;
        EXPECT_EQ(contract.fault->code(), errors::kForeignCode);
        const bool names_it =
            contract.fault->message().find(contract.address == lists ? "dids" : "issuers") !=
            std::string::npos;
        EXPECT_TRUE(names_it) << contract.fault->message();
    }
    EXPECT_EQ(faults, 2);
}

TEST_F(DeploymentTest, HoldsImmutableValuesToTheNetwork) {
    const Address address{9};
    const NetworkValues network{kChain, Address{1}, Address{2}};
    const auto word = [](std::uint64_t value) { return Uint256(value).to_word(); };
    const auto check = [&](std::string_view name, const Word& value) {
        const FoundImmutable found{name, value};
        return check_immutables(Contract::name, address, {&found, 1}, network);
    };
    EXPECT_OK(check("chainId", word(kChain)));
    EXPECT_CODE(check("chainId", word(kChain + 1)), errors::kForeignCode);
    EXPECT_CODE(check("domainSeparator", word(1)), errors::kForeignCode);
    EXPECT_CODE(check("dids", word(1)), errors::kForeignCode);
    EXPECT_CODE(check("issuers", word(2)), errors::kForeignCode);
    EXPECT_OK(check("delay", word(7)));
}

/// Between a deployer and a real node: names another contract in receipts.
class Misnaming final : public net::HttpClient {
public:
    explicit Misnaming(net::HttpClient& honest) : honest_(honest) {}
    Result<net::HttpResponse> send(const net::HttpRequest& request, Call& call) override {
        DEED_TRY(net::HttpResponse response, honest_.send(request, call));
        std::string text(as_text(response.body));
        constexpr std::string_view kMember = "\"contractAddress\":\"0x";
        const std::size_t at = text.find(kMember);
        if (at == text.npos) return response;
        text[at + kMember.size()] = text[at + kMember.size()] == '0' ? '1' : '0';
        response.body = to_bytes(as_bytes(text));
        return response;
    }

private:
    net::HttpClient& honest_;
};

TEST_F(DeploymentTest, BelievesNoNodeAboutTheAddressOfAContract) {
    net::HttpClientOptions options;
    options.allow_http = true;
    options.addresses = net::Addresses::any;
    const auto honest = test::must(net::make_http_client(options));
    Misnaming lying(*honest);
    RpcClient rpc(lying, anvil_->url());
    Node node(rpc);
    outbox_.reset();
    open(node);
    Deployment deployment = begun();
    EXPECT_CODE(deploy(deployment, parts(), call_), errors::kDeploymentForeignAddress);
    EXPECT_TRUE(deployment.contracts.empty());
    // Another node says what is so, and nothing is sent twice.
    outbox_.reset();
    reopen();
    ASSERT_OK(deploy(deployment, parts(), call_));
    EXPECT_EQ(sent(), deployment.contracts.size());
}

TEST_F(DeploymentTest, NamesWhatADirectoryLacks) {
    // A Directory of the DidRegistry alone.
    Deployment deployment = begun();
    ASSERT_OK(deploy(deployment, parts(), call_));
    const ContractAddresses did_only{{Contract::did, deployment.find(Contract::did)->address}};
    ASSERT_OK_AND(Bytes data, creation_data(Contract::directory, deployment.plan, did_only));
    ASSERT_OK_AND(const std::uint64_t id,
                  outbox_->submit({.data = std::move(data)}, "other", call_));
    ASSERT_OK_AND(const Receipt receipt, outbox_->wait(id, {}, call_));
    ASSERT_OK_AND(const auto checked, check_contracts(anvil_->node(), *receipt.contract_address,
                                                      BlockRef::latest(), call_));
    std::size_t lacking = 0;
    for (const CheckedContract& contract : checked)
        if (contract.fault && contract.fault->code() == errors::kDirectoryNotNamed) ++lacking;
    EXPECT_EQ(lacking, 5U);
}

TEST(DeploymentPlan, RefusesWhatNoContractTakes) {
    Address account{};
    account[0] = 1;
    EXPECT_OK(plan_of(account).check());
    const auto refused = [&](auto change) {
        DeploymentPlan plan = plan_of(account);
        change(plan);
        return plan.check();
    };
    EXPECT_CODE(refused([](auto& plan) { plan.owner = {}; }), errors::kDeploymentBadPlan);
    EXPECT_CODE(refused([](auto& plan) { plan.steward = {}; }), errors::kDeploymentBadPlan);
    EXPECT_CODE(refused([](auto& plan) { plan.delay_seconds = 3599; }), errors::kDeploymentBadPlan);
    EXPECT_CODE(refused([](auto& plan) { plan.delay_seconds = 90 * 86400 + 1; }),
                errors::kDeploymentBadPlan);
    EXPECT_CODE(refused([](auto& plan) { plan.open_from = 1'999'999; }),
                errors::kDeploymentBadPlan);
}

TEST(DeploymentRecord, IsReadAsItWasWritten) {
    Address account{};
    account[3] = 9;
    Deployment deployment = test::must(Deployment::begin(5, account, plan_of(account)));
    for (const Contract contract : {Contract::did, Contract::status})
        deployment.contracts.push_back(
            {contract, account, Word{}, 7, 1'000'000,
             test::must(Uint256::from_decimal("12345678901234567890123"))});
    const json::Document json = deployment.to_json();
    ASSERT_OK_AND(const Deployment again, Deployment::parse(json.root()));
    EXPECT_EQ(again, deployment);

    const auto changed = [&](std::string_view pointer, std::string_view value) {
        const json::Document other = test::must(json::Document::parse(value));
        return Deployment::parse(test::must(json.with(pointer, other.root())).root());
    };
    EXPECT_CODE(changed("/format", "\"deed/deployment/v2\""), errors::kDeploymentNewerFormat);
    EXPECT_CODE(changed("/format", "\"deed/other/v1\""), errors::kDeploymentMalformed);
    for (const auto& [pointer, value] : std::vector<std::pair<std::string, std::string>>{
             {"/id", "\"x\""},
             {"/chainId", "5"},
             {"/chainId", "\"05\""},
             {"/account", "\"0x12\""},
             {"/delaySeconds", "\"1\""},
             {"/contracts", "{}"},
             {"/contracts/0/contract", "\"StatusRegistry\""},
             {"/contracts/1/transaction", "\"0x00\""},
             {"/contracts/1/gasPrice", "\"-1\""}})
        EXPECT_CODE(changed(pointer, value), errors::kDeploymentMalformed) << pointer;
}

// https://eips.ethereum.org/EIPS/eip-1014 names the older rule; the pair is that of the first
// contract of Anvil's first account, which Foundry's documents show everywhere.
TEST(CreatedAddress, IsOfSenderAndNonce) {
    const Address sender = test::must(parse_account("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
    EXPECT_EQ(to_checksummed(created_address(sender, 0)),
              "0x5FbDB2315678afecb367f032d93F642f64180aa3");
}

}  // namespace
}  // namespace deed::registry::evm
