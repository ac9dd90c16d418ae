#include "toolkit/migration.hpp"

#include "did/methods/weid.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/did_life.hpp"
#include "toolkit/migration_errors.hpp"

// DIDs on their way from a ledger here to a chain on Anvil, and back.

namespace deed {
namespace {

using registry::test::ChainFixture;
using test::must;
using State = MigrationItem::State;

/// A list whose saving fails once: after `good` times, before or after it was written.
class FailingStore final : public MigrationStore {
public:
    FailingStore(MigrationStore& real, int good, bool written)
        : real_(real), good_(good), written_(written) {}
    Result<std::optional<MigrationList>> load() override { return real_.load(); }
    Result<void> save(const MigrationList& list) override {
        if (good_-- != 0) return real_.save(list);
        if (written_) EXPECT_OK(real_.save(list));
        failed = true;
        return Error(deed::errors::kIoFailed, "the power went off");
    }
    bool failed = false;

private:
    MigrationStore& real_;
    int good_;
    const bool written_;
};

/// A list that is there already.
class GivenStore final : public MigrationStore {
public:
    explicit GivenStore(MigrationList list) : list_(std::move(list)) {}
    Result<std::optional<MigrationList>> load() override { return std::optional(list_); }
    Result<void> save(const MigrationList& list) override {
        list_ = list;
        return {};
    }

private:
    MigrationList list_;
};

class Migration : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain = std::make_unique<ChainFixture>();
        open();
        must(owner->toolkit->keys().generate("payer", crypto::KeyType::secp256k1, call));
        fund(*chain);
    }
    /// Gives the payer ether.
    void fund(ChainFixture& on) {
        const auto payer = must(toolkit().keys().find("payer", call)).public_key;
        on.anvil().tell("anvil_setBalance",
                        "[\"" + registry::to_string(must(registry::address_of(payer))) +
                            "\",\"0x3635c9adc5dea00000\"]");
    }
    static ChainConfig settings_of(const std::string& alias, ChainFixture& on) {
        ChainConfig settings;
        settings.alias = alias;
        settings.nodes = {on.anvil().url()};
        settings.chain_id = on.chain_id();
        settings.directory = on.directory();
        settings.account = must(crypto::KeyReference::parse("payer"));
        return settings;
    }
    void open(const std::optional<std::string>& on_chain = std::nullopt) {
        owner.reset();
        Config config = test::config_in(home.path());
        config.chain_folder = home.path() / "chains";
        config.chains = {{"test", settings_of("test", *chain)}};
        if (second) config.chains.emplace("second", settings_of("second", *second));
        config.chain = on_chain;
        owner = std::make_unique<test::Owner>(std::move(config));
    }
    Toolkit& toolkit() { return *owner->toolkit; }
    std::unique_ptr<MigrationStore> file() {
        return must(open_migration_file(home.path() / "list"));
    }
    Result<MigrationReport> run(const std::string& from, const std::string& to) {
        const auto store = file();
        return migrate(toolkit(), {from, to}, *store, call);
    }
    registry::Ledger& log() { return *must(toolkit().writable_ledger(call)); }
    std::uint64_t length_of(registry::Ledger& ledger, const did::Did& did) {
        const auto id = must(did::parse_weid(did));
        return must(ledger.state(id.address, call)).chain(registry::Chain::did).length;
    }
    MigrationRequest request_of(const did::Did& did) {
        return {must(signing_basis_of(log(), did, call)),
                registry::evm::to_string({chain->chain_id(), chain->directory()}),
                chain->registry()};
    }

    test::TempDir home;
    std::unique_ptr<ChainFixture> chain;
    std::unique_ptr<ChainFixture> second;  ///< where a test needs a second one
    std::unique_ptr<test::Owner> owner;
    Call call;
};

TEST_F(Migration, IsTakenUpWhereASaveFailedAndDoesNothingTwice) {
    int interrupted = 0;
    for (const bool written : {false, true}) {
        for (int good = 0;; ++good) {
            const std::string name = (written ? "w" : "n") + std::to_string(good);
            const CreatedDid created = must(toolkit().create_did(name, call));
            {
                const auto real = file();
                FailingStore failing(*real, good, written);
                const auto first = migrate(toolkit(), {"local", "test"}, failing, call);
                if (!failing.failed) {
                    ASSERT_OK(first);
                    break;
                }
                EXPECT_CODE(first, deed::errors::kIoFailed);
            }
            ++interrupted;
            open();  // what was known in memory is gone
            ASSERT_OK_AND(const MigrationReport report, run("local", "test"));
            const MigrationOutcome& outcome = report.outcomes.back();
            EXPECT_EQ(outcome.did, created.did);
            EXPECT_EQ(outcome.state, State::moved) << name;
            ASSERT_TRUE(outcome.successor);
            // One creation and one move, and no more.
            EXPECT_EQ(length_of(log(), created.did), 2U);
            EXPECT_EQ(length_of(chain->reader(), *outcome.successor), 1U);
            ASSERT_OK_AND(const auto resolution, toolkit().resolver().resolve(created.did, call));
            EXPECT_EQ(resolution.metadata.canonical_id, outcome.successor->to_string());
        }
    }
    EXPECT_EQ(interrupted, 8);  // four saves of a DID: found, signed, created, moved
}

