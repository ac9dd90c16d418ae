#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace deed::cli {

enum class Language : std::uint8_t { english, chinese };

/// What LC_ALL, LC_MESSAGES and LANG ask for; the first of them that is not empty counts (POSIX.1
/// section 8.2). Chinese for zh, unless with a codeset other than UTF-8; English for all else.
Language language_of(std::string_view lc_all, std::string_view lc_messages, std::string_view lang);
/// The same of the process's environment.
Language language_of_environment();

/// A text as the code has it, and in another language. Both have the same places {0}, {1}, …
struct Translation {
    std::string_view english;
    std::string_view translated;
};

/// The catalogue of a language, which has everything that the program says to people: the
/// sentences of error codes, the command table and narration. English has none.
std::span<const Translation> catalogue(Language language);

/// Says the program's texts in one language. What is not in the catalogue stays English.
class Messages {
public:
    explicit Messages(Language language) : language_(language) {}

    Language language() const { return language_; }
    std::string_view text(std::string_view english) const;
    /// With the values in the places {0}, {1}, … The text has no other braces.
    std::string text(std::string_view english,
                     std::initializer_list<std::string_view> values) const;

private:
    Language language_;
};

/// Those of the environment, which a process reads once.
const Messages& messages();

}  // namespace deed::cli
