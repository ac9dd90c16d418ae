#include "lib/crypto/sealed_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/sealed_stream_errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::crypto {
namespace {

constexpr std::string_view kFamily = "deed/test/v";
// specs/backup.md section 2.
constexpr std::size_t kChunk = 65'536;
constexpr std::size_t kSealedChunk = kChunk + 17;

SecretBytes secret(std::string_view text) { return SecretBytes::copy_of(as_bytes(text)); }

Bytes pattern(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 31 + i / 251);
    return bytes;
}

Bytes seal(const Bytes& plain, std::size_t piece = 10'000) {
    Bytes sealed;
    auto writer =
        SealedStreamWriter::begin(kFamily, secret("secret"), [&](ByteView part) -> Result<void> {
            append(sealed, part);
            return {};
        });
    EXPECT_OK(writer);
    for (std::size_t at = 0; at < plain.size(); at += piece)
        EXPECT_OK(writer->write(ByteView(plain).subspan(at, std::min(piece, plain.size() - at))));
    EXPECT_OK(writer->finish());
    return sealed;
}

Result<Bytes> open(const Bytes& sealed, std::string_view passphrase = "secret",
                   std::string_view family = kFamily) {
    std::size_t at = 0;
    DEED_TRY(
        auto reader,
        SealedStreamReader::open(
            family, secret(passphrase), [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
                const std::size_t count = std::min(out.size(), sealed.size() - at);
                std::copy_n(sealed.begin() + static_cast<std::ptrdiff_t>(at), count, out.begin());
                at += count;
                return count;
            }));
    Bytes plain;
    Bytes piece(7'777);
    while (true) {
        DEED_TRY(const std::size_t count, reader.read(piece));
        append(plain, ByteView(piece).first(count));
        if (count < piece.size()) return plain;
    }
}

std::size_t header_size(const Bytes& sealed) {
    return static_cast<std::size_t>(std::ranges::find(sealed, '\n') - sealed.begin()) + 1;
}

Bytes with_header(std::string_view header, const Bytes& sealed) {
    Bytes changed = to_bytes(as_bytes(header));
    append(changed, ByteView(sealed).subspan(header_size(sealed)));
    return changed;
}

std::string header_of(const Bytes& sealed) {
    return std::string(as_text(ByteView(sealed).first(header_size(sealed))));
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

TEST(SealedStream, OpensToWhatWasSealed) {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, kChunk - 1, kChunk, kChunk + 1, 2 * kChunk, 200'000UL}) {
        const Bytes plain = pattern(size);
        const Bytes sealed = seal(plain);
        // Nothing is padded, and every chunk but the last is full.
        const std::size_t chunks = std::max<std::size_t>(1, (size + kChunk - 1) / kChunk);
        EXPECT_EQ(sealed.size(), header_size(sealed) + size + 17 * chunks);
        ASSERT_OK_AND(const Bytes opened, open(sealed));
        EXPECT_EQ(opened, plain) << size;
    }
}

TEST(SealedStream, NeverSealsTwiceAlike) { EXPECT_NE(seal(pattern(10)), seal(pattern(10))); }

TEST(SealedStream, RefusesAnotherPassphrase) {
    const Bytes sealed = seal(pattern(10));
    EXPECT_CODE(open(sealed, "Secret"), errors::kWrongStreamPassphrase);
    EXPECT_CODE(open(sealed, ""), errors::kEmptyPassphrase);
}

TEST(SealedStream, IsSeenToBeCutAnywhere) {
    const Bytes sealed = seal(pattern(2 * kChunk + 100));
    const std::size_t first = header_size(sealed);
    const auto cut = [&](std::size_t size) {
        return open(Bytes(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(size)));
    };
    EXPECT_CODE(cut(0), errors::kNotASealedStream);
    EXPECT_CODE(cut(first - 1), errors::kNotASealedStream);
    EXPECT_CODE(cut(first), errors::kSealedStreamTruncated);
    EXPECT_CODE(cut(first + 16), errors::kSealedStreamTruncated);
    EXPECT_CODE(cut(first + kSealedChunk - 1), errors::kWrongStreamPassphrase);
    EXPECT_CODE(cut(first + kSealedChunk), errors::kSealedStreamTruncated);
    EXPECT_CODE(cut(first + 2 * kSealedChunk), errors::kSealedStreamTruncated);
    EXPECT_CODE(cut(first + 2 * kSealedChunk + 17), errors::kSealedStreamDamaged);
    EXPECT_CODE(cut(sealed.size() - 1), errors::kSealedStreamDamaged);
}

TEST(SealedStream, NoticesEveryChange) {
    const Bytes sealed = seal(pattern(2 * kChunk));
    const std::size_t first = header_size(sealed);
    for (const std::size_t at :
         {first, first + 1, first + kSealedChunk - 1, first + kSealedChunk,
          first + kSealedChunk + 1, first + kSealedChunk + 40'000, sealed.size() - 1}) {
        Bytes changed = sealed;
        changed[at] ^= 0x10;
        const bool in_first = at < first + kSealedChunk;
        EXPECT_CODE(open(changed),
                    in_first ? errors::kWrongStreamPassphrase : errors::kSealedStreamDamaged);
    }
    Bytes longer = sealed;
    longer.push_back(0);
    EXPECT_CODE(open(longer), errors::kSealedStreamDamaged);
}

TEST(SealedStream, NoticesChunksThatMoved) {
    const Bytes sealed = seal(pattern(3 * kChunk));
    const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(header_size(sealed));
    const auto size = static_cast<std::ptrdiff_t>(kSealedChunk);
    Bytes swapped = sealed;
    std::swap_ranges(swapped.begin() + first, swapped.begin() + first + size,
                     swapped.begin() + first + size);
    EXPECT_CODE(open(swapped), errors::kWrongStreamPassphrase);
    Bytes lost = sealed;
    lost.erase(lost.begin() + first + size, lost.begin() + first + 2 * size);
    EXPECT_CODE(open(lost), errors::kSealedStreamDamaged);
}

TEST(SealedStream, HoldsTheHeaderToItsOneForm) {
    const Bytes sealed = seal(pattern(10));
    const std::string header = header_of(sealed);
    const auto with = [&](std::string_view what, std::string_view by) {
        return open(with_header(replaced(header, what, by), sealed));
    };
    EXPECT_CODE(open(sealed, "secret", "deed/other/v"), errors::kNotASealedStream);
    EXPECT_CODE(with("test/v1", "test/v2"), errors::kNewerSealedStream);
    EXPECT_CODE(with("test/v1", "test/v0"), errors::kNotASealedStream);
    EXPECT_CODE(with("{\"format\"", "{ \"format\""), errors::kNotASealedStream);
    EXPECT_CODE(with("{\"format\"", "{\"a\":1,\"format\""), errors::kNotASealedStream);
    EXPECT_CODE(with("\"stream\":\"", "\"stream\":\"A"), errors::kNotASealedStream);
    EXPECT_CODE(with("argon2id", "scrypt"), errors::kNotASealedStream);
    EXPECT_CODE(open(Bytes(5000, 'x')), errors::kNotASealedStream);
}

TEST(SealedStream, BoundsWhatAHeaderMayCost) {
    const Bytes sealed = seal(pattern(10));
    const std::string header = header_of(sealed);
    for (const char* memory : {"1073742848", "8387584", "67108865", "-1", "1e99"})
        EXPECT_CODE(open(with_header(replaced(header, "67108864", memory), sealed)),
                    errors::kNotASealedStream)
            << memory;
    for (const char* passes : {"\"opslimit\":0", "\"opslimit\":11"})
        EXPECT_CODE(open(with_header(replaced(header, "\"opslimit\":2", passes), sealed)),
                    errors::kNotASealedStream)
            << passes;
    // Within the limits it is tried, and does not open.
    EXPECT_CODE(open(with_header(replaced(header, "67108864", "8388608"), sealed)),
                errors::kWrongStreamPassphrase);
}

}  // namespace
}  // namespace deed::crypto
