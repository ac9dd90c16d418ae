#include "evidence/opening_store.hpp"

#include <algorithm>
#include <system_error>

#include "evidence/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/opened_access.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"

namespace deed::evidence {
namespace {

using std::filesystem::path;

constexpr std::string_view kSuffix = ".opening";
constexpr std::size_t kHexDigits = 64;
/// The largest opening: 64 MiB of fields, all of which JSON writes as six characters a byte.
constexpr std::size_t kMaxSealedSize = std::size_t{512} << 20;

bool is_commitment_hex(std::string_view text) {
    return text.size() == kHexDigits && hex_decode(text).has_value();
}

std::string context_of(std::string_view commitment_hex) {
    return "deed/opening/v1:" + std::string(commitment_hex);
}

path file_of(const path& folder, std::string_view commitment_hex) {
    return folder / (std::string(commitment_hex) + std::string(kSuffix));
}

Error damaged(std::string message, const path& file) {
    return Error(errors::kOpeningDamaged, std::move(message), file.string());
}

Result<Opening> read_opening(ByteView text, const path& file) {
    const json::Limits limits{.max_bytes = kMaxSealedSize};
    const auto json = json::Document::parse(text, limits);
    if (!json) return damaged("the opening is not JSON: " + json.error().message(), file);
    auto opening = Opening::parse(json->root());
    if (!opening && opening.error().code() == errors::kOpeningNewerFormat) return opening;
    if (!opening) return damaged(opening.error().to_string(), file);
    return opening;
}

}  // namespace

Result<void> OpeningStore::put(const Opening& opening, Call& call) {
    const std::string name = hex_encode(opening.commitment().sha256);
    const path file = file_of(folder_, name);
    std::string text = opening.to_json().to_string();
    auto sealed = keys_.seal(context_of(name), as_bytes(text), call);
    crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    if (!sealed) return std::move(sealed).error();

    DEED_CHECK(create_private_directories(folder_));
    auto written = write_file_durably(file, *sealed, 0600, Existing::refuse);
    if (written || !(written.error().code() == deed::errors::kFileExists)) return written;
    DEED_TRY(const Opening kept, get(name, call));
    // Whoever kept it may have died before its name was durable.
    if (kept.to_json() == opening.to_json()) return sync_directory(folder_);
    return Error(errors::kOpeningDiffers, "another opening of this commitment is kept",
                 file.string());
}

Result<Opening> OpeningStore::get(const std::string& commitment_hex, Call& call) {
    if (!is_commitment_hex(commitment_hex))
        return Error(errors::kOpeningNotFound, "a commitment is named by 64 lower-case hex digits");
    const path file = file_of(folder_, commitment_hex);
    const auto sealed = read_private_file(file, kMaxSealedSize);
    if (!sealed && sealed.error().code() == deed::errors::kFileNotFound)
        return Error(errors::kOpeningNotFound, "no opening of " + commitment_hex, file.string());
    if (!sealed) return sealed.error();

    const auto text = keys_.open(context_of(commitment_hex), *sealed, call);
    if (!text && text.error().code() == crypto::errors::kCannotOpenSealed)
        return damaged(text.error().message(), file);
    if (!text) return text.error();
    const auto access = crypto::SecretAccessForOpened::get();
    DEED_TRY(Opening opening, read_opening(text->reveal(access), file));
    if (hex_encode(opening.commitment().sha256) != commitment_hex)
        return damaged("the opening is of another commitment than its name", file);
    return opening;
}

Result<std::vector<std::string>> OpeningStore::list() const {
    std::vector<std::string> names;
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder_, failure);
    if (failure == std::errc::no_such_file_or_directory) return names;
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        const std::string file = entry->path().filename().string();
        if (!file.ends_with(kSuffix)) continue;
        std::string name = file.substr(0, file.size() - kSuffix.size());
        if (is_commitment_hex(name)) names.push_back(std::move(name));
    }
    if (failure)
        return Error(deed::errors::kIoFailed,
                     "cannot list " + folder_.string() + ": " + failure.message(),
                     folder_.string());
    std::ranges::sort(names);
    return names;
}

}  // namespace deed::evidence