TEST_F(Migration, CarriesKeysServicesAndCommitment) {
    const CreatedDid old = must(toolkit().create_did("acme", {.pre_rotate = true}, call));
    ASSERT_OK(edit_did(
        toolkit(), old.did,
        [](const did::Document& document) {
            return did::with_service(document,
                                     {"#files", "Files", must(json::Document::parse("\"urn:x\""))});
        },
        call));
    const auto before = must(toolkit().resolver().resolve(old.did, call));
    ASSERT_OK_AND(const MigrationReport report, run("local", "test"));
    ASSERT_EQ(report.outcomes.size(), 1U);
    ASSERT_TRUE(report.outcomes[0].successor);
    const did::Did successor = *report.outcomes[0].successor;
    ASSERT_OK_AND(const auto after, toolkit().resolver().resolve(successor, call));
    const auto& methods = after.document.verification_methods();
    ASSERT_EQ(methods.size(), before.document.verification_methods().size());
    for (std::size_t i = 0; i < methods.size(); ++i)
        EXPECT_EQ(methods[i].public_key, before.document.verification_methods()[i].public_key);
    const json::Value root = after.document.json().root();
    EXPECT_EQ(root.find("service")->array()[0].find("id")->string(),
              successor.to_string() + "#files");
    EXPECT_EQ(root.find("alsoKnownAs")->array()[0].string(), old.did.to_string());
    const auto id = must(did::parse_weid(successor));
    EXPECT_TRUE(must(chain->reader().state(id.address, call)).next_commitment());

    // And back: the chain's DID moves to the log, where its key has a DID already.
    std::filesystem::remove(home.path() / "list");
    ASSERT_OK_AND(const MigrationReport back, run("test", "local"));
    ASSERT_EQ(back.outcomes.size(), 1U);
    ASSERT_TRUE(back.outcomes[0].trouble);
    EXPECT_EQ(back.outcomes[0].trouble->code(), errors::kMigrationSuccessorTaken);
}

TEST_F(Migration, FromAChainToTheLog) {
    must(toolkit().create_did("first", call));  // so that there is a log
    open("test");
    const CreatedDid old = must(toolkit().create_did("acme", call));
    open();
    ASSERT_OK_AND(const MigrationReport report, run("test", "local"));
    ASSERT_EQ(report.outcomes.size(), 1U);
    EXPECT_EQ(report.outcomes[0].state, State::moved);
    ASSERT_OK_AND(const auto resolution, toolkit().resolver().resolve(old.did, call));
    EXPECT_EQ(resolution.metadata.canonical_id, report.outcomes[0].successor->to_string());
    EXPECT_EQ(length_of(log(), *report.outcomes[0].successor), 1U);
}

TEST_F(Migration, FromAChainToAnother) {
    second = std::make_unique<ChainFixture>();
    ASSERT_NE(second->chain_id(), chain->chain_id());
    open("test");
    fund(*second);
    const CreatedDid old = must(toolkit().create_did("acme", call));
    ASSERT_OK_AND(const MigrationReport report, run("test", "second"));
    ASSERT_EQ(report.outcomes.size(), 1U);
    EXPECT_EQ(report.outcomes[0].state, State::moved);
    ASSERT_TRUE(report.outcomes[0].successor);
    EXPECT_EQ(length_of(chain->reader(), old.did), 2U);
    EXPECT_EQ(length_of(second->reader(), *report.outcomes[0].successor), 1U);
    // As somebody else finds out who knows both chains.
    open();
    ASSERT_OK_AND(const auto resolution, toolkit().resolver().resolve(old.did, call));
    EXPECT_EQ(resolution.metadata.canonical_id, report.outcomes[0].successor->to_string());
    ASSERT_OK_AND(const MigrationReport again, run("test", "second"));
    EXPECT_EQ(length_of(second->reader(), *again.outcomes[0].successor), 1U);
}

