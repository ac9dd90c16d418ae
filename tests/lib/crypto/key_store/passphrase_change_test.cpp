// Another passphrase for the store, while keys and whatever the store sealed stay as they are.

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::test {
namespace {

namespace errors = crypto::errors;

class PassphraseChangeTest : public StoreTest {
protected:
    PassphraseChangeTest() { put_example(); }

    GivenPassphrase fresh_{"a new passphrase"};
};

TEST_F(PassphraseChangeTest, TheNewOneOpensAndTheOldOneDoesNot) {
    const std::string issuer = get(issuer_);
    const auto store = open_store();
    ASSERT_OK_AND(const Bytes sealed, store->seal("context", as_bytes("salt"), call_));
    ASSERT_OK(store->change_passphrase(fresh_, call_));
    EXPECT_EQ(fresh_.asked_for_new(), std::vector<bool>{true});
    EXPECT_EQ(get(issuer_), issuer);
    EXPECT_EQ(mode_of(master_), 0600U);

    EXPECT_CODE(open_store()->signer("issuer", call_), errors::kWrongPassphrase);
    const auto again = open_store(fresh_);
    ASSERT_OK_AND(const auto signer, again->signer("issuer", call_));
    ASSERT_OK_AND(const auto opened, again->open("context", sealed, call_));
    EXPECT_EQ(text_of(opened), "salt");
}

TEST_F(PassphraseChangeTest, TheObjectThatChangedItGoesOn) {
    const auto store = open_store();
    ASSERT_OK(store->change_passphrase(fresh_, call_));
    ASSERT_OK(store->signer("issuer", call_));
    ASSERT_OK(store->generate("second", crypto::KeyType::p256, call_));
    EXPECT_EQ(passphrase_.asked_for_new(), std::vector<bool>{false});
    ASSERT_OK(open_store(fresh_)->signer("second", call_));
}

TEST_F(PassphraseChangeTest, AnotherObjectAsksAnew) {
    GivenPassphrase other;
    const auto before = open_store(other);
    ASSERT_OK(before->signer("issuer", call_));
    ASSERT_OK(open_store()->change_passphrase(fresh_, call_));
    EXPECT_CODE(before->signer("issuer", call_), errors::kWrongPassphrase);
    EXPECT_EQ(other.asked_for_new().size(), 2U);

    /// Answers with another passphrase each time.
    class Learning final : public crypto::PassphraseSource {
    public:
        Result<crypto::SecretBytes> passphrase(bool, Call&) override {
            return crypto::SecretBytes::copy_of(as_bytes(words_[asked_++]));
        }

    private:
        std::vector<std::string> words_{"a new passphrase", std::string(kPassphrase)};
        std::size_t asked_ = 0;
    } learning;
    const auto patient = open_store(learning);
    ASSERT_OK(patient->signer("issuer", call_));
    GivenPassphrase first(kPassphrase);
    ASSERT_OK(open_store(fresh_)->change_passphrase(first, call_));
    ASSERT_OK(patient->signer("issuer", call_));
    ASSERT_OK(patient->generate("third", crypto::KeyType::ed25519, call_));
}

TEST_F(PassphraseChangeTest, AStoreOfAnotherMasterKeyIsNotTaken) {
    const auto store = open_store();
    ASSERT_OK(store->signer("issuer", call_));
    const std::filesystem::path other = dir_ / "other";
    const auto elsewhere = crypto::open_key_store(other, passphrase_, clock_);
    ASSERT_OK(elsewhere->generate("a", crypto::KeyType::ed25519, call_));
    put_private(master_, get(other / "master.json"));
    EXPECT_CODE(store->generate("second", crypto::KeyType::ed25519, call_),
                errors::kKeyStoreDamaged);
}

TEST_F(PassphraseChangeTest, WeakerParametersAreRaisedAndStrongerOnesKept) {
    ASSERT_NE(get(master_).find(R"("memlimit":8388608)"), std::string::npos);
    ASSERT_OK(open_store()->change_passphrase(fresh_, call_));
    EXPECT_NE(get(master_).find(R"("memlimit":67108864,"opslimit":2)"), std::string::npos);
}

TEST_F(PassphraseChangeTest, NothingChangesWhereItIsRefused) {
    const std::string master = get(master_);
    GivenPassphrase wrong("wrong");
    EXPECT_CODE(open_store(wrong)->change_passphrase(fresh_, call_), errors::kWrongPassphrase);
    EXPECT_TRUE(fresh_.asked_for_new().empty());
    GivenPassphrase none(errors::kNoPassphrase);
    EXPECT_CODE(open_store()->change_passphrase(none, call_), errors::kNoPassphrase);
    GivenPassphrase empty("");
    EXPECT_CODE(open_store()->change_passphrase(empty, call_), errors::kEmptyPassphrase);
    EXPECT_EQ(get(master_), master);

    std::filesystem::remove_all(folder_);
    EXPECT_CODE(open_store()->change_passphrase(fresh_, call_), errors::kNoKeyStore);
    EXPECT_FALSE(std::filesystem::exists(folder_));
}

TEST_F(PassphraseChangeTest, AFullDiskLeavesTheOldOne) {
    const auto store = open_store();
    ASSERT_OK(store->signer("issuer", call_));
    {
        const FileSizeLimit limit(16);
        EXPECT_CODE(store->change_passphrase(fresh_, call_), deed::errors::kIoFailed);
    }
    ASSERT_OK(store->generate("second", crypto::KeyType::ed25519, call_));
    ASSERT_OK(open_store()->signer("second", call_));
}

TEST_F(PassphraseChangeTest, TwoAtOnceDoNotUndoEachOther) {
    /// Another process is quicker: it changes the passphrase while this one is asked for.
    class Slow final : public crypto::PassphraseSource {
    public:
        explicit Slow(crypto::KeyStore& other) : other_(other) {}
        Result<crypto::SecretBytes> passphrase(bool, Call& call) override {
            GivenPassphrase quick("quick");
            EXPECT_OK(other_.change_passphrase(quick, call));
            return crypto::SecretBytes::copy_of(as_bytes("slow"));
        }

    private:
        crypto::KeyStore& other_;
    };
    const auto other = open_store();
    Slow slow(*other);
    EXPECT_CODE(open_store()->change_passphrase(slow, call_), errors::kPassphraseChangedMeanwhile);
    GivenPassphrase quick("quick");
    ASSERT_OK(open_store(quick)->signer("issuer", call_));
}

}  // namespace
}  // namespace deed::test
