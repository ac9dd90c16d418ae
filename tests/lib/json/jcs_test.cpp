#include "lib/json/jcs.hpp"

#include <bit>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lib/json/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::json {
namespace {

Document must_parse(std::string_view text) { return Document::parse(text).value(); }

std::string jcs(std::string_view text) { return canonicalize(must_parse(text).root()); }

TEST(Jcs, GivesTheBytesOfTheReferenceVectors) {
    DEED_NEEDS_VECTORS();
    for (const std::string name :
         {"arrays", "french", "structures", "unicode", "values", "weird"}) {
        ASSERT_OK_AND(const auto document,
                      Document::parse(test::read_vector("jcs/input/" + name + ".json")));
        EXPECT_EQ(canonicalize(document.root()), test::read_vector("jcs/output/" + name + ".json"))
            << name;
    }
}

// These two hold integers that lose digits as doubles (9007199254740993, 18446744073709551615;
// 9223372036854775807 and others), which the vectors' notes allow a strict reader to refuse.
const std::set<std::string, std::less<>> kRefused = {"07-vcdm2-numbers.json",
                                                     "claims-03-numbers.json"};

TEST(Jcs, GivesTheTextsOfTheCredentialVectors) {
    DEED_NEEDS_VECTORS();
    const auto expected = must_parse(test::read_vector("credentials/expected-jcs.json"));
    const Array files = expected.root().find("files")->array();
    ASSERT_EQ(files.size(), 15U);
    std::size_t refused = 0;
    for (const Value file : files) {
        const std::string name(file.find("file")->string());
        const auto document = Document::parse(test::read_vector("credentials/" + name));
        if (kRefused.contains(name)) {
            EXPECT_CODE(document, errors::kNumberNotInteroperable) << name;
            ++refused;
            continue;
        }
        ASSERT_OK(document);
        EXPECT_EQ(canonicalize(document->root()), file.find("jcs")->string()) << name;
    }
    EXPECT_EQ(refused, kRefused.size());
}

std::string replaced(std::string text, std::string_view part, std::string_view by) {
    const auto at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    if (at != std::string::npos) text.replace(at, part.size(), by);
    return text;
}

// The rest of a refused file: each number that loses digits is replaced, in the file by the very
// form that the vector's canonical text has.
TEST(Jcs, GivesTheOtherNumbersOfTheRefusedVectors) {
    DEED_NEEDS_VECTORS();
    const auto expected = must_parse(test::read_vector("credentials/expected-jcs.json"));
    const std::vector<std::vector<std::string>> cases = {
        {"07-vcdm2-numbers.json", "9007199254740993", "9007199254740992", "18446744073709551615",
         "18446744073709552000"},
        {"claims-03-numbers.json", "9223372036854775807", "9223372036854776000",
         "-9223372036854775808", "-9223372036854776000", "123456789012345678901234567890",
         "1.2345678901234568e+29"}};
    std::size_t compared = 0;
    for (const auto& row : cases) {
        std::string text = test::read_vector("credentials/" + row[0]);
        for (std::size_t i = 1; i < row.size(); i += 2) text = replaced(text, row[i], row[i + 1]);
        ASSERT_OK_AND(const auto document, Document::parse(text));
        for (const Value file : expected.root().find("files")->array()) {
            if (file.find("file")->string() != row[0]) continue;
            EXPECT_EQ(canonicalize(document.root()), file.find("jcs")->string()) << row[0];
            ++compared;
        }
    }
    EXPECT_EQ(compared, cases.size());
}

// RFC 8785, appendix B, all rows that are finite.
TEST(Jcs, PrintsTheNumbersOfTheStandard) {
    const std::vector<std::pair<std::uint64_t, std::string>> rows = {
        {0x0000000000000000, "0"},
        {0x8000000000000000, "0"},
        {0x0000000000000001, "5e-324"},
        {0x8000000000000001, "-5e-324"},
        {0x7fefffffffffffff, "1.7976931348623157e+308"},
        {0xffefffffffffffff, "-1.7976931348623157e+308"},
        {0x4340000000000000, "9007199254740992"},
        {0xc340000000000000, "-9007199254740992"},
        {0x4430000000000000, "295147905179352830000"},
        {0x44b52d02c7e14af5, "9.999999999999997e+22"},
        {0x44b52d02c7e14af6, "1e+23"},
        {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        {0x444b1ae4d6e2ef4e, "999999999999999700000"},
        {0x444b1ae4d6e2ef4f, "999999999999999900000"},
        {0x444b1ae4d6e2ef50, "1e+21"},
        {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
        {0x3eb0c6f7a0b5ed8d, "0.000001"},
        {0x41b3de4355555553, "333333333.3333332"},
        {0x41b3de4355555554, "333333333.33333325"},
        {0x41b3de4355555555, "333333333.3333333"},
        {0x41b3de4355555556, "333333333.3333334"},
        {0x41b3de4355555557, "333333333.33333343"},
        {0xbecbf647612f3696, "-0.0000033333333333333333"},
        {0x43143ff3c1cb0959, "1424953923781206.2"}};
    ASSERT_EQ(rows.size(), 24U);
    for (const auto& [bits, text] : rows) {
        EXPECT_EQ(number_to_ecmascript(std::bit_cast<double>(bits)), text);
        EXPECT_EQ(jcs(text), text);
    }
    EXPECT_DEATH(number_to_ecmascript(std::bit_cast<double>(0x7ff0000000000000)), "deed: bug");
    EXPECT_DEATH(number_to_ecmascript(std::bit_cast<double>(0x7fffffffffffffff)), "deed: bug");
}

TEST(Jcs, PrintsSpellingsByValue) {
    EXPECT_EQ(jcs("[-0,-0.0,100.0,1E2,4.50,2e-3,1e21,1e20,0.1,1e-7,0e5,-42,123456789012345]"),
              "[0,0,100,100,4.5,0.002,1e+21,100000000000000000000,0.1,1e-7,0,-42,123456789012345]");
}

// RFC 8785, 3.2.3: the example's order of names.
TEST(Jcs, SortsByUtf16) {
    EXPECT_EQ(jcs(R"({"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7})"),
              "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\U0001f600\":5,"
              "\"\ufb33\":3}");
    EXPECT_EQ(
        jcs(R"({"b":0,"":0,"ab":0,"a":{"d":0,"c":0},"\uffff":0,"\ud7ff":0,"\udbff\udfff":0})"),
        "{\"\":0,\"a\":{\"c\":0,\"d\":0},\"ab\":0,\"b\":0,\"\ud7ff\":0,\"\U0010ffff\":0,"
        "\"\uffff\":0}");
}

TEST(Jcs, SortsLargeObjects) {
    std::string text = "{";
    for (int i = 25; i >= 0; --i) text += std::string("\"") + static_cast<char>('a' + i) + "\":0,";
    const std::string out = jcs(text + R"("\ue000":0,"\ud800\udc00":0})");
    EXPECT_EQ(out.substr(0, 13), R"({"a":0,"b":0,)");
    EXPECT_TRUE(out.ends_with(",\"z\":0,\"\U00010000\":0,\"\ue000\":0}")) << out;
}

TEST(Jcs, AppendsAndOmits) {
    const auto document = must_parse(R"({"z":1,"proof":{"proof":1},"a":{"proof":2}})");
    std::string out = "x";
    canonicalize_to(out, *document.root().find("a"));
    EXPECT_EQ(out, R"(x{"proof":2})");
    out.clear();
    canonicalize_without(out, document.root(), "proof");
    EXPECT_EQ(out, R"({"a":{"proof":2},"z":1})");
    out.clear();
    canonicalize_without(out, document.root(), "missing");
    EXPECT_EQ(out, canonicalize(document.root()));
    out.clear();
    canonicalize_without(out, must_parse(R"({"proof":0})").root(), "proof");
    EXPECT_EQ(out, "{}");
    EXPECT_DEATH(canonicalize_without(out, must_parse("[]").root(), "proof"), "deed: bug");
}

TEST(Jcs, IsIdempotent) {
    const std::string once = jcs(R"({"b":[1.50,"\u20ac\u0000\/"],"a":{"d":null,"c":true}})");
    EXPECT_EQ(jcs(once), once);
}

}  // namespace
}  // namespace deed::json
