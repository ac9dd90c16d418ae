#include <gtest/gtest.h>
#include <sys/resource.h>

#include <map>

#include "lib/io/errors.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::crypto {
namespace {

using test::GivenPassphrase;
using test::put_private;
using test::replaced;

class KeyStoreDamage : public test::StoreTest {
protected:
    void SetUp() override { put_example(); }
};

std::string with_flipped_bit(std::string_view text, std::size_t byte, int bit) {
    std::string changed(text);
    changed[byte] = static_cast<char>(changed[byte] ^ (1 << bit));
    return changed;
}

TEST_F(KeyStoreDamage, EveryFlippedBitOfAKeyFileIsRefused) {
    const auto store = open_store();
    ASSERT_OK(store->signer("issuer", call_));
    std::map<std::string, int> codes;
    for (std::size_t byte = 0; byte < test::kKeyFile.size(); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            put_private(issuer_, with_flipped_bit(test::kKeyFile, byte, bit));
            ++codes[test::code_of(store->signer("issuer", call_))];
        }
    }
    EXPECT_EQ(codes.count(""), 0U);
    codes.erase("key_store.damaged");
    EXPECT_EQ(codes["key_store.newer_format"], 3);  // v3, v5, v9
    EXPECT_GT(codes["crypto.unsupported_key_type"], 20);
    EXPECT_EQ(codes.size(), 2U);
    put_private(issuer_, test::kKeyFile);
    EXPECT_OK(store->signer("issuer", call_));
}

TEST_F(KeyStoreDamage, EveryFlippedByteOfTheMasterFileIsRefused) {
    std::map<std::string, int> codes;
    for (std::size_t byte = 0; byte < test::kSmallMasterFile.size(); ++byte) {
        put_private(master_, with_flipped_bit(test::kSmallMasterFile, byte, byte % 2 ? 0 : 1));
        ++codes[test::code_of(open_store()->signer("issuer", call_))];
    }
    EXPECT_EQ(codes.count(""), 0U);
    EXPECT_GT(codes["key_store.wrong_passphrase"], 50);  // salt, nonce, sealed key
    EXPECT_GT(codes["key_store.damaged"], 50);
    codes.erase("key_store.newer_format");
    EXPECT_EQ(codes.size(), 2U);
}

TEST_F(KeyStoreDamage, FilesUnderOtherNamesAreRefused) {
    ASSERT_OK(open_store()->generate("other", KeyType::ed25519, call_));
    const auto other = folder_ / "other.key.json";
    const std::string text = test::get(other);
    put_private(other, test::kKeyFile);
    put_private(issuer_, text);
    EXPECT_CODE(open_store()->signer("issuer", call_), errors::kKeyStoreDamaged);
    EXPECT_CODE(open_store()->find("other", call_), errors::kKeyStoreDamaged);
    // The name inside made right: it is bound.
    put_private(issuer_, replaced(text, "other", "issuer"));
    EXPECT_OK(open_store()->find("issuer", call_));
    EXPECT_CODE(open_store()->signer("issuer", call_), errors::kKeyStoreDamaged);
}

TEST_F(KeyStoreDamage, AKeyOfAnotherStoreIsRefused) {
    const auto store = open_store();
    ASSERT_OK(store->signer("issuer", call_));
    const test::TempDir elsewhere;
    const auto other = open_key_store(elsewhere / "keys", passphrase_, clock_);
    ASSERT_OK(other->generate("issuer", KeyType::ed25519, call_));
    put_private(issuer_, test::get(elsewhere / "keys" / "issuer.key.json"));
    const auto refused = store->signer("issuer", call_);
    ASSERT_EQ(test::code_of(refused), "key_store.damaged");
    EXPECT_EQ(refused.error().where(), issuer_.string());
}

