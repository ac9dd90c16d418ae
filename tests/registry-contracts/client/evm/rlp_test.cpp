#include "registry-contracts/client/evm/wire/rlp.hpp"

#include "registry-contracts/client/evm/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/rlp_walk.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::registry::evm {
namespace {

/// ethereum/tests writes items as text, as numbers, as "#" and a large number, and as lists.
void write(RlpWriter& writer, json::Value item) {
    if (item.is_array()) {
        writer.begin_list();
        for (const json::Value part : item.array()) write(writer, part);
        writer.end_list();
    } else if (item.is_number()) {
        writer.uint(test::must(Uint256::from_decimal(item.number_text())));
    } else if (item.string().starts_with('#')) {
        const auto number = Uint256::from_decimal(item.string().substr(1));
        if (number) {
            writer.uint(*number);
        } else {
            // 2^256 alone: no number of ours, but a string of RLP.
            Bytes bytes(33);
            bytes[0] = 1;
            writer.string(bytes);
        }
    } else {
        writer.string(as_bytes(item.string()));
    }
}

TEST(Rlp, WritesAndReadsThePublishedExamples) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/rlp/rlptest.json");
    std::size_t count = 0;
    for (const auto [name, example] : document.root().object()) {
        const Bytes expected = test::unhex(*example.find("out"));
        RlpWriter writer;
        write(writer, *example.find("in"));
        EXPECT_EQ(writer.take(), expected) << name;
        ASSERT_OK_AND(const Bytes again, test::rewrite_rlp(expected));
        EXPECT_EQ(again, expected) << name;
        ++count;
    }
    EXPECT_EQ(count, 28U);
}

TEST(Rlp, ReadsThePublishedRandomExample) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/rlp/random-example.json");
    for (const auto [name, example] : document.root().object()) {
        const Bytes encoded = test::unhex(*example.find("out"));
        ASSERT_OK_AND(const Bytes again, test::rewrite_rlp(encoded));
        EXPECT_EQ(again, encoded) << name;
    }
}

TEST(Rlp, RefusesThePublishedInvalidExamples) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/rlp/invalidRLPTest.json");
    std::size_t count = 0;
    for (const auto [name, example] : document.root().object()) {
        const auto read = test::rewrite_rlp(test::unhex(*example.find("out")));
        EXPECT_FALSE(read.has_value()) << name;
        ++count;
    }
    EXPECT_EQ(count, 26U);
}

TEST(Rlp, EachRefusalHasItsCode) {
    const auto read = [](std::string_view hex) { return test::rewrite_rlp(test::unhex(hex)); };
    EXPECT_CODE(read(""), errors::kRlpTruncated);
    EXPECT_CODE(read("83646f"), errors::kRlpTruncated);
    EXPECT_CODE(read("b9"), errors::kRlpTruncated);
    EXPECT_CODE(read("bfffffffffffffffff"), errors::kRlpTruncated);
    EXPECT_OK(read("c28180"));
    EXPECT_CODE(read("c281"), errors::kRlpTruncated);
    EXPECT_CODE(read("8101"), errors::kRlpNotCanonical);
    EXPECT_CODE(read("b800"), errors::kRlpNotCanonical);
    EXPECT_CODE(read("b80100"), errors::kRlpNotCanonical);
    EXPECT_CODE(read("8080"), errors::kRlpTrailingBytes);
}

TEST(Rlp, NestingIsBounded) {
    const auto nested = [](unsigned depth) {
        RlpWriter writer;
        for (unsigned i = 0; i < depth; ++i) writer.begin_list();
        for (unsigned i = 0; i < depth; ++i) writer.end_list();
        return writer.take();
    };
    EXPECT_OK(test::rewrite_rlp(nested(RlpReader::kMaxDepth)));
    EXPECT_CODE(test::rewrite_rlp(nested(RlpReader::kMaxDepth + 1)), errors::kRlpTooDeep);
}

TEST(Rlp, NumbersHaveOneFormAndABound) {
    const auto number = [](std::string_view hex) {
        const Bytes bytes = test::unhex(hex);
        return RlpReader(bytes).uint256();
    };
    ASSERT_OK_AND(const Uint256 zero, number("80"));
    EXPECT_TRUE(zero.is_zero());
    EXPECT_CODE(number("00"), errors::kRlpNotCanonical);
    EXPECT_CODE(number("820001"), errors::kRlpNotCanonical);
    EXPECT_CODE(number("a1" + std::string(66, '1')), errors::kRlpUnexpectedType);
    EXPECT_CODE(number("c0"), errors::kRlpUnexpectedType);
    ASSERT_OK_AND(const Uint256 greatest, number("a0" + std::string(64, 'f')));
    EXPECT_EQ(greatest, Uint256::max());
    const Bytes nine = test::unhex("89010000000000000000");
    RlpReader reader(nine);
    EXPECT_CODE(reader.uint64(), errors::kRlpUnexpectedType);
    EXPECT_OK(reader.uint256());  // the refusal left the reader where it was
    EXPECT_OK(reader.finish());
}

TEST(Rlp, StringsOfAFixedSizeAreHeldToIt) {
    const Bytes bytes = test::unhex("83646f67");
    EXPECT_CODE(RlpReader(bytes).string_of(4), errors::kRlpUnexpectedType);
    EXPECT_CODE(RlpReader(bytes).word(), errors::kRlpUnexpectedType);
    EXPECT_CODE(RlpReader(bytes).list(), errors::kRlpUnexpectedType);
    EXPECT_OK(RlpReader(bytes).string_of(3));
}

}  // namespace
}  // namespace deed::registry::evm
