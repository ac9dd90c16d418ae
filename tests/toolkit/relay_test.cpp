#include "toolkit/relay.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/did_life.hpp"
#include "toolkit/expiring_form.hpp"
#include "toolkit/migration_errors.hpp"
#include "toolkit/relay_errors.hpp"
#include "toolkit/signing_basis.hpp"

// Operations that are signed without a ledger, and brought to a chain on Anvil by an account that
// controls none of their DIDs.

namespace deed {
namespace {

using registry::evm::Uint256;
using registry::test::ChainFixture;
using test::must;

constexpr std::uint64_t kHour = 3600;
constexpr std::int64_t kDay = 86'400;

Timestamp at(std::string_view text) { return must(Timestamp::parse_rfc3339(text)); }

TEST(Basis, OfACreationIsReadAsItWasWritten) {
    const CreationBasis log{"labcdefghijklmnopqrstuvwxyz234567", std::nullopt,
                            at("2026-01-02T03:04:05Z"), at("2026-01-02T03:05:00Z")};
    ASSERT_OK_AND(const CreationBasis read, CreationBasis::parse(log.to_json().root()));
    EXPECT_EQ(read.network, log.network);
    EXPECT_EQ(read.as_of, log.as_of);
    EXPECT_EQ(read.taken, log.taken);
    EXPECT_FALSE(read.contract);
}

TEST(Basis, OfACreationIsRefusedWhereItIsNotJustSo) {
    const std::string good = R"({"type":"deed/creation-basis/v1",)"
                             R"("network":"e31337-5fbdb2315678afecb367f032d93f642f64180aa3",)"
                             R"("contract":"0xe7f1725e7734ce288f8367e1bb143e90bb3f0512",)"
                             R"("asOf":"2026-01-02T03:04:05Z","taken":"2026-01-02T03:05:00Z"})";
    const auto parse = [](const std::string& text) {
        const json::Document json = must(json::Document::parse(text));
        return CreationBasis::parse(json.root());
    };
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    EXPECT_OK(parse(good));
    for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
             {"creation-basis", "signing-basis"},
             {"\"taken\"", "\"token\""},
             {",\"taken\":\"2026-01-02T03:05:00Z\"", ""},
             {"2026-01-02T03:04:05Z", "yesterday"},
             {"e31337-", "e031337-"},
             {"e31337-5fbdb2315678afecb367f032d93f642f64180aa3",
              "labcdefghijklmnopqrstuvwxyz234567"},
             {"\"contract\":\"0xe7f1725e7734ce288f8367e1bb143e90bb3f0512\",", ""},
             {"0xe7f1725e7734ce288f8367e1bb143e90bb3f0512", "0xE7"}})
        EXPECT_CODE(parse(changed(from, to)), errors::kSigningBasisMalformed) << to;
}

