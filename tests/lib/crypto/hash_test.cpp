#include "lib/crypto/hash.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/keccak.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

std::string hex_of_hash(HashAlgorithm algorithm, std::string_view message) {
    return hex_encode(hash(algorithm, as_bytes(message)));
}

// NIST's examples for FIPS 180-4 and FIPS 202 (csrc.nist.gov, Examples with Intermediate Values).
TEST(Hash, KnownAnswersOfNist) {
    EXPECT_EQ(hex_of_hash(HashAlgorithm::sha256, "abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex_of_hash(HashAlgorithm::sha256,
                          "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hex_of_hash(HashAlgorithm::sha384, "abc"),
              "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
              "8086072ba1e7cc2358baeca134c825a7");
    EXPECT_EQ(hex_of_hash(HashAlgorithm::sha512, "abc"),
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    EXPECT_EQ(hex_of_hash(HashAlgorithm::sha3_256, "abc"),
              "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
}

TEST(Hash, EmptyMessages) {
    EXPECT_EQ(hex_encode(sha256({})),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex_encode(keccak256({})),
              "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
}

TEST(Hash, NamesOfAlgorithms) {
    const std::pair<std::string_view, HashAlgorithm> names[] = {
        {"sha256", HashAlgorithm::sha256},       {"sha384", HashAlgorithm::sha384},
        {"sha512", HashAlgorithm::sha512},       {"sha3-256", HashAlgorithm::sha3_256},
        {"keccak256", HashAlgorithm::keccak256}, {"sm3", HashAlgorithm::sm3}};
    for (const auto& [name, algorithm] : names) {
        ASSERT_OK_AND(const HashAlgorithm found, hash_from_name(name));
        EXPECT_EQ(found, algorithm) << name;
    }
    for (const std::string_view name : {"", "SHA256", "sha-256", "md5", "sha3_256"}) {
        EXPECT_CODE(hash_from_name(name), errors::kUnsupportedHash);
    }
}

TEST(Hash, KeccakVectors) {
    DEED_NEEDS_VECTORS();
    const json::Document file = read_json_vector("keccak/keccak256.json");
    const json::Array cases = file.root().find("cases")->array();
    EXPECT_EQ(cases.size(), 12u);
    for (const json::Value entry : cases) {
        const Bytes message = hex_of(entry, "message");
        EXPECT_EQ(hex_encode(keccak256(message)), text_of(entry, "keccak256"));
        EXPECT_EQ(hash(HashAlgorithm::keccak256, message), hex_of(entry, "keccak256"));
        EXPECT_EQ(hash(HashAlgorithm::sha3_256, message), hex_of(entry, "sha3_256"));
    }
}

TEST(Hash, BothWaysOfPermutingAgree) {
    // Zeros permuted: the first lane is 0xf1258f7940e1dde7 (XKCP, KeccakF-1600-IntermediateValues).
    KeccakLanes plain{};
    detail::permute_keccak(plain);
    EXPECT_EQ(plain[0], 0xf1258f7940e1dde7U);
    if (!detail::has_bit_instructions()) GTEST_SKIP() << "this processor lacks BMI2";
    KeccakLanes fast{};
    detail::permute_keccak_by_bit_instructions(fast);
    for (int round = 0; round < 100; ++round) {
        ASSERT_EQ(fast, plain) << round;
        detail::permute_keccak(plain);
        detail::permute_keccak_by_bit_instructions(fast);
    }
}

TEST(Hash, Sm3Vectors) {
    DEED_NEEDS_VECTORS();
    const json::Document file = read_json_vector("sm/sm3.json");
    const json::Array cases = file.root().find("cases")->array();
    EXPECT_EQ(cases.size(), 18u);
    for (const json::Value entry : cases) {
        const Bytes message = hex_of(entry, "message");
        EXPECT_EQ(hex_encode(sm3(message)), text_of(entry, "digest"));
        EXPECT_EQ(hash(HashAlgorithm::sm3, message), hex_of(entry, "digest"));
    }
}

// Our sponge with the SHA-3 suffix against OpenSSL's SHA3-256: the permutation, the absorption at
// every alignment and the padding are the same code as Keccak-256.
TEST(Hash, SpongeAgreesWithOpenSslAtEveryLength) {
    Bytes message;
    for (std::size_t size = 0; size <= 600; ++size) {
        KeccakSponge sponge(KeccakSponge::Suffix::sha3);
        sponge.update(ByteView(message).first(size / 3));
        sponge.update(ByteView(message).subspan(size / 3));
        EXPECT_EQ(to_bytes(sponge.finish()), hash(HashAlgorithm::sha3_256, message)) << size;
        message.push_back(static_cast<std::uint8_t>(size * 7 + size / 256));
    }
}

TEST(Hasher256, PiecesMakeTheDigestOfTheWhole) {
    std::string message(1000, '\0');
    for (std::size_t i = 0; i < message.size(); ++i) message[i] = static_cast<char>(i % 251);
    for (const HashAlgorithm algorithm : {HashAlgorithm::sha256, HashAlgorithm::sha3_256,
                                          HashAlgorithm::keccak256, HashAlgorithm::sm3}) {
        const Bytes expected = hash(algorithm, as_bytes(message));
        Hasher256 hasher(algorithm);
        for (const std::size_t step : {1u, 7u, 8u, 64u, 136u, 999u}) {
            for (std::size_t i = 0; i < message.size(); i += step) {
                hasher.update(std::string_view(message).substr(i, step));
            }
            // finish() starts anew, so the next round must not remember this one.
            EXPECT_EQ(to_bytes(hasher.finish()), expected) << step;
        }
    }
}

TEST(Hasher256, MovedHasherGoesOn) {
    Hasher256 first(HashAlgorithm::sha256);
    first.update("a");
    Hasher256 second = std::move(first);
    EXPECT_EQ(hex_encode(second.update("bc").finish()),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, ThreadsDoNotDisturbEachOther) {
    std::vector<std::thread> threads;
    std::vector<int> wrong(4, 0);
    for (std::size_t t = 0; t < wrong.size(); ++t) {
        threads.emplace_back([&wrong, t] {
            const std::string message(t + 1, 'x');
            const Bytes expected = hash(HashAlgorithm::sm3, as_bytes(message));
            for (int i = 0; i < 200; ++i) {
                wrong[t] += hash(HashAlgorithm::sm3, as_bytes(message)) != expected;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace deed::crypto
