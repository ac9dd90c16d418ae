#include "registry-contracts/client/fisco/wire/receipt.hpp"

#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::registry::fisco {
namespace {

RlpReceipt full() {
    RlpReceipt receipt;
    receipt.state_root = {1};
    receipt.gas_used = 123'456;
    receipt.contract_address = {2};
    receipt.bloom = Bytes(256, 3);
    receipt.status = 22;
    receipt.output = {4, 5};
    receipt.logs = {{Address{6}, {Word{7}, Word{8}}, {9}}, {Address{}, {}, {}}};
    return receipt;
}

TEST(FiscoReceipt, OfTwoIsReadAsItIsWritten) {
    for (const bool has_remaining_gas : {false, true}) {
        RlpReceipt receipt = full();
        if (has_remaining_gas) receipt.remain_gas = 0;
        ASSERT_OK_AND(const auto read, RlpReceipt::decode(receipt.encode()));
        EXPECT_EQ(read, receipt);
        const Bytes encoded = receipt.encode();
        evm::RlpReader reader(encoded);
        evm::RlpReader list = test::must(reader.list());
        std::size_t items = 0;
        for (; !list.at_end(); ++items) test::must(list.item());
        EXPECT_EQ(items, has_remaining_gas ? 8U : 7U);
    }
}

TEST(FiscoReceipt, OfTwoIsRefusedWithItsCode) {
    const Bytes whole = full().encode();
    for (std::size_t i = 0; i < whole.size(); ++i)
        EXPECT_FALSE(RlpReceipt::decode(ByteView(whole).first(i)).has_value());
    RlpReceipt receipt = full();
    receipt.bloom.pop_back();
    EXPECT_CODE(RlpReceipt::decode(receipt.encode()), evm::errors::kRlpUnexpectedType);
    evm::RlpWriter writer;
    writer.begin_list().string(Word{}).uint(1).string(Address{}).string(Bytes(256));
    writer.uint(std::uint64_t{1} << 32).string({}).begin_list().end_list().end_list();
    EXPECT_CODE(RlpReceipt::decode(writer.take()), errors::kReceiptMalformed);
}

TEST(FiscoReceipt, OfThreeIsHashedWithoutLengths) {
    TarsReceipt receipt;
    receipt.gas_used = "21";
    receipt.contract_address = "ab";
    receipt.status = 16;
    receipt.output = {0xee};
    receipt.logs = {{"cd", {Word{1}}, {0xff}}};
    receipt.block_number = 5;
    receipt.effective_gas_price = "9";
    const std::string topic = "01" + std::string(62, '0');
    EXPECT_EQ(evm::to_hex(receipt.hash_preimage()),
              "0x00000000"
              "3231"
              "6162"
              "00000010"
              "ee"
              "6364" +
                  topic +
                  "ff"
                  "0000000000000005");
    receipt.version = 1;
    EXPECT_EQ(evm::to_hex(receipt.hash_preimage()),
              "0x00000001"
              "3231"
              "6162"
              "00000010"
              "ee"
              "39"
              "6364" +
                  topic +
                  "ff"
                  "0000000000000005");
}

TarsReceipt created() {
    TarsReceipt receipt;
    receipt.version = 1;
    receipt.gas_used = "24363";
    receipt.contract_address = std::string(40, 'a');
    receipt.output = {1, 2, 3};
    receipt.logs = {{std::string(40, 'b'), {Word{1}}, {4, 5}}};
    receipt.block_number = 5;
    receipt.effective_gas_price = "0";
    return receipt;
}

/// Under one hash a node could otherwise tell of other gas, or of another contract.
TEST(FiscoReceipt, OfThreeIsReadInOneWayAsFarAsItsTextsGo) {
    const TarsReceipt good = created();
    EXPECT_OK(good.check_form());
    const auto shifted = [&](auto change) {
        TarsReceipt other = good;
        change(other);
        EXPECT_EQ(other.hash_preimage(), good.hash_preimage());
        EXPECT_CODE(other.check_form(), errors::kReceiptAmbiguous);
    };
    shifted([](TarsReceipt& r) {
        r.gas_used = "2436";
        r.contract_address = "3" + r.contract_address;
    });
    shifted([](TarsReceipt& r) {
        r.gas_used += r.contract_address;
        r.contract_address.clear();
    });
    shifted([](TarsReceipt& r) {
        r.effective_gas_price += r.logs[0].address.substr(0, 39);
        r.logs[0].address = "b";
    });
    shifted([](TarsReceipt& r) {
        r.effective_gas_price.clear();
        r.logs[0].address = "0" + r.logs[0].address;
    });
    const auto malformed = [&](auto change) {
        TarsReceipt other = good;
        change(other);
        EXPECT_CODE(other.check_form(), errors::kReceiptAmbiguous);
    };
    malformed([](TarsReceipt& r) { r.gas_used = "07"; });
    malformed([](TarsReceipt& r) { r.gas_used.clear(); });
    malformed([](TarsReceipt& r) { r.status = 0x31323334; });
    malformed([](TarsReceipt& r) { r.status = 16; });
    malformed([](TarsReceipt& r) { r.effective_gas_price = "no number"; });
    malformed([](TarsReceipt& r) { r.logs[0].topics.resize(5); });
    malformed([](TarsReceipt& r) { r.logs[0].address[0] = 'g'; });
}

/// Why nothing may hang on them: both are well-formed, and have one hash.
TEST(FiscoReceipt, OfThreeDoesNotTellItsLogsFromItsOutput) {
    const TarsReceipt one = created();
    TarsReceipt other = one;
    append(other.output, as_bytes(one.effective_gas_price + one.logs[0].address));
    append(other.output, one.logs[0].topics[0]);
    append(other.output, one.logs[0].data);
    other.effective_gas_price.clear();
    other.logs.clear();
    EXPECT_OK(other.check_form());
    EXPECT_EQ(other.hash_preimage(), one.hash_preimage());
}

}  // namespace
}  // namespace deed::registry::fisco
