#include "lib/pkcs11/uri.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/pkcs11/errors.hpp"

namespace deed::pkcs11 {
namespace {

constexpr std::string_view kScheme = "pkcs11:";
// RFC 7512 section 2.3: pk11-res-avail, and what path and query add to it.
constexpr std::string_view kPathMarks = ":[]@!$'()*+,=&";
constexpr std::string_view kQueryMarks = ":[]@!$'()*+,=/?|";

using TextField = std::optional<std::string> KeyUri::*;
struct TextAttribute {
    std::string_view name;
    TextField field;
};
constexpr TextAttribute kTextAttributes[] = {{"token", &KeyUri::token},
                                             {"manufacturer", &KeyUri::manufacturer},
                                             {"serial", &KeyUri::serial},
                                             {"model", &KeyUri::model},
                                             {"slot-description", &KeyUri::slot_description},
                                             {"slot-manufacturer", &KeyUri::slot_manufacturer},
                                             {"object", &KeyUri::object}};

Error malformed(std::string why) { return Error(errors::kUriMalformed, std::move(why)); }

Error attribute_error(std::string_view name, std::string_view why) {
    return Error(errors::kUriAttribute, "\"" + std::string(name) + "\" " + std::string(why));
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// Two hexadecimal digits of either case (RFC 3986 section 2.1).
std::optional<std::uint8_t> hex_byte(std::string_view digits) {
    std::uint8_t byte = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) return std::nullopt;
    return byte;
}

/// Values stay out of the errors: the text may hold a secret in a wrong place.
Result<Bytes> percent_decode(std::string_view name, std::string_view text, std::string_view marks) {
    Bytes out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const auto byte = hex_byte(text.substr(i + 1, 2));
            if (!byte)
                return malformed("\"" + std::string(name) + "\" has a % without two hex digits");
            out.push_back(*byte);
            i += 2;
        } else if (is_unreserved(text[i]) || marks.find(text[i]) != std::string_view::npos) {
            out.push_back(static_cast<std::uint8_t>(text[i]));
        } else {
            return malformed("\"" + std::string(name) +
                             "\" has a character that must be written as %XX");
        }
    }
    if (out.empty()) return malformed("\"" + std::string(name) + "\" is empty");
    return out;
}

Result<std::string> text_value(std::string_view name, ByteView value) {
    if (!is_utf8(value) || std::ranges::find(value, 0) != value.end())
        return malformed("\"" + std::string(name) + "\" is not text");
    return std::string(as_text(value));
}

Result<std::uint64_t> number_value(std::string_view name, std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool canonical = text.size() == 1 || !text.starts_with('0');
    if (error != std::errc() || end != text.data() + text.size() || text.empty() || !canonical)
        return malformed("\"" + std::string(name) + "\" is not a number");
    return number;
}

Result<void> take_path_attribute(KeyUri& uri, std::string_view name, std::string_view text) {
    DEED_TRY(Bytes value, percent_decode(name, text, kPathMarks));
    if (name == "id") {
        uri.id = std::move(value);
        return {};
    }
    DEED_TRY(std::string decoded, text_value(name, value));
    if (name == "slot-id") {
        DEED_TRY(uri.slot_id, number_value(name, decoded));
        return {};
    }
    if (name == "type" && decoded != "private" && decoded != "public")
        return attribute_error(name, "is not that of a key that signs");
    if (name == "type") {
        uri.type = std::move(decoded);
        return {};
    }
    for (const auto& [known, field] : kTextAttributes) {
        if (known != name) continue;
        uri.*field = std::move(decoded);
        return {};
    }
    return attribute_error(name, "is not known in the path of a key's URI");
}

/// "file:///a/b", "file:/a/b" or "/a/b" (RFC 7512 section 2.4); commands are not run.
Result<std::string> pin_file(std::string value) {
    std::string_view path = value;
    if (path.starts_with("file:")) path.remove_prefix(5);
    if (path.starts_with("//")) path.remove_prefix(2);
    if (!path.starts_with('/') || path.starts_with("//"))
        return attribute_error("pin-source", "is not an absolute path of a file");
    return std::string(path);
}

