#pragma once

#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace deed::cli {

/// What can be offered where a value or an argument is typed.
enum class Offer : unsigned char {
    nothing,
    files,
    folders,
    keys,           ///< names in the key store; listing them needs no passphrase
    dids,           ///< names under which DIDs were created here
    settings,       ///< names of settings
    topics,         ///< what `deed help` explains
    shells,         ///< bash, zsh, fish
    relationships,  ///< assertionMethod and so on
    methods         ///< DID methods that `deed did create` knows
};
/// "files" and so on, as the scripts call them.
std::string_view to_string(Offer offer);
Offer offer_for(const CommandRow& row, const OptionRow& option);
Offer offer_for(const CommandRow& row, const ArgumentRow& argument);
/// The words to offer, separated by spaces; empty for what only the shell can list.
std::string offered_words(Offer offer);

/// "did create".
std::string words_of(const CommandRow& row);
/// The verbs of a noun, separated by spaces; empty for a command of one word.
std::string verbs_of(std::string_view noun);
/// All nouns in the order of the table, separated by spaces.
std::string all_nouns();

// Scripts that complete the words of `deed`, written from the table of commands. They run nothing
// but `deed key list`.
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace deed::cli
