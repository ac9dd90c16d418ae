#include "toolkit/backup_format.hpp"

#include <algorithm>
#include <array>

#include "evidence/index_file.hpp"
#include "lib/crypto/key_reference_file.hpp"
#include "lib/crypto/key_store_format.hpp"
#include "lib/encoding/format_version.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/document.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/backup_errors.hpp"
#include "toolkit/ledgers.hpp"

namespace deed::backup_format {
namespace {

constexpr std::string_view kFormat = "deed/backup-contents/v1";
constexpr std::size_t kMaxManifest = std::size_t{16} << 20;
constexpr std::size_t kMaxName = 128;
constexpr std::size_t kPiece = std::size_t{64} << 10;

constexpr std::uint8_t kEndMark = 0;
constexpr std::uint8_t kFileMark = 1;

Error malformed(std::string what) { return Error(errors::kBackupMalformed, std::move(what)); }

Error bad_name(std::string_view name) {
    return Error(errors::kBackupBadName,
                 "the backup holds a file of the name \"" + std::string(name) + "\"");
}

bool is_hex64(std::string_view text) { return text.size() == 64 && hex_decode(text).has_value(); }

/// `text` without `ending`, if it ends so.
std::optional<std::string_view> before(std::string_view text, std::string_view ending) {
    if (!text.ends_with(ending)) return std::nullopt;
    return text.substr(0, text.size() - ending.size());
}

std::optional<FileKind> kind_of(std::string_view folder, std::string_view rest) {
    if (folder == "heads" && is_hex64(rest)) return FileKind::head;
    if (folder == "keys" && rest == "master.json") return FileKind::master_key;
    if (folder == "keys") {
        const auto key = before(rest, ".key.json");
        if (key && crypto::key_store_format::is_key_name(*key)) return FileKind::key;
        const auto elsewhere = before(rest, crypto::key_reference_file::kSuffix);
        if (elsewhere && crypto::key_store_format::is_key_name(*elsewhere))
            return FileKind::key_reference;
    }
    if (folder == "openings" && rest == evidence::kOpeningIndexFile) return FileKind::opening_index;
    if (folder == "openings") {
        const auto commitment = before(rest, ".opening");
        if (commitment && is_hex64(*commitment)) return FileKind::opening;
    }
    if (folder != "ledgers") return std::nullopt;
    if (const auto alias = before(rest, "/journal"); alias && check_alias(std::string(*alias)))
        return FileKind::journal;
    if (const auto alias = before(rest, "/ledger.json"); alias && check_alias(std::string(*alias)))
        return FileKind::ledger_info;
    return std::nullopt;
}

template <std::size_t kSize>
std::array<std::uint8_t, kSize> big_endian(std::uint64_t value) {
    std::array<std::uint8_t, kSize> bytes;
    for (std::size_t i = 0; i < kSize; ++i)
        bytes[i] = static_cast<std::uint8_t>(value >> (8 * (kSize - 1 - i)));
    return bytes;
}

std::uint64_t from_big_endian(ByteView bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) value = value << 8 | byte;
    return value;
}

Result<std::string> text_of(json::Value object, std::string_view name) {
    const auto member = object.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text)
        return malformed("the list of contents lacks the text \"" + std::string(name) + "\"");
    return std::string(*text);
}

Result<std::uint64_t> count_of(json::Value object, std::string_view name) {
    const auto member = object.find(name);
    const auto value = member && member->is_number() ? member->integer() : std::nullopt;
    if (!value || *value < 0)
        return malformed("the list of contents lacks the count \"" + std::string(name) + "\"");
    return static_cast<std::uint64_t>(*value);
}

Result<BackedUpLedger> parse_ledger(json::Value value) {
    BackedUpLedger ledger;
    DEED_TRY(ledger.alias, text_of(value, "alias"));
    DEED_TRY(ledger.checkpoint, text_of(value, "checkpoint"));
    DEED_TRY(ledger.network, text_of(value, "network"));
    DEED_TRY(const std::string root, text_of(value, "root"));
    DEED_TRY(ledger.size, count_of(value, "size"));
    DEED_TRY(ledger.verifier_key, text_of(value, "verifierKey"));
    if (!check_alias(ledger.alias)) return bad_name(ledger.alias);
    const auto hash = base64_decode(root);
    if (!hash || hash->size() != ledger.root.size())
        return malformed("the list of contents has a root that is none");
    std::copy(hash->begin(), hash->end(), ledger.root.begin());
    return ledger;
}

}  // namespace

