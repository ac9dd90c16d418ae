#include "toolkit/strict_members.hpp"

#include <algorithm>

#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/pointer.hpp"
#include "registry-contracts/client/address.hpp"

namespace deed::strict {
namespace {

constexpr std::size_t kQuoted = 64;

Error fault(const ErrorCode& code, std::string message, std::string_view name) {
    return Error(code, std::move(message), json::pointer_token(name));
}

}  // namespace

Result<void> check_members(json::Value json, std::span<const std::string_view> names,
                           const ErrorCode& code) {
    if (!json.is_object()) return Error(code, "must be an object");
    for (const auto& [name, value] : json.object())
        if (std::ranges::find(names, name) == names.end())
            return fault(code, "unknown member", utf8_prefix(name, kQuoted));
    return {};
}

Result<std::string_view> text(json::Value json, std::string_view name, const ErrorCode& code) {
    const auto value = json.find(name);
    const auto found = value ? value->string_if() : std::nullopt;
    if (!found) return fault(code, "must be a string", name);
    return *found;
}

Result<json::Value> object(json::Value json, std::string_view name, const ErrorCode& code) {
    const auto value = json.find(name);
    if (!value || !value->is_object()) return fault(code, "must be an object", name);
    return *value;
}

Result<std::uint64_t> number(json::Value json, std::string_view name, std::uint64_t most,
                             const ErrorCode& code) {
    const auto value = json.find(name);
    const auto integer = value && value->is_number() ? value->integer() : std::nullopt;
    if (!integer || *integer < 1 || static_cast<std::uint64_t>(*integer) > most)
        return fault(code, "must be a whole number from 1 to " + std::to_string(most), name);
    return static_cast<std::uint64_t>(*integer);
}

Result<std::optional<registry::Address>> address(json::Value json, std::string_view name,
                                                 const ErrorCode& code) {
    if (!json.find(name)) return std::optional<registry::Address>();
    DEED_TRY(const std::string_view found, text(json, name, code));
    const auto address = registry::parse_address(found);
    if (!address) return fault(code, "must be an address", name);
    return std::optional(*address);
}

Result<std::optional<registry::Hash>> hash(json::Value json, std::string_view name,
                                           const ErrorCode& code) {
    if (!json.find(name)) return std::optional<registry::Hash>();
    DEED_TRY(const std::string_view found, text(json, name, code));
    const auto bytes = hex_decode(found);
    registry::Hash hash{};
    if (!bytes || bytes->size() != hash.size() || hex_encode(*bytes) != found)
        return fault(code, "must be 64 lower-case hexadecimal digits", name);
    std::ranges::copy(*bytes, hash.begin());
    return std::optional(hash);
}

}  // namespace deed::strict
