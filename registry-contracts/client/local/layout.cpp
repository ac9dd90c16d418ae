#include "registry-contracts/client/local/layout.hpp"

#include <string>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/json/document.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {
namespace {

using std::filesystem::path;

constexpr std::string_view kFormat = "deed/ledger/v1";
constexpr std::string_view kFormatFamily = "deed/ledger/v";
constexpr std::size_t kMaxInfoBytes = 16'384;

Error damaged(std::string message) { return Error(errors::kLedgerDamaged, std::move(message)); }

Result<std::string> text_member(json::Value object, std::string_view name) {
    const auto member = object.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text) return damaged("ledger.json lacks the text \"" + std::string(name) + "\"");
    return std::string(*text);
}

Result<LocalLedgerInfo> parse_info(ByteView bytes) {
    const auto document = json::Document::parse(bytes);
    if (!document) return damaged("ledger.json is not JSON: " + document.error().message());
    const json::Value root = document->root();
    DEED_TRY(const std::string format, text_member(root, "format"));
    if (format != kFormat && format.starts_with(kFormatFamily))
        return Error(errors::kLedgerNewerFormat, "the ledger's format is " + format);
    if (format != kFormat) return damaged("ledger.json does not say " + std::string(kFormat));
    if (root.object().size() != 4)
        return damaged("ledger.json has members that do not belong there");

    DEED_TRY(const std::string origin, text_member(root, "origin"));
    DEED_TRY(const std::string key_text, text_member(root, "verifierKey"));
    DEED_TRY(std::string network, text_member(root, "network"));
    auto log = tlog::VerifierKey::parse(key_text);
    if (!log) return damaged("ledger.json's verifierKey: " + log.error().message());
    if (log->name() != origin)
        return damaged("ledger.json's origin is not that of its verifierKey");
    if (network_of(*log) != network)
        return damaged("ledger.json's network is not that of its verifierKey");
    return LocalLedgerInfo{std::move(*log), std::move(network)};
}

}  // namespace

namespace local {

path info_path(const path& folder) { return folder / "ledger.json"; }
path journal_path(const path& folder) { return folder / "journal"; }
path index_path(const path& folder) { return folder / "index"; }
path lock_path(const path& folder) { return folder / "lock"; }
path staging_path(const path& folder) { return folder / "recovering"; }

Result<bool> holds_ledger(const path& folder) {
    std::error_code error;
    const bool exists = std::filesystem::exists(local::info_path(folder), error);
    if (error)
        return Error(deed::errors::kIoFailed, "cannot look for ledger.json: " + error.message(),
                     folder.string());
    return exists;
}

Result<void> write_info(const path& folder, const tlog::VerifierKey& log) {
    json::Writer writer;
    writer.begin_object()
        .member("format", kFormat)
        .member("origin", log.name())
        .member("verifierKey", log.to_string())
        .member("network", network_of(log))
        .end_object();
    const std::string text = writer.take() + "\n";
    return write_file_durably(local::info_path(folder), as_bytes(text), 0600, Existing::refuse);
}

}  // namespace local

Result<LocalLedgerInfo> read_local_ledger_info(const path& folder) {
    auto bytes = read_file(local::info_path(folder), kMaxInfoBytes);
    if (!bytes && bytes.error().code() == deed::errors::kFileNotFound)
        return Error(errors::kLedgerNotFound, "no ledger in " + folder.string(), folder.string());
    if (!bytes && bytes.error().code() == deed::errors::kFileTooLarge)
        return damaged("ledger.json is too large").at(local::info_path(folder).string());
    if (!bytes) return std::move(bytes).error();
    auto info = parse_info(*bytes);
    if (!info) return std::move(info).error().at(local::info_path(folder).string());
    return info;
}

}  // namespace deed::registry
