#include "registry-contracts/client/fisco/wire/tars.hpp"

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

// TarsProtocol's types; those of 0 to 3 hold 1, 2, 4 and 8 bytes.
constexpr std::uint8_t kInt8 = 0;
constexpr std::uint8_t kInt64 = 3;
constexpr std::uint8_t kShortText = 6;
constexpr std::uint8_t kLongText = 7;
constexpr std::uint8_t kStructBegin = 10;
constexpr std::uint8_t kStructEnd = 11;
constexpr std::uint8_t kZero = 12;
constexpr std::uint8_t kByteVector = 13;

constexpr std::uint8_t kTagFollows = 15;
constexpr std::size_t kMaxShortText = 255;

constexpr std::size_t size_of(std::uint8_t integer_type) { return std::size_t{1} << integer_type; }

/// Whether a number needs no more than `size` bytes in two's complement.
bool fits(std::int64_t value, std::size_t size) {
    if (size >= sizeof value) return true;
    const std::int64_t limit = std::int64_t{1} << (8 * size - 1);
    return value >= -limit && value < limit;
}

/// The type that holds a number in the fewest bytes.
std::uint8_t type_of(std::int64_t value) {
    if (value == 0) return kZero;
    std::uint8_t type = kInt8;
    while (!fits(value, size_of(type))) ++type;
    return type;
}