Result<Place> place_of(std::string_view name) {
    const std::size_t slash = name.find('/');
    if (name.size() > kMaxName || slash == std::string_view::npos) return bad_name(name);
    const std::string_view folder = name.substr(0, slash);
    const std::string_view rest = name.substr(slash + 1);
    const auto kind = kind_of(folder, rest);
    if (!kind) return bad_name(name);
    const bool of_ledger = *kind == FileKind::journal || *kind == FileKind::ledger_info;
    return Place{*kind, std::string(name),
                 std::string(of_ledger ? rest.substr(0, rest.find('/')) : std::string_view())};
}

std::uint64_t max_size(FileKind kind) {
    switch (kind) {
        case FileKind::head:
            return 8192;
        case FileKind::key:
        case FileKind::key_reference:
        case FileKind::master_key:
        case FileKind::ledger_info:
            return 16'384;
        case FileKind::journal:
        case FileKind::opening_index:
            return (std::uint64_t{1} << 53) - 1;
        case FileKind::opening:
            return std::uint64_t{512} << 20;
    }
    return 0;
}

std::filesystem::path path_in(const Config& home, const Place& place) {
    const std::filesystem::path name(place.name.substr(place.name.find('/') + 1));
    switch (place.kind) {
        case FileKind::head:
            return home.head_folder / name;
        case FileKind::key:
        case FileKind::key_reference:
        case FileKind::master_key:
            return home.key_folder / name;
        case FileKind::journal:
        case FileKind::ledger_info:
            return home.ledger_folder / name;
        case FileKind::opening:
        case FileKind::opening_index:
            break;
    }
    return home.evidence_folder / name;
}

std::string print_manifest(const BackupContents& contents) {
    json::Writer writer;
    writer.begin_object().member("format", kFormat);
    writer.member("created", contents.created.to_string());
    writer.key("heads").integer(static_cast<std::int64_t>(contents.heads));
    writer.key("keys").integer(static_cast<std::int64_t>(contents.keys));
    writer.key("openings").integer(static_cast<std::int64_t>(contents.openings));
    writer.key("ledgers").begin_array();
    for (const BackedUpLedger& ledger : contents.ledgers)
        writer.begin_object()
            .member("alias", ledger.alias)
            .member("network", ledger.network)
            .member("verifierKey", ledger.verifier_key)
            .member("root", base64_encode(ledger.root))
            .member("checkpoint", ledger.checkpoint)
            .key("size")
            .integer(static_cast<std::int64_t>(ledger.size))
            .end_object();
    writer.end_array().end_object();
    return json::canonicalize(writer.take_document().root());
}

Result<BackupContents> parse_manifest(ByteView bytes) {
    const json::Limits limits{.max_bytes = kMaxManifest, .max_depth = 4};
    const auto document = json::Document::parse(bytes, limits);
    if (!document)
        return malformed("the list of contents is not JSON: " + document.error().message());
    const json::Value root = document->root();
    DEED_TRY(const std::string format, text_of(root, "format"));
    if (is_later_format(format, kFormat))
        return Error(errors::kBackupNewerFormat, "the list of contents has the format " + format);
    if (format != kFormat) return malformed("the list of contents has another format");

    DEED_TRY(const std::string created_text, text_of(root, "created"));
    const auto created = Timestamp::parse_rfc3339(created_text);
    if (!created) return malformed("the list of contents has no time: " + created_text);
    BackupContents contents{*created, 0, 0, 0, {}};
    DEED_TRY(contents.heads, count_of(root, "heads"));
    DEED_TRY(contents.keys, count_of(root, "keys"));
    DEED_TRY(contents.openings, count_of(root, "openings"));
    const auto ledgers = root.find("ledgers");
    if (!ledgers || !ledgers->is_array())
        return malformed("the list of contents lacks \"ledgers\"");
    for (const json::Value value : ledgers->array()) {
        DEED_TRY(BackedUpLedger ledger, parse_ledger(value));
        if (!contents.ledgers.empty() && ledger.alias <= contents.ledgers.back().alias)
            return bad_name(ledger.alias);
        contents.ledgers.push_back(std::move(ledger));
    }
    if (print_manifest(contents) != as_text(bytes))
        return malformed("the list of contents is not in its canonical form");
    return contents;
}

