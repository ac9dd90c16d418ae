#include "lib/net/url.hpp"

#include "lib/net/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::net {
namespace {

TEST(Url, NamesItsParts) {
    ASSERT_OK_AND(const Url url, Url::parse("https://Signer.Example:8443/base/v1?a=%2F&b=?#key-1"));
    EXPECT_EQ(url.scheme(), Url::Scheme::https);
    EXPECT_EQ(url.host(), "signer.example");
    EXPECT_FALSE(url.host_is_address());
    EXPECT_EQ(url.port(), 8443);
    EXPECT_EQ(url.path(), "/base/v1");
    EXPECT_EQ(url.query(), "a=%2F&b=?");
    EXPECT_EQ(url.fragment(), "key-1");
    EXPECT_EQ(url.origin(), "https://Signer.Example:8443");
    EXPECT_EQ(url.to_string(), "https://Signer.Example:8443/base/v1?a=%2F&b=?#key-1");
}

TEST(Url, FillsInWhatIsAbsent) {
    ASSERT_OK_AND(const Url https, Url::parse("https://a"));
    EXPECT_EQ(https.port(), 443);
    EXPECT_EQ(https.path(), "");
    EXPECT_FALSE(https.query().has_value());
    EXPECT_FALSE(https.fragment().has_value());
    EXPECT_EQ(https.origin(), "https://a");
    ASSERT_OK_AND(const Url http, Url::parse("http://a?#"));
    EXPECT_EQ(http.port(), 80);
    EXPECT_EQ(http.query(), "");
    EXPECT_EQ(http.fragment(), "");
}

TEST(Url, ReadsAddresses) {
    ASSERT_OK_AND(const Url v4, Url::parse("https://192.0.2.7:1/"));
    EXPECT_EQ(v4.host(), "192.0.2.7");
    EXPECT_TRUE(v4.host_is_address());
    ASSERT_OK_AND(const Url v6, Url::parse("https://[2001:DB8::1]:65535/"));
    EXPECT_EQ(v6.host(), "2001:db8::1");
    EXPECT_TRUE(v6.host_is_address());
    EXPECT_EQ(v6.port(), 65535);
    EXPECT_EQ(v6.origin(), "https://[2001:DB8::1]:65535");
}

TEST(Url, RefusesWhatOthersMayReadDifferently) {
    const std::string long_label(64, 'a');
    for (const std::string& text : {std::string(),
                                    std::string("https://"),
                                    std::string("https:///path"),
                                    std::string("//a"),
                                    std::string("a"),
                                    std::string("ftp://a"),
                                    std::string("HTTPS://a"),
                                    std::string("https:a"),
                                    std::string("https:/a"),
                                    std::string("https://user@a"),
                                    std::string("https://a:b@c"),
                                    std::string("https://@a"),
                                    std::string("https://a b"),
                                    std::string("https://a\\b"),
                                    std::string("https://a\n"),
                                    std::string("https://a/\t"),
                                    std::string("https://a/\x7f"),
                                    std::string("https://\xc3\xa4"),
                                    std::string("https://a/\xc3\xa4"),
                                    std::string("https://a/<"),
                                    std::string("https://a/%"),
                                    std::string("https://a/%2"),
                                    std::string("https://a/%zz"),
                                    std::string("https://a/%00"),
                                    std::string("https://a/x|y"),
                                    std::string("https://a/^"),
                                    std::string("https://a/\""),
                                    std::string("https://a?%gg"),
                                    std::string("https://a#b#c"),
                                    std::string("https://a#[]"),
                                    std::string("https://a:"),
                                    std::string("https://a:0"),
                                    std::string("https://a:65536"),
                                    std::string("https://a:080"),
                                    std::string("https://a:+80"),
                                    std::string("https://a:8x"),
                                    std::string("https://a:80:80"),
                                    std::string("https://127.1"),
                                    std::string("https://2130706433"),
                                    std::string("https://0x7f000001"),
                                    std::string("https://0x7f.0.0.1"),
                                    std::string("https://127.0.0.0x1"),
                                    std::string("https://0177.0.0.1"),
                                    std::string("https://1.2.3.256"),
                                    std::string("https://1.2.3.4."),
                                    std::string("https://1.2.3.4.5"),
                                    std::string("https://a."),
                                    std::string("https://.a"),
                                    std::string("https://a..b"),
                                    std::string("https://-a"),
                                    std::string("https://a-"),
                                    std::string("https://a_b"),
                                    std::string("https://a%2eb"),
                                    std::string("https://[::1"),
                                    std::string("https://[]"),
                                    std::string("https://[a]"),
                                    std::string("https://[1.2.3.4]"),
                                    std::string("https://[fe80::1%25eth0]"),
                                    std::string("https://[::1]a"),
                                    std::string("https://::1"),
                                    std::string("https://a]"),
                                    std::string("https://a/."),
                                    std::string("https://a/../b"),
                                    std::string("https://a/b/.."),
                                    std::string("https://a/%2e%2E/b"),
                                    std::string("https://a/.%2e"),
                                    "https://" + long_label,
                                    "https://a/" + std::string(Url::kMaxSize, 'a'),
                                    std::string("https://a\0b", 11)})
        EXPECT_CODE(Url::parse(text), errors::kBadUrl) << text;
}

TEST(Url, KeepsDotsThatAreNoSegments) {
    EXPECT_OK(Url::parse("https://a/.well-known/did.json"));
    EXPECT_OK(Url::parse("https://a/..."));
    EXPECT_OK(Url::parse("https://a/b?x=../.."));
}

TEST(Url, ErrorsShowNoControlCharacters) {
    const auto url = Url::parse("https://a/\x1b[31m");
    ASSERT_FALSE(url.has_value());
    EXPECT_EQ(url.error().message().find('\x1b'), std::string::npos);
}

TEST(PercentCoding, IsUndone) {
    EXPECT_EQ(percent_encode("/run/a b/\xc3\xa4", "/"), "/run/a%20b/%C3%A4");
    EXPECT_EQ(percent_decode("/run/a%20b/%c3%A4").value_or(""), "/run/a b/\xc3\xa4");
    for (const char* text : {"%", "%1", "%g0", "%00", "a%0"})
        EXPECT_CODE(percent_decode(text), errors::kBadUrl) << text;
}

}  // namespace
}  // namespace deed::net
