// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a command line with CLI11, which is included here only.
#include "cli/arguments.hh"

#include "cli/optional_values.hh"
#include "core/base/nearest.hh"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

namespace cairn {

namespace {

// How messages call an option: its last name, a long one where it has any.
std::string_view name_of(const Option& option) {
  return option.names.substr(option.names.rfind(',') + 1);
}

Error misuse(const std::string& message, const std::string& title) {
  return Error(message, Exit::misused).with_hint(title + " --help");
}

void refuse_empty(const Option& option, const std::string& value, const std::string& title) {
  if (!value.empty() || option.may_be_empty) return;
  throw misuse(fmt::format("the value of '{}' cannot be empty", name_of(option)), title);
}

std::uint64_t number_of(const std::string& text, std::string_view name, const std::string& title) {
  std::uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw misuse(fmt::format("cannot read '{}' as a number for {}", text, name), title);
  }
  return number;
}

// Says to CLI11 where an option's value goes.
struct Declaration {
  CLI::App& app;
  const Option& option;
  const std::string& title;

  std::string names() const { return option.is_operand() ? "operand" : std::string(option.names); }
  // One value each time that it is given.
  void single(std::function<void(const std::string&)> take) const {
    auto take_meant = [option_ = option, title_ = title, take_ = std::move(take)](auto& value) {
      if (!option_.is_operand()) refuse_empty(option_, value, title_);
      take_(value);
    };
    app.add_option_function<std::string>(names(), take_meant)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->trigger_on_parse();
  }

