#include "lib/encoding/uri.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace deed {
namespace {

std::string resolved(std::string_view base, std::string_view reference) {
    return resolve_uri(split_uri(base), split_uri(reference));
}

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

TEST(ResolveUri, TheExamplesOfRfc3986) {
    for (const auto& [reference, target] : kExamples)
        EXPECT_EQ(resolved("http://a/b/c/d;p?q", reference), target) << reference;
}

TEST(ResolveUri, ResolvesAgainstOtherBases) {
    EXPECT_EQ(resolved("http://a", "b"), "http://a/b");
    EXPECT_EQ(resolved("http://a?x#y", "#z"), "http://a?x#z");
    EXPECT_EQ(resolved("urn:a:b", "#c"), "urn:a:b#c");
    EXPECT_EQ(resolved("urn:a:b", "c"), "urn:c");
    EXPECT_EQ(resolved("did:example:a", "#key"), "did:example:a#key");
    EXPECT_EQ(resolved("http://a/b", "//c/../d"), "http://c/d");
    EXPECT_EQ(resolved("http://a/b/", "../../.."), "http://a/");
}

TEST(ResolveUri, KeepsWhatABaseLacks) {
    EXPECT_EQ(resolved("https://a", ""), "https://a");
    EXPECT_EQ(resolved("https://a?q#f", ""), "https://a?q");
    EXPECT_EQ(resolved("https://a?q", "?"), "https://a?");
    EXPECT_EQ(resolved("https://a#f", "#"), "https://a#");
    EXPECT_EQ(resolved("file:///a/b", "c"), "file:///a/c");
    EXPECT_EQ(resolved("", "../a"), "a");
}

// RFC 3986 section 3.3: without an authority a path does not begin with "//".
TEST(ResolveUri, MakesNoAuthorityOfAPath) {
    EXPECT_EQ(resolved("mailto:a", "/.//b"), "mailto:/.//b");
    EXPECT_EQ(resolved("urn:/a/b", "..//c"), "urn:/.//c");
    EXPECT_EQ(resolved("http://a/b", "/..//c"), "http://a//c");
}

TEST(ResolveUri, LeavesAPathWithoutHierarchy) {
    EXPECT_EQ(resolved("http://a/b", "urn:c/../d?e#f"), "urn:c/../d?e#f");
    EXPECT_EQ(resolved("http://a/b", "urn:/c/../d"), "urn:/d");
}

TEST(SplitUri, PartsAreTheTextAgain) {
    for (const std::string_view text :
         {"http://a:1/b/c?d?e#f#g", "//a", "a/b:c", "?", "#", "", "urn:x:y", "1:a", "a://", ":a"}) {
        const UriParts parts = split_uri(text);
        std::string whole;
        for (const std::string_view part :
             {parts.scheme, parts.authority, parts.path, parts.query, parts.fragment})
            whole += part;
        EXPECT_EQ(whole, text);
    }
    const UriParts parts = split_uri("a+b.c-1://h/p?q#f");
    EXPECT_EQ(parts.scheme, "a+b.c-1:");
    EXPECT_EQ(parts.authority, "//h");
    EXPECT_EQ(parts.path, "/p");
    EXPECT_EQ(parts.query, "?q");
    EXPECT_EQ(parts.fragment, "#f");
}

TEST(UriSchemeSize, IsThatBeforeTheColon) {
    EXPECT_EQ(uri_scheme_size("http:"), 4U);
    EXPECT_EQ(uri_scheme_size("a:b:c"), 1U);
    for (const std::string_view text : {"", ":", "1a:", "a", "a/b:c", "a b:", "\xC3\xBC:", "-a:"})
        EXPECT_EQ(uri_scheme_size(text), 0U) << text;
}

}  // namespace
}  // namespace deed
