#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "evidence/document_source.hpp"
#include "lib/error/error.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

/// A descriptor that reads `content`.
Descriptor holding(const std::filesystem::path& file, ByteView content) {
    deed::test::put_private(file, as_text(content));
    return Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
}

TEST(DigestOfDescriptor, IsTheDigestOfTheBytesAroundThePieceSize) {
    const deed::test::TempDir folder;
    Call call;
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, kPiece - 1, kPiece, kPiece + 1, 3 * kPiece + 7}) {
        Bytes content(size);
        for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<std::uint8_t>(i * 31 >> 3);
        const Descriptor descriptor = holding(folder / "document", content);
        ASSERT_OK_AND(const auto digest, digest_of_descriptor(descriptor.get(), call));
        EXPECT_EQ(digest.length, size);
        EXPECT_EQ(digest, digest_of(content)) << size;
    }
}

TEST(DigestOfDescriptor, ReadsAPipeThatIsSlowAndNonBlocking) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    ASSERT_EQ(::fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    const Descriptor from(ends[0]);
    std::thread writer([into = Descriptor(ends[1])] {
        for (int i = 0; i < 3; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            EXPECT_EQ(::write(into.get(), "abc", 3), 3);
        }
    });
    Call call;
    const auto digest = digest_of_descriptor(from.get(), call);
    writer.join();
    ASSERT_OK(digest);
    EXPECT_EQ(*digest, digest_of(as_bytes("abcabcabc")));
}

TEST(DigestOfDescriptor, FailsWhereNothingCanBeReadAndWhenCancelled) {
    Call call;
    EXPECT_CODE(digest_of_descriptor(-1, call), deed::errors::kIoFailed);

    const deed::test::TempDir folder;
    const Descriptor descriptor = holding(folder / "document", as_bytes("abc"));
    const std::atomic<bool> cancelled = true;
    Call cancelled_call(nullptr, &cancelled);
    EXPECT_CODE(digest_of_descriptor(descriptor.get(), cancelled_call), deed::errors::kInterrupted);
}

TEST(WaitingForInput, EndsWithItsCall) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const Descriptor in(ends[0]);
    const Descriptor out(ends[1]);  // open, and silent
    Call digesting(nullptr, nullptr,
                   std::chrono::steady_clock::now() + std::chrono::milliseconds(20));
    EXPECT_CODE(digest_of_descriptor(in.get(), digesting), deed::errors::kDeadline);
    Call listing(nullptr, nullptr,
                 std::chrono::steady_clock::now() + std::chrono::milliseconds(20));
    EXPECT_CODE(source_of_lines(in.get(), std::nullopt)->next(listing), deed::errors::kDeadline);
}

}  // namespace
}  // namespace deed::evidence