TEST_F(Migration, KeepsBackWhatChangedMeanwhile) {
    const CreatedDid old = must(toolkit().create_did("acme", call));
    {
        const auto real = file();
        FailingStore failing(*real, 2, true);  // the successor is there, the move is not
        EXPECT_CODE(migrate(toolkit(), {"local", "test"}, failing, call), deed::errors::kIoFailed);
    }
    ASSERT_OK(edit_did(
        toolkit(), old.did,
        [](const did::Document& document) {
            return did::with_service(document,
                                     {"#late", "Files", must(json::Document::parse("\"urn:x\""))});
        },
        call));
    ASSERT_OK_AND(const MigrationReport report, run("local", "test"));
    ASSERT_TRUE(report.outcomes[0].trouble);
    EXPECT_EQ(report.outcomes[0].trouble->code(), errors::kMigrationChanged);
    // By hand; the next run sees it.
    const auto writing = must(open_dids(toolkit(), RegistryAccess::write, call));
    ASSERT_OK(move_did(toolkit(), writing, old.did, *report.outcomes[0].successor, call));
    ASSERT_OK_AND(const MigrationReport next, run("local", "test"));
    EXPECT_EQ(next.outcomes[0].state, State::moved);
}

TEST_F(Migration, SignsAnewWhereTheDidChangedBeforeAnythingWasHandedIn) {
    const CreatedDid old = must(toolkit().create_did("acme", call));
    {
        const auto real = file();
        FailingStore failing(*real, 1, true);  // signed, and nothing handed in
        EXPECT_CODE(migrate(toolkit(), {"local", "test"}, failing, call), deed::errors::kIoFailed);
    }
    ASSERT_OK(edit_did(
        toolkit(), old.did,
        [](const did::Document& document) {
            return did::with_service(document,
                                     {"#late", "Files", must(json::Document::parse("\"urn:x\""))});
        },
        call));
    ASSERT_OK_AND(const MigrationReport report, run("local", "test"));
    ASSERT_EQ(report.outcomes[0].state, State::moved);
    ASSERT_OK_AND(const auto after,
                  toolkit().resolver().resolve(*report.outcomes[0].successor, call));
    const auto services = after.document.json().root().find("service");
    ASSERT_TRUE(services.has_value());
    EXPECT_EQ(services->array()[0].find("id")->string(),
              report.outcomes[0].successor->to_string() + "#late");
}

TEST_F(Migration, TakesNoSuccessorWithoutTheCommitment) {
    const CreatedDid old = must(toolkit().create_did("acme", {.pre_rotate = true}, call));
    const MigrationRequest request = request_of(old.did);
    ASSERT_TRUE(request.basis.next.has_value());
    // Whoever has the controller's key, but not the one that is to come after it, was faster: the
    // same document, with no commitment.
    MigrationRequest stripped = request;
    stripped.basis.next.reset();
    ASSERT_OK_AND(const MigrationAnswer thief, sign_migration(toolkit(), stripped, 600, call));
    did::WeidRegistrar registrar(chain->writer(), toolkit().clock());
    ASSERT_OK(registrar.submit(thief.creation, call));
    ASSERT_OK_AND(const MigrationReport report, run("local", "test"));
    ASSERT_TRUE(report.outcomes[0].trouble);
    EXPECT_EQ(report.outcomes[0].trouble->code(), errors::kMigrationSuccessorTaken);
    EXPECT_EQ(length_of(log(), old.did), 1U);
}

TEST_F(Migration, AsksControllersElsewhere) {
    const CreatedDid old = must(toolkit().create_did("acme", call));
    const MigrationRequest request = request_of(old.did);
    // What travels comes back as it was.
    const json::Document written = request.to_json();
    ASSERT_OK_AND(const MigrationRequest read, MigrationRequest::parse(written.root()));
    EXPECT_EQ(read.to_json(), written);
    ASSERT_OK_AND(const MigrationAnswer answer, sign_migration(toolkit(), read, 600, call));
    EXPECT_OK(check_answer(request, answer));
    const json::Document answered = answer.to_json();
    EXPECT_EQ(must(MigrationAnswer::parse(answered.root())).to_json(), answered);

    const CreatedDid other = must(toolkit().create_did("other", call));
    EXPECT_CODE(check_answer(request_of(other.did), answer), errors::kMigrationAnswerMismatch);
    MigrationRequest later = request;
    later.basis.sequence += 1;
    EXPECT_CODE(check_answer(later, answer), errors::kMigrationAnswerMismatch);
    EXPECT_OK(migrate(toolkit(), {"local", "test"}, *file(), call));
    EXPECT_CODE(signing_basis_of(log(), old.did, call), registry::errors::kIdentityMoved);
}

