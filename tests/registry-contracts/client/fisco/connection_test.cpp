#include "registry-contracts/client/fisco/connection.hpp"

#include "lib/net/errors.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "tests/registry-contracts/client/fisco/fisco_node.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::registry::fisco {
namespace {

TEST(FiscoConnection, IsByMutualTls) {
    if (!test::have_fisco_node()) GTEST_SKIP() << "no Node: run scripts/setup";
    const test::TempDir folder;
    ASSERT_EQ(
        std::system(
            ("python3 " DEED_TEST_SERVERS "/certificates.py " + folder.path().string()).c_str()),
        0);
    test::FiscoNode chain({ChainVersion::three, ChainHash::sm3}, {"--tls", folder.path().string()});
    NodeConnection connection{
        .url = test::must(net::Url::parse("https://localhost:" + chain.port())),
        .ca_file = folder.path() / "ca.pem",
        .certificate =
            net::ClientCertificate{folder.path() / "client.pem", folder.path() / "client.key"}};
    Call call;
    const auto ask = [&]() -> Result<std::uint64_t> {
        DEED_TRY(const auto http, open_connection(connection));
        evm::RpcClient rpc(*http, connection.url);
        DEED_TRY(const auto node, Node::open(rpc, chain.settings()));
        return node->block_number(call);
    };
    EXPECT_EQ(test::must(ask()), 0U);
    // Of another authority, and without a certificate, the node takes nobody.
    connection.certificate =
        net::ClientCertificate{folder.path() / "stranger.pem", folder.path() / "stranger.key"};
    EXPECT_FALSE(ask().has_value());
    connection.certificate.reset();
    EXPECT_FALSE(ask().has_value());
    connection.ca_file = folder.path() / "other-ca.pem";
    EXPECT_CODE(ask(), net::errors::kTlsUntrusted);
}

TEST(FiscoConnection, SettingsMustFit) {
    NodeConnection connection{.url = test::must(net::Url::parse("http://127.0.0.1:20200"))};
    EXPECT_CODE(open_connection(connection), errors::kSettingsInvalid);
    connection.allow_http = true;
    EXPECT_OK(open_connection(connection));
    connection.ca_file = "ca.crt";
    EXPECT_CODE(open_connection(connection), errors::kSettingsInvalid);

    auto http = test::must(open_connection(
        NodeConnection{.url = test::must(net::Url::parse("https://127.0.0.1:20200"))}));
    evm::RpcClient rpc(*http, test::must(net::Url::parse("https://127.0.0.1:20200")));
    ChainSettings settings;
    settings.version = ChainVersion::two;
    EXPECT_CODE(Node::open(rpc, settings), errors::kSettingsInvalid);  // chain0 is no number
    settings.version = ChainVersion::three;
    EXPECT_OK(Node::open(rpc, settings));
    settings.group_id.clear();
    EXPECT_CODE(Node::open(rpc, settings), errors::kSettingsInvalid);
}

}  // namespace
}  // namespace deed::registry::fisco