TEST(Basis, IsSignedOnForSevenDays) {
    const Timestamp taken = at("2026-01-02T03:04:05Z");
    const CreationBasis basis{"labc", std::nullopt, at("2025-01-01T00:00:00Z"), taken};
    EXPECT_OK(check_fresh(basis, taken));
    EXPECT_OK(check_fresh(basis, taken.plus_seconds(7 * kDay)));
    EXPECT_CODE(check_fresh(basis, taken.plus_seconds(7 * kDay + 1)), errors::kSigningBasisStale);
    // Clocks differ a little; what is a day ahead is somebody's wish.
    EXPECT_OK(check_fresh(basis, taken.plus_seconds(-kDay)));
    EXPECT_CODE(check_fresh(basis, taken.plus_seconds(-kDay - 1)),
                registry::errors::kLedgerTimeAhead);
    // What holds long is counted from the later of both.
    EXPECT_EQ(expiry_by(taken, taken.plus_seconds(-60), 600), 1'767'323'045U + 600);
    EXPECT_EQ(expiry_by(taken, taken.plus_seconds(60), 600), 1'767'323'045U + 660);
}

class Relay : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain = std::make_unique<ChainFixture>();
        chain->set_time(SystemClock().now().plus_seconds(1));
        open();
        const auto key =
            must(owner->toolkit->keys().generate("payer", crypto::KeyType::secp256k1, call));
        payer = must(registry::address_of(key.public_key));
        chain->anvil().tell("anvil_setBalance",
                            "[\"" + registry::to_string(payer) + "\",\"0x3635c9adc5dea00000\"]");
    }
    /// As a process that was just started.
    void open() {
        owner.reset();
        Config config = test::config_in(home.path());
        config.chain_folder = home.path() / "chains";
        ChainConfig settings;
        settings.alias = "test";
        settings.nodes = {chain->anvil().url()};
        settings.chain_id = chain->chain_id();
        settings.directory = chain->directory();
        settings.account = must(crypto::KeyReference::parse("payer"));
        settings.patience = std::chrono::seconds(3);
        config.chains = {{"test", settings}};
        config.chain = "test";
        owner = std::make_unique<test::Owner>(std::move(config));
    }
    Toolkit& toolkit() { return *owner->toolkit; }
    RelayInput creation(const std::string& name, bool pre_rotate = false) {
        const auto form = chain->reader().form();
        auto made = must(sign_did(toolkit(), name, *form, {.pre_rotate = pre_rotate}, kHour, call));
        return {name, std::move(made.operation)};
    }
    /// What `change` signs on a basis of the DID, whose next place may be another.
    RelayInput change(const std::string& name, const did::Did& did,
                      const std::function<void(const DidWriting&)>& change,
                      std::optional<std::uint64_t> place = std::nullopt) {
        SigningBasis basis = must(signing_basis_of(chain->reader(), did, call));
        if (place) basis.sequence = *place;
        const DidWriting writing =
            writing_by(basis, expiry_by(basis.as_of, toolkit().clock().now(), kHour));
        change(writing);
        return {name, static_cast<SigningLedger&>(*writing.ledger).take()};
    }
    RelayInput service(const std::string& name, const did::Did& did,
                       std::optional<std::uint64_t> place = std::nullopt) {
        return change(
            name, did,
            [&](const DidWriting& writing) {
                const auto edit = [&](const did::Document& document) {
                    return did::with_service(
                        document, {"#" + name, "Files", must(json::Document::parse("\"urn:x\""))});
                };
                EXPECT_OK(edit_did(toolkit(), writing, did, edit, call));
            },
            place);
    }
    Result<RelayReport> relay(const std::vector<RelayInput>& inputs, const RelayPlan& plan = {}) {
        OpenChain* open = must(toolkit().chain("test", call));
        return relay_operations(*open, toolkit().clock(), inputs, plan, call);
    }
    Uint256 balance() {
        return must(chain->node().balance(payer, registry::evm::BlockRef::latest(), call));
    }
    std::uint64_t sent() {
        return must(
            chain->node().transaction_count(payer, registry::evm::BlockRef::latest(), call));
    }

    test::TempDir home;
    std::unique_ptr<ChainFixture> chain;
    std::unique_ptr<test::Owner> owner;
    registry::Address payer{};
    Call call;
};

