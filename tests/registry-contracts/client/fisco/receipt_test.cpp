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

}  // namespace
}  // namespace deed::registry::fisco