TEST_F(KeyStoreDamage, ListingNamesTheFileThatIsWrong) {
    put_private(folder_ / "broken.key.json", "{\"format\":");
    auto listed = open_store()->list(call_);
    ASSERT_EQ(test::code_of(listed), "key_store.damaged");
    EXPECT_EQ(listed.error().where(), (folder_ / "broken.key.json").string());
    EXPECT_NE(listed.error().message().find("broken.key.json"), std::string::npos);

    put_private(folder_ / "broken.key.json", std::string(20'000, ' '));
    EXPECT_CODE(open_store()->list(call_), deed::errors::kFileTooLarge);
    std::filesystem::remove(folder_ / "broken.key.json");
    std::filesystem::create_directory(folder_ / "broken.key.json");
    EXPECT_CODE(open_store()->list(call_), deed::errors::kNotAFile);
}

TEST_F(KeyStoreDamage, LaterVersionsAreNamed) {
    put_private(master_, replaced(test::kMasterFile, "store/v1", "store/v2"));
    const auto refused = open_store()->signer("issuer", call_);
    ASSERT_EQ(test::code_of(refused), "key_store.newer_format");
    EXPECT_NE(refused.error().message().find("deed/key-store/v2"), std::string::npos);
    EXPECT_CODE(open_store()->generate("k", KeyType::p256, call_), errors::kNewerKeyStore);
    EXPECT_OK(open_store()->list(call_));
    put_private(issuer_, replaced(test::kKeyFile, "key/v1", "key/v2"));
    EXPECT_CODE(open_store()->list(call_), errors::kNewerKeyStore);
}

// Refused before the passphrase is asked for, let alone memory taken.
TEST_F(KeyStoreDamage, HostileParametersAreNotTried) {
    for (const std::string_view memory : {"1099511627776", "1073742848", "1024"}) {
        put_private(master_, replaced(test::kMasterFile, "67108864", memory));
        EXPECT_CODE(open_store()->signer("issuer", call_), errors::kKeyStoreDamaged);
    }
    put_private(master_, replaced(test::kMasterFile, "\"opslimit\":2", "\"opslimit\":1000000"));
    EXPECT_CODE(open_store()->signer("issuer", call_), errors::kKeyStoreDamaged);
    EXPECT_TRUE(passphrase_.asked_for_new().empty());
}

TEST_F(KeyStoreDamage, AMissingMasterFileIsNotMadeAnew) {
    const auto open = open_store();
    ASSERT_OK(open->signer("issuer", call_));
    std::filesystem::remove(master_);
    EXPECT_CODE(open->signer("issuer", call_), errors::kKeyStoreDamaged);
    EXPECT_CODE(open->generate("k", KeyType::p256, call_), errors::kKeyStoreDamaged);
    EXPECT_EQ(passphrase_.asked_for_new().size(), 1U);

    GivenPassphrase unasked;
    const auto store = open_store(unasked);
    EXPECT_CODE(store->signer("issuer", call_), errors::kKeyStoreDamaged);
    EXPECT_CODE(store->generate("k", KeyType::p256, call_), errors::kKeyStoreDamaged);
    EXPECT_CODE(store->seal("c", {}, call_), errors::kKeyStoreDamaged);
    EXPECT_TRUE(unasked.asked_for_new().empty());
    EXPECT_FALSE(std::filesystem::exists(master_));

    // Even without keys: what this object would write could not be opened again.
    std::filesystem::remove(issuer_);
    EXPECT_CODE(open->generate("k", KeyType::p256, call_), errors::kKeyStoreDamaged);
}

TEST_F(KeyStoreDamage, AnotherSealOfTheSameMasterKeyIsOpened) {
    const auto store = open_store();
    ASSERT_OK(store->signer("issuer", call_));
    put_private(master_, test::kMasterFile);
    EXPECT_OK(store->generate("k", KeyType::p256, call_));
    put_private(master_, test::kSmallMasterFile);
    EXPECT_OK(open_store()->signer("k", call_));
}

TEST_F(KeyStoreDamage, TooLittleMemoryIsAnError) {
    put_private(master_, replaced(test::kMasterFile, "67108864", "1073741824"));
    const auto store = open_store();
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_AS, &before), 0);
    std::ifstream statm("/proc/self/statm");
    rlim_t pages = 0;
    ASSERT_TRUE(statm >> pages);
    // 256 MiB more than now: enough for everything but the 1 GiB that the file asks for.
    const rlimit tight{pages * 4096 + (rlim_t{256} << 20), before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_AS, &tight), 0);
    const auto refused = store->signer("issuer", call_);
    ASSERT_EQ(::setrlimit(RLIMIT_AS, &before), 0);
    EXPECT_CODE(refused, errors::kNoMemoryForKey);
    // Not the passphrase's fault: it is kept, and not asked for again.
    put_private(master_, test::kMasterFile);
    EXPECT_OK(store->signer("issuer", call_));
    EXPECT_EQ(passphrase_.asked_for_new().size(), 1U);
}

}  // namespace
}  // namespace deed::crypto
