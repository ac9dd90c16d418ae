#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "lib/encoding/text.hpp"
#include "lib/io/file.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

extern char** environ;

namespace deed::registry::test {
namespace {

/// What the helper was promised before it was killed: "a HASH" and "i HASH". Its life is counted
/// from the first promise or, so that it also dies while opening, from its start.
std::set<std::string> promises_of_a_killed_run(const std::vector<std::string>& arguments,
                                               bool from_first_promise,
                                               std::chrono::milliseconds life) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("pipe");
    const Descriptor read_end(ends[0]);
    Descriptor write_end(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, write_end.get(), STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, read_end.get());
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_t child = 0;
    const int spawned = ::posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (spawned != 0) throw std::runtime_error("posix_spawn");
    write_end = Descriptor();

    std::thread killer([&] {
        pollfd promise{read_end.get(), POLLIN, 0};
        if (from_first_promise) ::poll(&promise, 1, 30'000);
        std::this_thread::sleep_for(life);
        ::kill(child, SIGKILL);
    });
    const Bytes output = must(read_descriptor(read_end.get(), 1 << 24));
    killer.join();
    int status = 0;
    ::waitpid(child, &status, 0);
    // Nothing but the kill ended it; an error of its own would be a failure.
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "status " << status;

    std::set<std::string> lines;
    std::istringstream stream{std::string(as_text(output))};
    for (std::string line; std::getline(stream, line);) lines.insert(line);
    return lines;
}

Hash hash_of(const std::string& line) {
    const Bytes bytes = must(hex_decode(line.substr(2)));
    Hash hash{};
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

TEST(Crash, NothingPromisedIsEverLost) {
    constexpr int kRuns = 20;
    constexpr std::uint8_t kLogSeed = 42;
    const deed::test::TempDir temp;
    const std::filesystem::path folder = temp / "ledger";
    const auto log_signer = signer_of(crypto::KeyType::ed25519, kLogSeed);
    const auto guard = tlog::open_head_guard(temp / "heads");
    const SystemClock clock;
    Call call;
    must(create_local_ledger(folder, "", *log_signer, *guard, clock, call));
    const tlog::VerifierKey log = must(read_local_ledger_info(folder)).log;

    std::set<std::string> promised;
    std::map<std::uint64_t, tlog::Hash> roots;
    std::mt19937 random(7);  // the moments of the kills; the machine's own jitter does the rest
    for (int run = 1; run <= kRuns; ++run) {
        const auto new_promises =
            promises_of_a_killed_run({DEED_CRASH_HELPER, folder.string(), (temp / "heads").string(),
                                      std::to_string(kLogSeed), std::to_string(run)},
                                     run % 4 != 0, std::chrono::milliseconds(random() % 150));
        promised.insert(new_promises.begin(), new_promises.end());

        // What a reader finds right after the crash.
        ASSERT_OK_AND(const auto reader, read_local_ledger(folder, log, guard.get(), call));
        for (const std::string& line : promised)
            if (line[0] == 'i') EXPECT_OK(reader->wait({hash_of(line)}, Finality::included, call));
        // What the next writer makes of it.
        ASSERT_OK_AND(const auto writer,
                      open_local_ledger(folder, *log_signer, *guard, clock, call));
        for (const std::string& line : promised) {
            const auto finality = line[0] == 'i' ? Finality::included : Finality::accepted;
            ASSERT_OK_AND(const Receipt receipt, writer->wait({hash_of(line)}, finality, call));
            EXPECT_TRUE(line[0] != 'i' || receipt.finality == Finality::final);
        }
        // heads_of verifies each; none may ever differ from what was seen after an earlier crash.
        std::uint64_t last = 0;
        for (const tlog::Checkpoint& head : heads_of(folder / "journal", log)) {
            EXPECT_TRUE(head.size == 0 || head.size > last);
            last = head.size;
            EXPECT_EQ(roots.try_emplace(head.size, head.root).first->second, head.root);
        }
    }
    EXPECT_GE(promised.size(), static_cast<std::size_t>(kRuns) * 3 / 4);
    EXPECT_GT(roots.size(), 5U);
}

}  // namespace
}  // namespace deed::registry::test
