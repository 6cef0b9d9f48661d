// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a script for bash. Names of packages are data of strangers: `compgen -W' would expand
// them as the shell does, so that gets words of ours only.
#include "cli/bash_completion.hh"

#include <fmt/format.h>
#include <set>

namespace cairn {

namespace {

// What may stand behind a verb, as words for the script.
struct Words {
  std::string options;
  std::string valued;  // those options that the next word is a value of
  bool has_packages = false;
};

void add_word(std::string& words, std::string_view word) {
  if (!words.empty()) words += ' ';
  words += word;
}

void add_option(const Option& option, Words& words) {
  std::string_view rest = option.names;
  while (!rest.empty()) {
    std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view name = rest.substr(0, comma);
    if (!option.help.empty()) add_word(words.options, name);
    bool takes_next = !option.is_flag() && !option.has_optional_value();
    if (takes_next) add_word(words.valued, name);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
}

Words words_of(const Options& options) {
  Words words;
  for (const Option& option : options) {
    if (!option.is_operand()) add_option(option, words);
    // As operands, or behind an option that takes them.
    std::string_view operands = option.is_operand() ? option.names : option.value;
    if (operands.find("PACKAGE") != std::string_view::npos) words.has_packages = true;
  }
  return words;
}

std::string case_of(std::string_view verb, const Words& words) {
  return fmt::format(
      "        '{}')\n            options='{}'\n            valued='{}'\n{}            ;;\n", verb,
      words.options, words.valued, words.has_packages ? "            packages=1\n" : "");
}

std::string first_word(std::string_view name) {
  return std::string(name.substr(0, name.find(' ')));
}

// The cases of all verbs, and of groups, behind which a verb is to come.
std::string cases_of(std::span<const Verb* const> verbs) {
  std::string cases;
  for (const Verb* verb : verbs) {
    Words words = words_of(verb->call().options);
    add_word(words.options, "-h --help");
    cases += case_of(verb->name, words);
  }
  return cases;
}

std::string group_cases_of(std::span<const Verb* const> verbs) {
  std::set<std::string> groups;
  for (const Verb* verb : verbs) {
    if (verb->name.find(' ') != std::string_view::npos) groups.insert(first_word(verb->name));
  }
  std::string cases;
  for (const std::string& group : groups) {
    std::string members;
    for (const Verb* verb : verbs) {
      if (verb->name.starts_with(group + " ")) {
        add_word(members, verb->name.substr(group.size() + 1));
      }
    }
    cases += fmt::format("        {}) echo '{}' ;;\n", group, members);
  }
  return cases;
}

std::string verb_words_of(std::span<const Verb* const> verbs) {
  std::set<std::string> words{"help"};
  for (const Verb* verb : verbs) words.insert(first_word(verb->name));
  std::string text;
  for (const std::string& word : words) add_word(text, word);
  return text;
}

// BEFORE, VERBS, GROUPS and CASES are put in; braces of the shell are doubled.
constexpr const char* script = R"(# bash completion for cairn; made by: cairn completion bash

_cairn_group() {{
    case $1 in
{groups}    esac
}}

_cairn_options() {{
    options='' valued='' packages=''
    case $1 in
        '')
            options='{before}'
            valued='{before_valued}'
            ;;
{cases}    esac
}}

_cairn() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}
    local verb='' members='' options valued packages i
    local -a leading=()
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ -n $verb && -z $members ]]; then break; fi
        case ${{COMP_WORDS[i]}} in
            --root | --store | --state)
                leading+=("${{COMP_WORDS[i]}}")
                if [[ ${{COMP_WORDS[i + 1]}} == '=' ]]; then ((i++)); fi
                if ((++i < COMP_CWORD)); then leading+=("${{COMP_WORDS[i]}}"); fi
                ;;
            -*) ;;
            *)
                verb=${{verb:+$verb }}${{COMP_WORDS[i]}}
                if [[ $verb == *' '* ]]; then members=''; else members=$(_cairn_group "$verb"); fi
                ;;
        esac
    done
    _cairn_options "$verb"
    if [[ $word == '=' || $previous == '=' || " $valued " == *" $previous "* ]]; then return; fi
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$word"))
    elif [[ -z $verb ]]; then
        COMPREPLY=($(compgen -W '{verbs}' -- "$word"))
    elif [[ -n $members ]]; then
        COMPREPLY=($(compgen -W "$members" -- "$word"))
    elif [[ -n $packages && $word != */* ]]; then
        mapfile -t COMPREPLY < <("${{COMP_WORDS[0]}}" "${{leading[@]}}" completion packages "$word" 2>/dev/null)
    fi
}}

complete -o bashdefault -o default -F _cairn cairn
)";

}  // namespace

std::string bash_completion(std::span<const Verb* const> verbs, const Options& options) {
  Words before = words_of(options);
  return fmt::format(script, fmt::arg("groups", group_cases_of(verbs)),
                     fmt::arg("before", before.options), fmt::arg("before_valued", before.valued),
                     fmt::arg("cases", cases_of(verbs)), fmt::arg("verbs", verb_words_of(verbs)));
}

}  // namespace cairn