void append_big_endian(Bytes& out, std::uint64_t value, std::size_t size) {
    for (std::size_t i = size; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::string named(std::uint8_t tag) { return "field " + std::to_string(tag); }

}  // namespace

void TarsWriter::head(std::uint8_t tag, std::uint8_t type) {
    if (tag < kTagFollows) {
        out_.push_back(static_cast<std::uint8_t>(tag << 4 | type));
        return;
    }
    out_.push_back(static_cast<std::uint8_t>(kTagFollows << 4 | type));
    out_.push_back(tag);
}

TarsWriter& TarsWriter::integer(std::uint8_t tag, std::int64_t value) {
    const std::uint8_t type = type_of(value);
    head(tag, type);
    if (type != kZero) append_big_endian(out_, static_cast<std::uint64_t>(value), size_of(type));
    return *this;
}

TarsWriter& TarsWriter::optional_integer(std::uint8_t tag, std::int64_t value) {
    return value == 0 ? *this : integer(tag, value);
}

TarsWriter& TarsWriter::optional_text(std::uint8_t tag, std::string_view value) {
    if (value.empty()) return *this;
    const bool is_short = value.size() <= kMaxShortText;
    head(tag, is_short ? kShortText : kLongText);
    append_big_endian(out_, value.size(), is_short ? 1 : 4);
    append(out_, as_bytes(value));
    return *this;
}

TarsWriter& TarsWriter::optional_bytes(std::uint8_t tag, ByteView value) {
    if (value.empty()) return *this;
    head(tag, kByteVector);
    head(0, kInt8);
    integer(0, static_cast<std::int64_t>(value.size()));
    append(out_, value);
    return *this;
}

TarsWriter& TarsWriter::begin_struct(std::uint8_t tag) {
    head(tag, kStructBegin);
    return *this;
}

TarsWriter& TarsWriter::end_struct() {
    head(0, kStructEnd);
    return *this;
}

Bytes TarsWriter::take() { return std::exchange(out_, {}); }

Result<TarsReader::Head> TarsReader::peek() const {
    const Error ends(errors::kTarsTruncated, "the data ends before a field");
    if (at_end()) return ends;
    const std::uint8_t first = input_[position_];
    const std::uint8_t type = first & 15;
    if (first >> 4 != kTagFollows) return Head{static_cast<std::uint8_t>(first >> 4), type, 1};
    if (input_.size() - position_ < 2) return ends;
    const std::uint8_t tag = input_[position_ + 1];
    if (tag < kTagFollows)
        return Error(errors::kTarsNotCanonical, "a small tag has a byte of its own");
    return Head{tag, type, 2};
}

Result<bool> TarsReader::is_next(std::uint8_t tag) const {
    if (at_end()) return false;
    DEED_TRY(const Head head, peek());
    if (head.type == kStructEnd) return false;
    if (head.tag < tag)
        return Error(errors::kTarsUnexpectedField, named(head.tag) + " is not known here");
    return head.tag == tag;
}

Result<std::uint8_t> TarsReader::enter(std::uint8_t tag) {
    DEED_TRY(const bool is_there, is_next(tag));
    if (!is_there) return Error(errors::kTarsFieldMissing, named(tag) + " is missing");
    DEED_TRY(const Head head, peek());
    position_ += head.size;
    return head.type;
}

Result<ByteView> TarsReader::take(std::size_t size) {
    if (input_.size() - position_ < size)
        return Error(errors::kTarsTruncated, "the data ends within a field");
    const ByteView taken = input_.subspan(position_, size);
    position_ += size;
    return taken;
}

Result<std::int64_t> TarsReader::big_endian(std::size_t size) {
    DEED_TRY(const ByteView bytes, take(size));
    std::uint64_t value = bytes[0] >= 0x80 ? ~std::uint64_t{0} : 0;
    for (const std::uint8_t byte : bytes) value = value << 8 | byte;
    return static_cast<std::int64_t>(value);
}

Result<std::int64_t> TarsReader::number(std::uint8_t type, std::size_t max_size) {
    if (type == kZero) return std::int64_t{0};
    if (type > kInt64 || size_of(type) > max_size)
        return Error(errors::kTarsUnexpectedType, "a field is no number of its size");
    DEED_TRY(const std::int64_t value, big_endian(size_of(type)));
    if (type_of(value) != type)
        return Error(errors::kTarsNotCanonical, "a number is not in its shortest form");
    return value;
}

Result<std::int64_t> TarsReader::integer(std::uint8_t tag, std::size_t max_size) {
    DEED_TRY(const std::uint8_t type, enter(tag));
    return number(type, max_size);
}

Result<std::int64_t> TarsReader::optional_integer(std::uint8_t tag, std::size_t max_size) {
    DEED_TRY(const bool is_there, is_next(tag));
    if (!is_there) return std::int64_t{0};
    DEED_TRY(const std::int64_t value, integer(tag, max_size));
    if (value == 0)
        return Error(errors::kTarsNotCanonical, named(tag) + " is zero and not left out");
    return value;
}

Result<std::int32_t> TarsReader::integer32(std::uint8_t tag) {
    DEED_TRY(const std::int64_t value, integer(tag, 4));
    return static_cast<std::int32_t>(value);
}

Result<std::int32_t> TarsReader::optional_integer32(std::uint8_t tag) {
    DEED_TRY(const std::int64_t value, optional_integer(tag, 4));
    return static_cast<std::int32_t>(value);
}

Result<std::int64_t> TarsReader::optional_integer64(std::uint8_t tag) {
    return optional_integer(tag, 8);
}

Result<std::string> TarsReader::optional_text(std::uint8_t tag) {
    DEED_TRY(const bool is_there, is_next(tag));
    if (!is_there) return std::string();
    DEED_TRY(const std::uint8_t type, enter(tag));
    if (type != kShortText && type != kLongText)
        return Error(errors::kTarsUnexpectedType, named(tag) + " is no text");
    DEED_TRY(const ByteView length, take(type == kShortText ? 1 : 4));
    std::size_t size = 0;
    for (const std::uint8_t byte : length) size = size << 8 | byte;
    if (size == 0 || (type == kLongText && size <= kMaxShortText))
        return Error(errors::kTarsNotCanonical, named(tag) + " is not in its shortest form");
    DEED_TRY(const ByteView bytes, take(size));
    if (!is_utf8(bytes)) return Error(errors::kTarsUnexpectedType, named(tag) + " is not UTF-8");
    return std::string(as_text(bytes));
}

Result<Bytes> TarsReader::optional_bytes(std::uint8_t tag) {
    DEED_TRY(const bool is_there, is_next(tag));
    if (!is_there) return Bytes();
    DEED_TRY(const std::uint8_t type, enter(tag));
    if (type != kByteVector)
        return Error(errors::kTarsUnexpectedType, named(tag) + " is no vector of bytes");
    DEED_TRY(const ByteView element, take(1));
    if (element[0] != kInt8)
        return Error(errors::kTarsUnexpectedType, named(tag) + " is no vector of bytes");
    DEED_TRY(const std::int64_t size, integer(0, 4));
    if (size <= 0)
        return Error(errors::kTarsNotCanonical, named(tag) + " is empty and not left out");
    DEED_TRY(const ByteView bytes, take(static_cast<std::size_t>(size)));
    return to_bytes(bytes);
}

Result<void> TarsReader::begin_struct(std::uint8_t tag) {
    DEED_TRY(const std::uint8_t type, enter(tag));
    if (type != kStructBegin)
        return Error(errors::kTarsUnexpectedType, named(tag) + " is no struct");
    return {};
}

Result<void> TarsReader::end_struct() {
    DEED_TRY(const Head head, peek());
    if (head.type != kStructEnd)
        return Error(errors::kTarsUnexpectedField, named(head.tag) + " is not known here");
    if (head.tag != 0) return Error(errors::kTarsNotCanonical, "the end of a struct has a tag");
    position_ += head.size;
    return {};
}

Result<void> TarsReader::finish() const {
    if (!at_end()) return Error(errors::kTarsTrailingBytes, "bytes follow the end of the message");
    return {};
}

}  // namespace deed::registry::fisco
