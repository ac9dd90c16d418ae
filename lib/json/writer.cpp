#include "lib/json/writer.hpp"

#include <utility>

#include "lib/encoding/utf8.hpp"
#include "lib/error/assert.hpp"
#include "lib/json/node.hpp"
#include "lib/json/print.hpp"

namespace deed::json {

namespace {

constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;

}  // namespace

void Writer::before_value() {
    if (frames_.empty()) {
        DEED_ASSERT(!done_);
        done_ = true;
        return;
    }
    Frame& frame = frames_.back();
    DEED_ASSERT(frame == Frame::key || frame == Frame::array_first || frame == Frame::array);
    if (frame == Frame::array) out_ += ',';
    frame = frame == Frame::key ? Frame::object : Frame::array;
}

Writer& Writer::begin_object() {
    before_value();
    frames_.push_back(Frame::object_first);
    out_ += '{';
    return *this;
}

Writer& Writer::end_object() {
    DEED_ASSERT(!frames_.empty());
    DEED_ASSERT(frames_.back() == Frame::object_first || frames_.back() == Frame::object);
    frames_.pop_back();
    out_ += '}';
    return *this;
}

Writer& Writer::begin_array() {
    before_value();
    frames_.push_back(Frame::array_first);
    out_ += '[';
    return *this;
}

Writer& Writer::end_array() {
    DEED_ASSERT(!frames_.empty());
    DEED_ASSERT(frames_.back() == Frame::array_first || frames_.back() == Frame::array);
    frames_.pop_back();
    out_ += ']';
    return *this;
}

Writer& Writer::key(std::string_view name) {
    DEED_ASSERT(!frames_.empty());
    Frame& frame = frames_.back();
    DEED_ASSERT(frame == Frame::object_first || frame == Frame::object);
    DEED_ASSERT(is_utf8(as_bytes(name)));
    if (frame == Frame::object) out_ += ',';
    frame = Frame::key;
    detail::append_quoted(out_, name);
    out_ += ':';
    return *this;
}

Writer& Writer::string(std::string_view text) {
    before_value();
    // Messages quote what somebody sent, and may cut it anywhere.
    is_utf8(as_bytes(text)) ? detail::append_quoted(out_, text)
                            : detail::append_quoted(out_, as_utf8(std::string(text)));
    return *this;
}

Writer& Writer::integer(std::int64_t value) {
    before_value();
    DEED_ASSERT(-kMaxSafeInteger <= value && value <= kMaxSafeInteger);
    out_ += std::to_string(value);
    return *this;
}

Writer& Writer::boolean(bool value) {
    before_value();
    out_ += value ? "true" : "false";
    return *this;
}

Writer& Writer::null() {
    before_value();
    out_ += "null";
    return *this;
}

Writer& Writer::value(Value value) {
    before_value();
    detail::append_compact(out_, Access::node(value));
    return *this;
}

std::string Writer::take() {
    DEED_ASSERT(done_ && frames_.empty());
    done_ = false;
    return std::exchange(out_, {});
}

Document Writer::take_document() {
    auto document = Document::parse(take(), {detail::kBytesCap, detail::kDepthCap});
    DEED_ASSERT(document.has_value());
    return std::move(document).value();
}

}  // namespace deed::json
