#include <set>

#include "cli/completion.hpp"

namespace deed::cli {
namespace {

constexpr Offer kWordOffers[] = {Offer::settings, Offer::topics, Offer::shells,
                                 Offer::relationships, Offer::methods};

// What bash and zsh have in common. Listing keys asks for no passphrase; a prompt would have no
// terminal to appear on.
constexpr std::string_view kLists = R"sh(_deed_keys() {
    command deed key list 2>/dev/null </dev/null | cut -d' ' -f1
}

_deed_dids() {
    _deed_keys | sed -n 's/\.controller$//p'
}

)sh";

constexpr std::string_view kBashTail = R"sh(_deed() {
    local cur=${COMP_WORDS[COMP_CWORD]} word command verbs kind='' i=2 position=0
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "$(_deed_nouns)" -- "$cur")
        return
    fi
    command=${COMP_WORDS[1]}
    verbs=$(_deed_verbs "$command")
    if [[ -n $verbs ]]; then
        if ((COMP_CWORD == 2)); then
            mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
            return
        fi
        command+=" ${COMP_WORDS[2]}"
        i=3
    fi
    for (( ; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $kind ]]; then
            kind=''
        elif [[ $word == -?* ]]; then
            kind=$(_deed_kind "$command" "$word")
        else
            position=$((position + 1))
        fi
    done
    if [[ -z $kind && $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_deed_options "$command")" -- "$cur")
        return
    fi
    [[ -n $kind ]] || kind=$(_deed_kind "$command" $((position + 1)))
    case $kind in
        files)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
        folders)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
        keys) mapfile -t COMPREPLY < <(compgen -W "$(_deed_keys)" -- "$cur") ;;
        dids) mapfile -t COMPREPLY < <(compgen -W "$(_deed_dids)" -- "$cur") ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$(_deed_words "$kind")" -- "$cur") ;;
    esac
}

complete -F _deed deed
)sh";

constexpr std::string_view kZshTail = R"sh(_deed() {
    local command verbs kind='' word i=3 position=0
    local -a list
    if ((CURRENT == 2)); then
        list=(${=$(_deed_nouns)})
        compadd -- $list
        return
    fi
    command=$words[2]
    verbs=$(_deed_verbs $command)
    if [[ -n $verbs ]]; then
        if ((CURRENT == 3)); then
            list=(${=verbs})
            compadd -- $list
            return
        fi
        command+=" $words[3]"
        i=4
    fi
    for (( ; i < CURRENT; i++)); do
        word=$words[i]
        if [[ -n $kind ]]; then
            kind=''
        elif [[ $word == -?* ]]; then
            kind=$(_deed_kind $command $word)
        else
            position=$((position + 1))
        fi
    done
    if [[ -z $kind && $words[CURRENT] == -* ]]; then
        list=(${(f)"$(_deed_options $command)"})
        _describe -o option list
        return
    fi
    [[ -n $kind ]] || kind=$(_deed_kind $command $((position + 1)))
    case $kind in
        files) _files ;;
        folders) _files -/ ;;
        keys) list=(${(f)"$(_deed_keys)"}); compadd -- $list ;;
        dids) list=(${(f)"$(_deed_dids)"}); compadd -- $list ;;
        *) list=(${=$(_deed_words $kind)}); compadd -- $list ;;
    esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _deed "$@"
else
    compdef _deed deed
fi
)sh";

constexpr std::string_view kFishHead = R"sh(function __deed_at
    set -l words (commandline -opc)
    set -q words[2]; or return 1
    test "$words[2]" = "$argv[1]"; and return 0
    set -q words[3]; or return 1
    test "$words[2] $words[3]" = "$argv[1]"
end

function __deed_words
    test (count (commandline -opc)) -eq $argv[1]
end

function __deed_keys
    command deed key list 2>/dev/null </dev/null | string split -f1 ' '
end

function __deed_dids
    __deed_keys | string replace -rf '\.controller$' ''
end

complete -c deed -f
)sh";

std::string head(std::string_view shell) {
    return "# Completion of deed for " + std::string(shell) + ", written by `deed completion " +
           std::string(shell) + "` from its table of commands.\n\n";
}

/// In single quotes of a POSIX shell.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

std::string fish_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string case_of(const std::string& pattern, const std::string& words) {
    return "        " + pattern + ") echo " + quoted(words) + " ;;\n";
}

std::string function_of(std::string_view name, std::string_view subject, const std::string& cases) {
    return std::string(name) + "() {\n    case " + std::string(subject) + " in\n" + cases +
           "    esac\n}\n\n";
}

template <typename Visit>
void for_each_noun(Visit visit) {
    std::set<std::string_view> seen;
    for (const CommandRow* row : command_table())
        if (seen.insert(row->noun).second) visit(row->noun);
}

