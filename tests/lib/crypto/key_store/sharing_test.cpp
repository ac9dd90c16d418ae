#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::crypto {
namespace {

using namespace std::chrono_literals;
using test::GivenPassphrase;
using test::text_of;

class KeyStoreSharing : public test::StoreTest {};

TEST_F(KeyStoreSharing, TwoObjectsMakeOneStore) {
    std::vector<std::string> codes(4, "not run");
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        threads.emplace_back([&, i] {
            const auto store = open_store();
            Call call;
            codes[i] =
                test::code_of(store->generate("k" + std::to_string(i), KeyType::ed25519, call));
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(codes, std::vector<std::string>(codes.size(), ""));
    const auto store = open_store();
    for (std::size_t i = 0; i < codes.size(); ++i)
        EXPECT_OK(store->signer("k" + std::to_string(i), call_));
}

TEST_F(KeyStoreSharing, OneOfTwoWithTheSameNameIsRefused) {
    put_example();
    const auto first = open_store();
    const auto second = open_store();
    std::string codes[2];
    std::thread one([&] {
        Call call;
        codes[0] = test::code_of(first->generate("same", KeyType::ed25519, call));
    });
    std::thread two([&] {
        Call call;
        codes[1] = test::code_of(second->generate("same", KeyType::ed25519, call));
    });
    one.join();
    two.join();
    EXPECT_EQ(codes[0] + codes[1], "key_store.exists");
    EXPECT_OK(open_store()->signer("same", call_));
}

TEST_F(KeyStoreSharing, AnotherPassphraseDoesNotOpenTheStoreMadeMeanwhile) {
    // Made by another process while this one asks for its passphrase.
    class Meanwhile final : public PassphraseSource {
    public:
        explicit Meanwhile(std::function<void()> act) : act_(std::move(act)) {}
        Result<SecretBytes> passphrase(bool, Call&) override {
            act_();
            return SecretBytes::copy_of(as_bytes("another"));
        }

    private:
        std::function<void()> act_;
    } source([this] { put_example(); });
    EXPECT_CODE(open_store(source)->generate("k", KeyType::ed25519, call_),
                errors::kWrongPassphrase);
    EXPECT_EQ(test::get(master_), test::kSmallMasterFile);
}

TEST_F(KeyStoreSharing, WaitsForTheLockAndStopsWhenCancelled) {
    ASSERT_OK(create_private_directories(folder_));
    ASSERT_OK_AND(auto held, FileLock::acquire(folder_ / ".lock"));
    const auto store = open_store();
    Call late(nullptr, nullptr, std::chrono::steady_clock::now() + 50ms);
    EXPECT_CODE(store->generate("k", KeyType::ed25519, late), deed::errors::kDeadline);

    std::thread holder([lock = std::move(held)] { std::this_thread::sleep_for(100ms); });
    EXPECT_OK(store->generate("k", KeyType::ed25519, call_));
    holder.join();
    EXPECT_EQ(passphrase_.asked_for_new().size(), 1U);
}

TEST_F(KeyStoreSharing, GivesUpOnALockThatIsNotReleased) {
    ASSERT_OK(create_private_directories(folder_));
    ASSERT_OK_AND(const auto held, FileLock::acquire(folder_ / ".lock"));
    const auto before = std::chrono::steady_clock::now();
    EXPECT_CODE(open_store()->generate("k", KeyType::ed25519, call_), deed::errors::kFileLocked);
    EXPECT_GE(std::chrono::steady_clock::now() - before, 4s);
}

TEST_F(KeyStoreSharing, OneObjectServesManyThreadsWithOnePassphrase) {
    put_example();
    const auto store = open_store();
    std::vector<std::string> codes(6, "not run");
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        threads.emplace_back([&, i] {
            Call call;
            const auto work = [&]() -> Result<void> {
                const std::string name = "k" + std::to_string(i);
                DEED_CHECK(store->generate(name, KeyType::p256, call));
                DEED_TRY(const auto signer, store->signer(name, call));
                DEED_CHECK(signer->sign(as_bytes("m"), call));
                DEED_TRY(const Bytes sealed, store->seal("c", as_bytes(name), call));
                DEED_TRY(const SecretBytes opened, store->open("c", sealed, call));
                if (text_of(opened) != name) return Error(deed::errors::kInternal, "not the same");
                DEED_CHECK(store->list(call));
                return {};
            };
            codes[i] = test::code_of(work());
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(codes, std::vector<std::string>(codes.size(), ""));
    EXPECT_EQ(passphrase_.asked_for_new().size(), 1U);
}

}  // namespace
}  // namespace deed::crypto
