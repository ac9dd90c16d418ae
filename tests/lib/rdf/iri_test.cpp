#include "lib/rdf/iri.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace deed::rdf::detail {
namespace {

// RFC 3986 section 5.4.
constexpr std::pair<std::string_view, std::string_view> kExamples[] = {
    {"g:h", "g:h"},
    {"g", "http://a/b/c/g"},
    {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"},
    {"/g", "http://a/g"},
    {"//g", "http://g"},
    {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q#s"},
    {"g#s", "http://a/b/c/g#s"},
    {"g?y#s", "http://a/b/c/g?y#s"},
    {";x", "http://a/b/c/;x"},
    {"g;x", "http://a/b/c/g;x"},
    {"g;x?y#s", "http://a/b/c/g;x?y#s"},
    {"", "http://a/b/c/d;p?q"},
    {".", "http://a/b/c/"},
    {"./", "http://a/b/c/"},
    {"..", "http://a/b/"},
    {"../", "http://a/b/"},
    {"../g", "http://a/b/g"},
    {"../..", "http://a/"},
    {"../../", "http://a/"},
    {"../../g", "http://a/g"},
    {"../../../g", "http://a/g"},
    {"../../../../g", "http://a/g"},
    {"/./g", "http://a/g"},
    {"/../g", "http://a/g"},
    {"g.", "http://a/b/c/g."},
    {".g", "http://a/b/c/.g"},
    {"g..", "http://a/b/c/g.."},
    {"..g", "http://a/b/c/..g"},
    {"./../g", "http://a/b/g"},
    {"./g/.", "http://a/b/c/g/"},
    {"g/./h", "http://a/b/c/g/h"},
    {"g/../h", "http://a/b/c/h"},
    {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
    {"g;x=1/../y", "http://a/b/c/y"},
    {"g?y/./x", "http://a/b/c/g?y/./x"},
    {"g?y/../x", "http://a/b/c/g?y/../x"},
    {"g#s/./x", "http://a/b/c/g#s/./x"},
    {"g#s/../x", "http://a/b/c/g#s/../x"},
    {"http:g", "http:g"},
};

TEST(Iri, ResolvesAsTheExamplesOfRfc3986) {
    for (const auto& [reference, target] : kExamples)
        EXPECT_EQ(resolve_iri("http://a/b/c/d;p?q", reference), target) << reference;
}

TEST(Iri, ResolvesAgainstOtherBases) {
    EXPECT_EQ(resolve_iri("http://a", "b"), "http://a/b");
    EXPECT_EQ(resolve_iri("http://a?x#y", "#z"), "http://a?x#z");
    EXPECT_EQ(resolve_iri("urn:a:b", "#c"), "urn:a:b#c");
    EXPECT_EQ(resolve_iri("urn:a:b", "c"), "urn:c");
    EXPECT_EQ(resolve_iri("did:example:a", "#key"), "did:example:a#key");
    EXPECT_EQ(resolve_iri("http://a/b", "//c/../d"), "http://c/d");
    EXPECT_EQ(resolve_iri("http://a/b/", "../../.."), "http://a/");
}

TEST(Iri, IsClassified) {
    for (const char* iri :
         {"http://a", "urn:x", "did:web:a%3A1", "a+b-c.1:", "ex:\xC3\xBC", "ex:a#b", "ex:[a]"})
        EXPECT_EQ(classify_iri(iri), IriClass::iri) << iri;
    for (const char* iri : {"", "a", "/a:b", "1a:b", ":a", "#a:b", "a b:c", "\xC3\xBC:a"})
        EXPECT_EQ(classify_iri(iri), IriClass::relative) << iri;
    for (const char* iri : {"ex:a b", "ex:<", "ex:>", "ex:\"", "ex:{", "ex:}", "ex:|", "ex:^",
                            "ex:`", "ex:\\", "ex:\n", "ex:a#b#c", "ex:\x7f"})
        EXPECT_EQ(classify_iri(iri), IriClass::broken) << iri;
    EXPECT_EQ(classify_iri("_:a"), IriClass::blank);
}

TEST(LanguageTag, IsWellFormedOrNot) {
    for (const char* tag : {"en", "en-US", "zh-Hant-TW", "de-1996", "x-a", "i-klingon"})
        EXPECT_TRUE(is_language_tag(tag)) << tag;
    for (const char* tag : {"", "-", "en-", "-en", "en--us", "1", "en us", "en_US", "abcdefghi",
                            "en-123456789", "\xC3\xBC"})
        EXPECT_FALSE(is_language_tag(tag)) << tag;
}

}  // namespace
}  // namespace deed::rdf::detail
