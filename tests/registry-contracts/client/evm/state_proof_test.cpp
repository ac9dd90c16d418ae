#include "registry-contracts/client/evm/proofs/state_proof.hpp"

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/proofs/errors.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"
#include "tests/support/signers.hpp"

namespace deed::registry::evm {
namespace {

/// The items of Ethereum's genesis block, whose hash everybody knows.
Bytes genesis(std::size_t items = 15, std::size_t extra_size = 32) {
    const auto hex = [](const char* digits) { return test::must(from_hex(digits)); };
    RlpWriter writer;
    const Word zero{};
    const std::vector<Bytes> all{
        to_bytes(zero),
        hex("0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"),
        Bytes(20),
        hex("0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544"),
        to_bytes(empty_trie_root()),
        to_bytes(empty_trie_root()),
        Bytes(256),
        hex("0x0400000000"),
        {},
        hex("0x1388"),
        {},
        {},
        extra_size == 32 ? hex("0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa")
                         : Bytes(extra_size),
        to_bytes(zero),
        hex("0x0000000000000042"),
        hex("0x07")};
    writer.begin_list();
    for (std::size_t i = 0; i < items; ++i) writer.string(all[std::min<std::size_t>(i, 15)]);
    return writer.end_list().take();
}

TEST(BlockHeader, OfTheGenesisBlockHasItsHash) {
    ASSERT_OK_AND(const auto header, BlockHeader::decode(genesis()));
    const Word known = test::must(
        word_from_hex("0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3"));
    EXPECT_OK(header.check_hash(known));
    EXPECT_EQ(header.gas_limit(), 5000U);
    EXPECT_EQ(header.number(), 0U);
    EXPECT_FALSE(header.base_fee_per_gas().has_value());
    EXPECT_EQ(header.encoded(), genesis());
    EXPECT_CODE(header.check_hash(Word{}), errors::kHeaderMismatch);
    ASSERT_OK_AND(const auto later, BlockHeader::decode(genesis(16)));
    EXPECT_EQ(later.base_fee_per_gas(), Uint256(7));
}

TEST(BlockHeader, EachRefusalHasItsCode) {
    EXPECT_OK(BlockHeader::decode(genesis(16 + 16)));
    EXPECT_CODE(BlockHeader::decode(genesis(16 + 17)), errors::kHeaderMalformed);
    EXPECT_CODE(BlockHeader::decode(genesis(15, 65'537)), errors::kHeaderMalformed);
    EXPECT_CODE(BlockHeader::decode(genesis(14)), errors::kRlpTruncated);
    Bytes longer = genesis();
    longer.push_back(0);
    EXPECT_CODE(BlockHeader::decode(longer), errors::kRlpTrailingBytes);
}

TEST(StateProof, ValuesAreHeldToTheirForm) {
    const Address address{1};
    const Bytes key = to_bytes(crypto::keccak256(address));
    const auto account = [&](int items, const Bytes& tail = {}) {
        RlpWriter writer;
        writer.begin_list().uint(3).uint(9).string(empty_trie_root()).string(Word{});
        for (int i = 4; i < items; ++i) writer.uint(1);
        Bytes value = writer.end_list().take();
        append(value, tail);
        const Trie trie(Trie::Entries{{key, value}});
        return prove_account(trie.root(), address, trie.prove(key));
    };
    ASSERT_OK_AND(const auto good, account(4));
    EXPECT_EQ(good, (AccountState{3, 9, empty_trie_root(), Word{}}));
    EXPECT_CODE(account(5), errors::kAccountValueMalformed);
    EXPECT_CODE(account(4, Bytes{1}), errors::kRlpTrailingBytes);

    const Word slot{};
    const Bytes slot_key = to_bytes(crypto::keccak256(slot));
    const auto storage = [&](const Bytes& value) {
        const Trie trie(Trie::Entries{{slot_key, value}});
        return prove_storage(trie.root(), slot, trie.prove(slot_key));
    };
    EXPECT_EQ(test::must(storage(Bytes{5})), Uint256(5).to_word());
    EXPECT_CODE(storage(Bytes{0x80}), errors::kAccountValueMalformed);
    EXPECT_CODE(storage(Bytes{0x81, 0x05}), errors::kRlpNotCanonical);
    EXPECT_EQ(test::must(prove_storage(empty_trie_root(), slot, {})), Word{});
}

TEST(Receipt, PrintsWhatItReads) {
    ReceiptValue receipt;
    receipt.type = 2;
    receipt.succeeded = true;
    receipt.cumulative_gas_used = 21'000;
    receipt.bloom = Bytes(256, 1);
    receipt.logs.push_back({Address{2}, {Word{3}, Word{4}}, Bytes{5, 6}});
    ASSERT_OK_AND(const auto read, ReceiptValue::decode(receipt.encode()));
    EXPECT_EQ(read, receipt);
    receipt.type = 0;
    EXPECT_EQ(test::must(ReceiptValue::decode(receipt.encode())), receipt);
    receipt.logs[0].topics.resize(5);
    EXPECT_CODE(ReceiptValue::decode(receipt.encode()), errors::kAccountValueMalformed);
    EXPECT_CODE(ReceiptValue::decode(Bytes{0x80}), errors::kAccountValueMalformed);
    EXPECT_CODE(ReceiptValue::decode(Bytes{0x00}), errors::kAccountValueMalformed);
    const Bytes odd_status = RlpWriter()
                                 .begin_list()
                                 .uint(2)
                                 .uint(0)
                                 .string(Bytes(256))
                                 .begin_list()
                                 .end_list()
                                 .end_list()
                                 .take();
    EXPECT_CODE(ReceiptValue::decode(odd_status), errors::kAccountValueMalformed);
}

TEST(Receipt, IsProvenByItsIndex) {
    Trie::Entries entries;
    for (std::uint64_t i = 0; i < 200; ++i) {
        ReceiptValue receipt;
        receipt.cumulative_gas_used = i;
        receipt.bloom = Bytes(256);
        entries[receipt_key(i)] = receipt.encode();
    }
    const Trie trie(entries);
    for (const std::uint64_t i : {0U, 1U, 127U, 128U, 199U}) {
        ASSERT_OK_AND(const auto receipt,
                      prove_receipt(trie.root(), i, trie.prove(receipt_key(i))));
        EXPECT_EQ(receipt.cumulative_gas_used, i);
    }
    EXPECT_CODE(prove_receipt(trie.root(), 200, trie.prove(receipt_key(200))),
                errors::kReceiptMissing);
}

}  // namespace
}  // namespace deed::registry::evm
