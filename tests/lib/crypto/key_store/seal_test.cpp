#include <gtest/gtest.h>

#include "lib/encoding/text.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::crypto {
namespace {

using test::text_of;

class KeyStoreSeal : public test::StoreTest {
protected:
    void SetUp() override { put_example(); }
};

TEST_F(KeyStoreSeal, OpensWhatWasSealed) {
    ASSERT_OK_AND(const Bytes sealed, open_store()->seal("wallet", as_bytes("secret"), call_));
    ASSERT_OK_AND(const Bytes again, open_store()->seal("wallet", as_bytes("secret"), call_));
    EXPECT_EQ(sealed.size(), 1U + 24U + 6U + 16U);
    EXPECT_NE(sealed, again);  // fresh nonces
    ASSERT_OK_AND(const SecretBytes opened, open_store()->open("wallet", sealed, call_));
    EXPECT_EQ(text_of(opened), "secret");

    ASSERT_OK_AND(const Bytes sealed_nothing, open_store()->seal("", {}, call_));
    ASSERT_OK_AND(const SecretBytes nothing, open_store()->open("", sealed_nothing, call_));
    EXPECT_TRUE(nothing.empty());
}

TEST_F(KeyStoreSeal, OpensTheExample) {
    ASSERT_OK_AND(const Bytes sealed, hex_decode(test::kSealedDataHex));
    ASSERT_OK_AND(const SecretBytes opened, open_store()->open("evidence/salts", sealed, call_));
    EXPECT_EQ(text_of(opened), "hello");
}

TEST_F(KeyStoreSeal, RefusesOtherContextsAndStores) {
    const auto store = open_store();
    ASSERT_OK_AND(const Bytes sealed, store->seal("evidence", as_bytes("secret"), call_));
    for (const std::string_view other : {"", "evidenc", "evidence/", "Evidence"})
        EXPECT_CODE(store->open(other, sealed, call_), errors::kCannotOpenSealed);

    const test::TempDir elsewhere;
    const auto other = open_key_store(elsewhere / "keys", passphrase_, clock_);
    ASSERT_OK(other->generate("k", KeyType::ed25519, call_));
    EXPECT_CODE(other->open("evidence", sealed, call_), errors::kCannotOpenSealed);
}

TEST_F(KeyStoreSeal, RefusesEveryFlippedBitAndEveryCut) {
    const auto store = open_store();
    ASSERT_OK_AND(Bytes sealed, hex_decode(test::kSealedDataHex));
    for (std::size_t byte = 0; byte < sealed.size(); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes changed = sealed;
            changed[byte] = static_cast<std::uint8_t>(changed[byte] ^ (1 << bit));
            // The first byte is the version; 0 is none.
            const ErrorCode& expected =
                byte == 0 && bit != 0 ? errors::kNewerKeyStore : errors::kCannotOpenSealed;
            EXPECT_CODE(store->open("evidence/salts", changed, call_), expected) << byte;
        }
    }
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_CODE(store->open("evidence/salts", ByteView(sealed).first(size), call_),
                    errors::kCannotOpenSealed);
    sealed.push_back(0);
    EXPECT_CODE(store->open("evidence/salts", sealed, call_), errors::kCannotOpenSealed);
}

}  // namespace
}  // namespace deed::crypto
