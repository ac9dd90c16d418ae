#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "lib/io/errors.hpp"
#include "tests/support/signers.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/chain_config.hpp"
#include "toolkit/chain_errors.hpp"

namespace deed::test {
namespace {

/// Sets an environment variable while it lives; an empty value removes it.
class Variable {
public:
    Variable(const char* name, const char* value) : name_(name) {
        if (const char* old = std::getenv(name)) before_ = old;
        value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
    }
    ~Variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> before_;
};

TEST(Config, FollowsHome) {
    const Variable home("HOME", "/home/alice");
    const Variable config_home("XDG_CONFIG_HOME", nullptr);
    const Variable data_home("XDG_DATA_HOME", nullptr);
    const Variable state_home("XDG_STATE_HOME", nullptr);
    ASSERT_OK_AND(const Config config, Config::from_environment());
    EXPECT_EQ(config.key_folder, "/home/alice/.config/deed/keys");
    EXPECT_EQ(config.head_folder, "/home/alice/.local/state/deed/heads");
    EXPECT_EQ(config.ledger_folder, "/home/alice/.local/share/deed/ledgers");
    EXPECT_EQ(config.evidence_folder, "/home/alice/.local/share/deed/openings");
    EXPECT_EQ(config.challenge_folder, "/home/alice/.local/state/deed/challenges");
    EXPECT_EQ(config.ledger_alias, "local");
}

TEST(Config, FollowsTheXdgVariables) {
    const Variable home("HOME", "/home/alice");
    const Variable config_home("XDG_CONFIG_HOME", "/c");
    const Variable data_home("XDG_DATA_HOME", "/d");
    const Variable state_home("XDG_STATE_HOME", "/s");
    ASSERT_OK_AND(const Config config, Config::from_environment());
    EXPECT_EQ(config.key_folder, "/c/deed/keys");
    EXPECT_EQ(config.head_folder, "/s/deed/heads");
    EXPECT_EQ(config.ledger_folder, "/d/deed/ledgers");
}

TEST(Config, NeedsSomeHome) {
    const Variable home("HOME", nullptr);
    const Variable config_home("XDG_CONFIG_HOME", nullptr);
    const Variable data_home("XDG_DATA_HOME", nullptr);
    const Variable state_home("XDG_STATE_HOME", nullptr);
    EXPECT_CODE(Config::from_environment(), errors::kNoHome);
}

TEST(ChainSettings, AreReadStrictly) {
    EXPECT_EQ(must(read_nodes("https://a.example/key,http://127.0.0.1:8545")).size(), 2U);
    for (const char* text : {"", "a.example", "ftp://a.example", "https://a.example,"})
        EXPECT_CODE(read_nodes(text), errors::kChainBadSetting) << text;

    EXPECT_EQ(must(read_wei("0.5 gwei")), registry::evm::Uint256(500'000'000));
    EXPECT_EQ(must(read_wei("2 wei")), registry::evm::Uint256(2));
    for (const char* text : {"", "5", "-1 gwei", "0.5 wei", "1e3 wei", "1 gwei ", "much"})
        EXPECT_CODE(read_wei(text), errors::kChainBadSetting) << text;

    using Kind = registry::evm::Confirmation::Kind;
    EXPECT_EQ(must(read_confirmation("3")).depth, 3U);
    EXPECT_EQ(must(read_confirmation("finalized")).kind, Kind::finalized);
    for (const char* text : {"", "0", "-1", "100001", "sure"})
        EXPECT_CODE(read_confirmation(text), errors::kChainBadSetting) << text;
}

}  // namespace
}  // namespace deed::test
