#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/encoding/utf8.hpp"
#include "lib/json/errors.hpp"
#include "lib/json/node.hpp"
#include "lib/json/number.hpp"
#include "lib/json/print.hpp"

// A name of our own, so that a program that uses RapidJSON with other settings (its SSE paths let
// control characters into strings) cannot replace the functions instantiated here.
#define RAPIDJSON_NAMESPACE deed_rapidjson
#define RAPIDJSON_NAMESPACE_BEGIN namespace deed_rapidjson {
#define RAPIDJSON_NAMESPACE_END }
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

namespace deed::json {
namespace {

/// Bytes of zero behind the text, so that it can be looked at word by word.
constexpr std::size_t kPadding = sizeof(std::uint64_t);

/// The high bit of the first byte of the word, in the order of memory, that a string cannot hold as
/// it is: below 0x20, '"' or '\\'. Bits behind the first one mean nothing.
std::uint64_t special_bytes(std::uint64_t word) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
    constexpr std::uint64_t kHighBits = 0x80 * kOnes;
    const std::uint64_t quote = word ^ ('"' * kOnes);
    const std::uint64_t backslash = word ^ ('\\' * kOnes);
    const std::uint64_t below = (word - 0x20 * kOnes) & ~word;
    return (below | ((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash)) & kHighBits;
}

/// How many bytes of a string, from here on, stand for themselves; at most those of a word.
std::size_t plain_bytes(const char* text) {
    std::uint64_t word;
    std::memcpy(&word, text, sizeof word);
    const std::uint64_t special = special_bytes(word);
    if (special == 0) return sizeof word;
    if constexpr (std::endian::native == std::endian::little)
        return static_cast<std::size_t>(std::countr_zero(special)) / 8;
    return 0;
}

}  // namespace
}  // namespace deed::json

namespace deed_rapidjson {

/// RapidJSON's place for skipping over what a string holds as it is, which it fills in by itself
/// only for SSE, and there wrongly. Ends before what needs a closer look.
template <>
template <>
inline void GenericReader<UTF8<>, UTF8<>, CrtAllocator>::ScanCopyUnescapedString(
    InsituStringStream& stream, InsituStringStream&) {
    while (true) {
        const std::size_t plain = deed::json::plain_bytes(stream.src_);
        if (stream.dst_ != stream.src_) std::memmove(stream.dst_, stream.src_, plain);
        stream.src_ += plain;
        stream.dst_ += plain;
        if (plain < deed::json::kPadding) return;
    }
}

}  // namespace deed_rapidjson

namespace deed::json {

namespace {

namespace rapidjson = deed_rapidjson;
using detail::Arena;
using detail::MemberNode;
using detail::Node;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kQuotedLength = 64;

// No encoding check: the bytes were checked before. Recursive: StartObject and StartArray bound the
// depth, and the iterative parser would cost a fifth of the speed.
constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;

Error error_at(const ErrorCode& code, std::size_t offset, std::string_view what) {
    return Error(code, "byte " + std::to_string(offset) + ": " + std::string(what));
}

/// As many values, and names, are open at once in most documents.
constexpr std::size_t kUsualNodes = 64;

/// Memory for the stacks of most documents without asking the system. Unlike a
/// std::pmr::monotonic_buffer_resource it gives back what large ones outgrow.
class FirstMemory final : public std::pmr::memory_resource {
private:
    void* do_allocate(std::size_t size, std::size_t alignment) override {
        void* place = next_;
        std::size_t left = static_cast<std::size_t>(memory_.data() + memory_.size() - next_);
        if (std::align(alignment, size, place, left) == nullptr)
            return std::pmr::new_delete_resource()->allocate(size, alignment);
        next_ = static_cast<std::byte*>(place) + size;
        return place;
    }
    void do_deallocate(void* place, std::size_t size, std::size_t alignment) override {
        const auto* const byte = static_cast<const std::byte*>(place);
        const bool is_here = !std::less<>()(byte, memory_.data()) &&
                             std::less<>()(byte, memory_.data() + memory_.size());
        if (!is_here) std::pmr::new_delete_resource()->deallocate(place, size, alignment);
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    alignas(Node) std::array<std::byte, 2 * kUsualNodes * sizeof(Node)> memory_;
    std::byte* next_ = memory_.data();
};

/// Builds the nodes as RapidJSON reports the values. Its stacks hold the values of all open arrays
/// and objects; what is complete moves into the arena.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
public:
    /// `source` is the text before decoding in place, `text` its copy that is decoded.
    Builder(Arena& arena, std::string_view source, const char* text,
            rapidjson::InsituStringStream& stream)
        : arena_(arena),
          source_(source),
          text_(text),
          stream_(stream),
          next_escape_(escape_from(0)) {
        values_.reserve(kUsualNodes);
        names_.reserve(kUsualNodes);
    }

