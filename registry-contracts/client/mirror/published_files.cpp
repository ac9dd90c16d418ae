#include "registry-contracts/client/mirror/published_files.hpp"

#include "lib/io/file.hpp"
#include "lib/tlog/entry_bundle.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_path.hpp"
#include "lib/tlog/tile_tree.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/mirror/errors.hpp"
#include "registry-contracts/client/published_log.hpp"

namespace deed::registry::mirror {
namespace {

constexpr int kOk = 200;
constexpr int kNotFound = 404;
constexpr int kGone = 410;
constexpr std::size_t kHashSize = std::tuple_size_v<tlog::Hash>;
constexpr std::size_t kMaxBundle = tlog::kTileWidth * (2 + tlog::kMaxBundledEntry);

bool fits_name(const tlog::Hash& name, ByteView data) {
    const bool may_be_commitments = data.size() % kCommitmentSize == 0;
    return crypto::sha256(data) == name || (may_be_commitments && batch_tree(data).root() == name);
}

}  // namespace

PublishedFiles::PublishedFiles(const MirrorOptions& options, net::HttpClient& client, bool afresh)
    : options_(options),
      client_(client),
      afresh_(afresh),
      end_(std::chrono::steady_clock::now() + options.patience) {}

std::string PublishedFiles::url_of(std::string_view name) const {
    const std::string& base = options_.url.to_string();
    return base + (base.ends_with('/') ? "" : "/") + std::string(name);
}

Result<void> PublishedFiles::check_time() const {
    if (std::chrono::steady_clock::now() <= end_) return {};
    return Error(errors::kMirrorTooSlow, "the time for the log's files is over", url_of(""));
}

Result<std::optional<Bytes>> PublishedFiles::find(const std::string& name, std::size_t max_bytes,
                                                  Call& call) {
    DEED_CHECK(call.check());
    DEED_CHECK(check_time());
    const std::string where = url_of(name);
    DEED_TRY(net::Url url, net::Url::parse(where));
    net::HttpRequest request{net::HttpMethod::get, std::move(url), {}, {}, nullptr};
    request.headers.push_back({"Accept", "*/*"});
    // What a server decompresses to is bounded by nobody, and hashes are over the bytes as they
    // are.
    request.headers.push_back({"Accept-Encoding", "identity"});
    request.max_response_bytes = max_bytes;
    DEED_TRY(net::HttpResponse response, client_.send(request, call));
    fetched_ += response.body.size();
    if (fetched_ > options_.max_bytes)
        return Error(
            errors::kMirrorTooLarge,
            "the log's files have more than " + std::to_string(options_.max_bytes) + " bytes",
            where);
    if (response.status == kNotFound || response.status == kGone) return std::optional<Bytes>();
    if (response.status != kOk)
        return Error(errors::kMirrorUnavailable,
                     "the server answers with status " + std::to_string(response.status), where);
    if (response.header("content-encoding").value_or("identity") != "identity")
        return Error(errors::kMirrorEncoded, "the answer has a Content-Encoding", where);
    return std::optional(std::move(response.body));
}

Result<Bytes> PublishedFiles::get(const std::string& name, std::size_t max_bytes, Call& call) {
    DEED_TRY(std::optional<Bytes> found, find(name, max_bytes, call));
    if (found) return *std::move(found);
    return Error(errors::kMirrorFileMissing, "the server has no " + name, url_of(name));
}

Result<std::optional<Bytes>> PublishedFiles::find_lasting(const std::string& name,
                                                          std::size_t max_bytes, Call& call) {
    if (options_.folder && !afresh_) {
        if (auto kept = read_file(*options_.folder / name, max_bytes)) {
            used_kept_ = true;
            return std::optional(*std::move(kept));
        }
    }
    DEED_TRY(std::optional<Bytes> found, find(name, max_bytes, call));
    if (found) lasting_.insert(name);
    return found;
}

void PublishedFiles::keep(const std::string& name, ByteView content, Call& call) const {
    if (!options_.folder) return;
    const std::filesystem::path file = *options_.folder / name;
    auto written = create_private_directories(file.parent_path());
    if (written) written = write_file_durably(file, content, 0600, Existing::replace);
    if (written) return;
    const std::string reason = written.error().to_string();
    call.log(LogLevel::warning, "a file of a published log cannot be kept", {{"reason", reason}});
}

void PublishedFiles::keep_fetched(const std::string& name, ByteView content, Call& call) const {
    if (lasting_.contains(name)) keep(name, content, call);
}

Result<Bytes> PublishedFiles::either(const std::string& partial, const std::string& full,
                                     std::size_t max_bytes, Call& call) {
    if (partial != full) {
        DEED_TRY(std::optional<Bytes> found, find(partial, max_bytes, call));
        if (found) return *std::move(found);
    }
    DEED_TRY(std::optional<Bytes> found, find_lasting(full, max_bytes, call));
    if (found) return *std::move(found);
    return Error(errors::kMirrorFileMissing, "the server has no " + partial, url_of(partial));
}

Result<Bytes> PublishedFiles::tile(unsigned level, std::uint64_t index, std::uint64_t width,
                                   Call& call) {
    const std::string name = tlog::tile_path(level, index, width);
    const std::string full = tlog::tile_path(level, index, tlog::kTileWidth);
    DEED_TRY(Bytes bytes, either(name, full, tlog::kTileWidth * kHashSize, call));
    if (bytes.size() != width * kHashSize && bytes.size() != tlog::kTileWidth * kHashSize)
        return Error(tlog::errors::kTileMalformed,
                     "the tile has " + std::to_string(bytes.size()) + " bytes instead of " +
                         std::to_string(width * kHashSize),
                     url_of(name));
    bytes.resize(width * kHashSize);
    return bytes;
}

Result<std::vector<Bytes>> PublishedFiles::bundle(std::uint64_t index, std::uint64_t width,
                                                  Call& call) {
    const std::string name = tlog::bundle_path(index, width);
    const std::string full = tlog::bundle_path(index, tlog::kTileWidth);
    DEED_TRY(const Bytes bytes, either(name, full, kMaxBundle, call));
    auto entries = tlog::parse_bundle(bytes);
    if (!entries) return std::move(entries).error().at(url_of(name));
    if (entries->size() != width && entries->size() != tlog::kTileWidth)
        return Error(tlog::errors::kBundleMalformed,
                     "the bundle has " + std::to_string(entries->size()) + " entries instead of " +
                         std::to_string(width),
                     url_of(name));
    entries->resize(width);
    return entries;
}

Result<std::optional<Bytes>> PublishedFiles::data(const tlog::Hash& name, std::size_t max_bytes,
                                                  Call& call) {
    const std::string path = data_path(name);
    DEED_TRY(std::optional<Bytes> found, find_lasting(path, max_bytes, call));
    if (!found) return found;
    if (!fits_name(name, *found))
        return Error(errors::kMirrorDataMismatch, "the data has another hash than its name",
                     url_of(path));
    keep_fetched(path, *found, call);
    return found;
}

}  // namespace deed::registry::mirror
