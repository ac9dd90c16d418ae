#include "lib/rdf/iri.hpp"

#include <gtest/gtest.h>

namespace deed::rdf::detail {
namespace {

TEST(Iri, ResolvesCharactersBeyondAscii) {
    EXPECT_EQ(resolve_iri("http://\xC3\xBC/b/", "../\xC3\xA4"), "http://\xC3\xBC/\xC3\xA4");
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
