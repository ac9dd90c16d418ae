#include "lib/json/pointer.hpp"

#include <algorithm>

#include "lib/encoding/utf8.hpp"
#include "lib/json/errors.hpp"
#include "lib/json/node.hpp"
#include "lib/json/pointer_step.hpp"

namespace deed::json {

namespace {

Error malformed(std::string_view pointer, std::string reason) {
    return Error(errors::kPointerMalformed, std::move(reason), std::string(pointer));
}

Result<std::string> unescape(std::string_view pointer, std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] != '~') {
            out += token[i];
            continue;
        }
        ++i;
        if (i == token.size() || (token[i] != '0' && token[i] != '1')) {
            return malformed(pointer, "a JSON Pointer has a '~' without a 0 or 1 after it");
        }
        out += token[i] == '0' ? '~' : '/';
    }
    return out;
}

}  // namespace

namespace detail {

// RFC 6901, section 4: digits without leading zeros.
std::optional<std::size_t> array_index(std::string_view token, std::size_t size) {
    constexpr std::size_t kMaxDigits = 10;
    if (token.empty() || token.size() > kMaxDigits) return std::nullopt;
    if (token.size() > 1 && token[0] == '0') return std::nullopt;
    std::size_t index = 0;
    for (const char digit : token) {
        if (digit < '0' || digit > '9') return std::nullopt;
        index = index * 10 + static_cast<std::size_t>(digit - '0');
    }
    if (index >= size) return std::nullopt;
    return index;
}

const Node* child_of(const Node& parent, std::string_view token) {
    if (parent.type == Type::object) {
        const MemberNode* const member = find_member(parent, token);
        return member == nullptr ? nullptr : &member->value;
    }
    if (parent.type != Type::array) return nullptr;
    const auto index = array_index(token, parent.size);
    return index ? parent.elements + *index : nullptr;
}

Error pointer_not_found(std::string_view pointer) {
    return Error(errors::kPointerNotFound, "the document has nothing there", std::string(pointer));
}

}  // namespace detail

Result<std::vector<std::string>> parse_pointer(std::string_view pointer) {
    std::vector<std::string> tokens;
    if (pointer.empty()) return tokens;
    if (!is_utf8(as_bytes(pointer))) return malformed({}, "a JSON Pointer is UTF-8");
    if (pointer[0] != '/') return malformed(pointer, "a JSON Pointer starts with '/'");
    std::size_t start = 1;
    while (true) {
        const std::size_t end = std::min(pointer.find('/', start), pointer.size());
        DEED_TRY(std::string token, unescape(pointer, pointer.substr(start, end - start)));
        tokens.push_back(std::move(token));
        if (end == pointer.size()) return tokens;
        start = end + 1;
    }
}

Result<Value> resolve_pointer(Value root, std::string_view pointer) {
    DEED_TRY(const auto tokens, parse_pointer(pointer));
    const detail::Node* node = &Access::node(root);
    for (const std::string& token : tokens) {
        node = detail::child_of(*node, token);
        if (node == nullptr) return detail::pointer_not_found(pointer);
    }
    return Access::value(*node);
}

std::string pointer_token(std::string_view token) {
    std::string out = "/";
    for (const char byte : token) {
        if (byte == '~') {
            out += "~0";
        } else if (byte == '/') {
            out += "~1";
        } else {
            out += byte;
        }
    }
    return out;
}

}  // namespace deed::json
