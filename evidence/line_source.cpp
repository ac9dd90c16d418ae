#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "evidence/document_source.hpp"
#include "evidence/errors.hpp"
#include "evidence/kept_opening.hpp"
#include "evidence/strict_json.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/system_error.hpp"
#include "lib/json/pointer.hpp"

namespace deed::evidence {
namespace {

constexpr std::size_t kMaxLineBytes = std::size_t{64} << 10;
constexpr std::size_t kPiece = std::size_t{256} << 10;
constexpr std::array<std::string_view, 6> kMembers{"path",   "sha256", "sm3",
                                                   "length", "key",    "name"};

Error malformed(std::string message, std::string at = "") {
    return Error(errors::kLineMalformed, std::move(message), std::move(at));
}

Result<registry::Hash> read_hash(json::Value line, std::string_view member) {
    const auto value = line.find(member);
    const std::string at = "/" + std::string(member);
    if (!value) return malformed("\"" + std::string(member) + "\" is missing");
    const auto text = value->string_if();
    const auto bytes = text ? hex_decode(*text) : Result<Bytes>(Bytes{});
    registry::Hash hash;
    if (!bytes || bytes->size() != hash.size())
        return malformed("must be 64 lower-case hexadecimal digits", at);
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

Result<DocumentDigest> read_digest(json::Value line) {
    DocumentDigest document;
    DEED_TRY(document.digest.sha256, read_hash(line, "sha256"));
    DEED_TRY(document.digest.sm3, read_hash(line, "sm3"));
    const auto length = line.find("length");
    if (!length) return malformed("\"length\" is missing");
    DEED_TRY(document.length,
             detail::StrictJson(errors::kLineMalformed).number(*length, "/length"));
    return document;
}

Result<std::optional<std::string>> read_text(json::Value line, std::string_view member,
                                             std::size_t max_bytes) {
    const auto value = line.find(member);
    if (!value) return std::optional<std::string>();
    const auto text = value->string_if();
    if (!text || text->empty() || text->size() > max_bytes)
        return malformed("must be a text of 1 to " + std::to_string(max_bytes) + " bytes",
                         "/" + std::string(member));
    return std::optional<std::string>(*text);
}

class LineSource final : public DocumentSource {
public:
    LineSource(int descriptor, std::optional<std::string> key)
        : descriptor_(descriptor), key_(std::move(key)) {}

    Result<std::optional<SourceItem>> next(Call& call) override {
        while (true) {
            DEED_CHECK(call.check());
            const std::size_t end = buffer_.find('\n', begin_);
            if (end == std::string::npos && !at_end_) {
                DEED_CHECK(fill(call));
                continue;
            }
            if (end == std::string::npos && begin_ == buffer_.size() && !overlong_)
                return std::optional<SourceItem>();
            const std::size_t stop = std::min(end, buffer_.size());
            std::string line = buffer_.substr(begin_, stop - begin_);
            begin_ = std::min(stop + 1, buffer_.size());
            ++number_;
            const bool overlong = std::exchange(overlong_, false) || line.size() > kMaxLineBytes;
            if (overlong) return std::optional(too_long());
            const bool blank = line.find_first_not_of(" \t\r") == std::string::npos;
            if (!blank) return std::optional(item(JsonLine{number_, std::move(line)}));
        }
    }

private:
    SourceItem item(auto what) const {
        return {"line " + std::to_string(number_), key_, std::move(what)};
    }
    SourceItem too_long() const {
        return item(NoDocument{
            Error(errors::kLineTooLong, "line " + std::to_string(number_) + " is longer than " +
                                            std::to_string(kMaxLineBytes) + " bytes"),
            false});
    }

    /// Reads on; what is too long to be a line is dropped at once.
    Result<void> fill(Call& call) {
        buffer_.erase(0, begin_);
        begin_ = 0;
        if (buffer_.size() > kMaxLineBytes) {
            overlong_ = true;
            buffer_.clear();
        }
        const std::size_t used = buffer_.size();
        buffer_.resize(used + kPiece);
        ssize_t count = -1;
        while (count == -1) {
            DEED_CHECK(wait_for_input(descriptor_, call));
            count = ::read(descriptor_, buffer_.data() + used, kPiece);
            const int why = errno;
            // A standard input shared with another program may be non-blocking.
            if (count != -1 || why == EINTR || why == EAGAIN || why == EWOULDBLOCK) continue;
            buffer_.resize(used);
            return deed::detail::system_error(deed::errors::kIoFailed, "read", "the lines", why);
        }
        buffer_.resize(used + static_cast<std::size_t>(count));
        at_end_ = count == 0;
        return {};
    }

    int descriptor_;
    std::optional<std::string> key_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::uint64_t number_ = 0;
    bool overlong_ = false;
    bool at_end_ = false;
};

class ItemSource final : public DocumentSource {
public:
    explicit ItemSource(std::vector<SourceItem> items) : items_(std::move(items)) {}

    Result<std::optional<SourceItem>> next(Call&) override {
        if (next_ == items_.size()) return std::optional<SourceItem>();
        return std::optional(std::move(items_[next_++]));
    }

private:
    std::vector<SourceItem> items_;
    std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<DocumentSource> source_of_items(std::vector<SourceItem> items) {
    return std::make_unique<ItemSource>(std::move(items));
}

std::unique_ptr<DocumentSource> source_of_lines(int descriptor, std::optional<std::string> key) {
    return std::make_unique<LineSource>(descriptor, std::move(key));
}

Result<SourceItem> parse_line(std::string_view text) {
    const auto json = json::Document::parse(text, {.max_bytes = kMaxLineBytes, .max_depth = 8});
    if (!json) return malformed(json.error().message());
    const json::Value line = json->root();
    if (!line.is_object()) return malformed("must be an object");
    for (const auto& [name, value] : line.object())
        if (std::ranges::find(kMembers, name) == kMembers.end())
            return malformed("unknown member", json::pointer_token(utf8_prefix(name, 64)));
    SourceItem item;
    DEED_TRY(item.key, read_text(line, "key", kMaxKeyBytes));
    DEED_TRY(auto name, read_text(line, "name", kMaxNameBytes));
    DEED_TRY(const auto path, read_text(line, "path", kMaxNameBytes));
    item.name = std::move(name).value_or(path.value_or(""));
    const bool has_digests = line.find("sha256") || line.find("sm3") || line.find("length");
    if (path && has_digests) return malformed("has a path and digests; which is meant?");
    if (path && path->find('\0') != std::string::npos)
        return malformed("no path has a zero byte", "/path");
    if (path) {
        item.what = std::filesystem::path(*path);
        return item;
    }
    DEED_TRY(item.what, read_digest(line));
    return item;
}

Result<void> check_key(std::string_view key) {
    if (!key.empty() && key.size() <= kMaxKeyBytes && is_utf8(as_bytes(key))) return {};
    return Error(errors::kBadKey, "the key has " + std::to_string(key.size()) + " bytes");
}

}  // namespace deed::evidence
