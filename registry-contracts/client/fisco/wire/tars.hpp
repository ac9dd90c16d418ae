#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::registry::fisco {

// Tars, the encoding of FISCO BCOS 3 (TarsCloud's TarsProtocol): fields with tags, in ascending
// order. Of its types those that transactions have: integers, texts, byte vectors, structs.

/// Writes fields in the order of its calls, which must be that of the tags. Numbers are written in
/// their shortest form; the `optional_` ones leave zero and what is empty out.
class DEED_API TarsWriter {
public:
    TarsWriter& integer(std::uint8_t tag, std::int64_t value);
    TarsWriter& optional_integer(std::uint8_t tag, std::int64_t value);
    TarsWriter& optional_text(std::uint8_t tag, std::string_view value);
    TarsWriter& optional_bytes(std::uint8_t tag, ByteView value);
    TarsWriter& begin_struct(std::uint8_t tag);
    TarsWriter& end_struct();

    /// What was written; the writer is empty afterwards.
    Bytes take();

private:
    void head(std::uint8_t tag, std::uint8_t type);
    Bytes out_;
};

/// Reads untrusted fields in the order of their tags, refusing whatever TarsWriter would not write:
/// `tars.truncated`, `tars.not_canonical`, `tars.unexpected_type`, `tars.unexpected_field`,
/// `tars.field_missing`, `tars.trailing_bytes`. There is no skipping of unknown fields, so that
/// nothing stands in the bytes that nobody read.
class DEED_API TarsReader {
public:
    explicit TarsReader(ByteView input) : input_(input) {}

    /// Of at most 32 or 64 bits; `tars.unexpected_type` where it is wider.
    Result<std::int32_t> integer32(std::uint8_t tag);
    // Where the field is not there: zero, or empty.
    Result<std::int32_t> optional_integer32(std::uint8_t tag);
    Result<std::int64_t> optional_integer64(std::uint8_t tag);
    Result<std::string> optional_text(std::uint8_t tag);
    Result<Bytes> optional_bytes(std::uint8_t tag);

    Result<void> begin_struct(std::uint8_t tag);
    /// `tars.unexpected_field` where fields are left.
    Result<void> end_struct();
    /// `tars.trailing_bytes` unless everything was read.
    Result<void> finish() const;

private:
    struct Head {
        std::uint8_t tag;
        std::uint8_t type;
        std::size_t size;  ///< of the head itself
    };

    bool at_end() const { return position_ == input_.size(); }
    Result<Head> peek() const;
    /// Whether the next field is this one.
    Result<bool> is_next(std::uint8_t tag) const;
    /// Steps over the head of the field and returns its type; `tars.field_missing`.
    Result<std::uint8_t> enter(std::uint8_t tag);
    Result<ByteView> take(std::size_t size);
    Result<std::int64_t> big_endian(std::size_t size);
    Result<std::int64_t> number(std::uint8_t type, std::size_t max_size);
    Result<std::int64_t> integer(std::uint8_t tag, std::size_t max_size);
    Result<std::int64_t> optional_integer(std::uint8_t tag, std::size_t max_size);

    ByteView input_;
    std::size_t position_ = 0;
};

}  // namespace deed::registry::fisco
