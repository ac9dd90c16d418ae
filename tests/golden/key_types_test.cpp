// A key store with a key of every type, imported from files that openssl made.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/opened_access.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/toolkit/home.hpp"

namespace deed::test {
namespace {

namespace fs = std::filesystem;

const fs::path kKeyTypes = fs::path(DEED_GOLDEN_DIR) / "key-types";

class GoldenKeyTypes : public testing::Test {
protected:
    GoldenKeyTypes() {
        fs::copy(kKeyTypes / "keys", home_ / "keys");
        fs::permissions(home_ / "keys", fs::perms(0700));
        for (const auto& entry : fs::directory_iterator(home_ / "keys"))
            fs::permissions(entry.path(), fs::perms(0600));
    }
    TempDir home_;
    Call call_;
};

TEST_F(GoldenKeyTypes, EveryKeyIsTheOneThatOpensslMade) {
    const Owner owner(home_.path(), "local", TypedPassphrase("golden"));
    const auto access = crypto::SecretAccessForOpened::get();
    std::size_t types = 0;
    for (const crypto::KeyTypeInfo& row : crypto::key_types()) {
        if (!row.can_generate) continue;
        ++types;
        const std::string name(row.short_name);
        ASSERT_OK_AND(const auto info, owner->keys().find(name, call_));
        EXPECT_EQ(info.public_key.type(), row.type);
        ASSERT_OK_AND(const auto key, owner->keys().export_key(access, name, call_));
        ASSERT_OK_AND(const auto pem, crypto::private_key_to_pem(key));
        EXPECT_EQ(as_text(pem.reveal(access)), get(kKeyTypes / (name + ".pem"))) << name;
    }
    ASSERT_OK_AND(const auto keys, owner->keys().list(call_));
    EXPECT_EQ(keys.size(), types);
}

TEST_F(GoldenKeyTypes, ALaterTypeIsRefusedByName) {
    const fs::path file = home_ / "keys/p521.key.json";
    std::string text = get(file);
    const auto at = text.find("\"P-521\"");
    ASSERT_NE(at, std::string::npos);
    put(file, text.replace(at, 7, "\"P-999\""));
    const Owner owner(home_.path(), "local", TypedPassphrase("golden"));
    const auto listed = owner->keys().list(call_);
    ASSERT_FALSE(listed);
    EXPECT_EQ(code_of(listed), "crypto.unsupported_key_type");
    EXPECT_NE(listed.error().message().find("P-999"), std::string::npos);
}

}  // namespace
}  // namespace deed::test
