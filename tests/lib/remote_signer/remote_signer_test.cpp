#include "lib/remote_signer/remote_signer.hpp"

#include <thread>

#include "lib/io/errors.hpp"
#include "lib/net/errors.hpp"
#include "lib/remote_signer/errors.hpp"
#include "lib/remote_signer/protocol.hpp"
#include "tests/lib/remote_signer/support.hpp"

namespace deed::remote {
namespace {

using crypto::HighS;
using test::must;

const Bytes kMessage = to_bytes(as_bytes("what is to be signed"));

class RemoteSigner : public testing::Test {
protected:
    std::unique_ptr<crypto::Signer> open(const std::string& key = "court",
                                         const std::string& options = "") {
        std::string reference = services_.at(key);
        reference.insert(reference.find('#'), options);
        return must(open_remote_signer(reference, pinned_, call_));
    }
    /// Remembers the key of this name, as an operator would.
    void pin(const std::string& key) {
        services_.start();
        const auto reference = must(RemoteReference::parse(services_.at(key)));
        const auto http = must(net::make_http_client(reference.http_options()));
        pinned_ = must(fetch_public_key(reference, *http, call_));
    }
    Result<Bytes> sign_behaving(const std::string& behaviour, const std::string& options = "") {
        services_.behave(behaviour);
        return open("court", options)->sign(kMessage, call_);
    }

