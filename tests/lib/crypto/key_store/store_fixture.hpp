#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/key_store.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/secret_access.hpp"
#include "tests/lib/crypto/key_store/example.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::test {

/// Answers with a fixed passphrase or error, and remembers how it was asked.
class GivenPassphrase final : public crypto::PassphraseSource {
public:
    explicit GivenPassphrase(std::string_view text = kPassphrase) : text_(text) {}
    explicit GivenPassphrase(const ErrorCode& refusal) : refusal_(&refusal) {}

    Result<crypto::SecretBytes> passphrase(bool for_new_store, Call&) override {
        const std::lock_guard guard(mutex_);
        asked_for_new_.push_back(for_new_store);
        if (refusal_ != nullptr) return Error(*refusal_, "refused");
        return crypto::SecretBytes::copy_of(as_bytes(text_));
    }
    /// One entry for each time it was asked: whether for a new store.
    const std::vector<bool>& asked_for_new() const { return asked_for_new_; }

private:
    std::mutex mutex_;
    std::string text_;
    const ErrorCode* refusal_ = nullptr;
    std::vector<bool> asked_for_new_;
};

inline void put_private(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
    ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
}

inline std::string text_of(const crypto::SecretBytes& secret) {
    return std::string(as_text(secret.reveal(crypto::SecretAccessForCrypto::get())));
}

inline std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string changed(text);
    const auto place = changed.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    return place == std::string::npos ? changed : changed.replace(place, from.size(), to);
}

/// A folder for a store, a clock that stands still, and short ways to open it.
class StoreTest : public testing::Test {
protected:
    std::unique_ptr<crypto::KeyStore> open_store() {
        return crypto::open_key_store(folder_, passphrase_, clock_);
    }
    std::unique_ptr<crypto::KeyStore> open_store(crypto::PassphraseSource& source) {
        return crypto::open_key_store(folder_, source, clock_);
    }

    /// The store of the example, quick to open: least memory, and the key "issuer".
    void put_example() {
        std::filesystem::create_directory(folder_);
        ASSERT_EQ(::chmod(folder_.c_str(), 0700), 0);
        put_private(master_, kSmallMasterFile);
        put_private(issuer_, kKeyFile);
    }

    TempDir dir_;
    std::filesystem::path folder_ = dir_ / "keys";
    std::filesystem::path master_ = folder_ / "master.json";
    std::filesystem::path issuer_ = folder_ / "issuer.key.json";
    GivenPassphrase passphrase_;
    FixedClock clock_{Timestamp::from_unix_milliseconds(1'767'323'045'678).value()};
    Call call_;
};

}  // namespace deed::test