    const Node& root() const { return values_.front(); }
    std::optional<Error> take_error() { return std::move(error_); }

    bool Null() {
        values_.emplace_back();
        return true;
    }

    bool Bool(bool value) {
        Node& node = values_.emplace_back();
        node.type = Type::boolean;
        node.flag = value;
        return true;
    }

    bool RawNumber(const char* literal, rapidjson::SizeType length, bool) {
        const std::string_view text(literal, length);
        if (length > detail::kMaxNumberLength) {
            return fail(errors::kTooLarge, offset_of(literal), "a number of too many characters");
        }
        if (!detail::is_interoperable(text)) {
            return fail(errors::kNumberNotInteroperable, offset_of(literal),
                        std::string(text.substr(0, kQuotedLength)) + " has no faithful double");
        }
        values_.push_back(text_node(Type::number, text, false));
        return true;
    }

    bool String(const char* text, rapidjson::SizeType length, bool) {
        return push_string(values_, {text, length});
    }

    bool Key(const char* text, rapidjson::SizeType length, bool) {
        return push_string(names_, {text, length});
    }

    bool StartObject() { return enter(); }
    bool StartArray() { return enter(); }

    bool EndArray(rapidjson::SizeType count) {
        --depth_;
        Node* const elements = arena_.allocate<Node>(count);
        std::copy_n(values_.end() - count, count, elements);
        values_.resize(values_.size() - count);
        Node& node = values_.emplace_back();
        node.type = Type::array;
        node.size = count;
        node.elements = elements;
        return true;
    }

    bool EndObject(rapidjson::SizeType count) {
        --depth_;
        MemberNode* const members = detail::allocate_members(arena_, count);
        const Node* const names = names_.data() + names_.size() - count;
        const Node* const values = values_.data() + values_.size() - count;
        for (std::size_t i = 0; i < count; ++i) members[i] = {names[i], values[i]};
        const MemberNode* const duplicate = detail::index_members(members, count);
        if (duplicate != nullptr) return fail_duplicate(duplicate->name);
        names_.resize(names_.size() - count);
        values_.resize(values_.size() - count);
        Node& node = values_.emplace_back();
        node.type = Type::object;
        node.size = count;
        node.members = members;
        return true;
    }

private:
    static Node text_node(Type type, std::string_view text, bool flag) {
        Node node;
        node.type = type;
        node.flag = flag;
        node.size = static_cast<std::uint32_t>(text.size());
        node.text = text.data();
        return node;
    }

    std::size_t offset_of(const char* place) const {
        return static_cast<std::size_t>(place - text_);
    }

    std::size_t escape_from(std::size_t offset) const {
        return std::min(source_.find('\\', offset), source_.size());
    }

    // A string is decoded where it stands, and an escape becomes at least one byte: it has escapes
    // exactly if its source has a backslash before the end of the decoded text.
    bool has_escape(std::string_view decoded) {
        const std::size_t start = offset_of(decoded.data());
        if (next_escape_ < start) next_escape_ = escape_from(start);
        return next_escape_ < start + decoded.size();
    }

