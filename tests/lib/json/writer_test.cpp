#include "lib/json/writer.hpp"

#include <string>

#include "tests/support/result_matchers.hpp"

namespace deed::json {
namespace {

using namespace std::string_literals;

TEST(Writer, ComposesInOrder) {
    Writer writer;
    writer.begin_object()
        .member("b", "x\n\"")
        .key("a")
        .begin_array()
        .integer(-1)
        .boolean(true)
        .null()
        .begin_array()
        .end_array()
        .begin_object()
        .end_object()
        .string("")
        .end_array()
        .key("\u00e9\0"s)
        .integer(9007199254740991)
        .end_object();
    EXPECT_EQ(writer.take(),
              R"({"b":"x\n\"","a":[-1,true,null,[],{},""],"é\u0000":9007199254740991})");
}

TEST(Writer, TakesScalarsAndStartsAnew) {
    Writer writer;
    EXPECT_EQ(writer.string("a").take(), "\"a\"");
    EXPECT_EQ(writer.null().take(), "null");
    EXPECT_EQ(writer.begin_array().end_array().take(), "[]");
}

TEST(Writer, KeepsTheSpellingOfValues) {
    const auto document = Document::parse(R"({"z":[1.50,-0],"a":"\u0001"})").value();
    Writer writer;
    writer.begin_array().value(document.root()).value(*document.root().find("z")).end_array();
    EXPECT_EQ(writer.take(), R"([{"z":[1.50,-0],"a":"\u0001"},[1.50,-0]])");
}

TEST(Writer, GivesDocuments) {
    Writer writer;
    const Document document = writer.begin_object().member("a", "b").end_object().take_document();
    EXPECT_EQ(document.root().find("a")->string(), "b");
}

TEST(WriterDeathTest, RefusesWhatIsNotJson) {
    EXPECT_DEATH(Writer().begin_object().string("v"), "deed: bug");
    EXPECT_DEATH(Writer().begin_object().key("a").key("b"), "deed: bug");
    EXPECT_DEATH(Writer().begin_object().key("a").end_object(), "deed: bug");
    EXPECT_DEATH(Writer().begin_array().key("a"), "deed: bug");
    EXPECT_DEATH(Writer().key("a"), "deed: bug");
    EXPECT_DEATH(Writer().begin_array().end_object(), "deed: bug");
    EXPECT_DEATH(Writer().begin_object().end_array(), "deed: bug");
    EXPECT_DEATH(Writer().end_array(), "deed: bug");
    EXPECT_DEATH(Writer().null().null(), "deed: bug");
    EXPECT_DEATH(Writer().begin_array().end_array().begin_array(), "deed: bug");
    EXPECT_DEATH(Writer().take(), "deed: bug");
    EXPECT_DEATH(Writer().begin_array().take(), "deed: bug");
    EXPECT_DEATH(Writer().begin_object().key("\xed\xa0\x80"), "deed: bug");
    EXPECT_DEATH(Writer().integer(9007199254740992), "deed: bug");
    EXPECT_DEATH(
        Writer().begin_object().member("a", "").member("a", "").end_object().take_document(),
        "deed: bug");
}

// Messages quote what somebody sent, and may cut it within a character.
TEST(Writer, WritesTextThatIsNotUtf8WithoutTheBytesThatAreNone) {
    EXPECT_EQ(Writer().string("a\xff").take(), R"("a?")");
    EXPECT_EQ(Writer().string("\xc3").take(), R"("?")");
    EXPECT_EQ(Writer().string("\xc3\xa9").take(), "\"\xc3\xa9\"");
}

}  // namespace
}  // namespace deed::json
