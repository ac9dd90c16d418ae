#include "lib/encoding/cbor.hpp"

#include <algorithm>
#include <limits>

#include "lib/encoding/errors.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::cbor {
namespace {

// Major types, RFC 8949 section 3.1.
constexpr std::uint8_t kUint = 0;
constexpr std::uint8_t kNegative = 1;
constexpr std::uint8_t kBytes = 2;
constexpr std::uint8_t kText = 3;
constexpr std::uint8_t kArray = 4;
constexpr std::uint8_t kMap = 5;
constexpr std::uint8_t kTag = 6;
constexpr std::uint8_t kSimple = 7;

// Values of major type 7, RFC 8949 section 3.3.
constexpr std::uint64_t kFalse = 20;
constexpr std::uint64_t kTrue = 21;
constexpr std::uint64_t kNull = 22;

// Additional information, RFC 8949 section 3: 24 to 27 announce 1, 2, 4 or 8 bytes.
constexpr std::uint8_t kOneByte = 24;
constexpr std::uint8_t kEightBytes = 27;
constexpr std::uint8_t kIndefinite = 31;

constexpr auto kMaxInteger = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

Error fail(const ErrorCode& code, std::string_view what, std::size_t position) {
    return Error(code, std::string(what) + " at byte " + std::to_string(position));
}

/// Bytes that follow the initial byte of a shortest head.
std::size_t argument_size(std::uint64_t value) {
    if (value < kOneByte) return 0;
    if (value <= 0xff) return 1;
    if (value <= 0xffff) return 2;
    if (value <= 0xffff'ffff) return 4;
    return 8;
}

}  // namespace

struct Reader::Head {
    std::uint8_t major;
    bool is_float;  ///< or a simple value in two bytes, which are none of ours either
    std::uint64_t value;
    std::size_t size;  ///< bytes of the head itself
};

Writer& Writer::uint(std::uint64_t value) { return head(kUint, value), *this; }

Writer& Writer::integer(std::int64_t value) {
    if (value >= 0) return uint(static_cast<std::uint64_t>(value));
    // A negative integer stands as -1 - value, which is its complement.
    return head(kNegative, ~static_cast<std::uint64_t>(value)), *this;
}

Writer& Writer::bytes(ByteView value) {
    head(kBytes, value.size());
    append(out_, value);
    return *this;
}

Writer& Writer::text(std::string_view value) {
    head(kText, value.size());
    append(out_, as_bytes(value));
    return *this;
}

Writer& Writer::boolean(bool value) { return head(kSimple, value ? kTrue : kFalse), *this; }
Writer& Writer::null() { return head(kSimple, kNull), *this; }
Writer& Writer::array(std::uint64_t count) { return head(kArray, count), *this; }
Writer& Writer::tag(std::uint64_t number) { return head(kTag, number), *this; }
Writer& Writer::map(std::uint64_t count) { return head(kMap, count), *this; }

Writer& Writer::item(ByteView encoded) {
    append(out_, encoded);
    return *this;
}

void Writer::head(std::uint8_t major, std::uint64_t value) {
    const std::size_t size = argument_size(value);
    const std::uint64_t info = size == 0   ? value
                               : size == 1 ? 24
                               : size == 2 ? 25
                               : size == 4 ? 26
                                           : 27;
    out_.push_back(static_cast<std::uint8_t>(major << 5 | info));
    for (std::size_t i = size; i-- > 0;) out_.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

/// The head of the next item, not yet taken.
Result<Reader::Head> Reader::peek() const {
    const ByteView left = input_.subspan(position_);
    if (left.empty()) return fail(errors::kTruncated, "an item is missing", position_);
    const auto major = static_cast<std::uint8_t>(left[0] >> 5);
    const auto info = static_cast<std::uint8_t>(left[0] & 0x1f);
    if (info < kOneByte) return Head{major, false, info, 1};
    if (info == kIndefinite && keys_ == Keys::any_order)
        return fail(errors::kIndefiniteLength, "indefinite length", position_);
    if (info > kEightBytes)
        return fail(errors::kNotDeterministic, "indefinite length or reserved head", position_);

    const std::size_t size = std::size_t{1} << (info - kOneByte);
    if (left.size() - 1 < size) return fail(errors::kTruncated, "head is cut short", position_);
    std::uint64_t value = 0;
    for (const std::uint8_t byte : left.subspan(1, size)) value = value << 8 | byte;
    if (major == kSimple) return Head{major, true, value, size + 1};
    if (argument_size(value) != size && keys_ == Keys::any_order)
        return fail(errors::kHeadNotShortest, "head is not the shortest", position_);
    if (argument_size(value) != size)
        return fail(errors::kNotDeterministic, "head is not the shortest", position_);
    return Head{major, false, value, size + 1};
}

Result<Reader::Head> Reader::peek(std::uint8_t major) const {
    DEED_TRY(const Head head, peek());
    if (head.major != major)
        return fail(errors::kUnexpectedType, "item of another type than expected", position_);
    return head;
}

/// To be called with `position_` past an item that has no items left in it.
Result<void> Reader::complete_item() {
    while (!open_levels_.empty()) {
        Level& level = open_levels_.back();
        const bool at_key = level.is_map && level.items_left % 2 == 0;
        if (at_key) DEED_CHECK(check_key(level));
        level.item_begin = position_;
        if (--level.items_left > 0) return {};
        open_levels_.pop_back();
    }
    return {};
}

Result<void> Reader::check_key(Level& map) const {
    const ByteView key = input_.subspan(map.item_begin, position_ - map.item_begin);
    if (keys_ == Keys::any_order) {
        if (map.keys.insert(as_text(key)).second) return {};
        return fail(errors::kDuplicateKey, "map key repeated", map.item_begin);
    }
    const bool rises = std::lexicographical_compare(map.last_key.begin(), map.last_key.end(),
                                                    key.begin(), key.end());
    if (!rises)
        return fail(errors::kNotDeterministic, "map key repeated or out of order", map.item_begin);
    map.last_key = key;
    return {};
}

Result<std::uint64_t> Reader::uint() {
    DEED_TRY(const Head head, peek(kUint));
    position_ += head.size;
    DEED_CHECK(complete_item());
    return head.value;
}

Result<std::int64_t> Reader::integer() {
    DEED_TRY(const Head head, peek());
    if (head.major != kUint && head.major != kNegative)
        return fail(errors::kUnexpectedType, "expected an integer", position_);
    if (head.value > kMaxInteger)
        return fail(errors::kUnexpectedType, "integer outside 64 bits", position_);
    position_ += head.size;
    DEED_CHECK(complete_item());
    const auto value = static_cast<std::int64_t>(head.value);
    return head.major == kUint ? value : -1 - value;
}

Result<ByteView> Reader::take_string(std::uint8_t major) {
    DEED_TRY(const Head head, peek(major));
    const ByteView left = input_.subspan(position_ + head.size);
    if (head.value > left.size()) return fail(errors::kTruncated, "string is cut short", position_);
    const ByteView content = left.first(static_cast<std::size_t>(head.value));
    if (major == kText && !is_utf8(content))
        return fail(errors::kNotUtf8, "text is not UTF-8", position_);
    position_ += head.size + content.size();
    DEED_CHECK(complete_item());
    return content;
}

Result<ByteView> Reader::bytes() { return take_string(kBytes); }

Result<std::string_view> Reader::text() {
    DEED_TRY(const ByteView content, take_string(kText));
    return as_text(content);
}

Result<bool> Reader::boolean() {
    DEED_TRY(const Head head, peek(kSimple));
    if (head.is_float || (head.value != kFalse && head.value != kTrue))
        return fail(errors::kUnexpectedType, "expected true or false", position_);
    position_ += head.size;
    DEED_CHECK(complete_item());
    return head.value == kTrue;
}

Result<bool> Reader::skip_null() {
    DEED_TRY(const Head head, peek());
    if (head.major != kSimple || head.is_float || head.value != kNull) return false;
    position_ += head.size;
    DEED_CHECK(complete_item());
    return true;
}

Result<std::uint64_t> Reader::open(std::uint8_t major, std::uint64_t children_per_count) {
    DEED_TRY(const Head head, peek(major));
    const std::size_t left = input_.size() - position_ - head.size;
    // Every item takes a byte at least, so that no count read here asks for more than the input.
    if (head.value > left / children_per_count)
        return fail(errors::kTruncated, "more items announced than bytes left", position_);
    position_ += head.size;
    if (head.value == 0) {
        DEED_CHECK(complete_item());
        return head.value;
    }
    open_levels_.push_back(
        Level{major == kMap, head.value * children_per_count, position_, ByteView()});
    return head.value;
}

Result<std::uint64_t> Reader::array() { return open(kArray, 1); }

Result<void> Reader::array_of(std::uint64_t count) {
    DEED_TRY(const Head head, peek(kArray));
    if (head.value != count)
        return fail(errors::kUnexpectedType,
                    "expected an array of " + std::to_string(count) + " items", position_);
    DEED_CHECK(array());
    return {};
}

Result<std::uint64_t> Reader::map() { return open(kMap, 2); }

Result<std::uint64_t> Reader::tag() {
    DEED_TRY(const Head head, peek(kTag));
    if (keys_ == Keys::in_order)
        return fail(errors::kUnexpectedType, "there are no tags", position_);
    position_ += head.size;
    return head.value;
}

Result<void> Reader::take_simple(const Head& head) {
    const bool is_ours =
        !head.is_float && (head.value == kFalse || head.value == kTrue || head.value == kNull);
    if (!is_ours && keys_ == Keys::in_order)
        return fail(errors::kUnexpectedType, "simple value or floating point", position_);
    position_ += head.size;
    return complete_item();
}

Result<ByteView> Reader::skip(std::size_t max_depth) {
    const std::size_t begin = position_;
    const std::size_t outside = open_levels_.size();
    std::size_t tags = 0;
    while (true) {
        DEED_TRY(const Head head, peek());
        tags = head.major == kTag ? tags + 1 : 0;
        if (head.major == kTag) {
            DEED_CHECK(tag());
        } else if (head.major == kArray) {
            DEED_CHECK(array());
        } else if (head.major == kMap) {
            DEED_CHECK(map());
        } else if (head.major == kBytes || head.major == kText) {
            DEED_CHECK(take_string(head.major));
        } else if (head.major == kSimple) {
            DEED_CHECK(take_simple(head));
        } else {
            position_ += head.size;
            DEED_CHECK(complete_item());
        }
        if (open_levels_.size() - std::min(outside, open_levels_.size()) + tags > max_depth)
            return fail(errors::kTooDeep, "nested too deeply", position_);
        if (head.major != kTag && open_levels_.size() <= outside)
            return input_.subspan(begin, position_ - begin);
    }
}

Result<void> Reader::finish() const {
    if (position_ != input_.size())
        return fail(errors::kTrailingBytes, "bytes after the item", position_);
    if (!open_levels_.empty())
        return fail(errors::kTruncated, "items of an array or map are missing", position_);
    return {};
}

}  // namespace deed::cbor
