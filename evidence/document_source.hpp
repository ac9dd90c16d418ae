#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "evidence/opening.hpp"
#include "lib/io/file.hpp"

namespace deed::evidence {

/// A file below a folder that is reached without following any symbolic link.
struct FolderFile {
    std::shared_ptr<const Descriptor> folder;
    std::string relative;  ///< '/' between parts
};
/// A line of JSON, not looked at yet.
struct JsonLine {
    std::uint64_t number;  ///< from 1
    std::string text;
};
/// Something in its place that is no document: a link, device, or what failed to be read.
struct NoDocument {
    Error error;
    bool skipped;  ///< not a failure, unless all must be anchored
};

/// A document to be anchored, or what stands where one was due.
struct SourceItem {
    std::string name;  ///< to report it by, and to keep
    std::optional<std::string> key;
    /// Path "-" is standard input.
    std::variant<std::filesystem::path, FolderFile, JsonLine, DocumentDigest, NoDocument> what;
};

/// Documents in an order of their own; for one thread at a time.
class DEED_API DocumentSource {
public:
    virtual ~DocumentSource() = default;
    /// Nothing at the end. An error ends the run.
    virtual Result<std::optional<SourceItem>> next(Call& call) = 0;
};

/// Those given, in their order.
DEED_API std::unique_ptr<DocumentSource> source_of_items(std::vector<SourceItem> items);

/// All files below a folder, in byte order of their paths below it; all under one key, if any.
/// Links are not followed: they, devices and pipes are given as skipped
/// (`evidence.not_a_plain_file`); a folder that cannot be read, or is more than 200 levels down
/// (`evidence.folder_too_deep`), as a failure. `io.not_found`, `io.not_a_file`.
DEED_API Result<std::unique_ptr<DocumentSource>> source_of_folder(
    const std::filesystem::path& folder, std::optional<std::string> key);

/// The lines of a descriptor (specs/evidence-index.md section 6), of at most 64 KiB each
/// (`evidence.line_too_long`, a failure of that line only); `key` where a line has none. Blank
/// lines are passed over. The descriptor must outlive the source.
DEED_API std::unique_ptr<DocumentSource> source_of_lines(int descriptor,
                                                         std::optional<std::string> key);

/// What one line says: the item has a path or digests. `evidence.line_malformed`.
DEED_API Result<SourceItem> parse_line(std::string_view text);

/// 1 to 1,024 bytes of UTF-8 (`evidence.bad_key`).
DEED_API Result<void> check_key(std::string_view key);

}  // namespace deed::evidence
