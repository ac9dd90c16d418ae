#include "lib/json/print.hpp"

#include "lib/encoding/utf8.hpp"
#include "lib/json/line.hpp"

namespace deed::json {

namespace detail {

namespace {

constexpr char kHex[] = "0123456789abcdef";

bool needs_escape(char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\';
}

void append_escape(std::string& out, char byte) {
    switch (byte) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\r':
            out += "\\r";
            return;
        default:
            break;
    }
    const auto value = static_cast<unsigned char>(byte);
    out += "\\u00";
    out += kHex[value >> 4];
    out += kHex[value & 15];
}

void append_pretty(std::string& out, const Node& node, std::size_t depth);

void begin_line(std::string& out, std::size_t depth) {
    out += '\n';
    out.append(depth * 2, ' ');
}

void append_pretty_array(std::string& out, const Node& array, std::size_t depth) {
    out += '[';
    for (const Node& element : elements_of(array)) {
        if (&element != array.elements) out += ',';
        begin_line(out, depth + 1);
        append_pretty(out, element, depth + 1);
    }
    begin_line(out, depth);
    out += ']';
}

void append_pretty_object(std::string& out, const Node& object, std::size_t depth) {
    out += '{';
    for (const MemberNode& member : members_of(object)) {
        if (&member != object.members) out += ',';
        begin_line(out, depth + 1);
        append_quoted(out, member.name);
        out += ": ";
        append_pretty(out, member.value, depth + 1);
    }
    begin_line(out, depth);
    out += '}';
}

void append_pretty(std::string& out, const Node& node, std::size_t depth) {
    if (node.type == Type::array && node.size > 0) return append_pretty_array(out, node, depth);
    if (node.type == Type::object && node.size > 0) return append_pretty_object(out, node, depth);
    append_compact(out, node);
}

/// The code point of a well-formed character of one to three bytes.
unsigned code_point(std::string_view character) {
    const auto bits = [&](std::size_t i, unsigned mask) {
        return static_cast<unsigned char>(character[i]) & mask;
    };
    if (character.size() == 1) return bits(0, 0x7f);
    if (character.size() == 2) return bits(0, 0x1f) << 6 | bits(1, 0x3f);
    return bits(0, 0x0f) << 12 | bits(1, 0x3f) << 6 | bits(2, 0x3f);
}

void append_unicode_escape(std::string& out, unsigned code) {
    out += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4) out += kHex[code >> (shift - 4) & 15];
}

/// JSON text without raw characters that would steer the reader's terminal. JSON has them within
/// strings only, but for the line ends of the layout; those below U+0020 are escaped there already.
std::string without_steering(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size();) {
        const bool may_steer = static_cast<unsigned char>(text[i]) >= 0x7f;
        const std::size_t size = may_steer ? steering_length(text.substr(i)) : 0;
        if (size == 0) {
            ++i;
            continue;
        }
        out.append(text.substr(start, i - start));
        append_unicode_escape(out, code_point(text.substr(i, size)));
        i += size;
        start = i;
    }
    return out.append(text.substr(start));
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_escape(text[i])) continue;
        out.append(text.substr(start, i - start));
        append_escape(out, text[i]);
        start = i + 1;
    }
    out.append(text.substr(start));
    out += '"';
}

void append_compact(std::string& out, const Node& node) {
    switch (node.type) {
        case Type::null:
            out += "null";
            return;
        case Type::boolean:
            out += node.flag ? "true" : "false";
            return;
        case Type::number:
            out.append(node.view());
            return;
        case Type::string:
            append_quoted(out, node);
            return;
        case Type::array: {
            out += '[';
            for (const Node& element : elements_of(node)) {
                if (&element != node.elements) out += ',';
                append_compact(out, element);
            }
            out += ']';
            return;
        }
        case Type::object: {
            out += '{';
            for (const MemberNode& member : members_of(node)) {
                if (&member != node.members) out += ',';
                append_quoted(out, member.name);
                out += ':';
                append_compact(out, member.value);
            }
            out += '}';
            return;
        }
    }
}

}  // namespace detail

std::string to_string(Value value) {
    std::string out;
    detail::append_compact(out, Access::node(value));
    return out;
}

std::string to_pretty_string(Value value) {
    std::string out;
    detail::append_pretty(out, Access::node(value), 0);
    return detail::without_steering(out);
}

std::string to_line(Value value) { return detail::without_steering(to_string(value)); }

}  // namespace deed::json
