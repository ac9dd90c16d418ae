#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "lib/encoding/bytes.hpp"
#include "lib/tlog/journal.hpp"

namespace deed::test {

using tlog::FrameType;
using tlog::Journal;
using Frames = std::vector<std::pair<FrameType, std::string>>;

/// The example of specs/journal.md, computed by a separate program.
inline const std::string kExampleHex =
    "64656564206a6f75726e616c2076310a"
    "010100000b000000343cd0428c3eea10"
    "666972737420656e747279ed02000000"
    "06000000356d1a4604e72fa46120626f"
    "6479ed030100000c000000ae39d3211f"
    "5855c97369676e656420686561640aed";
/// The same frames as they were written before there were flags.
inline const std::string kExampleWithoutFlagsHex =
    "64656564206a6f75726e616c2076310a"
    "010000000b000000343cd0424dc99b87"
    "666972737420656e747279ed02000000"
    "06000000356d1a4604e72fa46120626f"
    "6479ed030000000c000000ae39d321de"
    "af245e7369676e656420686561640aed";
inline const Frames kExampleFrames = {{FrameType::entry, "first entry"},
                                      {FrameType::body, "a body"},
                                      {FrameType::head, "signed head\n"}};
/// Where its frames begin, and where the last one ends.
inline constexpr std::size_t kExampleOffsets[] = {16, 44, 67, 96};

/// CRC-32C bit by bit, as RFC 3720 defines it.
inline std::uint32_t slow_crc32c(ByteView bytes) {
    std::uint32_t value = 0xFFFFFFFF;
    for (const std::uint8_t byte : bytes) {
        value ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1) != 0 ? (value >> 1) ^ 0x82F63B78 : value >> 1;
    }
    return value ^ 0xFFFFFFFF;
}

inline void put(Bytes& out, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// Appends to `journal` a frame as specs/journal.md lays it out, whatever the fields say. Its CRCs
/// are right; the payload is left out from `payload` on when `length` claims more.
inline void put_frame(Bytes& journal, std::uint32_t type_and_reserved, std::string_view payload,
                      std::uint64_t length) {
    Bytes covered;
    put(covered, journal.size(), 8);
    put(covered, type_and_reserved, 4);
    put(covered, length, 4);
    put(covered, slow_crc32c(as_bytes(payload)), 4);
    append(journal, ByteView(covered).subspan(8));
    put(journal, slow_crc32c(covered), 4);
    append(journal, as_bytes(payload));
    journal.push_back(0xed);
}

inline void put_frame(Bytes& journal, FrameType type, std::string_view payload) {
    put_frame(journal, static_cast<std::uint32_t>(type), payload, payload.size());
}

/// A frame before which everything was synced.
inline void put_marked_frame(Bytes& journal, FrameType type, std::string_view payload) {
    put_frame(journal, 0x100 | static_cast<std::uint32_t>(type), payload, payload.size());
}

inline Bytes journal_header() { return to_bytes(as_bytes("deed journal v1\n")); }

inline Journal::Visitor collect(Frames& frames) {
    return [&frames](FrameType type, ByteView payload) -> Result<void> {
        frames.emplace_back(type, std::string(as_text(payload)));
        return {};
    };
}

inline void write_file(const std::filesystem::path& path, ByteView bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
}

inline Bytes file_bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return to_bytes(as_bytes(text));
}

}  // namespace deed::test
