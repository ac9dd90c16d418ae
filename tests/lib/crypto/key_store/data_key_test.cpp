#include "lib/crypto/data_key.hpp"

#include <gtest/gtest.h>

#include <set>

#include "lib/encoding/text.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::crypto {
namespace {

constexpr std::string_view kContext = "evidence/openings";

Result<std::string> opened(const DataKey& key, std::string_view associated, ByteView sealed) {
    DEED_TRY(const Bytes plain,
             key.open(SecretAccessForCrypto::get(), as_bytes(associated), sealed));
    return std::string(as_text(plain));
}

class DataKeys : public test::StoreTest {
protected:
    void SetUp() override { put_example(); }
    DataKey key(std::string_view context = kContext) {
        return std::move(*open_store()->data_key(context, call_));
    }
};

TEST_F(DataKeys, OpenAndNameTheExample) {
    ASSERT_OK_AND(const DataKey data_key, open_store()->data_key(kContext, call_));
    ASSERT_OK_AND(const Bytes sealed, hex_decode(test::kDataBoxHex));
    ASSERT_OK_AND(const std::string plain, opened(data_key, "row", sealed));
    EXPECT_EQ(plain, "hello");
    EXPECT_EQ(hex_encode(data_key.token(as_bytes("hello"))), test::kTokenHex);
}

TEST_F(DataKeys, SealEachTimeAnew) {
    const DataKey data_key = key();
    std::set<Bytes> seen;
    for (int i = 0; i < 100; ++i) {
        const Bytes sealed = data_key.seal(as_bytes("row"), as_bytes("secret"));
        EXPECT_EQ(sealed.size(), 41U + 6U);
        EXPECT_TRUE(seen.insert(sealed).second);
        ASSERT_OK_AND(const std::string plain, opened(key(), "row", sealed));
        EXPECT_EQ(plain, "secret");
    }
    ASSERT_OK_AND(const std::string nothing, opened(data_key, "", data_key.seal({}, {})));
    EXPECT_EQ(nothing, "");
}

TEST_F(DataKeys, AreOfOneContextAndOneStore) {
    const DataKey data_key = key();
    const Bytes sealed = data_key.seal(as_bytes("row"), as_bytes("secret"));
    for (const std::string_view other : {"", "evidence/opening", "evidence/openings/"}) {
        EXPECT_CODE(opened(key(other), "row", sealed), errors::kCannotOpenSealed);
        EXPECT_NE(key(other).token(as_bytes("x")), data_key.token(as_bytes("x")));
    }
    for (const std::string_view other : {"", "ro", "rows", "Row"})
        EXPECT_CODE(opened(data_key, other, sealed), errors::kCannotOpenSealed);
    // Neither do they open what KeyStore::seal() sealed for the same context.
    ASSERT_OK_AND(const Bytes plainly, open_store()->seal(kContext, as_bytes("secret"), call_));
    EXPECT_CODE(opened(data_key, kContext, plainly), errors::kCannotOpenSealed);

    const test::TempDir elsewhere;
    const auto other = open_key_store(elsewhere / "keys", passphrase_, clock_);
    EXPECT_CODE(other->data_key(kContext, call_), errors::kNoKeyStore);
    ASSERT_OK(other->generate("k", KeyType::ed25519, call_));
    ASSERT_OK_AND(const DataKey stranger, other->data_key(kContext, call_));
    EXPECT_CODE(opened(stranger, "row", sealed), errors::kCannotOpenSealed);
    EXPECT_NE(stranger.token(as_bytes("x")), data_key.token(as_bytes("x")));
}

TEST_F(DataKeys, NeedThePassphrase) {
    test::GivenPassphrase wrong("not this one");
    EXPECT_CODE(open_store(wrong)->data_key(kContext, call_), errors::kWrongPassphrase);
}

TEST_F(DataKeys, NoticeEveryFlippedBitAndEveryCut) {
    const DataKey data_key = key();
    ASSERT_OK_AND(Bytes sealed, hex_decode(test::kDataBoxHex));
    for (std::size_t byte = 0; byte < sealed.size(); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes changed = sealed;
            changed[byte] = static_cast<std::uint8_t>(changed[byte] ^ (1 << bit));
            // The first byte is the version; 0 is none.
            const ErrorCode& expected =
                byte == 0 && bit != 0 ? errors::kNewerKeyStore : errors::kCannotOpenSealed;
            EXPECT_CODE(opened(data_key, "row", changed), expected) << byte;
        }
    }
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_CODE(opened(data_key, "row", ByteView(sealed).first(size)),
                    errors::kCannotOpenSealed);
    sealed.push_back(0);
    EXPECT_CODE(opened(data_key, "row", sealed), errors::kCannotOpenSealed);
}

}  // namespace
}  // namespace deed::crypto
