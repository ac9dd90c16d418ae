#include "evidence/opening_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <system_error>

#include "evidence/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/opened_access.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/io/system_error.hpp"

namespace deed::evidence::detail {
namespace {

using std::filesystem::path;

constexpr std::string_view kSuffix = ".opening";
constexpr std::size_t kHexDigits = 64;
/// The largest opening: 64 MiB of fields, all of which JSON writes as six characters a byte.
constexpr std::size_t kMaxSealedSize = std::size_t{512} << 20;

bool is_commitment_hex(std::string_view text) {
    return text.size() == kHexDigits && hex_decode(text).has_value();
}

path file_of(const path& folder, std::string_view commitment_hex) {
    return folder / (std::string(commitment_hex) + std::string(kSuffix));
}

Error damaged(std::string message, const path& file) {
    return Error(errors::kOpeningDamaged, std::move(message), file.string());
}

Result<Opening> parse_opening(ByteView text, const path& file) {
    const auto json = json::Document::parse(text, {.max_bytes = kMaxSealedSize});
    if (!json) return damaged("the opening is not JSON: " + json.error().message(), file);
    auto opening = Opening::parse(json->root());
    if (!opening && opening.error().code() == errors::kOpeningNewerFormat) return opening;
    if (!opening) return damaged(opening.error().to_string(), file);
    return opening;
}

/// When it was written: the file is never changed afterwards.
Result<Timestamp> time_of(const path& file) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) == -1)
        return deed::detail::system_error("examine", file, errno);
    return Timestamp::from_unix_seconds(status.st_mtime);
}

}  // namespace

Result<std::vector<std::string>> list_opening_files(const path& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder, failure);
    if (failure == std::errc::no_such_file_or_directory) return names;
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        const std::string file = entry->path().filename().string();
        if (!file.ends_with(kSuffix)) continue;
        std::string name = file.substr(0, file.size() - kSuffix.size());
        if (is_commitment_hex(name)) names.push_back(std::move(name));
    }
    if (failure)
        return Error(deed::errors::kIoFailed,
                     "cannot list " + folder.string() + ": " + failure.message(), folder.string());
    std::ranges::sort(names);
    return names;
}

Result<KeptOpening> read_opening_file(const path& folder, const std::string& commitment_hex,
                                      crypto::KeyStore& keys, Call& call) {
    const path file = file_of(folder, commitment_hex);
    const auto sealed = read_private_file(file, kMaxSealedSize);
    if (!sealed && sealed.error().code() == deed::errors::kFileNotFound)
        return Error(errors::kOpeningNotFound, "no opening of " + commitment_hex, file.string());
    if (!sealed) return sealed.error();

    const auto text = keys.open("deed/opening/v1:" + commitment_hex, *sealed, call);
    if (!text && text.error().code() == crypto::errors::kCannotOpenSealed)
        return damaged(text.error().message(), file);
    if (!text) return text.error();
    DEED_TRY(Opening opening,
             parse_opening(text->reveal(crypto::SecretAccessForOpened::get()), file));
    if (hex_encode(opening.commitment().sha256) != commitment_hex)
        return damaged("the opening is of another commitment than its name", file);
    DEED_TRY(const Timestamp kept, time_of(file));
    std::optional<DocumentDigest> document;
    if (opening.kind() == 0) document = std::get<DocumentDigest>(opening.content());
    return KeptOpening{std::move(opening), document, "", std::nullopt, kept, true, std::nullopt};
}

void remove_opening_files(const path& folder, const std::vector<std::string>& commitments) {
    std::error_code ignored;  // what stays is found to be kept already the next time
    for (const std::string& commitment : commitments)
        std::filesystem::remove(file_of(folder, commitment), ignored);
    static_cast<void>(sync_directory(folder));
}

}  // namespace deed::evidence::detail