Result<void> Writer::manifest(const BackupContents& contents) {
    const std::string text = print_manifest(contents);
    if (text.size() > kMaxManifest)
        return malformed("there are too many ledgers to list in one backup");
    DEED_CHECK(sink_(big_endian<4>(text.size())));
    return sink_(as_bytes(text));
}

Result<void> Writer::file(std::string_view name, std::uint64_t size,
                          const crypto::ByteSource& content) {
    Bytes head{kFileMark};
    append(head, big_endian<2>(name.size()));
    append(head, as_bytes(name));
    append(head, big_endian<8>(size));
    DEED_CHECK(sink_(head));

    crypto::Hasher256 hasher(crypto::HashAlgorithm::sha256);
    Bytes piece(kPiece);
    for (std::uint64_t left = size; left > 0;) {
        const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, kPiece));
        DEED_TRY(const std::size_t count, content(std::span(piece).first(wanted)));
        if (count != wanted)
            return Error(errors::kBackupHomeChanged,
                         std::string(name) + " became shorter while it was read");
        hasher.update(ByteView(piece).first(count));
        DEED_CHECK(sink_(ByteView(piece).first(count)));
        left -= count;
    }
    return sink_(hasher.finish());
}

Result<void> Writer::end() { return sink_(std::array{kEndMark}); }

Result<void> Reader::exactly(std::span<std::uint8_t> out) {
    DEED_TRY(const std::size_t count, source_(out));
    if (count != out.size()) return malformed("the content ends too early");
    return {};
}

Result<BackupContents> Reader::manifest() {
    std::array<std::uint8_t, 4> prefix;
    DEED_CHECK(exactly(prefix));
    const std::uint64_t size = from_big_endian(prefix);
    if (size > kMaxManifest) return malformed("the list of contents is too long");
    Bytes text(size);
    DEED_CHECK(exactly(text));
    return parse_manifest(text);
}

Result<std::optional<Reader::File>> Reader::next() {
    std::array<std::uint8_t, 1> mark;
    DEED_CHECK(exactly(mark));
    if (mark[0] == kEndMark) {
        DEED_TRY(const std::size_t behind, source_(mark));
        if (behind != 0) return malformed("bytes follow the end of the content");
        return std::optional<File>();
    }
    if (mark[0] != kFileMark) return malformed("a file is due, or the end");
    std::array<std::uint8_t, 2> length;
    DEED_CHECK(exactly(length));
    std::string name(from_big_endian(length), '\0');
    if (name.size() > kMaxName) return malformed("the name of a file is too long");
    DEED_CHECK(exactly({reinterpret_cast<std::uint8_t*>(name.data()), name.size()}));
    DEED_TRY(Place place, place_of(name));
    // Ascending names: none comes twice.
    if (name <= last_name_) return bad_name(name);
    last_name_ = name;

    std::array<std::uint8_t, 8> size;
    DEED_CHECK(exactly(size));
    left_ = from_big_endian(size);
    if (left_ > max_size(place.kind))
        return Error(errors::kBackupFileTooLarge,
                     name + " would have " + std::to_string(left_) + " bytes");
    return std::optional(File{std::move(place), left_});
}

Result<void> Reader::content(const crypto::ByteSink& sink) {
    crypto::Hasher256 hasher(crypto::HashAlgorithm::sha256);
    Bytes piece(kPiece);
    while (left_ > 0) {
        const auto part = std::span(piece).first(
            static_cast<std::size_t>(std::min<std::uint64_t>(left_, kPiece)));
        DEED_CHECK(exactly(part));
        hasher.update(part);
        DEED_CHECK(sink(part));
        left_ -= part.size();
    }
    crypto::Digest256 stated;
    DEED_CHECK(exactly(stated));
    if (hasher.finish() != stated)
        return Error(errors::kBackupDigestWrong, last_name_ + " does not have its digest");
    return {};
}

}  // namespace deed::backup_format