template <typename Visit>
void for_each_option(const CommandRow& row, Visit visit) {
    for (const OptionRow& option : row.options) visit(option);
    for (const OptionRow& option : common_options()) visit(option);
}

std::string verb_cases() {
    std::string cases;
    for_each_noun([&](std::string_view noun) {
        const std::string verbs = verbs_of(noun);
        if (!verbs.empty()) cases += case_of(std::string(noun), verbs);
    });
    return cases;
}

std::string bash_option_cases() {
    std::string cases;
    for (const CommandRow* row : command_table()) {
        std::string options;
        for_each_option(*row, [&](const OptionRow& option) {
            options += (options.empty() ? "--" : " --") + std::string(option.name);
        });
        cases += case_of(quoted(words_of(*row)), options);
    }
    return cases;
}

/// One line an option, with what it is for.
std::string zsh_option_cases() {
    std::string cases;
    for (const CommandRow* row : command_table()) {
        std::string options;
        for_each_option(*row, [&](const OptionRow& option) {
            options += (options.empty() ? "--" : "\n--") + std::string(option.name) + ":" +
                       std::string(option.help);
        });
        cases += "        " + quoted(words_of(*row)) + ") print -r -- " + quoted(options) + " ;;\n";
    }
    return cases;
}

/// What follows an option that takes a value, and what stands at each place for an
/// argument.
std::string kind_cases() {
    std::string cases;
    for (const CommandRow* row : command_table()) {
        const std::string command = words_of(*row) + " ";
        for_each_option(*row, [&](const OptionRow& option) {
            if (option.value.empty()) return;
            cases += case_of(quoted(command + "--" + std::string(option.name)),
                             std::string(to_string(offer_for(*row, option))));
        });
        std::size_t position = 0;
        for (const ArgumentRow& argument : row->arguments) {
            const std::string place = argument.repeatable ? "" : std::to_string(++position);
            cases += case_of(quoted(command + place) + (argument.repeatable ? "[0-9]*" : ""),
                             std::string(to_string(offer_for(*row, argument))));
        }
    }
    return cases;
}

std::string word_cases() {
    std::string cases;
    for (const Offer offer : kWordOffers)
        cases += case_of(std::string(to_string(offer)), offered_words(offer));
    return cases;
}

std::string shell_functions(const std::string& option_cases) {
    return std::string(kLists) + "_deed_nouns() {\n    echo " + quoted(all_nouns()) + "\n}\n\n" +
           function_of("_deed_verbs", "\"$1\"", verb_cases()) +
           function_of("_deed_options", "\"$1\"", option_cases) +
           function_of("_deed_words", "\"$1\"", word_cases()) +
           function_of("_deed_kind", "\"$1 $2\"", kind_cases());
}

std::string fish_offer(Offer offer) {
    switch (offer) {
        case Offer::nothing:
            return "";
        case Offer::files:
            return " -F";
        case Offer::folders:
            return " -a '(__fish_complete_directories)'";
        case Offer::keys:
            return " -a '(__deed_keys)'";
        case Offer::dids:
            return " -a '(__deed_dids)'";
        default:
            return " -a " + fish_quoted(offered_words(offer));
    }
}

std::string fish_command(const CommandRow& row) {
    const std::string start =
        "complete -c deed -n " + fish_quoted("__deed_at '" + words_of(row) + "'");
    std::string lines;
    for_each_option(row, [&](const OptionRow& option) {
        lines += start + " -l " + std::string(option.name);
        if (!option.value.empty()) lines += " -r" + fish_offer(offer_for(row, option));
        lines += " -d " + fish_quoted(option.help) + "\n";
    });
    for (const ArgumentRow& argument : row.arguments)
        if (const std::string offer = fish_offer(offer_for(row, argument)); !offer.empty())
            lines += start + offer + "\n";
    return lines;
}

}  // namespace

std::string bash_completion() {
    return head("bash") + shell_functions(bash_option_cases()) + std::string(kBashTail);
}

std::string zsh_completion() {
    return "#compdef deed\n" + head("zsh") + shell_functions(zsh_option_cases()) +
           std::string(kZshTail);
}

std::string fish_completion() {
    std::string script = head("fish") + std::string(kFishHead);
    for_each_noun([&](std::string_view noun) {
        script += "complete -c deed -n '__deed_words 1' -a " + std::string(noun) + "\n";
    });
    for (const CommandRow* row : command_table())
        if (!row->verb.empty())
            script += "complete -c deed -n " +
                      fish_quoted("__deed_words 2; and __deed_at " + std::string(row->noun)) +
                      " -a " + std::string(row->verb) + " -d " + fish_quoted(row->summary) + "\n";
    for (const CommandRow* row : command_table()) script += fish_command(*row);
    return script;
}

}  // namespace deed::cli
