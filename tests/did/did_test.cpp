#include "did/did.hpp"

#include <string>
#include <vector>

#include "did/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::did {
namespace {

// The tables are written from the grammar of DID Core 1.0 sections 3.1 and 3.2.

struct Valid {
    std::string text;
    std::string method;
    std::string id;
};

TEST(Did, AcceptsTheGrammar) {
    const std::vector<Valid> table{
        {"did:example:123", "example", "123"},
        {"did:a:b", "a", "b"},
        {"did:9:0", "9", "0"},
        {"did:3box:x", "3box", "x"},
        {"did:example:ABCxyz.-_09", "example", "ABCxyz.-_09"},
        {"did:example:a:b:c", "example", "a:b:c"},
        {"did:example::b", "example", ":b"},  // *( *idchar ":" ): inner parts may be empty
        {"did:example:a:::b", "example", "a:::b"},
        {"did:example:%41%5f%5F", "example", "%41%5f%5F"},
        {"did:example:a%3A", "example", "a%3A"},
        {"did:web:w3c-ccg.github.io%3A3000:user:alice", "web",
         "w3c-ccg.github.io%3A3000:user:alice"},
    };
    for (const Valid& row : table) {
        ASSERT_OK_AND(const Did did, Did::parse(row.text));
        EXPECT_EQ(did.to_string(), row.text);
        EXPECT_EQ(did.method(), row.method) << row.text;
        EXPECT_EQ(did.method_specific_id(), row.id) << row.text;
    }
}

TEST(Did, RefusesEverythingElse) {
    const std::vector<std::string> table{"",
                                         "d",
                                         "did",
                                         "did:",
                                         "did:a",
                                         "did:a:",
                                         "did::",
                                         "did::b",
                                         "DID:a:b",
                                         "Did:a:b",
                                         "did:A:b",
                                         "did:exAmple:1",
                                         "did:ex-ample:1",
                                         "did:ex_ample:1",
                                         "did:ex.ample:1",
                                         "did:ex%61mple:1",
                                         "did:example:a:",
                                         "did:example::",
                                         "did:example:a b",
                                         " did:a:b",
                                         "did:a:b ",
                                         "did:a:b\n",
                                         "did:a:b/path",
                                         "did:a:b?query",
                                         "did:a:b#fragment",
                                         "did:a:b;c",
                                         "did:a:b!",
                                         "did:a:b~",
                                         "did:a:b@c",
                                         "did:a:b+c",
                                         "did:a:b,c",
                                         "did:a:b=c",
                                         "did:a:b$",
                                         "did:a:(b)",
                                         "did:a:%",
                                         "did:a:%4",
                                         "did:a:%4g",
                                         "did:a:%g4",
                                         "did:a:b%",
                                         "did:a:b%4",
                                         "did:a:\xc3\xa9",
                                         std::string("did:a:b\0", 8),
                                         std::string("did:a\0:b", 8),
                                         "urn:a:b",
                                         "http://a/b"};
    for (const std::string& text : table) EXPECT_CODE(Did::parse(text), errors::kMalformed) << text;
}

TEST(Did, HasALongestLength) {
    const std::string longest = "did:a:" + std::string(8186, 'x');
    EXPECT_OK(Did::parse(longest));
    EXPECT_CODE(Did::parse(longest + "x"), errors::kMalformed);
}

TEST(Did, IsComparedAsSpelled) {
    ASSERT_OK_AND(const Did one, Did::parse("did:a:b"));
    ASSERT_OK_AND(const Did same, Did::parse("did:a:b"));
    ASSERT_OK_AND(const Did other, Did::parse("did:a:%62"));
    EXPECT_EQ(one, same);
    EXPECT_NE(one, other);
    EXPECT_LT(other, one);
}

struct ValidUrl {
    std::string text;
    std::string did;
    std::string path;
    std::optional<std::string> query;
    std::optional<std::string> fragment;
};

TEST(DidUrl, AcceptsTheGrammar) {
    const std::vector<ValidUrl> table{
        {"did:a:b", "did:a:b", "", std::nullopt, std::nullopt},
        {"did:a:b#key-1", "did:a:b", "", std::nullopt, "key-1"},
        {"did:a:b#", "did:a:b", "", std::nullopt, ""},
        {"did:a:b?", "did:a:b", "", "", std::nullopt},
        {"did:a:b/", "did:a:b", "/", std::nullopt, std::nullopt},
        {"did:a:b//c/", "did:a:b", "//c/", std::nullopt, std::nullopt},
        {"did:a:b/p/q?r=s&t#u", "did:a:b", "/p/q", "r=s&t", "u"},
        {"did:a:b?x/y?z", "did:a:b", "", "x/y?z", std::nullopt},
        {"did:a:b#x/y?z", "did:a:b", "", std::nullopt, "x/y?z"},
        {"did:a:b#a?b", "did:a:b", "", std::nullopt, "a?b"},
        {"did:a:b:c/-._~!$&'()*+,;=:@%20", "did:a:b:c", "/-._~!$&'()*+,;=:@%20", std::nullopt,
         std::nullopt},
        {"did:a:b?versionTime=2021-05-10T17:00:00Z", "did:a:b", "",
         "versionTime=2021-05-10T17:00:00Z", std::nullopt},
    };
    for (const ValidUrl& row : table) {
        ASSERT_OK_AND(const DidUrl url, DidUrl::parse(row.text));
        EXPECT_EQ(url.to_string(), row.text);
        EXPECT_EQ(url.did().to_string(), row.did) << row.text;
        EXPECT_EQ(url.path(), row.path) << row.text;
        EXPECT_EQ(url.query(), row.query) << row.text;
        EXPECT_EQ(url.fragment(), row.fragment) << row.text;
    }
}

TEST(DidUrl, RefusesEverythingElse) {
    const std::vector<std::string> table{"",
                                         "#key-1",
                                         "?a",
                                         "/a",
                                         "did:a",
                                         "did:a:#x",
                                         "did:a:b:/c",
                                         "did:a:b;c",
                                         "did:a:b c",
                                         "did:a:b/c d",
                                         "did:a:b/[",
                                         "did:a:b/%",
                                         "did:a:b/%4",
                                         "did:a:b/%zz",
                                         "did:a:b?a b",
                                         "did:a:b?[",
                                         "did:a:b?%4x",
                                         "did:a:b#a#b",
                                         "did:a:b#a b",
                                         "did:a:b#\"",
                                         "did:a:b#<>",
                                         "did:a:b#\\",
                                         "did:a:b#^",
                                         "did:a:b#`",
                                         "did:a:b#{",
                                         "did:a:b#\x7f",
                                         "did:a:b#%",
                                         "did:a:b#\xc3\xa9",
                                         "did:A:b#x",
                                         std::string("did:a:b#\0", 9)};
    for (const std::string& text : table)
        EXPECT_CODE(DidUrl::parse(text), errors::kMalformedUrl) << text;
}

TEST(DidUrl, HasALongestLength) {
    const std::string longest = "did:a:b#" + std::string(10232, 'x');
    EXPECT_OK(DidUrl::parse(longest));
    EXPECT_CODE(DidUrl::parse(longest + "x"), errors::kMalformedUrl);
    EXPECT_CODE(DidUrl::parse("did:a:" + std::string(8187, 'x')), errors::kMalformedUrl);
}

}  // namespace
}  // namespace deed::did
