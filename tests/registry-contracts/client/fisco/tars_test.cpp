#include "registry-contracts/client/fisco/wire/tars.hpp"

#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "registry-contracts/client/fisco/wire/tars_transaction.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::registry::fisco {
namespace {

Bytes hex(const char* digits) { return test::unhex(digits); }

TEST(Tars, NumbersAreInTheirShortestForm) {
    const auto written = [](std::int64_t value) {
        return evm::to_hex(TarsWriter().integer(1, value).take());
    };
    EXPECT_EQ(written(0), "0x1c");
    EXPECT_EQ(written(1), "0x1001");
    EXPECT_EQ(written(-1), "0x10ff");
    EXPECT_EQ(written(127), "0x107f");
    EXPECT_EQ(written(128), "0x110080");
    EXPECT_EQ(written(-128), "0x1080");
    EXPECT_EQ(written(-129), "0x11ff7f");
    EXPECT_EQ(written(70000), "0x1200011170");
    EXPECT_EQ(written(2147483648), "0x130000000080000000");
    for (const std::int64_t value :
         {std::int64_t{1}, std::int64_t{-129}, std::int64_t{32768}, INT64_MIN, INT64_MAX}) {
        const Bytes encoded = TarsWriter().integer(20, value).take();
        TarsReader reader(encoded);
        EXPECT_EQ(test::must(reader.optional_integer64(20)), value);
        EXPECT_OK(reader.finish());
    }
}

TEST(Tars, EveryRefusalHasItsCode) {
    const auto number = [](const char* digits) {
        const Bytes input = hex(digits);
        return TarsReader(input).optional_integer64(1);
    };
    EXPECT_CODE(number("1000"), errors::kTarsNotCanonical);          // zero as a byte
    EXPECT_CODE(number("1c"), errors::kTarsNotCanonical);            // zero that is not left out
    EXPECT_CODE(number("110001"), errors::kTarsNotCanonical);        // one as two bytes
    EXPECT_CODE(number("f0"), errors::kTarsTruncated);               // no tag
    EXPECT_CODE(number("f00101"), errors::kTarsNotCanonical);        // a small tag on its own
    EXPECT_CODE(number("11"), errors::kTarsTruncated);               // no number
    EXPECT_CODE(number("1400000000"), errors::kTarsUnexpectedType);  // a float
    EXPECT_CODE(number("0001"), errors::kTarsUnexpectedField);       // the tag before
    const Bytes wide = hex("130000000080000000");
    EXPECT_CODE(TarsReader(wide).optional_integer32(1), errors::kTarsUnexpectedType);
    EXPECT_CODE(TarsReader({}).integer32(1), errors::kTarsFieldMissing);

    const auto text = [](const char* digits) {
        const Bytes input = hex(digits);
        return TarsReader(input).optional_text(1);
    };
    EXPECT_EQ(test::must(text("160141")), "A");
    EXPECT_CODE(text("1600"), errors::kTarsNotCanonical);
    EXPECT_CODE(text("170000000141"), errors::kTarsNotCanonical);  // a short text as a long one
    EXPECT_CODE(text("160241"), errors::kTarsTruncated);
    EXPECT_CODE(text("17ffffffff41"), errors::kTarsTruncated);
    EXPECT_CODE(text("1601ff"), errors::kTarsUnexpectedType);  // not UTF-8
    EXPECT_CODE(text("1001"), errors::kTarsUnexpectedType);

    const auto bytes = [](const char* digits) {
        const Bytes input = hex(digits);
        return TarsReader(input).optional_bytes(1);
    };
    EXPECT_EQ(test::must(bytes("1d000001ab")), hex("ab"));
    EXPECT_CODE(bytes("1d000c"), errors::kTarsNotCanonical);
    EXPECT_CODE(bytes("1d0000ff"), errors::kTarsNotCanonical);  // a negative length
    EXPECT_CODE(bytes("1d00027fffffff"), errors::kTarsTruncated);
    EXPECT_CODE(bytes("1d010001ab"), errors::kTarsUnexpectedType);
    EXPECT_CODE(bytes("160141"), errors::kTarsUnexpectedType);

    const auto structure = [](const char* digits) -> Result<void> {
        const Bytes input = hex(digits);
        TarsReader reader(input);
        DEED_CHECK(reader.begin_struct(1));
        DEED_CHECK(reader.end_struct());
        return reader.finish();
    };
    EXPECT_OK(structure("1a0b"));
    EXPECT_CODE(structure("1a"), errors::kTarsTruncated);
    EXPECT_CODE(structure("1001"), errors::kTarsUnexpectedType);
    EXPECT_CODE(structure("1a10010b"), errors::kTarsUnexpectedField);
    EXPECT_CODE(structure("1a1b"), errors::kTarsNotCanonical);
    EXPECT_CODE(structure("1a0b00"), errors::kTarsTrailingBytes);
}

TarsTransaction plain() {
    TarsTransaction transaction;
    transaction.chain_id = "chain0";
    transaction.group_id = "group0";
    transaction.block_limit = 500;
    transaction.nonce = "1";
    transaction.to = "0x6849f21d1e455e9f0712b1e99fa4fcd23758e8f1";
    transaction.input = {1};
    return transaction;
}

TEST(TarsTransaction, NobodySignsWhatNoChainTakes) {
    const auto refused = [](auto change, const ErrorCode& code = errors::kTransactionInvalid) {
        TarsTransaction transaction = plain();
        change(transaction);
        EXPECT_CODE(transaction.check(), code);
        EXPECT_CODE(TarsTransaction::decode(transaction.encode()), code);
    };
    EXPECT_OK(plain().check());
    refused([](TarsTransaction& t) { t.version = 3; }, errors::kTransactionVersion);
    refused([](TarsTransaction& t) { t.version = -1; }, errors::kTransactionVersion);
    refused([](TarsTransaction& t) { t.chain_id.clear(); });
    refused([](TarsTransaction& t) { t.group_id.clear(); });
    refused([](TarsTransaction& t) { t.block_limit = 0; });
    refused([](TarsTransaction& t) { t.block_limit = -1; });
    refused([](TarsTransaction& t) { t.nonce.clear(); });
    refused([](TarsTransaction& t) { t.to = "0x68"; });
    refused([](TarsTransaction& t) { t.to.clear(), t.input.clear(); });
    // What the hash of a version does not cover could be changed by anybody.
    refused([](TarsTransaction& t) { t.value = "0x1"; });
    refused([](TarsTransaction& t) { t.gas_limit = 1; });
    refused([](TarsTransaction& t) { t.version = 1, t.extension = {1}; });
    refused([](TarsTransaction& t) { t.version = 1, t.value = "all"; });
    refused([](TarsTransaction& t) { t.version = 1, t.gas_limit = -1; });
}

}  // namespace
}  // namespace deed::registry::fisco
