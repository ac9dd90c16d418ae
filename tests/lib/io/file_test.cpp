#include "lib/io/file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <limits>
#include <thread>

#include "lib/io/errors.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed {
namespace {

using test::put;
using test::TempDir;

TEST(ReadFile, GivesTheWholeFileUpToTheBound) {
    const TempDir dir;
    std::string text(200'000, 'x');
    text.back() = 'y';
    put(dir / "f", text);
    ASSERT_OK_AND(const Bytes whole, read_file(dir / "f", text.size()));
    EXPECT_EQ(as_text(whole), text);
    ASSERT_OK_AND(const Bytes unbounded,
                  read_file(dir / "f", std::numeric_limits<std::size_t>::max()));
    EXPECT_EQ(unbounded.size(), text.size());
    EXPECT_CODE(read_file(dir / "f", text.size() - 1), errors::kFileTooLarge);
}

TEST(ReadFile, ReadsEmptyFilesWithABoundOfZero) {
    const TempDir dir;
    put(dir / "f", "");
    ASSERT_OK_AND(const Bytes none, read_file(dir / "f", 0));
    EXPECT_TRUE(none.empty());
}

// /proc files say that they are empty: the bound has to hold while reading, as when a file grows.
TEST(ReadFile, HoldsTheBoundWhereTheSizeIsNotKnownBefore) {
    EXPECT_CODE(read_file("/proc/self/maps", 100), errors::kFileTooLarge);
    ASSERT_OK_AND(const Bytes maps, read_file("/proc/self/maps", 10'000'000));
    EXPECT_GT(maps.size(), 100U);
}

TEST(ReadFile, NamesPathAndReason) {
    const TempDir dir;
    const auto missing = read_file(dir / "missing", 10);
    ASSERT_EQ(test::code_of(missing), "io.not_found");
    EXPECT_EQ(missing.error().where(), (dir / "missing").string());
    EXPECT_EQ(missing.error().message(),
              "cannot open " + (dir / "missing").string() + ": No such file or directory");
}

TEST(ReadFile, RefusesWhatIsNotAPlainFile) {
    const TempDir dir;
    EXPECT_CODE(read_file(dir.path(), 10), errors::kNotAFile);
    EXPECT_CODE(read_file("/dev/zero", 10), errors::kNotAFile);

    // Returns at once although nobody writes to the pipe.
    ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
    EXPECT_CODE(read_file(dir / "pipe", 10), errors::kNotAFile);

    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, (dir / "socket").c_str(), sizeof address.sun_path - 1);
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_CODE(read_file(dir / "socket", 10), errors::kNotAFile);
}

TEST(ReadFile, OtherFailuresAreNamed) {
    const TempDir dir;
    put(dir / "f", "");
    EXPECT_CODE(read_file(dir / "f" / "below", 10), errors::kIoFailed);
    EXPECT_CODE(read_file(dir / std::string(300, 'n'), 10), errors::kIoFailed);
}

TEST(ReadDescriptor, ReadsAPipeToItsEndOrTheBound) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    Descriptor in(ends[0]);
    Descriptor out(ends[1]);
    ASSERT_EQ(::write(out.get(), "hello", 5), 5);
    out = Descriptor();
    ASSERT_OK_AND(const Bytes text, read_descriptor(in.get(), 5));
    EXPECT_EQ(as_text(text), "hello");

    ASSERT_EQ(::pipe(ends), 0);
    in = Descriptor(ends[0]);
    out = Descriptor(ends[1]);
    ASSERT_EQ(::write(out.get(), "hello!", 6), 6);
    EXPECT_CODE(read_descriptor(in.get(), 5), errors::kFileTooLarge);  // the writer is still open
    EXPECT_CODE(read_descriptor(-1, 5), errors::kIoFailed);
}

TEST(ReadDescriptor, WaitsWhereTheDescriptorDoesNotBlock) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    const Descriptor in(ends[0]);
    std::thread writer([end = ends[1]] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        const Descriptor out(end);
        EXPECT_EQ(::write(out.get(), "late", 4), 4);
    });
    const auto text = read_descriptor(in.get(), 100);
    writer.join();
    ASSERT_OK(text);
    EXPECT_EQ(as_text(*text), "late");
}

