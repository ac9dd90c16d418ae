#include "lib/io/xdg.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <string>

#include "lib/io/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed {
namespace {

/// Starts each test without the variables and restores them.
class Xdg : public testing::Test {
protected:
    void SetUp() override {
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            if (const char* value = std::getenv(kNames[i])) before_[i] = value;
            ::unsetenv(kNames[i]);
        }
    }
    void TearDown() override {
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            if (before_[i])
                ::setenv(kNames[i], before_[i]->c_str(), 1);
            else
                ::unsetenv(kNames[i]);
        }
    }

private:
    static constexpr std::array kNames{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                       "XDG_STATE_HOME"};
    std::array<std::optional<std::string>, kNames.size()> before_;
};

// The defaults of the XDG Base Directory Specification, section 3.
TEST_F(Xdg, DefaultsLieBelowHome) {
    ::setenv("HOME", "/home/ada", 1);
    ASSERT_OK_AND(const XdgFolders folders, xdg_folders_from_environment());
    EXPECT_EQ(folders.config, "/home/ada/.config/deed");
    EXPECT_EQ(folders.data, "/home/ada/.local/share/deed");
    EXPECT_EQ(folders.state, "/home/ada/.local/state/deed");
}

TEST_F(Xdg, VariablesWinUnlessEmptyOrRelative) {
    ::setenv("HOME", "/home/ada", 1);
    ::setenv("XDG_CONFIG_HOME", "/etc/ada", 1);
    ::setenv("XDG_DATA_HOME", "data", 1);
    ::setenv("XDG_STATE_HOME", "", 1);
    ASSERT_OK_AND(const XdgFolders folders, xdg_folders_from_environment());
    EXPECT_EQ(folders.config, "/etc/ada/deed");
    EXPECT_EQ(folders.data, "/home/ada/.local/share/deed");
    EXPECT_EQ(folders.state, "/home/ada/.local/state/deed");
}

TEST_F(Xdg, HomeIsNeededOnlyForWhatIsNotSet) {
    EXPECT_CODE(xdg_folders_from_environment(), errors::kNoHome);
    ::setenv("HOME", "relative", 1);
    EXPECT_CODE(xdg_folders_from_environment(), errors::kNoHome);
    ::setenv("XDG_CONFIG_HOME", "/c", 1);
    ::setenv("XDG_DATA_HOME", "/d", 1);
    EXPECT_CODE(xdg_folders_from_environment(), errors::kNoHome);
    ::setenv("XDG_STATE_HOME", "/s", 1);
    ASSERT_OK_AND(const XdgFolders folders, xdg_folders_from_environment());
    EXPECT_EQ(folders.state, "/s/deed");
}

}  // namespace
}  // namespace deed
