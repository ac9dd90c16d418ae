#pragma once

#include <cstdint>
#include <string_view>

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
/// Returned views point into the input.
class DEED_API Reader {
public:
    explicit Reader(ByteView input) : input_(input) {}

    Result<std::uint64_t> uint();
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
    Result<std::uint64_t> map();
    /// `cbor.trailing_bytes` unless everything was read.
    Result<void> finish() const;
    std::size_t position() const { return position_; }

private:
    struct Head;
    Result<Head> head();
    Result<std::uint64_t> typed_head(std::uint8_t major);
    Result<ByteView> take(std::uint64_t size);

    ByteView input_;
    std::size_t position_ = 0;
};

}  // namespace deed::cbor
