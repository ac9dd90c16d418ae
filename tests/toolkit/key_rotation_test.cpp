// A key of a DID is succeeded; whatever is interrupted can be run again.

#include <gtest/gtest.h>

#include "did/document_edit.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/did_life.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/key_rotation.hpp"

namespace deed::test {
namespace {

class KeyRotationTest : public testing::Test {
protected:
    KeyRotationTest() {
        for (const char* name : {"one", "two"}) {
            auto created = owner_->create_did(name, call_);
            EXPECT_OK(created);
            dids_.push_back(created->did);
        }
        // One key for both DIDs.
        auto shared = owner_->keys().generate("shared", crypto::KeyType::ed25519, call_);
        EXPECT_OK(shared);
        for (const did::Did& did : dids_)
            EXPECT_OK(edit_did(
                *owner_, did,
                [&](const did::Document& document) {
                    return did::with_key(document, {shared->public_key, kUses});
                },
                call_));
    }

    did::Document document(std::size_t index) {
        auto resolution = owner_->resolver().resolve(dids_[index], {}, call_);
        EXPECT_OK(resolution);
        return resolution->document;
    }
    crypto::PublicKey key(const std::string& name) {
        auto found = owner_->keys().find(name, call_);
        EXPECT_OK(found);
        return found->public_key;
    }

    const std::vector<did::Relationship> kUses{did::Relationship::assertion_method,
                                               did::Relationship::capability_delegation};
    TempDir home_;
    At<TypedPassphrase> owner_{home_.path()};
    std::vector<did::Did> dids_;
    Call call_;
};

TEST_F(KeyRotationTest, EveryDocumentListsTheSuccessorForTheSameUses) {
    ASSERT_OK_AND(const KeyRotation rotation, rotate_key(*owner_, "shared", {}, call_));
    EXPECT_EQ(rotation.new_name, "shared.2");
    EXPECT_FALSE(rotation.was_begun);
    ASSERT_EQ(rotation.listings.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_TRUE(rotation.listings[i].receipt);
        const did::Document now = document(i);
        EXPECT_FALSE(lists_key(now, rotation.old_key.public_key));
        EXPECT_EQ(relationships_of(now, key("shared.2")), kUses);
    }
    // What it made is still signed for, should somebody need to.
    EXPECT_OK(owner_->keys().signer("shared", call_));
}

TEST_F(KeyRotationTest, GoesOnAfterAnInterruptionBetweenTwoDocuments) {
    ASSERT_OK(owner_->keys().generate("shared.2", crypto::KeyType::ed25519, call_));
    ASSERT_OK(edit_did(
        *owner_, dids_[0],
        [&](const did::Document& document) {
            return with_key_replaced(document, key("shared"), key("shared.2"));
        },
        call_));
    ASSERT_OK_AND(const auto begun, crypto::KeyReference::to_stored("shared.2"));
    ASSERT_OK_AND(const KeyRotation rotation,
                  rotate_key(*owner_, "shared", {.new_key = begun}, call_));
    EXPECT_TRUE(rotation.was_begun);
    ASSERT_EQ(rotation.listings.size(), 1U);
    EXPECT_EQ(rotation.listings[0].did, dids_[1]);
    for (std::size_t i = 0; i < 2; ++i)
        EXPECT_EQ(relationships_of(document(i), key("shared.2")), kUses);
    EXPECT_CODE(rotate_key(*owner_, "shared", {}, call_), errors::kToolkitKeyRotated);
}

TEST_F(KeyRotationTest, AKeyThatOnlyHasTheNameIsNotTakenForTheSuccessor) {
    // As an imported key, a remote one, or a successor that was compromised earlier.
    ASSERT_OK(owner_->keys().generate("shared.2", crypto::KeyType::ed25519, call_));
    for (const bool dry_run : {true, false})
        EXPECT_CODE(rotate_key(*owner_, "shared", {.dry_run = dry_run}, call_),
                    errors::kToolkitSuccessorExists);
    EXPECT_FALSE(lists_key(document(0), key("shared.2")));
    EXPECT_TRUE(lists_key(document(0), key("shared")));
}

TEST_F(KeyRotationTest, ADryRunChangesNothing) {
    const did::Document before = document(0);
    ASSERT_OK_AND(const KeyRotation rotation,
                  rotate_key(*owner_, "shared", {.dry_run = true}, call_));
    EXPECT_EQ(rotation.listings.size(), 2U);
    EXPECT_FALSE(rotation.new_key);
    EXPECT_EQ(document(0).json(), before.json());
    EXPECT_FALSE(owner_->keys().find("shared.2", call_));
}

TEST_F(KeyRotationTest, ADeactivatedDidIsLeftAlone) {
    ASSERT_OK_AND(registry::LogLedger * ledger, owner_->writable_ledger(call_));
    ASSERT_OK_AND(const auto controller, owner_->controller_of(dids_[1], call_));
    did::WeidRegistrar registrar(*ledger, owner_->clock());
    ASSERT_OK(registrar.deactivate(dids_[1], *controller, call_));
    ASSERT_OK_AND(const KeyRotation rotation, rotate_key(*owner_, "shared", {}, call_));
    ASSERT_EQ(rotation.listings.size(), 1U);
    EXPECT_EQ(rotation.listings[0].did, dids_[0]);
}

TEST_F(KeyRotationTest, AKeyThatExistsAlreadyBecomesTheSuccessor) {
    ASSERT_OK(owner_->keys().generate("spare", crypto::KeyType::ed25519, call_));
    ASSERT_OK_AND(const auto reference, crypto::KeyReference::to_stored("spare"));
    ASSERT_OK(rotate_key(*owner_, "shared", {.new_key = reference}, call_));
    EXPECT_TRUE(lists_key(document(0), key("spare")));
    EXPECT_EQ(key("shared.2"), key("spare"));

    ASSERT_OK(owner_->keys().generate("other", crypto::KeyType::p256, call_));
    ASSERT_OK_AND(const auto other, crypto::KeyReference::to_stored("other"));
    EXPECT_CODE(rotate_key(*owner_, "shared.2", {.new_key = other}, call_),
                errors::kToolkitKeyTypeTaken);
}

TEST_F(KeyRotationTest, NamesOfSuccessors) {
    for (const auto& [name, next] : std::vector<std::pair<std::string, std::string>>{
             {"a", "a.2"}, {"a.9", "a.10"}, {"a.1", "a.1.2"}, {"a.02", "a.02.2"}, {"2", "2.2"}}) {
        ASSERT_OK(owner_->keys().generate(name, crypto::KeyType::ed25519, call_));
        ASSERT_OK_AND(const KeyRotation rotation,
                      rotate_key(*owner_, name, {.dry_run = true}, call_));
        EXPECT_EQ(rotation.new_name, next);
    }
}

TEST_F(KeyRotationTest, KeysInControlAreRefused) {
    EXPECT_CODE(rotate_key(*owner_, "one.controller", {}, call_), errors::kToolkitKeyInControl);
    EXPECT_CODE(rotate_key(*owner_, "log.local", {}, call_), errors::kToolkitKeyInControl);
}

}  // namespace
}  // namespace deed::test
