#include "did/methods/weid_export_json.hpp"

#include <algorithm>

#include "did/methods/export_errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/pointer.hpp"

namespace deed::did::detail {
namespace {

/// What an error quotes of a name that somebody else chose.
constexpr std::size_t kQuotedLength = 64;

Result<std::vector<tlog::Hash>> read_proof(json::Array array, const std::string& at) {
    std::vector<tlog::Hash> proof;
    for (const json::Value value : array) {
        const std::string place = at + "/" + std::to_string(proof.size());
        const auto text = value.string_if();
        if (!text) return ExportJson::malformed("must be a string", place);
        DEED_TRY(const Bytes bytes, ExportJson::base64_of(*text, place));
        tlog::Hash hash{};
        if (bytes.size() != hash.size()) return ExportJson::malformed("a hash has 32 bytes", place);
        std::ranges::copy(bytes, hash.begin());
        proof.push_back(hash);
    }
    return proof;
}

}  // namespace

Error ExportJson::malformed(std::string message, std::string pointer) {
    return Error(errors::kExportMalformed, std::move(message), std::move(pointer));
}

Error ExportJson::wrapped(const ErrorCode& code, const Error& inner, std::string pointer) {
    return Error(code, inner.to_string(), std::move(pointer));
}

Result<void> ExportJson::check_members(json::Value object,
                                       std::initializer_list<std::string_view> known,
                                       const std::string& at) {
    if (!object.is_object()) return malformed("must be an object", at);
    for (const auto& [name, value] : object.object()) {
        if (std::ranges::find(known, name) == known.end())
            return malformed("unknown member",
                             at + json::pointer_token(utf8_prefix(name, kQuotedLength)));
    }
    return {};
}

Result<json::Value> ExportJson::member(json::Value object, std::string_view name,
                                       const std::string& at) {
    const auto value = object.find(name);
    if (!value) return malformed("\"" + std::string(name) + "\" is missing", at);
    return *value;
}

Result<std::string_view> ExportJson::text_member(json::Value object, std::string_view name,
                                                 const std::string& at) {
    DEED_TRY(const json::Value value, member(object, name, at));
    const auto text = value.string_if();
    if (!text) return malformed("must be a string", at + json::pointer_token(name));
    return *text;
}

Result<json::Array> ExportJson::array_member(json::Value object, std::string_view name,
                                             const std::string& at) {
    DEED_TRY(const json::Value value, member(object, name, at));
    if (!value.is_array()) return malformed("must be an array", at + json::pointer_token(name));
    return value.array();
}

Result<Bytes> ExportJson::base64_of(std::string_view text, const std::string& at) {
    auto bytes = base64_decode(text);
    if (!bytes) return wrapped(errors::kExportMalformed, bytes.error(), at);
    return bytes;
}

Result<registry::ProvedLogEntry> ExportJson::read_proved(json::Value value, const std::string& at) {
    DEED_TRY(const json::Value number, member(value, "position", at));
    const auto position = number.is_number() ? number.integer() : std::nullopt;
    if (!position || *position < 0) return malformed("must be a whole number", at + "/position");
    DEED_TRY(const std::string_view entry_text, text_member(value, "entry", at));
    DEED_TRY(Bytes entry, base64_of(entry_text, at + "/entry"));
    DEED_TRY(const json::Array proof_array, array_member(value, "proof", at));
    DEED_TRY(auto proof, read_proof(proof_array, at + "/proof"));
    return registry::ProvedLogEntry{static_cast<std::uint64_t>(*position), std::move(entry),
                                    std::move(proof)};
}

}  // namespace deed::did::detail
