#include "did/uri_reference.hpp"

#include "did/errors.hpp"
#include "lib/encoding/utf8.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::did {
namespace {

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

TEST(ResolveReference, RepeatsOnlySoMuchOfALongText) {
    std::string wide = "a";
    for (int i = 0; i < 5'000; ++i) wide += "\u00e9";
    for (const auto& refused : {resolve_reference(wide, "b"), resolve_reference("x:y", wide)}) {
        ASSERT_FALSE(refused.has_value());
        const std::string& message = refused.error().message();
        EXPECT_TRUE(is_utf8(as_bytes(message)));
        EXPECT_TRUE(message.ends_with("\u00e9"));
        EXPECT_LT(message.size(), 250U);
    }
}

TEST(IsLocalReference, StaysWithTheAuthority) {
    for (const char* text : {"", "/a", "a/b:c", "?q=http://b/", "#f", "../x"})
        EXPECT_TRUE(is_local_reference(text)) << text;
    for (const char* text : {"//b/c", "http://b", "x:", "a:b", "a b", "/[::1]"})
        EXPECT_FALSE(is_local_reference(text)) << text;
}

}  // namespace
}  // namespace deed::did