TEST(ReadDescriptor, EndsWhenItIsCancelledWithoutASignalToWakeIt) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const Descriptor in(ends[0]);
    const Descriptor out(ends[1]);  // open, and silent
    std::atomic<bool> cancelled = true;
    const Call call(nullptr, &cancelled);
    EXPECT_CODE(read_descriptor(in.get(), 5, call), errors::kInterrupted);

    cancelled = false;
    std::thread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        cancelled = true;
    });
    const auto read = read_descriptor(in.get(), 5, call);
    canceller.join();
    EXPECT_CODE(read, errors::kInterrupted);

    const Call late(nullptr, nullptr, std::chrono::steady_clock::now() + std::chrono::milliseconds(20));
    EXPECT_CODE(read_descriptor(in.get(), 5, late), errors::kDeadline);
}

TEST(ReadPrivateFile, RefusesWhatOthersMayReadOrWrite) {
    const TempDir dir;
    put(dir / "f", "secret");
    for (const mode_t mode : {0640U, 0620U, 0604U, 0602U, 0644U}) {
        ASSERT_EQ(::chmod((dir / "f").c_str(), mode), 0);
        const auto refused = read_private_file(dir / "f", 10);
        ASSERT_EQ(test::code_of(refused), "io.loose_permissions") << std::oct << mode;
        EXPECT_NE(refused.error().message().find("chmod 600"), std::string::npos);
    }
    ASSERT_EQ(::chmod((dir / "f").c_str(), 0600), 0);
    ASSERT_OK_AND(const Bytes content, read_private_file(dir / "f", 10));
    EXPECT_EQ(as_text(content), "secret");
    EXPECT_CODE(read_private_file(dir / "f", 5), errors::kFileTooLarge);
    EXPECT_CODE(read_private_file(dir / "missing", 5), errors::kFileNotFound);
}

TEST(ReadPrivateFile, RefusesFilesOfOtherUsers) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
    const TempDir dir;
    put(dir / "f", "secret");
    ASSERT_EQ(::chmod((dir / "f").c_str(), 0600), 0);
    ASSERT_EQ(::chown((dir / "f").c_str(), 12345, 12345), 0);
    EXPECT_CODE(read_private_file(dir / "f", 10), errors::kLoosePermissions);
    ASSERT_EQ(::chown(dir.path().c_str(), 12345, 12345), 0);
    EXPECT_CODE(require_private_directory(dir.path()), errors::kLoosePermissions);
}

TEST(RequirePrivateDirectory, RefusesFoldersThatOthersMayWrite) {
    const TempDir dir;
    for (const mode_t mode : {0720U, 0702U, 0777U}) {
        ASSERT_EQ(::chmod(dir.path().c_str(), mode), 0);
        EXPECT_CODE(require_private_directory(dir.path()), errors::kLoosePermissions);
    }
    ASSERT_EQ(::chmod(dir.path().c_str(), 0755), 0);
    EXPECT_OK(require_private_directory(dir.path()));
    EXPECT_CODE(require_private_directory(dir / "missing"), errors::kFileNotFound);
    put(dir / "f", "");
    EXPECT_CODE(require_private_directory(dir / "f"), errors::kIoFailed);
}

TEST(Descriptor, ClosesWhatItHeld) {
    const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ASSERT_GE(fd, 0);
    Descriptor held(fd);
    Descriptor moved(std::move(held));
    EXPECT_TRUE(moved.is_open());
    moved = Descriptor();
    EXPECT_FALSE(moved.is_open());
    EXPECT_EQ(::fcntl(fd, F_GETFD), -1);
}

TEST(FileLock, IsHeldByOneAtATime) {
    const TempDir dir;
    {
        ASSERT_OK_AND(const FileLock first, FileLock::acquire(dir / "lock"));
        EXPECT_EQ(test::mode_of(dir / "lock"), 0600U);
        const auto second = FileLock::acquire(dir / "lock");
        ASSERT_EQ(test::code_of(second), "io.locked");
        EXPECT_EQ(second.error().where(), (dir / "lock").string());
    }
    EXPECT_OK(FileLock::acquire(dir / "lock"));
}

TEST(FileLock, RefusesLinksFoldersAndPipes) {
    const TempDir dir;
    put(dir / "target", "");
    ASSERT_EQ(::symlink((dir / "target").c_str(), (dir / "link").c_str()), 0);
    ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
    EXPECT_CODE(FileLock::acquire(dir / "link"), errors::kNotAFile);
    EXPECT_CODE(FileLock::acquire(dir / "pipe"), errors::kNotAFile);
    EXPECT_CODE(FileLock::acquire(dir.path()), errors::kNotAFile);
    EXPECT_CODE(FileLock::acquire(dir / "none" / "lock"), errors::kFileNotFound);
}

}  // namespace
}  // namespace deed
