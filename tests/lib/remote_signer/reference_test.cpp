#include "lib/remote_signer/reference.hpp"

#include "lib/remote_signer/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::remote {
namespace {

RemoteReference must_parse(std::string_view text) { return RemoteReference::parse(text).value(); }

TEST(RemoteReference, NamesASocket) {
    const std::string text = "remote:unix:/run/a%20b/%23.sock?timeout=7#court-1.a~_B";
    ASSERT_OK_AND(const auto reference, RemoteReference::parse(text));
    EXPECT_EQ(reference.to_string(), text);
    EXPECT_EQ(reference.key_name(), "court-1.a~_B");
    EXPECT_EQ(reference.http_options().unix_socket, "/run/a b/#.sock");
    EXPECT_EQ(reference.http_options().total_timeout, std::chrono::seconds(7));
    EXPECT_EQ(reference.base().to_string(), "http://localhost");
    EXPECT_FALSE(reference.token_file().has_value());
}

TEST(RemoteReference, NamesWhoServes) {
    EXPECT_FALSE(must_parse("remote:unix:/a#k").http_options().unix_socket_user.has_value());
    EXPECT_EQ(must_parse("remote:unix:/a?uid=0#k").http_options().unix_socket_user, 0u);
    EXPECT_EQ(
        must_parse("remote:unix:/a?timeout=7&uid=4294967294#k").http_options().unix_socket_user,
        4294967294u);
    for (const char* text : {"remote:unix:/a?uid=#k", "remote:unix:/a?uid=-1#k",
                             "remote:unix:/a?uid=court#k", "remote:unix:/a?uid=1001x#k",
                             "remote:unix:/a?uid=4294967295#k", "remote:unix:/a?uid=4294967296#k",
                             "remote:unix:/a?uid=1&uid=1#k", "remote:https://h?uid=1#k"})
        EXPECT_CODE(RemoteReference::parse(text), errors::kBadReference) << text;
}

TEST(RemoteReference, NamesAServer) {
    ASSERT_OK_AND(
        const auto reference,
        RemoteReference::parse("remote:https://10.0.0.7:8443/sign/?token-file=/etc/t%26&ca-file=/c"
                               "&cert-file=/d&key-file=/e&timeout=300#k"));
    EXPECT_EQ(reference.base().to_string(), "https://10.0.0.7:8443/sign");
    EXPECT_EQ(reference.token_file(), "/etc/t&");
    const net::HttpClientOptions& options = reference.http_options();
    EXPECT_EQ(options.ca_file, "/c");
    EXPECT_EQ(options.client_certificate->certificate, "/d");
    EXPECT_EQ(options.client_certificate->key, "/e");
    EXPECT_EQ(options.total_timeout, std::chrono::seconds(300));
    EXPECT_EQ(options.addresses, net::Addresses::any);
    EXPECT_FALSE(options.unix_socket.has_value());
    EXPECT_FALSE(options.allow_http);
    EXPECT_EQ(options.max_redirects, 0u);
}

TEST(RemoteReference, RefusesAllElse) {
    for (const std::string& text :
         std::vector<std::string>{"",
                                  "remote:",
                                  "unix:/a#k",
                                  "remote:unix:/a",
                                  "remote:unix:/a#",
                                  "remote:unix:/a#.",
                                  "remote:unix:/a#..",
                                  "remote:unix:/a#a/b",
                                  "remote:unix:/a#a%2fb",
                                  "remote:unix:/a#a b",
                                  "remote:unix:/a#k#k",
                                  "remote:unix:/a#" + std::string(129, 'k'),
                                  "remote:unix:a#k",
                                  "remote:unix:#k",
                                  "remote:unix:/a b#k",
                                  "remote:unix:/a%00#k",
                                  "remote:unix:/a%0#k",
                                  "remote:unix:/a/../b#k",
                                  "remote:unix:@evil/a#k",
                                  "remote:unix:.evil/a#k",
                                  "remote:unix::80/a#k",
                                  "remote:unix:/" + std::string(107, 'a') + "#k",
                                  "remote:unix:/a?token-file=/t#k",
                                  "remote:unix:/a?ca-file=/t#k",
                                  "remote:unix:/a?#k",
                                  "remote:http://a#k",
                                  "remote:ftp://a#k",
                                  "remote:https://#k",
                                  "remote:https://u@a#k",
                                  "remote:https://a?x=1#k",
                                  "remote:https://a?timeout#k",
                                  "remote:https://a?timeout=0#k",
                                  "remote:https://a?timeout=301#k",
                                  "remote:https://a?timeout=1s#k",
                                  "remote:https://a?timeout=1&timeout=1#k",
                                  "remote:https://a?ca-file=c#k",
                                  "remote:https://a?ca-file=#k",
                                  "remote:https://a?cert-file=/c#k",
                                  "remote:https://a?key-file=/c#k",
                                  "remote:https://a?timeout=1&#k"})
        EXPECT_CODE(RemoteReference::parse(text), errors::kBadReference) << text;
}

}  // namespace
}  // namespace deed::remote
