#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/hash.hpp"
#include "lib/crypto/sealed_stream.hpp"
#include "toolkit/backup.hpp"

/// What a backup holds once it is opened (specs/backup.md section 3). Internal.
namespace deed::backup_format {

/// What a file of a home is; in the order of their names.
enum class FileKind : std::uint8_t {
    head,
    key,
    key_reference,
    master_key,
    journal,
    ledger_info,
    opening,
    opening_index
};

/// A file's place in a home, by its name in a backup: "keys/signing.key.json".
struct Place {
    FileKind kind;
    std::string name;   ///< as in the backup
    std::string owner;  ///< of a journal or ledger_info: the ledger's alias
};

/// `backup.bad_name` for every name that no file of a home has.
Result<Place> place_of(std::string_view name);
/// Bytes that a file of the kind may have.
std::uint64_t max_size(FileKind kind);
/// Where the file stands in a home.
std::filesystem::path path_in(const Config& home, const Place& place);

/// The list of contents, in canonical form.
std::string print_manifest(const BackupContents& contents);
/// `backup.newer_format`, else `backup.malformed` for everything that print_manifest() would not
/// print.
Result<BackupContents> parse_manifest(ByteView bytes);

/// Writes the content: the manifest, then files with ascending names, then the end.
class Writer {
public:
    explicit Writer(crypto::ByteSink sink) : sink_(std::move(sink)) {}

    Result<void> manifest(const BackupContents& contents);
    /// `content` gives the file's bytes, `size` of them.
    Result<void> file(std::string_view name, std::uint64_t size, const crypto::ByteSource& content);
    Result<void> end();

private:
    crypto::ByteSink sink_;
};

/// Reads the content. Memory is bounded by the manifest's bound, whatever the sizes say.
class Reader {
public:
    /// A file that follows, and what it must turn out to be.
    struct File {
        Place place;
        std::uint64_t size;
    };

    explicit Reader(crypto::ByteSource source) : source_(std::move(source)) {}

    Result<BackupContents> manifest();
    /// The next file; nothing at the end, which must be the end of the source too. The content of
    /// the file before it must have been read.
    Result<std::optional<File>> next();
    /// Gives the current file's content to `sink` in pieces, and checks its digest at the end
    /// (`backup.digest_wrong`): until then nothing that was given counts.
    Result<void> content(const crypto::ByteSink& sink);

private:
    Result<void> exactly(std::span<std::uint8_t> out);

    crypto::ByteSource source_;
    std::string last_name_;
    std::uint64_t left_ = 0;
};

}  // namespace deed::backup_format
