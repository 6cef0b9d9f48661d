// SPDX-License-Identifier: GPL-3.0-or-later
// Help texts.
#include "cli/help.hh"

#include <algorithm>
#include <fmt/format.h>

namespace cairn {

namespace {

// "-c, --cores=N": how help writes an option.
std::string spelling(const Option& option) {
  std::string text;
  std::string_view rest = option.names;
  while (!rest.empty()) {
    std::size_t comma = std::min(rest.find(','), rest.size());
    if (text.empty() && rest.starts_with("--")) text = "    ";
    text +=
        fmt::format("{}{}", text.ends_with(' ') || text.empty() ? "" : ", ", rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  bool is_long = option.names.find("--") != std::string_view::npos;
  if (option.value.starts_with('[')) {
    return fmt::format("{}[{}{}", text, is_long ? "=" : "", option.value.substr(1));
  }
  if (!option.value.empty()) text += fmt::format("{}{}", is_long ? "=" : " ", option.value);
  return text;
}

// LEFT and RIGHT in two columns; a LEFT that is too wide has its line alone.
std::string two_columns(std::string_view left, std::string_view right, std::size_t width) {
  if (left.size() <= width) return fmt::format("  {:<{}}  {}\n", left, width, right);
  return fmt::format("  {}\n  {:<{}}  {}\n", left, "", width, right);
}

std::string options_help(const Options& options) {
  std::string text;
  for (const Option& option : options) {
    if (!option.is_operand() && !option.help.empty()) {
      text += two_columns(spelling(option), option.help, 24);
    }
  }
  return text;
}

std::string operands_usage(const Verb& verb, const Options& options) {
  std::string text;
  for (const Option& option : options) {
    if (!option.is_operand()) continue;
    if (verb.reading == Reading::options_first) text += " [--]";
    text += fmt::format(" {}", option.names);
  }
  return text;
}

std::string verbs_help(std::span<const Verb* const> verbs, std::string_view prefix) {
  std::string text;
  for (const Verb* verb : verbs) {
    if (verb->name.starts_with(prefix)) text += two_columns(verb->name, verb->summary, 18);
  }
  return text;
}

}  // namespace

std::string general_help(std::span<const Verb* const> verbs, const Options& options) {
  return fmt::format(
      "Usage: cairn [OPTION]... VERB [ARGUMENT]...\n"
      "A functional package manager.\n\n"
      "{}\n"
      "Options that stand before the verb:\n"
      "{}\n"
      "Help for a verb: cairn VERB --help\n",
      verbs_help(verbs, ""), options_help(options));
}

std::string group_help(std::span<const Verb* const> verbs, std::string_view group) {
  return fmt::format(
      "Usage: cairn {0} VERB [ARGUMENT]...\n\n{1}\nHelp for a verb: cairn {0} VERB --help\n", group,
      verbs_help(verbs, fmt::format("{} ", group)));
}

std::string verb_help(const Verb& verb, const Options& options) {
  std::string summary(verb.summary);
  summary.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(summary.front())));
  std::string text = fmt::format("Usage: cairn {} [OPTION]...{}\n{}.\n\n{}", verb.name,
                                 operands_usage(verb, options), summary, options_help(options));
  if (!verb.details.empty()) text += fmt::format("\n{}\n", verb.details);
  return text;
}

}  // namespace cairn