TEST_F(Relay, CostsNoMoreThanWasAllowed) {
    const std::vector<RelayInput> inputs{creation("ada"), creation("bob", true), creation("cyd")};
    ASSERT_OK_AND(const RelayReport tried, relay(inputs, {.dry_run = true}));
    for (const RelayOutcome& outcome : tried.outcomes)
        EXPECT_EQ(outcome.verdict, RelayVerdict::relayed);
    EXPECT_EQ(sent(), 0U);
    const Uint256 cost = must(tried.gas_price.times(tried.gas));
    ASSERT_FALSE(cost.is_zero());

    RelayPlan less;
    less.max_cost = cost.divided_by(2);
    EXPECT_CODE(relay(inputs, less), errors::kRelayOverMaxCost);
    EXPECT_EQ(sent(), 0U);

    const Uint256 before = balance();
    RelayPlan enough;
    enough.max_cost = cost;
    ASSERT_OK_AND(const RelayReport report, relay(inputs, enough));
    for (const RelayOutcome& outcome : report.outcomes) {
        EXPECT_EQ(outcome.verdict, RelayVerdict::relayed) << outcome.name;
        EXPECT_TRUE(outcome.block);
        EXPECT_FALSE(outcome.was_there);
    }
    EXPECT_EQ(sent(), 3U);
    EXPECT_LE(must(before.minus(balance())), cost);
}

TEST_F(Relay, PaysNoHigherFeeThanItsCapWhateverBlocksAsk) {
    const std::vector<RelayInput> inputs{creation("ada")};
    ASSERT_OK_AND(const RelayReport tried, relay(inputs, {.dry_run = true}));
    RelayPlan plan;
    plan.max_cost = must(tried.gas_price.times(tried.gas));
    const auto ask = [&](const Uint256& fee) {
        chain->anvil().tell("anvil_setNextBlockBaseFeePerGas", "[\"" + fee.to_quantity() + "\"]");
        chain->mine();
    };
    ask(must(tried.gas_price.times(10)));
    EXPECT_CODE(relay(inputs, plan), errors::kRelayOverMaxCost);
    // The cap that a run sets holds for what its outbox sends later.
    must(toolkit().chain("test", call))->cap_fee(tried.gas_price);
    ASSERT_OK_AND(const RelayReport dear, relay(inputs));
    EXPECT_EQ(dear.outcomes[0].verdict, RelayVerdict::undetermined);
    EXPECT_EQ(sent(), 0U);
    ask(tried.gas_price.divided_by(4));
    ASSERT_OK_AND(const RelayReport cheap, relay(inputs));
    EXPECT_EQ(cheap.outcomes[0].verdict, RelayVerdict::relayed);
    EXPECT_EQ(sent(), 1U);
}

TEST_F(Relay, DoesNothingTwice) {
    const std::vector<RelayInput> inputs{creation("ada"), creation("bob")};
    // Somebody else brings one of them.
    const registry::Submission other{inputs[1].operation.value().operation(), {}};
    ASSERT_OK(chain->writer().submit({&other, 1}, call));
    ASSERT_OK(chain->writer().wait(registry::ticket_of(other.operation),
                                   registry::Finality::included, call));
    for (const bool again : {false, true}) {
        ASSERT_OK_AND(const RelayReport report, relay(inputs));
        EXPECT_EQ(report.outcomes[0].verdict, RelayVerdict::relayed);
        EXPECT_EQ(report.outcomes[0].was_there, again);
        EXPECT_EQ(report.outcomes[1].verdict, RelayVerdict::relayed);
        EXPECT_TRUE(report.outcomes[1].was_there);
        EXPECT_EQ(sent(), 1U);
        open();
    }
}

TEST_F(Relay, GoesOnWithWhatWasRecordedAndNotSeenToEnd) {
    const std::vector<RelayInput> inputs{creation("ada"), creation("bob")};
    {
        // A process that died behind the outbox' word for the first.
        OpenChain* open_chain = must(toolkit().chain("test", call));
        auto* ledger = must(open_chain->ledger(OpenChain::Access::writing, call));
        chain->anvil().tell("evm_setAutomine", "[false]");
        const registry::Submission first{inputs[0].operation.value().operation(), {}};
        ASSERT_OK(ledger->submit({&first, 1}, call));
        open();
    }
    chain->anvil().tell("evm_setAutomine", "[true]");
    chain->mine();
    ASSERT_OK_AND(const RelayReport report, relay(inputs));
    for (const RelayOutcome& outcome : report.outcomes)
        EXPECT_EQ(outcome.verdict, RelayVerdict::relayed) << outcome.name;
    EXPECT_EQ(sent(), 2U);
}