  void operator()(bool* target) const { app.add_flag(names(), *target); }
  void operator()(std::string* target) const {
    single([target](const std::string& value) { *target = value; });
  }
  void operator()(std::optional<std::string>* target) const {
    single([target](const std::string& value) { *target = value; });
  }
  void operator()(std::optional<std::uint64_t>* target) const {
    single([name = name_of(option), title_ = title, target](const std::string& value) {
      *target = number_of(value, name, title_);
    });
  }
  // What has these was taken out before.
  void operator()(MaybeValue*) const {}
  void operator()(OperandList*) const {}
  void operator()(std::vector<std::string>* target) const {
    if (option.is_operand()) {
      app.add_option(names(), *target);
    } else {
      single([target](const std::string& value) { target->push_back(value); });
    }
  }
};

// The long option that NAME was probably meant to be. All begin with dashes, which would make
// unlike names alike.
std::optional<std::string> nearest_option(const Options& options, std::string_view name) {
  if (!name.starts_with("--")) return std::nullopt;
  std::vector<std::string> known;
  for (const Option& option : options) {
    for (const std::string& one : split_names(option.names)) {
      if (one.starts_with("--")) known.push_back(one.substr(2));
    }
  }
  auto meant = nearest(name.substr(2), known);
  return meant ? std::optional("--" + *meant) : std::nullopt;
}

[[noreturn]] void refuse_extra(const Options& options, const std::string& extra,
                               const std::string& title) {
  if (!extra.starts_with('-') || extra == "-") {
    throw misuse(fmt::format("'{}' is one operand too many", extra), title);
  }
  std::string name = extra.substr(0, extra.find('='));
  Error error = misuse(fmt::format("there is no option '{}'", name), title);
  if (name == "--root") {
    error.with_hint(fmt::format("it stands before the verb: cairn --root DIR{}", title.substr(5)));
    throw error;
  }
  if (auto meant = nearest_option(options, name)) {
    error.with_hint(fmt::format("did you mean '{}'? See: {} --help", *meant, title));
  }
  throw error;
}

// CLI11's words for what went wrong begin with the option's name.
Error misuse_of(const CLI::ParseError& error, const std::string& title) {
  std::string text = error.what();
  std::string name = text.substr(0, text.find_first_of(": "));
  if (error.get_name() == "ArgumentMismatch") {
    return misuse(fmt::format("the option '{}' needs a value", name), title);
  }
  return misuse(text, title);
}

void parse(CLI::App& app, const Options& options, const Arguments& arguments,
           const std::string& title) {
  for (const Option& option : options) {
    bool is_command = option.names.starts_with("[-- ");
    if (!is_command) std::visit(Declaration{app, option, title}, option.target);
  }
  try {
    app.parse(Arguments(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    throw misuse_of(error, title);
  }
}

const Option* find(const Options& options, std::string_view name) {
  auto found = std::find_if(options.begin(), options.end(), [name](const Option& option) {
    auto names = split_names(option.names);
    return std::find(names.begin(), names.end(), name) != names.end();
  });
  return found == options.end() ? nullptr : &*found;
}

// Whether the argument behind ARGUMENT is its value: "--date", "-C", "-nC".
bool takes_next(const Options& options, const std::string& argument) {
  if (!argument.starts_with('-') || argument.size() < 2) return false;
  bool is_long = argument.starts_with("--");
  std::string name = is_long ? argument : std::string("-") + argument.back();
  const Option* option = find(options, name);
  if (option == nullptr || option->is_flag() || option->has_optional_value()) return false;
  if (is_long || argument.size() == 2) return true;
  // "-Cn" is "-C" with the value "n".
  return !takes_next(options, argument.substr(0, argument.size() - 1));
}

auto first_operand(const Options& options, Arguments& arguments) {
  auto argument = arguments.begin();
  while (argument != arguments.end() && argument->starts_with('-') && *argument != "--") {
    bool is_pair = takes_next(options, *argument) && std::next(argument) != arguments.end();
    argument += is_pair ? 2 : 1;
  }
  return argument;
}

// CLI11 takes "--flag=no" for "--flag", or for nothing.
void refuse_value_of_flag(const Options& options, const std::string& argument,
                          const std::string& title) {
  if (!argument.starts_with("--")) return;
  std::string name = argument.substr(0, argument.find('='));
  const Option* option = name == argument ? nullptr : find(options, name);
  if (option == nullptr || !option->is_flag()) return;
  throw misuse(fmt::format("the option '{}' takes no value", name), title);
}

// CLI11 takes "--name=" for "--name", and the argument behind it for its value. So the empty value
// becomes an argument. None of those from END on is looked at.
void detach_empty_values(const Options& options, Arguments& arguments, Arguments::iterator end,
                         const std::string& title) {
  Arguments changed;
  auto argument = arguments.begin();
  for (; argument != end && *argument != "--"; ++argument) {
    refuse_value_of_flag(options, *argument, title);
    bool is_pair = takes_next(options, *argument) && std::next(argument) != end;
    bool is_empty = argument->starts_with("--") && argument->ends_with('=');
    std::string name = is_empty ? argument->substr(0, argument->size() - 1) : *argument;
    const Option* option = is_empty ? find(options, name) : nullptr;
    bool has_value = option != nullptr && !option->is_flag();
    if (has_value) refuse_empty(*option, "", title);
    changed.push_back(has_value ? name : *argument);
    if (has_value) changed.emplace_back();
    if (is_pair) changed.push_back(*++argument);
  }
  changed.insert(changed.end(), argument, arguments.end());
  arguments = std::move(changed);
}

// What stands behind "--" goes to the option that is called "[-- COMMAND...]", if there is one.
void take_command(const Options& options, Arguments& arguments) {
  auto command = std::find_if(options.begin(), options.end(), [](const Option& option) {
    return option.names.starts_with("[-- ");
  });
  auto mark = std::find(arguments.begin(), arguments.end(), "--");
  if (command == options.end() || mark == arguments.end()) return;
  std::get<std::vector<std::string>*>(command->target)->assign(std::next(mark), arguments.end());
  arguments.erase(mark, arguments.end());
}

// Whether an operand that is called PATH was given as an empty word.
bool is_empty_path(const Option& option) {
  auto* paths = std::get_if<std::vector<std::string>*>(&option.target);
  if (!paths || !option.names.starts_with("PATH")) return false;
  return std::find((*paths)->begin(), (*paths)->end(), "") != (*paths)->end();
}

bool is_missing(const Option& option) {
  if (!option.is_operand() || option.names.starts_with('[')) return false;
  if (auto* single = std::get_if<std::string*>(&option.target)) return (*single)->empty();
  if (auto* many = std::get_if<std::vector<std::string>*>(&option.target)) return (*many)->empty();
  return false;
}

}  // namespace

bool is_help(const std::string& argument) {
  return argument == "-h" || argument == "--help";
}

void read_arguments(const Options& options, Arguments arguments, Reading reading,
                    const std::string& title) {
  take_command(options, arguments);
  if (reading == Reading::options_first) {
    auto operand = first_operand(options, arguments);
    if (operand != arguments.end() && *operand != "--") arguments.insert(operand, "--");
  }
  bool is_passed_on = reading == Reading::none && !arguments.empty() && !is_help(arguments.front());
  if (is_passed_on && arguments.front() != "--") arguments.insert(arguments.begin(), "--");
  detach_empty_values(options, arguments, arguments.end(), title);
  take_optional_values(options, arguments);
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  parse(app, options, arguments, title);
  std::vector<std::string> extras = app.remaining();
  std::erase(extras, "--");  // CLI11 counts the mark itself among them
  if (!extras.empty()) refuse_extra(options, extras.front(), title);
}

void check_operands(const Options& options, const std::string& title) {
  auto empty = std::find_if(options.begin(), options.end(), is_empty_path);
  if (empty != options.end()) throw misuse("the name of a file or folder cannot be empty", title);
  auto missing = std::find_if(options.begin(), options.end(), is_missing);
  if (missing == options.end()) return;
  std::string_view name = missing->names;
  if (name.ends_with("...")) name.remove_suffix(3);
  throw misuse(fmt::format("{} needs a {}", title, name), title);
}

void take_leading_options(const Options& options, Arguments& arguments, const std::string& title) {
  detach_empty_values(options, arguments, first_operand(options, arguments), title);
  CLI::App app;
  app.set_help_flag();
  app.prefix_command();
  parse(app, options, arguments, title);
  arguments = app.remaining();
  if (!arguments.empty() && arguments.front().starts_with('-')) {
    refuse_extra(options, arguments.front(), title);
  }
}

}  // namespace cairn