Result<void> take_query_attribute(KeyUri& uri, std::string_view name, std::string_view text) {
    if (name == "pin-value")
        return Error(errors::kPinInUri, "the PIN stands in the URI itself, as pin-value");
    DEED_TRY(const Bytes value, percent_decode(name, text, kQueryMarks));
    DEED_TRY(std::string decoded, text_value(name, value));
    if (name == "module-path") {
        if (!decoded.starts_with('/')) return attribute_error(name, "is not an absolute path");
        uri.module_path = std::move(decoded);
        return {};
    }
    if (name == "module-name") {
        const bool plain = decoded.find('/') == std::string::npos && !decoded.starts_with('.');
        if (!plain) return attribute_error(name, "is not a plain name");
        uri.module_name = std::move(decoded);
        return {};
    }
    if (name == "pin-source") {
        DEED_TRY(uri.pin_file, pin_file(std::move(decoded)));
        return {};
    }
    return attribute_error(name, "is not known in the query of a key's URI");
}

template <typename Take>
Result<void> take_attributes(std::string_view text, char separator, Take take) {
    std::set<std::string_view> seen;
    while (true) {
        const std::string_view attribute = text.substr(0, text.find(separator));
        const std::size_t equals = attribute.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return malformed("an attribute is not NAME=VALUE");
        const std::string_view name = attribute.substr(0, equals);
        if (!std::ranges::all_of(name, is_unreserved))
            return malformed("an attribute has a wrong name");
        if (!seen.insert(name).second)
            return malformed("\"" + std::string(name) + "\" stands there twice");
        DEED_CHECK(take(name, attribute.substr(equals + 1)));
        if (attribute.size() == text.size()) return {};
        text.remove_prefix(attribute.size() + 1);
    }
}

std::string percent_encode(ByteView value, std::string_view marks) {
    std::string out;
    for (const std::uint8_t byte : value) {
        const char c = static_cast<char>(byte);
        if (is_unreserved(c) || marks.find(c) != std::string_view::npos)
            out += c;
        else
            out += "%" + hex_encode(ByteView(&byte, 1));
    }
    return out;
}

void print(std::string& out, char separator, std::string_view name, std::string_view value) {
    if (!out.empty()) out += separator;
    out += std::string(name) + "=" + std::string(value);
}

}  // namespace

Result<KeyUri> parse_key_uri(std::string_view text) {
    if (!text.starts_with(kScheme)) return malformed("it does not start with pkcs11:");
    text.remove_prefix(kScheme.size());
    const std::size_t question = text.find('?');
    const std::string_view path = text.substr(0, question);

    KeyUri uri;
    // A PIN is told of before anything else, whatever else is wrong.
    if (question != std::string_view::npos) {
        DEED_CHECK(take_attributes(text.substr(question + 1), '&',
                                   [&](std::string_view name, std::string_view value) {
                                       return take_query_attribute(uri, name, value);
                                   }));
    }
    if (!path.empty()) {
        DEED_CHECK(take_attributes(path, ';', [&](std::string_view name, std::string_view value) {
            return take_path_attribute(uri, name, value);
        }));
    }
    if (uri.module_path && uri.module_name)
        return malformed("it has both module-path and module-name");
    if (!uri.object && !uri.id)
        return Error(errors::kUriNoKey, "the URI has neither object nor id");
    return uri;
}

std::string to_string(const KeyUri& uri) {
    std::string path;
    const auto text = [&](std::string_view name, const std::optional<std::string>& value) {
        if (value) print(path, ';', name, percent_encode(as_bytes(*value), ""));
    };
    text("token", uri.token);
    text("manufacturer", uri.manufacturer);
    text("serial", uri.serial);
    text("model", uri.model);
    if (uri.slot_id) print(path, ';', "slot-id", std::to_string(*uri.slot_id));
    text("slot-description", uri.slot_description);
    text("slot-manufacturer", uri.slot_manufacturer);
    text("object", uri.object);
    if (uri.id) print(path, ';', "id", percent_encode(*uri.id, ""));
    text("type", uri.type);

    std::string query;
    const auto file = [&](std::string_view name, const std::optional<std::string>& value) {
        if (value) print(query, '&', name, percent_encode(as_bytes(*value), "/"));
    };
    file("module-path", uri.module_path);
    file("module-name", uri.module_name);
    if (uri.pin_file)
        print(query, '&', "pin-source", "file:" + percent_encode(as_bytes(*uri.pin_file), "/"));
    return std::string(kScheme) + path + (query.empty() ? "" : "?" + query);
}

}  // namespace deed::pkcs11