    bool push_string(std::pmr::vector<Node>& stack, std::string_view text) {
        const bool escaped = has_escape(text);
        if (escaped && !is_utf8(as_bytes(text))) {
            return fail(errors::kLoneSurrogate, offset_of(text.data()),
                        "this string has half a surrogate pair");
        }
        stack.push_back(text_node(Type::string, text, !escaped));
        return true;
    }

    bool enter() {
        if (++depth_ <= arena_.max_depth) return true;
        return fail(errors::kTooDeep, stream_.Tell() - 1,
                    "more than " + std::to_string(arena_.max_depth) + " levels of nesting");
    }

    bool fail_duplicate(const Node& name) {
        std::string what = "a second member ";
        detail::append_quoted(what, utf8_prefix(name.view(), kQuotedLength));
        return fail(errors::kDuplicateMember, offset_of(name.text), what);
    }

    bool fail(const ErrorCode& code, std::size_t offset, std::string_view what) {
        error_ = error_at(code, offset, what);
        return false;
    }

    Arena& arena_;
    std::string_view source_;
    const char* text_;
    rapidjson::InsituStringStream& stream_;
    std::size_t next_escape_;
    std::size_t depth_ = 0;
    FirstMemory memory_;
    std::pmr::vector<Node> values_{&memory_};
    std::pmr::vector<Node> names_{&memory_};
    std::optional<Error> error_;
};

const ErrorCode& code_of(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return errors::kTrailingBytes;
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return errors::kLoneSurrogate;
        // Also of a zero with an exponent above 308, which RapidJSON does not tell apart.
        case rapidjson::kParseErrorNumberTooBig:
            return errors::kNumberNotInteroperable;
        default:
            return errors::kSyntax;
    }
}

std::size_t sequence_length(std::uint8_t lead) {
    if (lead < 0xc0) return 1;
    if (lead < 0xe0) return 2;
    return lead < 0xf0 ? 3 : 4;
}

std::size_t first_not_utf8(ByteView bytes) {
    std::size_t offset = 0;
    while (offset < bytes.size()) {
        const std::size_t length = sequence_length(bytes[offset]);
        if (length > bytes.size() - offset || !is_utf8(bytes.subspan(offset, length))) break;
        offset += length;
    }
    return offset;
}

Result<void> check_bytes(ByteView bytes, const Limits& limits) {
    const std::size_t max_bytes = std::min(limits.max_bytes, detail::kBytesCap);
    if (bytes.size() > max_bytes) {
        return Error(errors::kTooLarge, std::to_string(bytes.size()) + " bytes of JSON, where " +
                                            std::to_string(max_bytes) + " are allowed");
    }
    if (as_text(bytes).starts_with(kByteOrderMark)) {
        return error_at(errors::kSyntax, 0, "a byte order mark, which JSON text does not have");
    }
    if (!is_utf8(bytes)) return error_at(errors::kNotUtf8, first_not_utf8(bytes), "not UTF-8");
    return {};
}

}  // namespace

Result<Document> Document::parse(ByteView bytes, const Limits& limits) {
    DEED_CHECK(check_bytes(bytes, limits));
    const std::string_view source = as_text(bytes);
    auto arena = std::make_shared<Arena>(source.size() * 2 + 512);
    arena->max_depth = std::min(limits.max_depth, detail::kDepthCap);
    arena->wipe = limits.wipe;
    char* const text = arena->allocate<char>(source.size() + kPadding);
    std::copy(source.begin(), source.end(), text);
    std::fill_n(text + source.size(), kPadding, '\0');

    rapidjson::InsituStringStream stream(text);
    Builder builder(*arena, source, text, stream);
    rapidjson::Reader reader;
    const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
    if (auto error = builder.take_error()) return std::move(*error);
    if (result.IsError()) {
        return error_at(code_of(result.Code()), result.Offset(),
                        rapidjson::GetParseError_En(result.Code()));
    }
    // RapidJSON takes a NUL for the end of the text.
    if (stream.Tell() != source.size()) {
        return error_at(errors::kTrailingBytes, stream.Tell(), "a NUL after the JSON value");
    }
    arena->root = builder.root();
    return Document(std::move(arena));
}

}  // namespace deed::json
