#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::cbor {

// Deterministically encoded CBOR (RFC 8949 section 4.2.1): shortest heads, definite lengths only,
// map keys in bytewise order without duplicates. No tags, no floating point. What others wrote need
// not be so: see Keys::any_order.

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
    /// The tagged item must follow. Formats of Deed's own have no tags.
    Writer& tag(std::uint64_t number);
    /// One item that is encoded already.
    Writer& item(ByteView encoded);
    /// `count` pairs must follow, keys in bytewise order of their encodings.
    Writer& map(std::uint64_t count);

    const Bytes& data() const& { return out_; }
    Bytes data() && { return std::move(out_); }

private:
    void head(std::uint8_t major, std::uint64_t value);
    Bytes out_;
};

enum class Keys : std::uint8_t {
    in_order,  ///< deterministic encoding, and nothing else
    /// Keys of maps in any order, tags, and past them floating point and simple values: CBOR of
    /// those who promise no deterministic encoding. Heads must still be the shortest, so that equal
    /// keys have equal bytes (`cbor.head_not_shortest`), lengths definite
    /// (`cbor.indefinite_length`) and keys distinct (`cbor.duplicate_key`).
    any_order
};

/// Walks over one CBOR item from untrusted bytes, refusing whatever the Writer would not write:
/// `cbor.not_deterministic`, `cbor.truncated`, `cbor.unexpected_type`, `cbor.trailing_bytes`.
/// Every item counts, inside arrays and maps as well; keys out of order or repeated are refused as
/// soon as the second of them has been read. Returned views point into the input. After
/// `cbor.unexpected_type` the reader still stands before the item, so that another type can be
/// tried; after any other error it is of no further use.
class DEED_API Reader {
public:
    explicit Reader(ByteView input, Keys keys = Keys::in_order) : input_(input), keys_(keys) {}

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
    /// The number of a tag, whose item follows; of Keys::any_order alone.
    Result<std::uint64_t> tag();
    /// The bytes of the next item, whatever it is, past which the reader then stands; with more
    /// than `max_depth` arrays, maps and tags inside each other `cbor.too_deep`.
    Result<ByteView> skip(std::size_t max_depth);
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
        std::set<std::string_view> keys{};  ///< so far, where they need no order
    };
    Result<Head> peek() const;
    Result<Head> peek(std::uint8_t major) const;
    Result<std::uint64_t> open(std::uint8_t major, std::uint64_t children_per_count);
    Result<ByteView> take_string(std::uint8_t major);
    Result<void> complete_item();
    Result<void> check_key(Level& map) const;
    Result<void> take_simple(const Head& head);

    ByteView input_;
    Keys keys_;
    std::size_t position_ = 0;
    std::vector<Level> open_levels_;
};

}  // namespace deed::cbor
