#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::cbor {

// Deterministically encoded CBOR (RFC 8949 section 4.2.1): shortest heads, definite lengths only,
// map keys in bytewise order without duplicates. No tags, no floating point.

/// Appends items one after another; the caller opens arrays and maps with their exact counts.
class DEED_API Writer {
public:
    Writer& uint(std::uint64_t value);
    /// Any integer from -2^63 on.
    Writer& integer(std::int64_t value);
    Writer& bytes(ByteView value);
    Writer& text(std::string_view value);
    Writer& boolean(bool value);
    Writer& null();
    /// `count` items must follow.
    Writer& array(std::uint64_t count);
    /// `count` pairs must follow, keys in bytewise order of their encodings.
    Writer& map(std::uint64_t count);

    const Bytes& data() const& { return out_; }
    Bytes data() && { return std::move(out_); }

private:
    void head(std::uint8_t major, std::uint64_t value);
    Bytes out_;
};

/// Walks over one CBOR item from untrusted bytes, refusing whatever the Writer would not write:
/// `cbor.not_deterministic`, `cbor.truncated`, `cbor.unexpected_type`, `cbor.trailing_bytes`.
/// Every item counts, inside arrays and maps as well; keys out of order or repeated are refused as
/// soon as the second of them has been read. Returned views point into the input. After
/// `cbor.unexpected_type` the reader still stands before the item, so that another type can be
/// tried; after any other error it is of no further use.
class DEED_API Reader {
public:
    explicit Reader(ByteView input) : input_(input) {}

    Result<std::uint64_t> uint();
    /// Integers outside the range of the type are `cbor.unexpected_type`.
    Result<std::int64_t> integer();
    Result<ByteView> bytes();
    Result<std::string_view> text();  ///< checked to be UTF-8 (`cbor.not_utf8`)
    Result<bool> boolean();
    /// True, and past it, if the next item is null; false, and still before it, otherwise.
    Result<bool> skip_null();
    /// The number of items that follow; never more than the bytes left.
    Result<std::uint64_t> array();
    /// Opens an array and requires its count (`cbor.unexpected_type`).
    Result<void> array_of(std::uint64_t count);
    /// The number of pairs that follow; never more than half the bytes left.
    Result<std::uint64_t> map();
    /// `cbor.trailing_bytes` unless everything was read; `cbor.truncated` inside an array or map.
    Result<void> finish() const;
    std::size_t position() const { return position_; }

private:
    struct Head;
    /// An array or map that is not at its end; `last_key` serves maps only.
    struct Level {
        bool is_map;
        std::uint64_t items_left;  ///< keys and values counted singly
        std::size_t item_begin;
        ByteView last_key;
    };
    Result<Head> peek() const;
    Result<Head> peek(std::uint8_t major) const;
    Result<std::uint64_t> open(std::uint8_t major, std::uint64_t children_per_count);
    Result<ByteView> take_string(std::uint8_t major);
    Result<void> complete_item();
    Result<void> check_key_order(Level& map) const;

    ByteView input_;
    std::size_t position_ = 0;
    std::vector<Level> open_levels_;
};

}  // namespace deed::cbor
