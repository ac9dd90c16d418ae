#include "did/methods/weid.hpp"

#include "did/document_edit.hpp"
#include "did/errors.hpp"
#include "did/methods/signed_operation.hpp"
#include "lib/json/document.hpp"
#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"

// did:weid on a chain: the same resolver and registrar as on a log.

namespace deed::registry::test {
namespace {

class WeidOnAChain : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain_ = std::make_unique<ChainFixture>();
        registrar_ = std::make_unique<did::WeidRegistrar>(chain_->writer(), chain_->clock());
        resolver_ = std::make_unique<did::WeidResolver>(
            [this](const std::string&, Call&) -> Result<Ledger*> { return &chain_->writer(); });
    }

    did::Did create(std::uint8_t number) {
        return must(registrar_->create(
            *controller(number),
            {{assertion_->public_key(), {did::Relationship::assertion_method}}}, call_));
    }
    json::Document with_note(const did::Did& did, const std::string& note) {
        const auto document = must(resolver_->resolve(did, {}, call_)).document;
        const auto value = must(json::Document::parse("\"" + note + "\""));
        return must(document.json().with("/note", value.root()));
    }
    std::string note_of(const did::Resolution& resolution) {
        const auto note = resolution.document.json().root().find("note");
        return note ? std::string(note->string()) : "";
    }

    Call call_;
    std::unique_ptr<ChainFixture> chain_;
    std::unique_ptr<did::WeidRegistrar> registrar_;
    std::unique_ptr<did::WeidResolver> resolver_;
    std::unique_ptr<crypto::Signer> assertion_ = signer_of(crypto::KeyType::ed25519, 9);
    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    std::unique_ptr<crypto::Signer> bob_ = controller(2);
};

TEST_F(WeidOnAChain, VersionsByIdAndByTime) {
    const did::Did did = create(1);
    EXPECT_TRUE(did.to_string().starts_with("did:weid:e"));
    chain_->set_time(at_second(kStart + 10));
    ASSERT_OK(registrar_->update(did, with_note(did, "one"), *alice_, call_));
    chain_->set_time(at_second(kStart + 20));
    ASSERT_OK(registrar_->rotate(did, with_note(did, "two"), {*bob_, alice_.get()}, call_));

    ASSERT_OK_AND(const auto latest, resolver_->resolve(did, {}, call_));
    EXPECT_EQ(note_of(latest), "two");
    EXPECT_EQ(latest.metadata.version_id, "2");
    EXPECT_EQ(latest.metadata.created, at_second(kStart));
    EXPECT_EQ(latest.metadata.updated, at_second(kStart + 20));
    did::ResolveOptions by_id;
    by_id.version_id = "1";
    EXPECT_EQ(note_of(must(resolver_->resolve(did, by_id, call_))), "one");
    by_id.version_id = "3";
    EXPECT_CODE(resolver_->resolve(did, by_id, call_), did::errors::kNoSuchVersion);
    did::ResolveOptions by_time;
    by_time.version_time = at_second(kStart + 9);
    EXPECT_EQ(note_of(must(resolver_->resolve(did, by_time, call_))), "");
    by_time.version_time = at_second(kStart + 10);
    EXPECT_EQ(note_of(must(resolver_->resolve(did, by_time, call_))), "one");
    by_time.version_time = at_second(kStart - 1);
    EXPECT_CODE(resolver_->resolve(did, by_time, call_), did::errors::kNoSuchVersion);
    const auto nobody = did::make_weid(chain_->writer().network(), Address{7});
    EXPECT_CODE(resolver_->resolve(nobody, {}, call_), did::errors::kNotFound);
    EXPECT_EQ(must(resolver_->history(did, call_)).versions.size(), 3U);
}

TEST_F(WeidOnAChain, Ends) {
    const did::Did ended = create(1);
    ASSERT_OK(registrar_->deactivate(ended, *alice_, call_));
    EXPECT_TRUE(must(resolver_->resolve(ended, {}, call_)).metadata.deactivated);

    const did::Did moved = create(2);
    const auto successor = must(did::Did::parse("did:weid:ltt53omttzxodzx5sytncx7agysvkisys:" +
                                                to_string(address_of(*bob_))));
    EXPECT_CODE(registrar_->move(moved, ended, *bob_, call_), did::errors::kBadSuccessor);
    ASSERT_OK(registrar_->move(moved, successor, *bob_, call_));
    EXPECT_EQ(must(resolver_->resolve(moved, {}, call_)).metadata.canonical_id,
              successor.to_string());
}

TEST_F(WeidOnAChain, CompromisedKeys) {
    const did::Did did = create(1);
    chain_->set_time(at_second(kStart + 100));
    const did::Document before = must(resolver_->resolve(did, {}, call_)).document;
    ASSERT_OK_AND(const did::Document without, did::without_key(before, assertion_->public_key()));
    ASSERT_OK(registrar_->compromise(did, {{assertion_->public_key(), at_second(kStart + 50)}},
                                     without.json(), *alice_, call_));
    ASSERT_OK_AND(const auto history, resolver_->history(did, call_));
    ASSERT_EQ(history.compromises.size(), 1U);
    EXPECT_EQ(history.compromises[0].since, at_second(kStart + 50));
    did::ResolveOptions first;
    first.version_id = "0";
    const auto old = must(resolver_->resolve(did, first, call_)).document;
    const auto* method =
        old.find_method(assertion_->public_key(), did::Relationship::assertion_method);
    ASSERT_NE(method, nullptr);
    EXPECT_EQ(method->revoked, at_second(kStart + 50));
    EXPECT_CODE(registrar_->update(did, before.json(), *alice_, call_),
                did::errors::kCompromisedKey);
}

TEST_F(WeidOnAChain, SignedElsewhereAndHandedIn) {
    const auto form = chain_->writer().form();
    ASSERT_OK_AND(const auto made, did::WeidRegistrar::sign_creation(*form, *alice_, {},
                                                                     chain_->clock(), 600, call_));
    ASSERT_OK_AND(const auto read, did::SignedOperation::parse(made.to_json().root()));
    EXPECT_EQ(read.did(), made.did());
    ASSERT_OK_AND(const auto first, registrar_->submit(read, call_));
    chain_->reopen();
    registrar_ = std::make_unique<did::WeidRegistrar>(chain_->writer(), chain_->clock());
    ASSERT_OK_AND(const auto second, registrar_->submit(read, call_));
    EXPECT_EQ(first.position, second.position);
    EXPECT_OK(resolver_->resolve(read.did(), {}, call_));
}

}  // namespace
}  // namespace deed::registry::test