TEST_F(Migration, RefusesOtherFiles) {
    const CreatedDid old = must(toolkit().create_did("acme", call));
    const json::Document request = request_of(old.did).to_json();
    const auto parse = [](const json::Document& json) {
        return MigrationRequest::parse(json.root());
    };
    const json::Document word = must(json::Document::parse("\"x\""));
    const json::Document zero = must(json::Document::parse("0"));
    for (const char* place : {"/type", "/network", "/contract", "/extra"})
        EXPECT_CODE(parse(must(request.with(place, word.root()))), errors::kMigrationMalformed)
            << place;
    EXPECT_CODE(parse(must(request.without("/contract"))), errors::kMigrationMalformed);
    for (const char* place : {"type", "did", "controller", "previous", "next", "contract", "asOf"})
        EXPECT_CODE(parse(must(request.with(std::string("/basis/") + place, word.root()))),
                    errors::kSigningBasisMalformed)
            << place;
    EXPECT_CODE(parse(must(request.with("/basis/sequence", zero.root()))),
                errors::kSigningBasisMalformed);
    EXPECT_CODE(parse(must(request.without("/basis/previous"))), errors::kSigningBasisMalformed);

    const auto store = file();
    ASSERT_OK(write_file_durably(home.path() / "list", as_bytes("{}"), 0600, Existing::replace));
    EXPECT_CODE(store->load(), errors::kMigrationMalformed);
    EXPECT_CODE(open_migration_file(home.path() / "list"), deed::errors::kFileLocked);
    ASSERT_OK(write_file_durably(home.path() / "list", as_bytes("{}"), 0644, Existing::replace));
    EXPECT_CODE(store->load(), deed::errors::kLoosePermissions);
}

TEST_F(Migration, HandsNothingInThatItsFileHasNoRoomFor) {
    constexpr std::size_t kRoom = 16'384;
    const std::string much = "\"urn:x:" + std::string(kRoom, 'x') + "\"";
    const CreatedDid large = must(toolkit().create_did("large", call));
    ASSERT_OK(edit_did(
        toolkit(), large.did,
        [&](const did::Document& document) {
            return did::with_service(document,
                                     {"#much", "Files", must(json::Document::parse(much))});
        },
        call));
    const CreatedDid usual = must(toolkit().create_did("usual", call));
    {
        const auto store = must(open_migration_file(home.path() / "list", kRoom));
        ASSERT_OK_AND(const auto report, migrate(toolkit(), {"local", "test"}, *store, call));
        ASSERT_EQ(report.outcomes.size(), 2U);
        for (const MigrationOutcome& outcome : report.outcomes) {
            if (outcome.did == usual.did) {
                EXPECT_EQ(outcome.state, State::moved);
                continue;
            }
            EXPECT_EQ(outcome.state, State::planned);
            ASSERT_TRUE(outcome.trouble);
            EXPECT_EQ(outcome.trouble->code(), errors::kMigrationTooLarge);
        }
        ASSERT_OK(store->load());  // what is there can still be read
    }
    EXPECT_EQ(length_of(log(), large.did), 2U);
    ASSERT_OK_AND(const MigrationReport next, run("local", "test"));
    for (const MigrationOutcome& outcome : next.outcomes) EXPECT_EQ(outcome.state, State::moved);
}

TEST_F(Migration, RefusesWhatCannotBe) {
    must(toolkit().create_did("acme", call));
    EXPECT_CODE(run("local", "local"), errors::kMigrationSameNetwork);
    {
        const test::Owner there(test::config_in(home.path(), "second"));
        must(there->create_did("there", call));
    }
    EXPECT_CODE(run("second", "test"), errors::kMigrationOtherLedger);

    const std::string from = log().network();
    const std::string to = registry::evm::to_string({chain->chain_id(), chain->directory()});
    GivenStore other({to, from, {}});
    EXPECT_CODE(migrate(toolkit(), {"local", "test"}, other, call),
                errors::kMigrationOtherNetworks);
    MigrationList full{from, to, {}};
    for (std::size_t i = 0; i < kMaxMigrated; ++i) {
        registry::Address address{};
        address[0] = static_cast<std::uint8_t>(i >> 8);
        address[1] = static_cast<std::uint8_t>(i);
        full.items.push_back({.did = did::make_weid(from, address),
                              .state = State::moved,
                              .successor = did::make_weid(to, address)});
    }
    GivenStore filled(std::move(full));
    EXPECT_CODE(migrate(toolkit(), {"local", "test"}, filled, call), errors::kMigrationTooMany);
}

}  // namespace
}  // namespace deed
