#include "lib/encoding/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/encoding/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed {
namespace {

struct Codec {
    std::string (*encode)(ByteView);
    Result<Bytes> (*decode)(std::string_view);
};

struct Case {
    std::string_view plain;
    std::string_view encoded;
};

void expect_both_ways(const Codec& codec, const std::vector<Case>& cases) {
    for (const Case& c : cases) {
        SCOPED_TRACE(c.encoded);
        EXPECT_EQ(codec.encode(as_bytes(c.plain)), c.encoded);
        ASSERT_OK_AND(const Bytes decoded, codec.decode(c.encoded));
        EXPECT_EQ(as_text(decoded), c.plain);
    }
}

void expect_malformed(const Codec& codec, const std::vector<std::string_view>& texts) {
    for (const std::string_view text : texts) {
        SCOPED_TRACE(text);
        EXPECT_CODE(codec.decode(text), errors::kEncodingMalformed);
    }
}

// RFC 4648 section 10, in lower case where Deed prints lower case and without padding where Deed
// prints none.
TEST(Hex, Rfc4648Vectors) {
    expect_both_ways({hex_encode, hex_decode}, {{"", ""},
                                                {"f", "66"},
                                                {"fo", "666f"},
                                                {"foo", "666f6f"},
                                                {"foob", "666f6f62"},
                                                {"fooba", "666f6f6261"},
                                                {"foobar", "666f6f626172"}});
}

TEST(Base32, Rfc4648Vectors) {
    expect_both_ways({base32_encode, base32_decode}, {{"", ""},
                                                      {"f", "my"},
                                                      {"fo", "mzxq"},
                                                      {"foo", "mzxw6"},
                                                      {"foob", "mzxw6yq"},
                                                      {"fooba", "mzxw6ytb"},
                                                      {"foobar", "mzxw6ytboi"}});
}

TEST(Base64, Rfc4648Vectors) {
    expect_both_ways({base64_encode, base64_decode}, {{"", ""},
                                                      {"f", "Zg=="},
                                                      {"fo", "Zm8="},
                                                      {"foo", "Zm9v"},
                                                      {"foob", "Zm9vYg=="},
                                                      {"fooba", "Zm9vYmE="},
                                                      {"foobar", "Zm9vYmFy"}});
}

TEST(Base64Url, Rfc4648Vectors) {
    expect_both_ways({base64url_encode, base64url_decode}, {{"", ""},
                                                            {"f", "Zg"},
                                                            {"fo", "Zm8"},
                                                            {"foo", "Zm9v"},
                                                            {"foob", "Zm9vYg"},
                                                            {"fooba", "Zm9vYmE"},
                                                            {"foobar", "Zm9vYmFy"}});
}

// RFC 7515 appendix C: the octets 3 236 255 224 193.
TEST(Base64Url, Rfc7515AppendixC) {
    const Bytes octets = {3, 236, 255, 224, 193};
    EXPECT_EQ(base64url_encode(octets), "A-z_4ME");
    ASSERT_OK_AND(const Bytes decoded, base64url_decode("A-z_4ME"));
    EXPECT_EQ(decoded, octets);
}

TEST(Base64, LastTwoDigitsDifferBetweenTheAlphabets) {
    const Bytes bits = {0xfb, 0xff};
    EXPECT_EQ(base64_encode(bits), "+/8=");
    EXPECT_EQ(base64url_encode(bits), "-_8");
    EXPECT_CODE(base64_decode("-_8="), errors::kEncodingMalformed);
    EXPECT_CODE(base64url_decode("+/8"), errors::kEncodingMalformed);
}

TEST(Hex, RefusesWhatItWouldNotPrint) {
    expect_malformed({hex_encode, hex_decode},
                     {"6", "66f", "6F", "6g", "0x66", " 66", "66\n", "\xc3\xbc", "6="});
    EXPECT_CODE(hex_decode(std::string_view("66\0", 3)), errors::kEncodingMalformed);
}

TEST(Base32, RefusesWhatItWouldNotPrint) {
    expect_malformed({base32_encode, base32_decode},
                     {"MY", "my======", "m", "mzx", "mzxw6y", "m1", "m8", "my ", "m-"});
}

TEST(Base32, RefusesSpareBitsThatAreNotZero) {
    expect_malformed({base32_encode, base32_decode}, {"mz", "mzxr", "mzxw7", "mzxw6yr"});
}

TEST(Base64, RefusesWhatItWouldNotPrint) {
    expect_malformed({base64_encode, base64_decode},
                     {"Zg", "Zg=", "Zg===", "Zm8", "Zm9v=", "Zm9v====", "=",
                      "====", "Z===", "Zg==Zg==", "Zm9v\n", "Zm 9v", "Zm9v\r\nYmFy", "Z=g="});
}

TEST(Base64, RefusesSpareBitsThatAreNotZero) {
    expect_malformed({base64_encode, base64_decode}, {"Zh==", "Zv==", "Zm9=", "Zm+="});
    expect_malformed({base64url_encode, base64url_decode}, {"Zh", "Zv", "Zm9", "Zm-"});
}

TEST(Base64Url, RefusesWhatItWouldNotPrint) {
    expect_malformed({base64url_encode, base64url_decode},
                     {"Zg==", "Zm8=", "Z", "Zm9vY", "Zm 8", "Zm9v\n", "Zm9\xff"});
}

// Each bad character must be seen wherever in its group it stands.
TEST(Text, ABadCharacterIsFoundAtEveryOffset) {
    const Codec codecs[] = {{hex_encode, hex_decode},
                            {base32_encode, base32_decode},
                            {base64url_encode, base64url_decode}};
    for (const Codec& codec : codecs) {
        const std::string good = codec.encode(Bytes(32, 0));
        ASSERT_OK(codec.decode(good));
        for (std::size_t at = 0; at < good.size(); ++at) {
            std::string bad = good;
            bad[at] = '!';
            const auto result = codec.decode(bad);
            ASSERT_FALSE(result.has_value());
            EXPECT_CODE(result, errors::kEncodingMalformed);
            EXPECT_TRUE(result.error().message().ends_with("offset " + std::to_string(at)));
        }
    }
}

TEST(Text, EveryByteValueSurvives) {
    Bytes all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
    const Codec codecs[] = {{hex_encode, hex_decode},
                            {base32_encode, base32_decode},
                            {base64_encode, base64_decode},
                            {base64url_encode, base64url_decode},
                            {base58btc_encode, base58btc_decode}};
    for (const Codec& codec : codecs) {
        for (std::size_t size = 0; size <= all.size(); ++size) {
            const Bytes bytes(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
            ASSERT_OK_AND(const Bytes decoded, codec.decode(codec.encode(bytes)));
            ASSERT_EQ(decoded, bytes);
        }
    }
}

// The refused text may be a private key.
TEST(Text, MessagesDoNotRepeatTheText) {
    for (const auto decode : {hex_decode, base32_decode, base64_decode, base58btc_decode}) {
        const auto result = decode("0OIlSECRET!");
        ASSERT_FALSE(result.has_value());
        EXPECT_EQ(result.error().message().find("SECRET"), std::string::npos);
    }
}

}  // namespace
}  // namespace deed
