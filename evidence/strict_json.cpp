#include "evidence/strict_json.hpp"

#include <algorithm>

#include "lib/encoding/format_version.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/pointer.hpp"

namespace deed::evidence::detail {
namespace {

/// What an error quotes of a name that somebody else chose.
constexpr std::size_t kQuotedLength = 64;

}  // namespace

Error StrictJson::malformed(std::string message, std::string at) const {
    return Error(code_, std::move(message), std::move(at));
}

Result<void> StrictJson::members(json::Value object, std::initializer_list<std::string_view> names,
                                 const std::string& at, std::string_view besides) const {
    if (!object.is_object()) return malformed("must be an object", at);
    for (const auto& [name, value] : object.object())
        if (std::ranges::find(names, name) == names.end() && (besides.empty() || name != besides))
            return malformed("unknown member",
                             at + json::pointer_token(utf8_prefix(name, kQuotedLength)));
    for (const std::string_view name : names)
        if (!object.find(name)) return malformed("\"" + std::string(name) + "\" is missing", at);
    if (!besides.empty() && !object.find(besides))
        return malformed("\"" + std::string(besides) + "\" is missing", at);
    return {};
}

Result<std::string_view> StrictJson::text(json::Value value, const std::string& at) const {
    const auto text = value.string_if();
    if (!text) return malformed("must be a string", at);
    return *text;
}

Result<void> StrictJson::type(json::Value object, std::string_view known,
                              const ErrorCode& newer) const {
    if (!object.is_object()) return malformed("must be an object", "");
    const auto member = object.find("type");
    if (!member) return malformed("\"type\" is missing", "");
    const auto type = member->string_if();
    if (type && is_later_format(*type, known))
        return Error(newer, "the type is " + std::string(*type), "/type");
    if (type != known) return malformed("must be " + std::string(known), "/type");
    return {};
}

Result<json::Array> StrictJson::array(json::Value value, const std::string& at) const {
    if (!value.is_array()) return malformed("must be an array", at);
    return value.array();
}

Result<std::uint64_t> StrictJson::number(json::Value value, const std::string& at) const {
    const auto number = value.is_number() ? value.integer() : std::nullopt;
    if (!number || *number < 0) return malformed("must be a whole number", at);
    return static_cast<std::uint64_t>(*number);
}

Result<Bytes> StrictJson::base64(json::Value value, const std::string& at) const {
    DEED_TRY(const std::string_view encoded, text(value, at));
    auto bytes = base64_decode(encoded);
    if (!bytes) return malformed("must be base64 with padding", at);
    return bytes;
}

Result<tlog::Hash> StrictJson::hash(json::Value value, const std::string& at) const {
    DEED_TRY(const Bytes bytes, base64(value, at));
    tlog::Hash hash;
    if (bytes.size() != hash.size()) return malformed("must be base64 of 32 bytes", at);
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

}  // namespace deed::evidence::detail
