#include "credentials/text_rules.hpp"

#include <gtest/gtest.h>

namespace deed::credentials {
namespace {

TEST(IsAbsoluteUrl, AcceptsWhatHasASchemeAndMore) {
    for (const auto* url :
         {"did:example:a", "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33", "https://a.example",
          "HTTPS://a.example/x?y#z", "https://例え.example/ü", "mailto:a@b.example",
          "http://[::1]/", "https://[2001:db8::1]:8080/x", "https://[::ffff:192.0.2.1]?q",
          "https://u:p@a.example:8080/", "https://a.example:/", "file:///x", "ldap://[::1]/c=GB",
          "https://exa%6Dple.org/%20", "urn:x:%C3%BC", "did:key:z6Mk#z6Mk", "tag:a.example,2026:x"})
        EXPECT_TRUE(is_absolute_url(url)) << url;
}

TEST(IsAbsoluteUrl, RefusesOthers) {
    for (const auto* url : {"",
                            ":",
                            "a",
                            "a:",
                            ":a",
                            "1a:b",
                            "-a:b",
                            "/path",
                            "//host/path",
                            "#fragment",
                            "a b:c",
                            "did:example:a b",
                            "did:example:a\n",
                            "urn:<x>",
                            "urn:\"x\"",
                            "urn:a\\b",
                            "urn:{x}",
                            "https:",
                            "https:a.example",
                            "https:/a.example",
                            "https://",
                            "http:///path",
                            "https://?q",
                            "http://[",
                            "http://]",
                            "http://[]/",
                            "http://[::1",
                            "http://::1]/",
                            "http://[::1]]/",
                            "http://[[::1]]/",
                            "http://[::1]x/",
                            "http://[::1]:8o/",
                            "http://[::g]/",
                            "http://[1.2.3.4]/",
                            "http://a[::1]/",
                            "http://[::1]@a.example/",
                            "ldap://[/",
                            "https://:80/",
                            "https://u@/",
                            "https://a.example:x/",
                            "https://exa%zzmple.org/",
                            "https://a.example/%",
                            "https://a.example/%2",
                            "https://a.example/%2g",
                            "urn:x:%",
                            "urn:a^b",
                            "urn:a`b",
                            "urn:a|b",
                            "urn:a\tb",
                            "urn:a\xc2\x85",      // a C1 control
                            "urn:a\xe2\x80\xae",  // text from right to left
                            "urn:\x7f",
                            "wie bitte: ja"})
        EXPECT_FALSE(is_absolute_url(url)) << url;
}

// Examples of BCP 47 (RFC 5646 appendix A), and tags that it lists as not well-formed.
TEST(IsLanguageTag, FollowsBcp47) {
    for (const auto* tag : {"de", "zh-Hant", "zh-cmn-Hans-CN", "sl-rozaj-biske", "de-CH-1901",
                            "es-419", "x-whatever", "i-enochian", "en-US-u-islamcal", "EN"})
        EXPECT_TRUE(is_language_tag(tag)) << tag;
    for (const auto* tag : {"", "a", "a-DE", "de-", "-de", "de--CH", "de_CH", "419", "de ",
                            "123-de", "abcdefghi", "de-abcdefghi", "x", "dé"})
        EXPECT_FALSE(is_language_tag(tag)) << tag;
}

// The digest of "alert('Hello, world.');" is the example of the SRI specification, section 3.5.
TEST(IsDigestSri, FollowsTheGrammarOfSri) {
    const std::string sha384 =
        "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
    EXPECT_TRUE(is_digest_sri(sha384));
    EXPECT_TRUE(is_digest_sri(sha384 + "?ct=text/plain"));
    EXPECT_TRUE(is_digest_sri(sha384 + " sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
    for (const auto* text : {"", " ", "sha384-", "sha256-AAAA", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
                             "SHA256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                             "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
                             "sha256-47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
                             "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="})
        EXPECT_FALSE(is_digest_sri(text)) << text;
}

TEST(IsDigestMultibase, IsAMultihashOfTheLengthItStates) {
    EXPECT_TRUE(is_digest_multibase("zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"));
    EXPECT_TRUE(is_digest_multibase("f1202abcd"));
    for (const auto* text : {"", "z", "f", "f12", "f1200", "f1202ab", "f1202abcdef", "g1202abcd",
                             "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"})
        EXPECT_FALSE(is_digest_multibase(text)) << text;
}

}  // namespace
}  // namespace deed::credentials
