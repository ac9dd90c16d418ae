#include "cli/completion.hpp"

#include <algorithm>
#include <array>

#include "cli/settings.hpp"
#include "lib/error/assert.hpp"

namespace deed::cli {
namespace {

struct ValueRow {
    std::string_view value;
    Offer offer;
};

// By the word that help shows for the value.
constexpr std::array<ValueRow, 14> kValues{{
    {"FILE", Offer::files},
    {"EXPORT", Offer::files},
    {"PROOF", Offer::files},
    {"DOCUMENT", Offer::files},
    {"COMMITMENT", Offer::files},
    {"CHECKPOINT", Offer::files},
    {"DIR", Offer::folders},
    {"FOLDER", Offer::folders},
    {"REFERENCE", Offer::keys},
    {"DID", Offer::dids},
    {"TOPIC", Offer::topics},
    {"SHELL", Offer::shells},
    {"RELATIONSHIP", Offer::relationships},
    {"METHOD", Offer::methods},
}};

Offer offer_for_value(std::string_view value) {
    const auto* row = std::ranges::find(kValues, value, &ValueRow::value);
    return row == kValues.end() ? Offer::nothing : row->offer;
}

/// Whether the command gives a name to a key that is not there yet.
bool names_new_key(const CommandRow& row) {
    return row.verb == "generate" || row.verb == "add" || row.verb == "import";
}

void append_word(std::string& words, std::string_view word) {
    words += (words.empty() ? "" : " ") + std::string(word);
}

}  // namespace

std::string_view to_string(Offer offer) {
    constexpr std::array<std::string_view, 10> kNames{
        "nothing",  "files",  "folders", "keys",          "dids",
        "settings", "topics", "shells",  "relationships", "methods"};
    return kNames.at(static_cast<std::size_t>(offer));
}

Offer offer_for(const CommandRow& row, const OptionRow& option) {
    static_cast<void>(row);
    if (option.value == "NAME") return option.name == "key" ? Offer::keys : Offer::nothing;
    if (option.name == "for") return Offer::relationships;
    return offer_for_value(option.value);
}

Offer offer_for(const CommandRow& row, const ArgumentRow& argument) {
    if (argument.name != "NAME") return offer_for_value(argument.name);
    if (row.noun == "config") return Offer::settings;
    return row.noun == "key" && !names_new_key(row) ? Offer::keys : Offer::nothing;
}

std::string offered_words(Offer offer) {
    std::string words;
    switch (offer) {
        case Offer::settings:
            for (const SettingRow& row : setting_table()) append_word(words, row.name);
            return words;
        case Offer::topics:
            return all_nouns() + " codes";
        case Offer::shells:
            return "bash zsh fish";
        case Offer::relationships:
            return "assertionMethod authentication capabilityDelegation capabilityInvocation "
                   "keyAgreement";
        case Offer::methods:
            return "weid key jwk";
        default:
            return words;
    }
}

std::string words_of(const CommandRow& row) {
    std::string words(row.noun);
    if (!row.verb.empty()) append_word(words, row.verb);
    return words;
}

std::string verbs_of(std::string_view noun) {
    std::string verbs;
    for (const CommandRow* row : command_table())
        if (row->noun == noun && !row->verb.empty()) append_word(verbs, row->verb);
    return verbs;
}

std::string all_nouns() {
    std::string nouns;
    std::string_view last;
    for (const CommandRow* row : command_table()) {
        if (row->noun != last) append_word(nouns, row->noun);
        last = row->noun;
    }
    return nouns;
}

}  // namespace deed::cli
