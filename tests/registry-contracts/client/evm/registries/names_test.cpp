#include "registry-contracts/client/display_name.hpp"

#include <cstdlib>

#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"

namespace deed::registry::evm {
namespace {

namespace codes = registry::errors;

std::string skeleton(std::string_view name) {
    return test::must(DisplayName::parse(name)).skeleton();
}

TEST(DisplayName, IsTheNfkcFormOfWhatIsTyped) {
    const auto name = [](std::string_view text) {
        return test::must(DisplayName::create(text)).text();
    };
    EXPECT_EQ(name("Bank of Hangzhou"), "Bank of Hangzhou");
    EXPECT_EQ(name("Ｂａｎｋ（Ａ）"), "Bank(A)");
    EXPECT_EQ(name("　杭州互联网法院　"), "杭州互联网法院");
    EXPECT_EQ(name("ﬁrst"), "first");
    EXPECT_EQ(name("\xef\xa4\x8a"), "金");  // U+F90A
    EXPECT_CODE(DisplayName::parse("Ｂａｎｋ"), codes::kNameCharacterInvalid);
}

TEST(DisplayName, WhatCouldPassForAnotherIsRefused) {
    for (const char* text : {"Bаnk" /* Cyrillic */, "Bank  A", "Bank_A", "Bänk", "丨丨法院", "A一B",
                             "Bank\xe2\x80\x8b" /* zero width */, "Bank\xff"})
        EXPECT_CODE(DisplayName::create(text), codes::kNameCharacterInvalid) << text;
    EXPECT_CODE(DisplayName::parse(" Bank"), codes::kNameCharacterInvalid);
    EXPECT_OK(DisplayName::create(" Bank "));
    EXPECT_CODE(DisplayName::create(""), codes::kNameLengthInvalid);
    EXPECT_CODE(DisplayName::create("  "), codes::kNameLengthInvalid);
    EXPECT_CODE(DisplayName::create(std::string(97, 'a')), codes::kNameLengthInvalid);
    EXPECT_CODE(DisplayName::create(std::string(100'000, 'a')), codes::kNameLengthInvalid);
    EXPECT_CODE(DisplayName::create("(-)"), codes::kNameWithoutLetter);
    EXPECT_OK(DisplayName::create("一一"));
}

// Of UTS #39 by ICU 72's spoof checker.
TEST(DisplayName, SkeletonsAreThoseOfIcu) {
    EXPECT_EQ(skeleton("Bank Im 101"), "Bank lrn lOl");
    EXPECT_EQ(skeleton("士研"), "土研");
    EXPECT_EQ(skeleton("晩柿黒"), "晚杮黑");
    EXPECT_EQ(skeleton("一心"), "ー心");
}

TEST(DisplayName, OfOneLookHaveOneFold) {
    const auto fold = [](std::string_view text) {
        return test::must(DisplayName::parse(text)).fold();
    };
    EXPECT_EQ(fold("MODERN Bank"), fold("rnodern-bank"));
    EXPECT_EQ(fold("B1O"), fold("bl0"));
    EXPECT_EQ(fold("天宫"), fold("夭宫"));
    EXPECT_NE(fold("天宫"), fold("大宫"));
}

/// Texts of the repertoire and around it, the same in each run.
std::vector<std::string> texts(std::size_t count) {
    constexpr std::string_view kParts[] = {"a",
                                           "Z",
                                           "0",
                                           "1",
                                           "m",
                                           "W",
                                           " ",
                                           "&",
                                           "'",
                                           "(",
                                           ")",
                                           ",",
                                           "-",
                                           ".",
                                           "i",
                                           "9",
                                           "*",
                                           "/",
                                           "+",
                                           "@",
                                           "[",
                                           "{",
                                           "一",
                                           "土",
                                           "士",
                                           "日",
                                           "曰",
                                           "未",
                                           "末",
                                           "己",
                                           "已",
                                           "巳",
                                           "戸",
                                           "户",
                                           "天",
                                           "夭",
                                           "于",
                                           "強",
                                           "鳥",
                                           "烏",
                                           "丨",
                                           "丶",
                                           "囗",
                                           "宀",
                                           "龿",
                                           "鿿",
                                           "ꀀ",
                                           "䷿",
                                           "汉",
                                           "é",
                                           "\xc2",
                                           "\xe4\xb8",
                                           "\xf0\x9f\x98\x80",
                                           "\x7f",
                                           "中"};
    std::uint32_t state = 12345;
    const auto next = [&state](std::size_t below) {
        state = state * 1664525 + 1013904223;
        return (state >> 8) % below;
    };
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) {
        std::string text;
        for (std::size_t n = next(6) + 1; n-- > 0;) text += kParts[next(std::size(kParts))];
        made.push_back(text);
    }
    for (const std::size_t size : {0U, 95U, 96U, 97U}) made.emplace_back(size, 'm');
    return made;
}

TEST(NameRegistryContract, AgreesOnNamesAndFolds) {
    DEED_NEEDS_ANVIL();
    test::Deployment chain;
    Call call;
    const Address issuers = chain.with_dids("IssuerRegistry");
    const Address address = chain.deploy("NameRegistry", "(address)", {AbiValue::address(issuers)});
    ASSERT_OK_AND(const auto names, RegistryContract::open(name_contract(), chain.anvil.node(),
                                                           {31337, address}, call));
    std::size_t taken = 0;
    const std::size_t count = std::getenv("DEED_FULL") != nullptr ? 20'000 : 1'200;
    for (const std::string& text : texts(count)) {
        const auto own = DisplayName::parse(text);
        // A contract's string is any bytes; the encoder takes UTF-8 alone, as the contract does
        // not.
        const AbiValue asked = AbiValue::text(text);
        const auto encoded = names.encode("foldOf", {&asked, 1});
        if (!encoded) {
            EXPECT_CODE(own, codes::kNameCharacterInvalid);
            continue;
        }
        const auto told = names.read("foldOf", {&asked, 1}, BlockRef::latest(), call);
        if (own) {
            ASSERT_TRUE(told.has_value()) << text;
            EXPECT_EQ(word_at(*told, 0), own->fold()) << text;
            ++taken;
        } else {
            EXPECT_CODE(told, own.error().code()) << text;
        }
    }
    EXPECT_GT(taken, count / 20);
    // Every Han character alone, many to a call of one node.
    const std::size_t step = std::getenv("DEED_FULL") != nullptr ? 1 : 97;
    for (std::size_t point = 0x4dff; point <= 0xa000; point += step) {
        std::string text;
        text += static_cast<char>(0xe0 | (point >> 12));
        text += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        text += static_cast<char>(0x80 | (point & 0x3f));
        const auto own = DisplayName::parse(text);
        const AbiValue asked = AbiValue::text(text);
        const auto told = names.read("foldOf", {&asked, 1}, BlockRef::latest(), call);
        ASSERT_EQ(told.has_value(), own.has_value()) << text;
        if (!own) continue;
        EXPECT_EQ(word_at(*told, 0), own->fold()) << text;
    }
}

}  // namespace
}  // namespace deed::registry::evm
