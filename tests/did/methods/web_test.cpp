#include "did/methods/web.hpp"

#include "did/errors.hpp"
#include "did/methods/web_errors.hpp"
#include "lib/net/errors.hpp"
#include "tests/did/methods/web_support.hpp"

namespace deed::did {
namespace {

Did did_of(std::string_view text) { return Did::parse(text).value(); }

std::string url_of(std::string_view text) {
    const auto url = did_web_url(did_of(text));
    EXPECT_OK(url);
    return url ? *url : "";
}

// did:web, "Read (Resolve)", with the examples of "Create (Register)".
TEST(DidWebUrl, IsThatOfTheMethod) {
    EXPECT_EQ(url_of("did:web:w3c-ccg.github.io"),
              "https://w3c-ccg.github.io/.well-known/did.json");
    EXPECT_EQ(url_of("did:web:w3c-ccg.github.io:user:alice"),
              "https://w3c-ccg.github.io/user/alice/did.json");
    EXPECT_EQ(url_of("did:web:example.com%3A3000:user:alice"),
              "https://example.com:3000/user/alice/did.json");
    EXPECT_EQ(url_of("did:web:EXAMPLE.com%3a3000"),
              "https://example.com:3000/.well-known/did.json");
    EXPECT_EQ(url_of("did:web:localhost%3A8443"), "https://localhost:8443/.well-known/did.json");
    EXPECT_EQ(url_of("did:web:example.com:a%20b:%7Ec"), "https://example.com/a%20b/~c/did.json");
    EXPECT_CODE(did_web_url(did_of("did:key:z6Mk")), errors::kMethodUnsupported);
}

// did:webvh 1.0, "The DID to HTTPS Transformation": the internationalized example.
TEST(WebLocation, KnowsNamesInOtherScripts) {
    const auto location = read_web_location("jp%E7%B4%8D%E8%B1%86.%E4%BE%8B.jp:%E7%94%A8%E6%88%B7",
                                            HostNames::qualified);
    ASSERT_OK(location);
    EXPECT_EQ(location->base_url(), "https://xn--jp-cd2fp15c.xn--fsq.jp/%E7%94%A8%E6%88%B7/");
}

TEST(WebLocation, RefusesWhatIsNoPlaceOnTheWeb) {
    for (const std::string_view text : {"",
                                        "127.0.0.1",
                                        "127.1",
                                        "0x7f000001",
                                        "2130706433",
                                        "%5B%3A%3A1%5D",
                                        "1.2.3.4%3A80",
                                        "example.com%3A0",
                                        "example.com%3A65536",
                                        "example.com%3A",
                                        "example.com%3A80%3A80",
                                        "example.com%3Ax",
                                        "-a.example",
                                        "a..example",
                                        "exa mple.com",
                                        "user%40example.com",
                                        "example.com%2Fpath",
                                        "example.com%23",
                                        "example.com:",
                                        "example.com::a",
                                        "example.com:.",
                                        "example.com:..",
                                        "example.com:%2E%2E",
                                        "example.com:a%2Fb",
                                        "example.com:a%5Cb",
                                        "example.com:%00",
                                        "example.com:%20a",
                                        "example.com:a%20",
                                        "example.com:%ff",
                                        "%ff.example",
                                        "example.com%00",
                                        "xn--.example\u2028"})
        EXPECT_CODE(read_web_location(text, HostNames::any), errors::kMalformed) << text;
    EXPECT_CODE(read_web_location(std::string("example.com:a\0b", 15), HostNames::any),
                errors::kMalformed);
    EXPECT_CODE(read_web_location("localhost", HostNames::qualified), errors::kMalformed);
    EXPECT_OK(read_web_location("localhost", HostNames::any));
    // Decoded once: what is left encodes a percent sign, and no slash.
    EXPECT_EQ(read_web_location("example.com:a%252Fb", HostNames::any).value().path.front(),
              "a%252Fb");
}

TEST(WebLocation, IsReadFromWhatPeopleType) {
    EXPECT_EQ(
        web_location_of("https://example.com:3000/dids/issuer/", HostNames::qualified).value(),
        "example.com%3A3000:dids:issuer");
    EXPECT_EQ(web_location_of("example.com", HostNames::qualified).value(), "example.com");
    EXPECT_EQ(web_location_of("例.jp/a~b", HostNames::qualified).value(), "%E4%BE%8B.jp:a%7Eb");
    for (const std::string_view text : {"", "http://example.com", "example.com//a",
                                        "example.com/../a", "10.0.0.1", "localhost", "a b.example"})
        EXPECT_CODE(web_location_of(text, HostNames::qualified), errors::kMalformed) << text;
}

constexpr std::string_view kDocument = R"({
  "@context": ["https://www.w3.org/ns/did/v1"], "id": "did:web:issuer.example",
  "verificationMethod": [{"id": "did:web:issuer.example#k", "type": "Multikey",
    "controller": "did:web:issuer.example",
    "publicKeyMultibase": "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}],
  "assertionMethod": ["did:web:issuer.example#k"]})";
constexpr const char* kUrl = "https://issuer.example/.well-known/did.json";

class DidWeb : public ::testing::Test {
protected:
    void SetUp() override { web_.files[kUrl] = kDocument; }
    Result<Resolution> resolve(const ResolveOptions& options = {}) {
        return resolver_.resolve(did_of("did:web:issuer.example"), options, call_);
    }
    test::Web web_;
    WebResolver resolver_{web_.source()};
    Call call_;
};

TEST_F(DidWeb, ResolvesTheDocumentAtTheUrl) {
    ASSERT_OK_AND(const Resolution resolution, resolve());
    EXPECT_EQ(resolution.document.id().to_string(), "did:web:issuer.example");
    EXPECT_TRUE(
        resolution.document.allows("did:web:issuer.example#k", Relationship::assertion_method));
    EXPECT_EQ(web_.asked, std::vector<std::string>{kUrl});
    EXPECT_NE(web_.last->headers.at(0).value.find("application/did"), std::string::npos);
    ASSERT_OK_AND(const History history,
                  resolver_.history(did_of("did:web:issuer.example"), call_));
    EXPECT_EQ(history.versions.size(), 1U);
    EXPECT_FALSE(history.versions[0].from.has_value());
}

TEST_F(DidWeb, TakesTheMediaTypesOfDocuments) {
    for (const std::string type :
         {"application/did", "application/did+json", "application/did+ld+json; charset=utf-8",
          "application/ld+json", "Application/JSON", "text/plain", ""}) {
        web_.type = type;
        EXPECT_OK(resolve());
    }
    for (const std::string type : {"text/html", "image/png", "application/xml"}) {
        web_.type = type;
        EXPECT_CODE(resolve(), errors::kWebMediaType) << type;
    }
}

TEST_F(DidWeb, TellsMissingFromUnavailableFromMalformed) {
    web_.files.clear();
    EXPECT_CODE(resolve(), errors::kNotFound);
    web_.files[kUrl] = kDocument;
    for (const int status : {410}) {
        web_.status = status;
        EXPECT_CODE(resolve(), errors::kNotFound);
    }
    for (const int status : {204, 302, 401, 403, 429, 500, 503}) {
        web_.status = status;
        EXPECT_CODE(resolve(), errors::kWebUnavailable) << status;
    }
    web_.status = 200;
    for (const std::string text :
         {"", "{", "[]", R"({"id":"did:web:other.example"})", R"({"id":"did:web:ISSUER.example"})",
          R"({"id":"did:web:issuer.example","id":"did:web:issuer.example"})",
          R"({"id":"did:web:issuer.example","verificationMethod":[{"id":"#k","type":"T",)"
          R"("controller":"did:web:issuer.example"}]})"}) {
        web_.files[kUrl] = text;
        EXPECT_CODE(resolve(), errors::kInvalidDocument) << text;
    }
    web_.failure = Error(net::errors::kAddressRefused, "private");
    EXPECT_CODE(resolve(), net::errors::kAddressRefused);
}

TEST_F(DidWeb, HasNoVersions) {
    EXPECT_CODE(resolve({.version_id = "1"}), errors::kVersionsUnsupported);
    EXPECT_CODE(resolve({.version_number = 1}), errors::kVersionsUnsupported);
    EXPECT_CODE(resolve({.version_time = Timestamp::from_unix_seconds(0).value()}),
                errors::kVersionsUnsupported);
    EXPECT_TRUE(web_.asked.empty());
    EXPECT_CODE(resolver_.resolve(did_of("did:web:127.0.0.1"), call_), errors::kMalformed);
    EXPECT_CODE(resolver_.resolve(did_of("did:example:1"), call_), errors::kMethodUnsupported);
}

}  // namespace
}  // namespace deed::did
