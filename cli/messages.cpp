#include "cli/messages.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/messages/chinese.hpp"
#include "lib/error/assert.hpp"

namespace deed::cli {
namespace {

using Lookup = std::unordered_map<std::string_view, std::string_view>;

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

bool is_utf8_codeset(std::string_view codeset) {
    std::string letters;
    for (const char c : codeset)
        if (c != '-' && c != '_')
            letters += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return letters == "utf8";
}

const Lookup& lookup(Language language) {
    static const Lookup kChinese = [] {
        Lookup all;
        for (const Translation& row : catalogue(Language::chinese))
            all.emplace(row.english, row.translated);
        return all;
    }();
    static const Lookup kNone;
    return language == Language::chinese ? kChinese : kNone;
}

}  // namespace

Language language_of(std::string_view lc_all, std::string_view lc_messages, std::string_view lang) {
    const std::string_view locale =
        !lc_all.empty() ? lc_all : (!lc_messages.empty() ? lc_messages : lang);
    // language[_territory][.codeset][@modifier]
    const std::string_view plain = locale.substr(0, locale.find('@'));
    const std::size_t dot = plain.find('.');
    const std::string_view name = plain.substr(0, dot);
    const bool speaks_chinese = name == "zh" || name.starts_with("zh_") || name.starts_with("zh-");
    if (!speaks_chinese) return Language::english;
    const bool shows_it = dot == std::string_view::npos || is_utf8_codeset(plain.substr(dot + 1));
    return shows_it ? Language::chinese : Language::english;
}

Language language_of_environment() {
    return language_of(environment("LC_ALL"), environment("LC_MESSAGES"), environment("LANG"));
}

std::span<const Translation> catalogue(Language language) {
    static const std::vector<Translation> kChinese = [] {
        std::vector<Translation> all;
        for (const auto* part :
             {&kChineseCommands, &kChineseOptions, &kChineseNotes, &kChineseIssuers,
              &kChineseLibErrors, &kChineseKeyErrors, &kChineseLedgerErrors, &kChineseChainErrors,
              &kChineseEvidenceChain, &kChineseCosign, &kChineseDidProof, &kChineseCredentialErrors,
              &kChinesePresentationErrors, &kChineseToolErrors})
            all.insert(all.end(), part->begin(), part->end());
        return all;
    }();
    return language == Language::chinese ? std::span<const Translation>(kChinese)
                                         : std::span<const Translation>();
}

std::string_view Messages::text(std::string_view english) const {
    const Lookup& known = lookup(language_);
    const auto found = known.find(english);
    return found == known.end() ? english : found->second;
}

std::string Messages::text(std::string_view english,
                           std::initializer_list<std::string_view> values) const {
    std::string out;
    std::string_view rest = text(english);
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        out += rest.substr(0, open);
        const std::size_t place = static_cast<std::size_t>(rest[open + 1] - '0');
        DEED_ASSERT(place < values.size());
        out += *(values.begin() + place);
        rest.remove_prefix(open + 3);
    }
    return out + std::string(rest);
}

const Messages& messages() {
    static const Messages kMessages(language_of_environment());
    return kMessages;
}

}  // namespace deed::cli
