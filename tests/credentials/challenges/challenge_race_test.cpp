// Of all who use a challenge up at the same time, one succeeds.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <iostream>
#include <numeric>
#include <thread>

#include "credentials/challenges/challenge_store.hpp"
#include "credentials/challenges/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::credentials {
namespace {

constexpr const char* kBank = "https://bank.example";
constexpr int kChallenges = 25;

class ChallengeRace : public testing::Test {
protected:
    std::unique_ptr<ChallengeStore> open() { return open_challenge_store(file_, clock_); }

    std::vector<std::string> make_challenges() {
        const auto store = open();
        std::vector<std::string> values;
        Call call;
        for (int i = 0; i < kChallenges; ++i)
            values.push_back(store->make(kBank, 300, call).value().value);
        return values;
    }

    /// How many a runner won; every refusal must be that of a used challenge.
    static int run(ChallengeStore& store, const std::vector<std::string>& challenges) {
        Call call;
        int won = 0;
        for (const std::string& challenge : challenges) {
            const auto used = store.consume(challenge, kBank, call);
            if (used)
                ++won;
            else if (used.error().code() != errors::kChallengeReplayed)
                return -1;
        }
        return won;
    }

    test::TempDir folder_;
    std::filesystem::path file_ = folder_.path() / "challenges.sqlite";
    FixedClock clock_{Timestamp::from_unix_seconds(1'800'000'000).value()};
};

void expect_each_won_once(const std::vector<int>& won) {
    for (const int count : won) EXPECT_GE(count, 0) << "another refusal than a replay";
    EXPECT_EQ(std::accumulate(won.begin(), won.end(), 0), kChallenges);
}

TEST_F(ChallengeRace, ThreadsOnOneStore) {
    const auto challenges = make_challenges();
    const auto store = open();
    std::vector<int> won(4);
    std::vector<std::thread> threads;
    for (int& count : won) threads.emplace_back([&] { count = run(*store, challenges); });
    for (std::thread& thread : threads) thread.join();
    expect_each_won_once(won);
}

TEST_F(ChallengeRace, ThreadsWithStoresOfTheirOwn) {
    const auto challenges = make_challenges();
    std::vector<int> won(4);
    std::vector<std::thread> threads;
    for (int& count : won) threads.emplace_back([&] { count = run(*open(), challenges); });
    for (std::thread& thread : threads) thread.join();
    expect_each_won_once(won);
}

/// A process of its own: the number it gives is its exit code.
template <typename Work>
pid_t spawn(const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    return child;
}

int result_of(pid_t child) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? static_cast<std::int8_t>(WEXITSTATUS(status)) : -1;
}

TEST_F(ChallengeRace, Processes) {
    const auto challenges = make_challenges();
    std::vector<pid_t> children;
    for (int i = 0; i < 3; ++i) children.push_back(spawn([&] { return run(*open(), challenges); }));
    std::vector<int> won;
    for (const pid_t child : children) won.push_back(result_of(child));
    expect_each_won_once(won);
}

int told(const Error& error) {
    std::cerr << error.to_string() << std::endl;
    return -1;
}

TEST_F(ChallengeRace, ProcessesThatMakeTheStore) {
    constexpr int kRounds = 20;  // the moment at which they meet is short
    for (int round = 0; round < kRounds; ++round) {
        file_ = folder_.path() / std::to_string(round);
        std::vector<pid_t> children;
        for (int i = 0; i < 3; ++i)
            children.push_back(spawn([&] {
                Call call;
                const auto store = open();
                const auto challenge = store->make(kBank, 300, call);
                if (!challenge) return told(challenge.error());
                const auto consumed = store->consume(challenge->value, kBank, call);
                return consumed ? 1 : told(consumed.error());
            }));
        for (const pid_t child : children) EXPECT_EQ(result_of(child), 1);
    }
}

}  // namespace
}  // namespace deed::credentials
