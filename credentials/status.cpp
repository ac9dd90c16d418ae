#include "credentials/status.hpp"

#include <algorithm>
#include <charconv>

#include "credentials/errors.hpp"
#include "credentials/proof_parts.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kMaxRegistry = 128;

Error malformed(std::string_view member, std::string_view what) {
    return {errors::kStatusEntryMalformed, std::string(member) + " is not " + std::string(what),
            "/" + std::string(member)};
}

Result<StatusPurpose> purpose_of(json::Value entry) {
    const std::string_view text = text_of(entry, "statusPurpose");
    for (const StatusPurpose purpose : {StatusPurpose::revocation, StatusPurpose::suspension})
        if (text == to_string(purpose)) return purpose;
    return malformed("statusPurpose", "revocation or suspension");
}

/// One spelling of a list alone, so that entries can be compared as text.
Result<std::array<std::uint8_t, 32>> list_of(json::Value entry) {
    const std::string_view text = text_of(entry, "statusListId");
    std::array<std::uint8_t, 32> list{};
    const auto bytes = hex_decode(text.substr(std::min<std::size_t>(2, text.size())));
    if (!bytes || bytes->size() != list.size() || "0x" + hex_encode(*bytes) != text)
        return malformed("statusListId", "0x and 64 lower-case hexadecimal digits");
    std::ranges::copy(*bytes, list.begin());
    return list;
}

Result<std::uint64_t> index_of(json::Value entry) {
    const std::string_view text = text_of(entry, "statusListIndex");
    std::uint64_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    const bool is_canonical = error == std::errc() && std::to_string(index) == text;
    if (is_canonical) return index;
    return malformed("statusListIndex", "a string of decimal digits");
}

}  // namespace

std::string_view to_string(StatusPurpose purpose) {
    return purpose == StatusPurpose::revocation ? "revocation" : "suspension";
}

bool is_status_entry(json::Value entry) {
    if (!entry.is_object()) return false;
    const auto type = entry.find("type");
    if (!type) return false;
    if (type->is_string()) return type->string() == kStatusEntryType;
    if (!type->is_array()) return false;
    for (const json::Value one : type->array())
        if (one.is_string() && one.string() == kStatusEntryType) return true;
    return false;
}

Result<StatusEntry> StatusEntry::parse(json::Value entry) {
    if (!is_status_entry(entry)) return malformed("type", kStatusEntryType);
    StatusEntry parsed;
    DEED_TRY(parsed.purpose, purpose_of(entry));
    parsed.registry = std::string(text_of(entry, "statusRegistry"));
    if (parsed.registry.empty() || parsed.registry.size() > kMaxRegistry)
        return malformed("statusRegistry", "the name of a network");
    DEED_TRY(parsed.list, list_of(entry));
    DEED_TRY(parsed.index, index_of(entry));
    return parsed;
}

json::Document StatusEntry::to_json() const {
    json::Writer writer;
    writer.begin_object()
        .member("type", kStatusEntryType)
        .member("statusPurpose", to_string(purpose))
        .member("statusRegistry", registry)
        .member("statusListId", "0x" + hex_encode(list))
        .member("statusListIndex", std::to_string(index))
        .end_object();
    return writer.take_document();
}

}  // namespace deed::credentials
