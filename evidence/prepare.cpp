#include "evidence/prepare.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <mutex>

#include "evidence/errors.hpp"
#include "evidence/open_below.hpp"
#include "evidence/parallel.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/system_error.hpp"

namespace deed::evidence::detail {
namespace {

constexpr std::size_t kMaxJsonBytes = std::size_t{64} << 20;
/// Documents read between two looks at how much they hold.
constexpr std::size_t kChunk = 4096;
constexpr std::size_t kFieldsChunk = 16;
/// Where documents of many fields end a batch early.
constexpr std::size_t kMaxSealedBytes = std::size_t{256} << 20;

/// What was read: digest, and for kind 1 the document.
struct Content {
    DocumentDigest digest;
    std::optional<json::Document> json;
};

bool same(const struct stat& before, const struct stat& after) {
    return before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
           before.st_mtim.tv_nsec == after.st_mtim.tv_nsec &&
           before.st_ctim.tv_sec == after.st_ctim.tv_sec &&
           before.st_ctim.tv_nsec == after.st_ctim.tv_nsec;
}

Result<Content> read_content(int descriptor, const std::string& name, bool fields, Call& call) {
    if (!fields) {
        DEED_TRY(const DocumentDigest digest, digest_of_descriptor(descriptor, call));
        return Content{digest, std::nullopt};
    }
    DEED_TRY(const Bytes bytes, read_descriptor(descriptor, kMaxJsonBytes, call));
    auto json = json::Document::parse(bytes, {.max_bytes = kMaxJsonBytes});
    if (!json) return std::move(json).error().at(name);
    return Content{digest_of(bytes), std::move(*json)};
}

/// A plain file that stays as it is while it is read. The times of a file cannot tell of a change
/// within one tick of the system's clock that leaves the size.
Result<Content> read_plain_file(const Descriptor& file, const std::string& name, bool fields,
                                Call& call) {
    struct stat before {};
    struct stat after {};
    if (::fstat(file.get(), &before) == -1)
        return deed::detail::system_error("examine", name, errno);
    if (!S_ISREG(before.st_mode))
        return Error(errors::kNotAPlainFile, name + " is not a plain file", name);
    DEED_TRY(Content content, read_content(file.get(), name, fields, call));
    if (::fstat(file.get(), &after) == -1)
        return deed::detail::system_error("examine", name, errno);
    if (!same(before, after) || content.digest.length != static_cast<std::uint64_t>(after.st_size))
        return Error(errors::kFileChanged, name + " changed while it was read", name);
    return content;
}

Result<Content> content_of(const SourceItem& item, bool fields, Call& call) {
    if (const auto* digest = std::get_if<DocumentDigest>(&item.what)) {
        if (fields) return Error(errors::kLineMalformed, "digests alone have no fields", item.name);
        return Content{*digest, std::nullopt};
    }
    if (const auto* below = std::get_if<FolderFile>(&item.what)) {
        DEED_TRY(const Descriptor file, open_file_below(*below->folder, below->relative, ""));
        return read_plain_file(file, item.name, fields, call);
    }
    const auto& path = std::get<std::filesystem::path>(item.what);
    if (path == "-") return read_content(STDIN_FILENO, "-", fields, call);
    DEED_TRY(const Descriptor file, open_file(path));
    return read_plain_file(file, path.string(), fields, call);
}

/// The line itself becomes the item that it describes.
Result<void> resolve_line(SourceItem& item) {
    const auto* line = std::get_if<JsonLine>(&item.what);
    if (line == nullptr) return {};
    auto described = parse_line(line->text);
    if (!described)
        return Error(described.error().code(),
                     "line " + std::to_string(line->number) + ": " + described.error().message(),
                     described.error().where());
    if (!described->key) described->key = item.key;
    item = std::move(*described);
    return {};
}

Result<Opening> open_content(const Content& content, const PrepareContext& context) {
    if (!content.json) return Opening::for_bytes(context.submitter, content.digest);
    return Opening::for_json(context.submitter, content.json->root());
}

Result<void> fill(Prepared& prepared, SourceItem& item, const PrepareContext& context, Call& call) {
    DEED_CHECK(resolve_line(item));
    prepared.name = item.name;
    prepared.key = item.key;
    DEED_TRY(const Content content, content_of(item, context.fields, call));
    DEED_TRY(Opening opening, open_content(content, context));
    const std::string name(utf8_prefix(prepared.name, kMaxNameBytes));
    const KeptOpening kept{std::move(opening), content.digest, name,        prepared.key,
                           context.now,        false,          std::nullopt};
    prepared.input = *identity_of(kept);
    prepared.row = seal_row(context.key, kept);
    return {};
}

}  // namespace

Result<Prepared> prepare(SourceItem item, const PrepareContext& context, Call& call) {
    Prepared prepared;
    prepared.name = item.name;
    prepared.key = item.key;
    if (auto* none = std::get_if<NoDocument>(&item.what)) {
        prepared.refused = std::move(*none);
        return prepared;
    }
    const auto filled = fill(prepared, item, context, call);
    if (filled) return prepared;
    if (filled.error().kind() == ErrorKind::interrupted) return filled.error();
    prepared.refused = NoDocument{filled.error(), false};
    return prepared;
}

Result<std::vector<Prepared>> prepare_batch(DocumentSource& source, std::size_t count,
                                            const PrepareContext& context, unsigned threads,
                                            Call& call) {
    std::vector<Prepared> batch;
    std::size_t sealed_bytes = 0;
    const std::size_t chunk = context.fields ? kFieldsChunk : kChunk;
    while (batch.size() < count && sealed_bytes < kMaxSealedBytes) {
        std::vector<SourceItem> items;
        while (items.size() < std::min(chunk, count - batch.size())) {
            DEED_TRY(auto item, source.next(call));
            if (!item) break;
            items.push_back(std::move(*item));
        }
        if (items.empty()) break;
        const std::size_t begin = batch.size();
        batch.resize(begin + items.size());
        std::mutex mutex;
        std::optional<Error> interrupted;
        // Ready digests take microseconds each; files may take seconds.
        const bool quick = std::holds_alternative<DocumentDigest>(items.front().what) ||
                           std::holds_alternative<JsonLine>(items.front().what);
        parallel_for(items.size(), threads, quick ? 64 : 1, [&](std::size_t i) {
            auto prepared = prepare(std::move(items[i]), context, call);
            if (prepared) {
                batch[begin + i] = std::move(*prepared);
                return;
            }
            const std::scoped_lock lock(mutex);
            interrupted = std::move(prepared).error();
        });
        if (interrupted) return *std::move(interrupted);
        for (std::size_t i = begin; i < batch.size(); ++i)
            sealed_bytes += batch[i].row.sealed.size();
    }
    return batch;
}

}  // namespace deed::evidence::detail
