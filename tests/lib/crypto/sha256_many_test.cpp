#include "lib/crypto/sha256_many.hpp"

#include <gtest/gtest.h>

#include "lib/encoding/text.hpp"

namespace deed::crypto {
namespace {

Bytes message_bytes(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 167 + size);
    return bytes;
}

using Way = void (*)(std::uint8_t, ByteView, std::size_t, std::span<Digest256>);

std::vector<Way> ways() {
    std::vector<Way> all{sha256_prefixed, detail::sha256_prefixed_by_openssl};
    if (detail::has_sha_instructions()) all.push_back(detail::sha256_prefixed_by_instructions);
    return all;
}

// FIPS 180-4 examples (NIST CAVP "SHA256ShortMsg", and the message of 56 bytes), first byte taken
// as the prefix.
TEST(Sha256Many, PublishedDigests) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"}};
    for (const auto& [message, expected] : cases) {
        for (const Way way : ways()) {
            std::array<Digest256, 3> digests;
            Bytes thrice;
            for (int i = 0; i < 3; ++i) append(thrice, as_bytes(message.substr(1)));
            way(static_cast<std::uint8_t>(message[0]), thrice, message.size() - 1, digests);
            for (const Digest256& digest : digests) EXPECT_EQ(hex_encode(digest), expected);
        }
    }
}

// OpenSSL is the other implementation.
TEST(Sha256Many, AsOneByOneForEveryLengthAndCount) {
    for (std::size_t size = 0; size <= 300; ++size) {
        for (const std::size_t count : {0U, 1U, 2U, 3U, 6U}) {
            const Bytes messages = message_bytes(size * count);
            std::vector<Digest256> expected;
            for (std::size_t i = 0; i < count; ++i) {
                Bytes message(1, 0xa5);
                append(message, ByteView(messages).subspan(i * size, size));
                expected.push_back(sha256(message));
            }
            for (const Way way : ways()) {
                std::vector<Digest256> digests(count);
                way(0xa5, messages, size, digests);
                ASSERT_EQ(digests, expected) << size << " " << count;
            }
        }
    }
}

TEST(Sha256Many, LongMessages) {
    for (const std::size_t size : {1'000U, 4'095U, 4'096U, 65'535U, 1'000'001U}) {
        const Bytes messages = message_bytes(size * 2);
        for (const Way way : ways()) {
            std::array<Digest256, 2> digests;
            way(0, messages, size, digests);
            for (std::size_t i = 0; i < 2; ++i) {
                Bytes message(1, 0);
                append(message, ByteView(messages).subspan(i * size, size));
                EXPECT_EQ(digests.at(i), sha256(message)) << size;
            }
        }
    }
}

}  // namespace
}  // namespace deed::crypto
