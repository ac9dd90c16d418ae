#include "lib/encoding/text.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/schemas.hpp"
#include "registry-contracts/client/evm/registries/statuses.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"
#include "tests/registry-contracts/suite/registries_suite.hpp"

// The suite that every engine of schemas and lists passes, on the contracts.

namespace deed::registry::test {
namespace {

using evm::AbiValue;

constexpr evm::FunctionText kDidFunctions[] = {
    {"create(bytes32,bytes)", ""},
    {"rotate((address,uint256,bytes,bytes32,bytes,uint256),bytes,bytes)", ""},
    {"deactivate(address,uint256,bytes)", ""},
    {"identity(address)", "((uint8,address,uint256,uint256,bytes32))"}};
constexpr evm::ContractKind kDids{"DidRegistry", kDidFunctions, {}, {}};

class EvmRegistries final : public RegistriesFixture {
public:
    EvmRegistries() {
        const Address account = account_of(5);
        const Address dids = chain_.did_registry();
        dids_ = std::make_unique<evm::RegistryContract>(
            must(evm::RegistryContract::open(kDids, chain_.anvil.node(), {31337, dids}, call_)));
        const Address schemas = chain_.deploy(
            "SchemaRegistry", "(address,address,uint256)",
            {AbiValue::address(dids), AbiValue::address(account), AbiValue::uint(kOpenCptFrom)});
        const Address lists = chain_.with_dids("StatusRegistry");
        schemas_ = must(
            evm::EvmSchemaRegistry::open(chain_.anvil.node(), {31337, schemas}, options(), call_));
        lists_ = must(
            evm::EvmStatusRegistry::open(chain_.anvil.node(), {31337, lists}, options(), call_));
    }

    SchemaRegistry& schemas() override { return *schemas_; }
    StatusRegistry& lists() override { return *lists_; }
    SchemaRegistry& read_schemas() override { return *schemas_; }
    StatusRegistry& read_lists() override { return *lists_; }

    void create_identity(crypto::Signer& signer) override {
        send(signer, "create", {AbiValue::bytes(Hash{}), AbiValue::text("{}")});
    }
    void rotate(const Address& subject, crypto::Signer& from, crypto::Signer& to) override {
        const Address next = address_of(to);
        const std::uint64_t sequence = sequence_of(subject);
        const std::uint64_t expiry = chain_.now() + 1000;
        const AbiValue document = AbiValue::bytes({});
        const auto digest = must(
            dids_->digest("DidRotate(address subject,uint256 sequence,uint256 expiry,bytes32 next,"
                          "address controller,bytes document)",
                          AbiValue::list({AbiValue::address(subject), AbiValue::uint(sequence),
                                          AbiValue::uint(expiry), AbiValue::bytes(Hash{}),
                                          AbiValue::address(next), document})));
        const Bytes acceptance = must(account(to).wallet().sign(digest, call_)).to_bytes();
        const auto authorized = must(dids_->digest(
            "DidRotationAuthorization(address subject,uint256 sequence,uint256 expiry,"
            "address controller)",
            AbiValue::list({AbiValue::address(subject), AbiValue::uint(sequence),
                            AbiValue::uint(expiry), AbiValue::address(next)})));
        const Bytes authorization = must(account(from).wallet().sign(authorized, call_)).to_bytes();
        send(to, "rotate",
             {AbiValue::list({AbiValue::address(subject), AbiValue::uint(sequence),
                              AbiValue::bytes(next), AbiValue::bytes(Hash{}), document,
                              AbiValue::uint(expiry)}),
              AbiValue::bytes(acceptance), AbiValue::bytes(authorization)});
    }
    void deactivate(const Address& subject, crypto::Signer& controller) override {
        send(controller, "deactivate",
             {AbiValue::address(subject), AbiValue::uint(sequence_of(subject)),
              AbiValue::bytes({})});
    }
    void let_time_pass() override { chain_.anvil.tell("evm_increaseTime", "[5]"); }
    void appoint(crypto::Signer& steward) override {
        if (must(schemas_->cpt_rules(call_)).steward != address_of(steward))
            throw std::runtime_error("the steward is fixed at deployment");
    }

private:
    static Address account_of(std::uint8_t byte) { return deed::test::wallet_of(byte)->address(); }
    evm::OwnedRegistryOptions options() {
        evm::OwnedRegistryOptions options;
        options.network = "e31337-test";
        options.transactor = &bringer_->transactor();
        options.clock = &clock_;
        return options;
    }
    /// The funded account of a signer of the suite.
    deed::test::Account& account(crypto::Signer& signer) {
        const Address address = address_of(signer);
        for (std::uint8_t byte = 1; byte <= 5; ++byte)
            if (account_of(byte) == address && !accounts_.contains(byte))
                accounts_[byte] = chain_.account(byte);
        for (auto& [byte, known] : accounts_)
            if (known->address() == address) return *known;
        throw std::runtime_error("no account of the suite");
    }
    void send(crypto::Signer& signer, std::string_view function, const AbiValue::List& values) {
        must(dids_->execute(account(signer).transactor(), function, values, call_));
    }
    std::uint64_t sequence_of(const Address& subject) {
        const AbiValue asked = AbiValue::address(subject);
        const auto told =
            must(dids_->read("identity", {&asked, 1}, evm::BlockRef::latest(), call_));
        return must((*told[0].as_list())[3].as_uint()->to_u64());
    }

