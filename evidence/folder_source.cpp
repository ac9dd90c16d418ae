#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "evidence/document_source.hpp"
#include "evidence/errors.hpp"
#include "evidence/open_below.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/system_error.hpp"

namespace deed::evidence {
namespace {

using deed::detail::retry_interrupted;
using deed::detail::system_error;
using std::filesystem::path;

constexpr std::size_t kMaxDepth = 200;

enum class EntryKind : std::uint8_t { file, folder, link, other };

struct Entry {
    /// A folder's ends in '/', so that byte order is that of whole paths.
    std::string name;
    EntryKind kind;
};

EntryKind kind_of(mode_t mode) {
    if (S_ISREG(mode)) return EntryKind::file;
    if (S_ISDIR(mode)) return EntryKind::folder;
    return S_ISLNK(mode) ? EntryKind::link : EntryKind::other;
}

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

Result<std::vector<Entry>> read_folder(Descriptor descriptor, const path& name) {
    const int fd = descriptor.get();
    OpenFolder folder(::fdopendir(fd));
    if (!folder) return system_error("list", name, errno);
    static_cast<void>(descriptor.release());
    std::vector<Entry> entries;
    while (true) {
        errno = 0;
        const dirent* entry = ::readdir(folder.get());
        if (entry == nullptr && errno != 0) return system_error("list", name, errno);
        if (entry == nullptr) break;
        std::string found = entry->d_name;
        if (found == "." || found == "..") continue;
        struct stat status {};
        if (::fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == -1) {
            if (errno == ENOENT) continue;  // it went away meanwhile
            return system_error("examine", name / found, errno);
        }
        const EntryKind kind = kind_of(status.st_mode);
        if (kind == EntryKind::folder) found += '/';
        entries.push_back({std::move(found), kind});
    }
    // From the last to the first: the next one is taken from the back.
    std::ranges::sort(entries, std::greater<>(), &Entry::name);
    return entries;
}

class FolderSource final : public DocumentSource {
public:
    FolderSource(Descriptor root, path name, std::optional<std::string> key)
        : root_(std::make_shared<const Descriptor>(std::move(root))),
          name_(std::move(name)),
          key_(std::move(key)) {}

    Result<std::optional<SourceItem>> next(Call& call) override {
        if (!started_) {
            started_ = true;
            if (auto refused = enter("")) return std::optional(std::move(refused));
        }
        while (!levels_.empty()) {
            DEED_CHECK(call.check());
            Level& level = levels_.back();
            if (level.entries.empty()) {
                levels_.pop_back();
                continue;
            }
            const Entry entry = std::move(level.entries.back());
            level.entries.pop_back();
            const std::string relative = level.prefix + entry.name;
            if (entry.kind != EntryKind::folder) return std::optional(item_of(entry, relative));
            if (auto refused = enter(relative)) return std::optional(std::move(refused));
        }
        return std::optional<SourceItem>();
    }

private:
    struct Level {
        std::string prefix;
        std::vector<Entry> entries;
    };

    SourceItem item(const std::string& relative, auto what) const {
        return {as_utf8((name_ / relative).string()), key_, std::move(what)};
    }

    SourceItem item_of(const Entry& entry, const std::string& relative) const {
        if (entry.kind == EntryKind::file) return item(relative, FolderFile{root_, relative});
        const std::string what = entry.kind == EntryKind::link
                                     ? "it is a symbolic link, which is not followed"
                                     : "it is a device, pipe or socket";
        return item(relative, NoDocument{Error(errors::kNotAPlainFile, what), true});
    }

    /// Goes into a folder, or tells why not.
    std::optional<SourceItem> enter(const std::string& relative) {
        if (levels_.size() > kMaxDepth)
            return item(relative,
                        NoDocument{Error(errors::kFolderTooDeep,
                                         "more than " + std::to_string(kMaxDepth) + " levels"),
                                   false});
        auto opened = detail::open_folder_below(*root_, relative, name_);
        if (!opened) return item(relative, NoDocument{std::move(opened).error(), false});
        auto entries = read_folder(std::move(*opened), name_ / relative);
        if (!entries) return item(relative, NoDocument{std::move(entries).error(), false});
        levels_.push_back({relative, std::move(*entries)});
        return std::nullopt;
    }

    std::shared_ptr<const Descriptor> root_;
    path name_;
    std::optional<std::string> key_;
    std::vector<Level> levels_;
    bool started_ = false;
};

}  // namespace

namespace detail {
namespace {

Result<Descriptor> open_step(int above, const std::string& part, int flags, const path& name) {
    Descriptor opened(retry_interrupted(
        [&] { return ::openat(above, part.c_str(), flags | O_NOFOLLOW | O_CLOEXEC); }));
    // ELOOP: it has become a link since it was listed.
    if (!opened.is_open() && errno == ELOOP)
        return Error(errors::kNotAPlainFile, name.string() + " is a symbolic link now",
                     name.string());
    if (!opened.is_open()) return system_error("open", name, errno);
    return opened;
}

}  // namespace

Result<Descriptor> open_folder_below(const Descriptor& root, const std::string& relative,
                                     const path& name) {
    const int flags = O_RDONLY | O_DIRECTORY;
    DEED_TRY(Descriptor folder, open_step(root.get(), ".", flags, name));
    std::size_t begin = 0;
    while (begin < relative.size()) {
        const std::size_t end = std::min(relative.find('/', begin), relative.size());
        DEED_TRY(folder, open_step(folder.get(), relative.substr(begin, end - begin), flags,
                                   name / relative.substr(0, end)));
        begin = end + 1;
    }
    return folder;
}

Result<Descriptor> open_file_below(const Descriptor& root, const std::string& relative,
                                   const path& name) {
    const std::size_t slash = relative.rfind('/');
    const std::string above = slash == std::string::npos ? "" : relative.substr(0, slash);
    const std::string last = slash == std::string::npos ? relative : relative.substr(slash + 1);
    DEED_TRY(const Descriptor folder, open_folder_below(root, above, name));
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    return open_step(folder.get(), last, O_RDONLY | O_NONBLOCK | O_NOCTTY, name / relative);
}

}  // namespace detail

Result<std::unique_ptr<DocumentSource>> source_of_folder(const path& folder,
                                                         std::optional<std::string> key) {
    if (key) DEED_CHECK(check_key(*key));
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    Descriptor root(retry_interrupted([&] { return ::open(folder.c_str(), flags); }));
    if (!root.is_open()) return system_error("open folder", folder, errno);
    return std::unique_ptr<DocumentSource>(
        std::make_unique<FolderSource>(std::move(root), folder, std::move(key)));
}

}  // namespace deed::evidence
