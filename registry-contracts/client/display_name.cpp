#include "registry-contracts/client/display_name.hpp"

#include <algorithm>
#include <map>

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/display_name_tables.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

namespace deed::registry {
namespace {

// The characters and pairs of DisplayName.sol.
constexpr std::u32string_view kRefused = U"丨丶丿亅丄丅乀乁乂乚乛亠冂冖冫凵匚匸囗宀";
constexpr std::u32string_view kTwins[] = {
    U"土士", U"日曰", U"未末", U"己已巳", U"人入", U"戊戌戍", U"侯候", U"冶治",   U"毋母", U"汨汩",
    U"刺剌", U"兔免", U"天夭", U"千干于", U"吕呂", U"户戶戸", U"内內", U"吴吳呉", U"黄黃", U"真眞",
    U"青靑", U"清淸", U"强強", U"教敎",   U"鸟乌", U"鳥烏",   U"壬王", U"大太"};
constexpr char32_t kOne = U'一';

bool is_han(char32_t c) { return c >= 0x4e00 && c <= 0x9fff; }
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_mark(char32_t c) { return (c >= '&' && c <= ')') || (c >= ',' && c <= '.'); }

/// The code point at `at`, which moves behind it; the text is UTF-8.
char32_t next_of(std::string_view text, std::size_t& at) {
    const auto byte = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t first = byte(at);
    const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    char32_t point = size == 1 ? first : first & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) point = (point << 6) | (byte(at + i) & 0x3fU);
    at += size;
    return point;
}

std::u32string points_of(std::string_view text) {
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) points.push_back(next_of(text, at));
    return points;
}

using Table = std::map<std::string_view, std::string_view>;

/// Lines of a character and what stands for it.
Table table_of(std::string_view lines) {
    Table table;
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        const std::string_view line = lines.substr(0, end);
        std::size_t at = 0;
        next_of(line, at);
        table.emplace(line.substr(0, at), line.substr(at));
        lines.remove_prefix(end + 1);
    }
    return table;
}

std::string replaced(std::string_view text, const Table& table) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        next_of(text, at);
        const std::string_view character = text.substr(begin, at - begin);
        const auto found = table.find(character);
        result += found == table.end() ? character : found->second;
    }
    return result;
}

std::string compatible(std::string_view text) {
    static const Table table = table_of(detail::kCompatible);
    return replaced(text, table);
}

bool may_stand(std::u32string_view points, std::size_t at) {
    const char32_t c = points[at];
    const bool first = at == 0;
    const bool last = at + 1 == points.size();
    if (c == ' ') return !first && !last && points[at - 1] != ' ';
    if (c == kOne) return (first || points[at - 1] >= 0x80) && (last || points[at + 1] >= 0x80);
    if (is_han(c)) return kRefused.find(c) == kRefused.npos;
    return is_letter(c) || is_digit(c) || is_mark(c);
}

char32_t twin_of(char32_t c) {
    for (const std::u32string_view pair : kTwins)
        if (pair.find(c) != pair.npos) return pair.front();
    return c;
}

void append_han(std::string& text, char32_t c) {
    text += static_cast<char>(0xe0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (c & 0x3f));
}

void append_folded(std::string& text, char32_t c) {
    if (is_han(c)) return append_han(text, twin_of(c));
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    switch (c) {
        case '0':
            text += 'o';
            return;
        case '1':
        case 'i':
            text += 'l';
            return;
        case 'm':
            text += "rn";
            return;
        case 'w':
            text += "vv";
            return;
        default:
            if (is_letter(c) || is_digit(c)) text += static_cast<char>(c);
    }
}

}  // namespace

Result<DisplayName> DisplayName::create(std::string_view text) {
    // No longer than NFKC could make a name of it, four bytes of a character for one.
    if (text.size() > 4 * kMaxBytes || !is_utf8(as_bytes(text))) return parse(text);
    const std::string form = compatible(text);
    std::string_view inner = form;
    while (inner.starts_with(' ')) inner.remove_prefix(1);
    while (inner.ends_with(' ')) inner.remove_suffix(1);
    return parse(inner);
}

Result<DisplayName> DisplayName::parse(std::string_view text) {
    if (text.empty() || text.size() > kMaxBytes)
        return Error(errors::kNameLengthInvalid,
                     "the name has " + std::to_string(text.size()) + " bytes");
    if (!is_utf8(as_bytes(text)))
        return Error(errors::kNameCharacterInvalid, "the name is not UTF-8");
    const std::u32string points = points_of(text);
    for (std::size_t i = 0; i < points.size(); ++i)
        if (!may_stand(points, i))
            return Error(errors::kNameCharacterInvalid,
                         "character " + std::to_string(i + 1) + " of the name");
    const bool readable = std::any_of(points.begin(), points.end(), [](char32_t c) {
        return is_letter(c) || is_digit(c) || is_han(c);
    });
    if (!readable) return Error(errors::kNameWithoutLetter, "the name holds only marks");
    return DisplayName(std::string(text));
}

Hash DisplayName::fold() const {
    std::string folded;
    for (const char32_t c : points_of(text_)) append_folded(folded, c);
    return crypto::keccak256(as_bytes(folded));
}

std::string DisplayName::skeleton() const {
    static const Table table = table_of(detail::kLookAlikes);
    return replaced(text_, table);
}

Hash DisplayName::skeleton_hash() const { return crypto::keccak256(as_bytes(skeleton())); }

}  // namespace deed::registry
