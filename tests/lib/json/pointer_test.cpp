#include "lib/json/pointer.hpp"

#include <string>
#include <utility>
#include <vector>

#include "lib/json/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::json {
namespace {

// RFC 6901, section 5.
constexpr std::string_view kExample = R"({
   "foo": ["bar", "baz"],
   "": 0,
   "a/b": 1,
   "c%d": 2,
   "e^f": 3,
   "g|h": 4,
   "i\\j": 5,
   "k\"l": 6,
   " ": 7,
   "m~n": 8
})";

TEST(Pointer, ResolvesTheExamplesOfTheStandard) {
    const auto document = Document::parse(kExample).value();
    const std::vector<std::pair<std::string, std::string>> cases = {{"", document.to_string()},
                                                                    {"/foo", R"(["bar","baz"])"},
                                                                    {"/foo/0", R"("bar")"},
                                                                    {"/", "0"},
                                                                    {"/a~1b", "1"},
                                                                    {"/c%d", "2"},
                                                                    {"/e^f", "3"},
                                                                    {"/g|h", "4"},
                                                                    {"/i\\j", "5"},
                                                                    {"/k\"l", "6"},
                                                                    {"/ ", "7"},
                                                                    {"/m~0n", "8"}};
    ASSERT_EQ(cases.size(), 12U);
    for (const auto& [pointer, expected] : cases) {
        ASSERT_OK_AND(const Value value, resolve_pointer(document.root(), pointer));
        EXPECT_EQ(to_string(value), expected) << pointer;
    }
}

TEST(Pointer, DoesNotFind) {
    const auto document = Document::parse(kExample).value();
    for (const auto* pointer :
         {"/bar", "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/-1", "/foo/+1", "/foo/1e0",
          "/foo/ 1", "/foo/", "/foo/18446744073709551616", "/foo/4294967296", "/foo/0/x", "/a",
          "//x", "/foo/0/"}) {
        const auto result = resolve_pointer(document.root(), pointer);
        EXPECT_CODE(result, errors::kPointerNotFound) << pointer;
        EXPECT_EQ(result.error().where(), pointer);
    }
}

TEST(Pointer, RefusesMalformed) {
    const auto document = Document::parse("{}").value();
    for (const auto* pointer : {"a", "a/b", "#/a", " ", "/~", "/a~", "/~2", "/a~b/c", "/~~0"}) {
        EXPECT_CODE(parse_pointer(pointer), errors::kPointerMalformed) << pointer;
        EXPECT_CODE(resolve_pointer(document.root(), pointer), errors::kPointerMalformed);
    }
    EXPECT_CODE(parse_pointer("/\xc3"), errors::kPointerMalformed);
}

// RFC 6901, section 4: ~1 first, so that ~01 is "~1" and not "/".
TEST(Pointer, UnescapesOnce) {
    ASSERT_OK_AND(const auto tokens, parse_pointer("/~01/~10//~0~1"));
    EXPECT_EQ(tokens, (std::vector<std::string>{"~1", "/0", "", "~/"}));
    ASSERT_OK_AND(const auto none, parse_pointer(""));
    EXPECT_TRUE(none.empty());
}

TEST(Pointer, WritesTokens) {
    EXPECT_EQ(pointer_token("plain"), "/plain");
    EXPECT_EQ(pointer_token(""), "/");
    EXPECT_EQ(pointer_token("a/b~c~1"), "/a~1b~0c~01");
    ASSERT_OK_AND(const auto tokens, parse_pointer(pointer_token("~1/~0") + pointer_token("x")));
    EXPECT_EQ(tokens, (std::vector<std::string>{"~1/~0", "x"}));
}

}  // namespace
}  // namespace deed::json
