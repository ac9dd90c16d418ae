#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "lib/io/errors.hpp"
#include "tests/toolkit/home.hpp"

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

}  // namespace
}  // namespace deed::test
