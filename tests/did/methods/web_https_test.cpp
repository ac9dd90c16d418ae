#include <cstdlib>
#include <fstream>

#include "did/errors.hpp"
#include "did/methods/web.hpp"
#include "did/methods/web_errors.hpp"
#include "did/methods/webvh.hpp"
#include "lib/net/errors.hpp"
#include "tests/did/document_support.hpp"
#include "tests/support/child_server.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

// Against a server of its own, with a certificate by an authority made for the occasion.

namespace deed::did {
namespace {

class OverHttps : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<deed::test::TempDir>();
        const std::string servers = DEED_TEST_SERVERS;
        const std::string path = folder_->path().string();
        ASSERT_EQ(std::system(("python3 " + servers + "/certificates.py " + path).c_str()), 0);
        std::filesystem::create_directories(*folder_ / "web/issuer");
        server_ = std::make_unique<deed::test::ChildServer>(
            std::vector<std::string>{"python3", servers + "/file_server.py", path + "/web",
                                     path + "/server.pem", path + "/server.key"});
    }
    static void TearDownTestSuite() {
        server_.reset();
        folder_.reset();
    }

    static void publish(const std::string& name, const std::string& text) {
        std::ofstream(*folder_ / "web/issuer" / name, std::ios::binary) << text;
    }
    static Did did() {
        return Did::parse("did:web:localhost%3A" + server_->said() + ":issuer").value();
    }
    static std::string document() { return R"({"id":")" + did().to_string() + R"("})"; }
    void SetUp() override {
        for (const auto& file : std::filesystem::directory_iterator(*folder_ / "web/issuer"))
            std::filesystem::remove(file.path());
        options_.addresses = net::Addresses::any;
        options_.ca_file = *folder_ / "ca.pem";
        options_.max_redirects = 3;
    }
    Result<Resolution> resolve() {
        DEED_TRY(const auto client, net::make_http_client(options_));
        WebResolver resolver([&](Call&) -> Result<net::HttpClient*> { return client.get(); });
        Call call;
        return resolver.resolve(did(), call);
    }

    static std::unique_ptr<deed::test::TempDir> folder_;
    static std::unique_ptr<deed::test::ChildServer> server_;
    net::HttpClientOptions options_;
};

std::unique_ptr<deed::test::TempDir> OverHttps::folder_;
std::unique_ptr<deed::test::ChildServer> OverHttps::server_;

TEST_F(OverHttps, ResolvesDidWeb) {
    EXPECT_CODE(resolve(), errors::kNotFound);
    publish("did.json", document());
    ASSERT_OK_AND(const Resolution resolution, resolve());
    EXPECT_EQ(resolution.document.id(), did());
}

TEST_F(OverHttps, GoesToPublicAddressesOnlyUnlessToldOtherwise) {
    publish("did.json", document());
    options_.addresses = net::Addresses::public_only;
    EXPECT_CODE(resolve(), net::errors::kAddressRefused);
}

TEST_F(OverHttps, WantsACertificateOfTheHost) {
    publish("did.json", document());
    options_.ca_file = *folder_ / "other-ca.pem";
    EXPECT_CODE(resolve(), net::errors::kTlsUntrusted);
}

TEST_F(OverHttps, FollowsAFewRedirectsToHttpsOnly) {
    const std::string base = "https://localhost:" + server_->said() + "/issuer/";
    const auto redirect = [&](const std::string& location) {
        publish("did.json.answer",
                R"({"status":302,"headers":{"Location":")" + location + R"("}})");
    };
    publish("moved.json", document());
    redirect(base + "moved.json");
    EXPECT_OK(resolve());
    redirect(base + "did.json");
    EXPECT_CODE(resolve(), net::errors::kTooManyRedirects);
    redirect("http://localhost:1/issuer/did.json");
    EXPECT_CODE(resolve(), net::errors::kBadResponse);
}

TEST_F(OverHttps, RefusesWhatIsTooLargeOrOfAnotherType) {
    publish("did.json", std::string((std::size_t{1} << 20) + 1, ' '));
    EXPECT_CODE(resolve(), net::errors::kTooLarge);
    publish("did.json", document());
    publish("did.json.answer", R"({"headers":{"Content-Type":"text/html"}})");
    EXPECT_CODE(resolve(), errors::kWebMediaType);
    publish("did.json.answer", R"({"status":503})");
    EXPECT_CODE(resolve(), errors::kWebUnavailable);
}

}  // namespace
}  // namespace deed::did