    Call call_;
    SystemClock clock_;
    deed::test::Deployment chain_;
    std::unique_ptr<deed::test::Account> bringer_ = chain_.account(4);
    std::map<std::uint8_t, std::unique_ptr<deed::test::Account>> accounts_;
    std::unique_ptr<evm::RegistryContract> dids_;
    std::unique_ptr<evm::EvmSchemaRegistry> schemas_;
    std::unique_ptr<evm::EvmStatusRegistry> lists_;
};

/// What a node holds back or changes is noticed.
TEST(EvmSchemas, ABodyThatIsNotTheStatesIsRefused) {
    if (!deed::test::have_anvil()) GTEST_SKIP() << "no Anvil at " DEED_ANVIL;
    Call call;
    SystemClock clock;
    deed::test::Deployment chain;
    const Address dids = chain.did_registry();
    const Address at = chain.deploy(
        "SchemaRegistry", "(address,address,uint256)",
        {AbiValue::address(dids), AbiValue::address(Address{1}), AbiValue::uint(kOpenCptFrom)});
    evm::OwnedRegistryOptions options;
    options.transactor = &chain.rich.transactor();
    options.clock = &clock;
    const auto schemas =
        must(evm::EvmSchemaRegistry::open(chain.anvil.node(), {31337, at}, options, call));
    const auto alice = controller(1);
    const OwnedName name = must(owned_name("degree"));
    must(schemas->create(address_of(*alice), name, bytes_of("{}"), *alice, call));
    const Hash id = owned_id(address_of(*alice), name);
    ASSERT_OK(schemas->find(id, Latest{}, call));
    // schemas_[id] is slot keccak256(id, 1) (specs/contracts.md section 4); behind it the hash.
    Bytes key = to_bytes(id);
    append(key, evm::Uint256(1).to_word());
    const evm::Word slot = must(evm::Uint256::from_word(crypto::keccak256(key)).plus(1)).to_word();
    chain.anvil.tell("anvil_setStorageAt", "[\"" + evm::to_hex(at) + "\",\"" + evm::to_hex(slot) +
                                               "\",\"" + evm::to_hex(deed::test::word_of_byte(9)) +
                                               "\"]");
    EXPECT_CODE(schemas->find(id, Latest{}, call), evm::errors::kContentMismatch);
    EXPECT_CODE(schemas->history(id, call), evm::errors::kContentMismatch);
    options.transactor = nullptr;
    const auto reader =
        must(evm::EvmSchemaRegistry::open(chain.anvil.node(), {31337, at}, options, call));
    EXPECT_CODE(reader->update(id, bytes_of("2"), *alice, call), errors::kLedgerReadOnly);
}

TEST(EvmSchemas, NothingIsSignedByATimeFarAhead) {
    if (!deed::test::have_anvil()) GTEST_SKIP() << "no Anvil at " DEED_ANVIL;
    Call call;
    SystemClock clock;
    deed::test::Deployment chain;
    const Address at = chain.deploy("SchemaRegistry", "(address,address,uint256)",
                                    {AbiValue::address(chain.did_registry()),
                                     AbiValue::address(Address{1}), AbiValue::uint(kOpenCptFrom)});
    evm::OwnedRegistryOptions options;
    options.transactor = &chain.rich.transactor();
    options.clock = &clock;
    const auto schemas =
        must(evm::EvmSchemaRegistry::open(chain.anvil.node(), {31337, at}, options, call));
    const auto alice = controller(1);
    const Address own = address_of(*alice);
    EXPECT_OK(schemas->create(own, must(owned_name("a")), bytes_of("{}"), *alice, call));
    chain.at(chain.now() + 2 * 86'400);
    chain.anvil.tell("evm_mine");
    EXPECT_CODE(schemas->create(own, must(owned_name("b")), bytes_of("{}"), *alice, call),
                errors::kLedgerTimeAhead);
}

/// What a dry run signs is sent nowhere, and whoever sees it has little time to send it.
TEST(EvmStatuses, ADryRunSendsNothingAndSignsForAMinute) {
    if (!deed::test::have_anvil()) GTEST_SKIP() << "no Anvil at " DEED_ANVIL;
    Call call;
    SystemClock clock;
    deed::test::Deployment chain;
    const Address at = chain.with_dids("StatusRegistry");
    evm::Node& node = chain.anvil.node();
    evm::OwnedRegistryOptions options;
    options.transactor = &chain.rich.transactor();
    options.clock = &clock;
    const auto lists = must(evm::EvmStatusRegistry::open(node, {31337, at}, options, call));
    evm::DryRun trying(node, options.transactor->account());
    options.transactor = &trying;
    options.validity_seconds = 60;
    options.max_agreed_seconds = 60;
    const auto dry = must(evm::EvmStatusRegistry::open(node, {31337, at}, options, call));

    const auto alice = controller(1);
    const auto bob = controller(2);
    const NewList list{must(owned_name("revoked"))};
    const Hash id = owned_id(address_of(*alice), list.name);
    EXPECT_CODE(dry->create(address_of(*alice), list, *alice, call), evm::errors::kDryRun);
    ASSERT_EQ(trying.tried().size(), 1U);
    EXPECT_EQ(trying.tried()[0].action.to, at);
    EXPECT_GT(trying.tried()[0].gas, 21'000U);
    EXPECT_CODE(lists->find(id, Latest{}, call), errors::kListUnknown);

    must(lists->create(address_of(*alice), list, *alice, call));
    // The contract would refuse it: that is told as if it were sent.
    EXPECT_CODE(dry->create(address_of(*alice), list, *alice, call), errors::kListExists);
    const Consent consent = must(lists->accept_hand_over(id, address_of(*bob), *bob, call));
    EXPECT_CODE(dry->hand_over(id, address_of(*bob), consent, *alice, call),
                evm::errors::kDryRunOfConsent);
    EXPECT_EQ(trying.tried().size(), 1U);
    const Consent brief = must(dry->accept_hand_over(id, address_of(*bob), *bob, call));
    EXPECT_CODE(dry->hand_over(id, address_of(*bob), brief, *alice, call), evm::errors::kDryRun);
    EXPECT_EQ(trying.tried().size(), 2U);
    EXPECT_EQ(must(lists->find(id, Latest{}, call)).publisher, address_of(*alice));
    // A node that is ahead would have more than a minute to send it.
    chain.at(chain.now() + 600);
    chain.anvil.tell("evm_mine");
    EXPECT_CODE(dry->create(address_of(*alice), {must(owned_name("other"))}, *alice, call),
                errors::kLedgerTimeAhead);
    EXPECT_EQ(trying.tried().size(), 2U);
    // As of which block a node answers, and no further.
    const auto known = must(lists->known_until(call));
    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->time,
              *Timestamp::from_unix_milliseconds(static_cast<std::int64_t>(chain.now()) * 1000));
    EXPECT_OK(lists->find(id, UntilTime{known->time}, call));
    EXPECT_CODE(lists->is_set(id, 1, UntilTime{known->time.plus_seconds(1)}, call),
                errors::kCopyTooOld);
}

/// owned_id() of any creator and name is what both contracts reckon themselves.
TEST(OwnedIds, AreTheContractsOwn) {
    if (!deed::test::have_anvil()) GTEST_SKIP() << "no Anvil at " DEED_ANVIL;
    constexpr evm::FunctionText kIdOf[] = {{"idOf(address,bytes32)", "(bytes32)"}};
    Call call;
    deed::test::Deployment chain;
    const Address schemas =
        chain.deploy("SchemaRegistry", "(address,address,uint256)",
                     {AbiValue::address(chain.did_registry()), AbiValue::address(Address{1}),
                      AbiValue::uint(kOpenCptFrom)});
    Address ones{};
    ones.fill(0x11);
    OwnedName any{};
    any.fill(0xff);
    for (const auto& [name, at] :
         {std::pair("SchemaRegistry", schemas),
          std::pair("StatusRegistry", chain.with_dids("StatusRegistry"))}) {
        const evm::ContractKind kind{name, kIdOf, {}, {}};
        const auto contract =
            must(evm::RegistryContract::open(kind, chain.anvil.node(), {31337, at}, call));
        for (const Address& creator : {ones, Address{}, address_of(*controller(1))}) {
            for (const OwnedName& called : {must(owned_name("a")), OwnedName{}, any}) {
                const AbiValue values[] = {AbiValue::address(creator), AbiValue::bytes(called)};
                const auto told =
                    must(contract.read("idOf", values, evm::BlockRef::latest(), call));
                EXPECT_EQ(told.at(0), AbiValue::bytes(owned_id(creator, called)));
            }
        }
    }
    // By npm's js-sha3.
    EXPECT_EQ(hex_encode(owned_id(ones, must(owned_name("a")))),
              "6806907d5788a5b3f0a2f7a4171d7fe5414fcf0ef80b4745ccededb3665d2af1");
}

/// None where Anvil is not installed; the other tests of the room say so.
std::vector<RegistriesEngine> engines() {
    if (!deed::test::have_anvil()) return {};
    return {{"Evm", [] { return std::make_unique<EvmRegistries>(); }}};
}

INSTANTIATE_TEST_SUITE_P(Evm, SchemaReading, testing::ValuesIn(engines()), registries_name);
INSTANTIATE_TEST_SUITE_P(Evm, SchemaWriting, testing::ValuesIn(engines()), registries_name);
INSTANTIATE_TEST_SUITE_P(Evm, StatusReading, testing::ValuesIn(engines()), registries_name);
INSTANTIATE_TEST_SUITE_P(Evm, StatusWriting, testing::ValuesIn(engines()), registries_name);

}  // namespace
}  // namespace deed::registry::test
