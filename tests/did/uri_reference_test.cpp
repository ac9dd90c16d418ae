#include "did/uri_reference.hpp"

#include <utility>

#include "did/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::did {
namespace {

// RFC 3986 sections 5.4.1 and 5.4.2, with the strict form of the last one.
TEST(ResolveReference, TheExamplesOfRfc3986) {
    const std::pair<const char*, const char*> examples[] = {
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
    for (const auto& [reference, target] : examples) {
        const auto resolved = resolve_reference("http://a/b/c/d;p?q", reference);
        ASSERT_OK(resolved);
        EXPECT_EQ(*resolved, target) << reference;
    }
}

TEST(ResolveReference, KeepsWhatABaseLacks) {
    EXPECT_EQ(resolve_reference("https://example.com", "a").value(), "https://example.com/a");
    EXPECT_EQ(resolve_reference("https://example.com?q#f", "").value(), "https://example.com?q");
    EXPECT_EQ(resolve_reference("urn:a:b", "?x").value(), "urn:a:b?x");
    EXPECT_EQ(resolve_reference("mailto:a", "/.//b").value(), "mailto:/.//b");
}

// DID Core 1.0 section 3.2.2: the DID is the authority.
TEST(ResolveReference, ResolvesAgainstADid) {
    EXPECT_EQ(resolve_reference("did:example:1", "#k").value(), "did:example:1#k");
    EXPECT_EQ(resolve_reference("did:example:1/a/b?q", "../c").value(), "did:example:1/c");
    EXPECT_EQ(resolve_reference("did:example:1", "a").value(), "did:example:1/a");
    EXPECT_CODE(resolve_reference("did:example:1", "//evil"), errors::kMalformedUrl);
}

TEST(ResolveReference, RefusesWhatIsNoUriReference) {
    EXPECT_CODE(resolve_reference("/a", "b"), errors::kMalformedUrl);
    for (const char* reference : {"a b", "1:a", "%2", "a#b#c", "\xc3\xa4", "<"})
        EXPECT_CODE(resolve_reference("http://a/", reference), errors::kMalformedUrl) << reference;
}

TEST(IsLocalReference, StaysWithTheAuthority) {
    for (const char* text : {"", "/a", "a/b:c", "?q=http://b/", "#f", "../x"})
        EXPECT_TRUE(is_local_reference(text)) << text;
    for (const char* text : {"//b/c", "http://b", "x:", "a:b", "a b", "/[::1]"})
        EXPECT_FALSE(is_local_reference(text)) << text;
}

}  // namespace
}  // namespace deed::did