    Services services_;
    Call call_;
    std::optional<crypto::PublicKey> pinned_;
};

TEST_F(RemoteSigner, SignsWithEveryTypeOfKey) {
    services_.start();
    for (const char* key : {"court", "bank", "school"}) {
        SCOPED_TRACE(key);
        const auto signer = open(key);
        for (const Bytes& message : {kMessage, Bytes(1, 0), Bytes(100'000, 7)}) {
            ASSERT_OK_AND(const Bytes signature, signer->sign(message, call_));
            EXPECT_OK(crypto::verify(signer->public_key(), message, signature, HighS::refuse));
        }
    }
    EXPECT_EQ(services_.count(), 9);
}

TEST_F(RemoteSigner, SignsTheLargestMessageAndRefusesALargerOne) {
    services_.start();
    const auto signer = open("bank");
    EXPECT_OK(signer->sign(Bytes(kMaxMessage, 1), call_));
    EXPECT_CODE(signer->sign(Bytes(kMaxMessage + 1, 1), call_), errors::kMessageTooLarge);
    EXPECT_EQ(services_.count(), 1);
}

TEST_F(RemoteSigner, WithAPinnedKeyAsksNothingBeforeItSigns) {
    pin("court");
    services_.stop();
    const auto signer = open();
    EXPECT_EQ(signer->public_key(), *pinned_);
    services_.start();
    EXPECT_OK(signer->sign(kMessage, call_));
}

TEST_F(RemoteSigner, SignsForManyThreads) {
    services_.start();
    const auto signer = open();
    std::vector<std::thread> threads;
    for (std::uint8_t i = 0; i < 6; ++i)
        threads.emplace_back([&, i] {
            for (std::uint8_t j = 0; j < 3; ++j) {
                Call call;
                EXPECT_OK(signer->sign(Bytes{i, j}, call));
            }
        });
    for (std::thread& thread : threads) thread.join();
}

TEST_F(RemoteSigner, ThatIsDownIsRefused) {
    EXPECT_CODE(open_remote_signer(services_.at("court"), std::nullopt, call_),
                net::errors::kRefused);
    pin("court");
    const auto signer = open();
    services_.stop();
    EXPECT_CODE(signer->sign(kMessage, call_), net::errors::kRefused);
}

TEST_F(RemoteSigner, IsTriedOnceMoreWhenTheConnectionBreaks) {
    pin("court");
    EXPECT_OK(sign_behaving("close_once"));
    EXPECT_EQ(services_.count(), 2);
}

TEST_F(RemoteSigner, IsTriedNoMoreThanTwice) {
    pin("court");
    EXPECT_CODE(sign_behaving("close"), net::errors::kClosed);
    EXPECT_EQ(services_.count(), 2);
    EXPECT_CODE(sign_behaving("half"), net::errors::kClosed);
    EXPECT_EQ(services_.count(), 2);
}

TEST_F(RemoteSigner, ThatDiesMidSignatureIsDown) {
    pin("court");
    // The second attempt finds nobody, or a socket that goes while it connects.
    const std::string code = test::code_of(sign_behaving("die"));
    EXPECT_TRUE(code == net::errors::kRefused.name || code == net::errors::kClosed.name) << code;
    EXPECT_EQ(services_.count(), 1);
}

TEST_F(RemoteSigner, ThatIsSlowIsNotAskedAgain) {
    pin("court");
    EXPECT_CODE(sign_behaving("hang:20", "?timeout=1"), net::errors::kTimeout);
    EXPECT_EQ(services_.count(), 1);
    EXPECT_CODE(sign_behaving("drip", "?timeout=1"), net::errors::kTimeout);
    EXPECT_EQ(services_.count(), 1);
}

TEST_F(RemoteSigner, KeepsToTheCallersDeadline) {
    pin("court");
    services_.behave("hang:20");
    const auto begun = std::chrono::steady_clock::now();
    Call hasty(nullptr, nullptr, begun + std::chrono::milliseconds(300));
    EXPECT_CODE(open()->sign(kMessage, hasty), deed::errors::kDeadline);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST_F(RemoteSigner, CanBeInterrupted) {
    pin("court");
    services_.behave("hang:20");
    std::atomic<bool> cancelled = false;
    Call call(nullptr, &cancelled);
    const auto signer = open();
    std::thread interrupter([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        cancelled.store(true);
    });
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_CODE(signer->sign(kMessage, call), deed::errors::kInterrupted);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
    interrupter.join();
}

TEST_F(RemoteSigner, ThatLiesIsFoundOut) {
    pin("court");
    for (const char* lie : {"wrong:0", "wrong:63", "other_message", "other:bank", "other:school",
                            "short", "json:{\"signature\":\"\"}"}) {
        SCOPED_TRACE(lie);
        EXPECT_CODE(sign_behaving(lie), errors::kWrongSignature);
    }
    pinned_.reset();
    services_.behave("wrong:40");
    EXPECT_CODE(open("bank")->sign(kMessage, call_), errors::kWrongSignature);
    services_.behave("high_s");
    EXPECT_CODE(open("school")->sign(kMessage, call_), errors::kWrongSignature);
}

TEST_F(RemoteSigner, ThatAnswersGarbageIsRefused) {
    pin("court");
    for (const char* garbage :
         {"json:{nonsense", "json:", "json:[]", "json:{}", "json:{\"signature\":7}",
          "json:{\"signature\":\"a===\"}", "json:{\"signature\":\"a\",\"signature\":\"b\"}",
          "json:{\"signature\":\"AAAA\"}x", "html", "status:200", "status:204", "status:201",
          "status:302", "status:400", "status:404", "raw:HTTP/1.1 200 x\\r\\n\\r\\nnothing"}) {
        SCOPED_TRACE(garbage);
        EXPECT_CODE(sign_behaving(garbage), errors::kBadAnswer);
    }
    EXPECT_CODE(sign_behaving("raw:SSH-2.0-OpenSSH\\r\\n"), net::errors::kBadResponse);
    EXPECT_CODE(sign_behaving("large:70000"), net::errors::kTooLarge);
    EXPECT_CODE(sign_behaving("large_head:70000"), net::errors::kTooLarge);
}

TEST_F(RemoteSigner, TellsTheServicesProblems) {
    pin("court");
    const std::vector<std::pair<std::string, ErrorCode>> cases{
        {"problem:401,unauthorized", errors::kUnauthorized},
        {"problem:403,forbidden", errors::kUnauthorized},
        {"problem:403,key_locked", errors::kKeyLocked},
        {"problem:404,key_not_found", errors::kKeyNotFound},
        {"problem:409,public_key_mismatch", errors::kOtherKey},
        {"problem:413,message_too_large", errors::kMessageTooLarge},
        {"problem:422,algorithm_unsupported", errors::kAlgorithmUnsupported},
        {"problem:422,of_its_own", errors::kRequestRefused},
        {"problem:500,internal", errors::kUnavailable},
        {"problem:502,device_failed", errors::kUnavailable},
        {"problem:503,busy", errors::kUnavailable},
        {"problem:503,of_its_own", errors::kUnavailable},
        {"status:401", errors::kUnauthorized},
        {"status:403", errors::kUnauthorized},
        {"status:429", errors::kUnavailable},
        {"status:502", errors::kUnavailable}};
    for (const auto& [behaviour, code] : cases) {
        SCOPED_TRACE(behaviour);
        const auto refused = sign_behaving(behaviour);
        EXPECT_CODE(refused, code);
        EXPECT_EQ(services_.count(), 1);
        EXPECT_EQ(refused.error().message().find('\x1b'), std::string::npos);
    }
}

TEST_F(RemoteSigner, WithAnotherKeyUnderTheNameIsRefused) {
    pin("court");
    std::filesystem::remove(services_.folder() / "court.pem");
    services_.start();
    EXPECT_CODE(open()->sign(kMessage, call_), errors::kOtherKey);
}

TEST_F(RemoteSigner, WithoutTheKeyIsRefused) {
    services_.start();
    EXPECT_CODE(open_remote_signer(services_.at("nobody"), std::nullopt, call_),
                errors::kKeyNotFound);
}

TEST_F(RemoteSigner, ReadsItsTokenAnewEachTime) {
    const auto token = services_.folder() / "token";
    test::TempDir other;
    const auto write = [&](const std::string& text, std::filesystem::perms mode) {
        std::ofstream(token) << text;
        std::filesystem::permissions(token, mode);
    };
    const auto owner = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    std::filesystem::create_directories(services_.folder() / "tls");
    const std::string tls = (services_.folder() / "tls").string();
    ASSERT_EQ(std::system(("python3 " DEED_TEST_SERVERS "/certificates.py " + tls).c_str()), 0);
    services_.start({"--tls", tls + "/server.pem", tls + "/server.key", "--token", "s3cret"});
    const std::string reference = "remote:https://localhost:" + services_.port() +
                                  "?ca-file=" + tls + "/ca.pem&token-file=" + token.string() +
                                  "#court";

    EXPECT_CODE(open_remote_signer(reference, std::nullopt, call_), deed::errors::kFileNotFound);
    write("s3cret\n", owner | std::filesystem::perms::group_read);
    EXPECT_CODE(open_remote_signer(reference, std::nullopt, call_),
                deed::errors::kLoosePermissions);
    write("s3cret\n", owner);
    ASSERT_OK_AND(const auto signer, open_remote_signer(reference, std::nullopt, call_));
    EXPECT_OK(signer->sign(kMessage, call_));
    write("s3cret2", owner);
    EXPECT_CODE(signer->sign(kMessage, call_), errors::kUnauthorized);
    for (const char* bad : {"", "\n", "s3cret\n\n", "s3 cret", "s3cret\r\nX: y"}) {
        write(bad, owner);
        EXPECT_CODE(signer->sign(kMessage, call_), errors::kBadToken) << bad;
    }
    write("s3cret", owner);
    EXPECT_OK(signer->sign(kMessage, call_));
}

}  // namespace
}  // namespace deed::remote