TEST_F(Relay, TellsForGoodFromNotYet) {
    const RelayInput first = creation("ada");
    const did::Did ada = first.operation.value().did();
    ASSERT_OK(relay({first}));
    const RelayInput early = service("early", ada);
    const RelayInput rival = service("rival", ada);
    const RelayInput ahead = service("ahead", ada, 2);
    // One signed by a key that does not control the DID, and one that came before its DID did.
    const RelayInput other = creation("bob");
    SigningBasis basis = must(signing_basis_of(chain->reader(), ada, call));
    basis.controller = must(did::parse_weid(other.operation.value().did())).address;
    const DidWriting writing =
        writing_by(basis, expiry_by(basis.as_of, toolkit().clock().now(), kHour));
    ASSERT_OK(deactivate_did(toolkit(), writing, ada, call));
    const RelayInput foreign{"foreign", static_cast<SigningLedger&>(*writing.ledger).take()};

    ASSERT_OK_AND(const RelayReport report, relay({ahead, foreign}));
    EXPECT_EQ(report.outcomes[0].verdict, RelayVerdict::undetermined);
    EXPECT_EQ(report.outcomes[0].trouble->code(), errors::kRelayWaits);
    EXPECT_EQ(report.outcomes[1].verdict, RelayVerdict::refused);
    EXPECT_EQ(report.outcomes[1].trouble->code(), registry::errors::kNotController);

    ASSERT_OK_AND(const RelayReport both, relay({ahead, rival, early}));
    EXPECT_EQ(both.outcomes[0].verdict, RelayVerdict::relayed);
    EXPECT_EQ(both.outcomes[1].verdict, RelayVerdict::relayed) << "the one that was given first";
    EXPECT_EQ(both.outcomes[2].verdict, RelayVerdict::undetermined)
        << "only when its rival is on the chain";
    ASSERT_OK_AND(const RelayReport after, relay({early}));
    EXPECT_EQ(after.outcomes[0].verdict, RelayVerdict::refused);
    EXPECT_EQ(after.outcomes[0].trouble->code(), registry::errors::kSequenceConflict);
}

TEST_F(Relay, BringsWhatTheCommittedKeySignedForAnyPlace) {
    const RelayInput first = creation("ada", true);
    const did::Did ada = first.operation.value().did();
    ASSERT_OK(relay({first}));
    const RelayInput update = service("files", ada);
    const RelayInput end = change("end", ada, [&](const DidWriting& writing) {
        EXPECT_OK(deactivate_did(toolkit(), writing, ada, call));
    });
    EXPECT_EQ(end.operation.value().operation().envelope().sequence, registry::kAnySequence);
    ASSERT_OK_AND(const RelayReport report, relay({end, update}));
    EXPECT_EQ(report.outcomes[0].verdict, RelayVerdict::relayed);
    EXPECT_EQ(report.outcomes[1].verdict, RelayVerdict::relayed);
    ASSERT_OK_AND(const RelayReport again, relay({end, update}));
    EXPECT_TRUE(again.outcomes[0].was_there);
    EXPECT_TRUE(again.outcomes[1].was_there);
    EXPECT_EQ(sent(), 3U);
}

TEST_F(Relay, TakesNoMoreThanItCanHold) {
    const RelayInput one = creation("ada");
    EXPECT_CODE(relay(std::vector<RelayInput>(kMaxRelayed + 1, one)), errors::kRelayTooMany);
    ASSERT_OK_AND(const RelayReport report,
                  relay({{"gone", Error(errors::kSigningBasisOtherDid, "x")}}));
    EXPECT_EQ(report.outcomes[0].verdict, RelayVerdict::refused);
    EXPECT_EQ(sent(), 0U);
}

}  // namespace
}  // namespace deed
