// SPDX-License-Identifier: GPL-3.0-or-later
// The table of options, and reading by it.
#include "daemon/server/command_line.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <optional>

namespace cairn::server {

namespace {

using Action = CommandLine::Action;

struct Option {
  std::string_view name;
  std::string_view value;  // what stands behind it, as help names it; empty: nothing
  std::string_view help;
  void (*apply)(CommandLine& line, std::string_view value);
};

// PATH absolute and without slashes at its end; "" for "/".
std::string absolute(std::string_view path) {
  if (path.empty()) throw Error("the name of a folder cannot be empty", Exit::misused);
  std::string text = std::filesystem::absolute(path).lexically_normal().string();
  while (text.ends_with('/')) text.pop_back();
  return text;
}

int descriptor(std::string_view text) {
  int number = -1;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool whole = problem == std::errc{} && end == text.data() + text.size();
  if (whole && number > 2) return number;
  throw Error("'{}' is not the number of an open socket", text).with_status(Exit::misused);
}

constexpr std::array options = {
    Option{"--listen", "SOCKET", "where clients connect (STATE/daemon-socket/socket)",
           [](auto& line, auto value) { line.socket = absolute(value); }},
    Option{"--rebuild", "", "make the database anew from what lies on disk, and end",
           [](auto& line, auto) { line.action = Action::rebuild; }},
    Option{"--root", "DIR", "keep the store and its state below DIR",
           [](auto& line, auto value) { line.layout.root = absolute(value); }},
    Option{"--session", "FD", "serve the one client at the open socket FD, and end",
           [](auto& line, auto value) {
             line.action = Action::serve_one;
             line.session = descriptor(value);
           }},
    Option{"--state", "DIR", "where the engine keeps what it knows (/var/cairn)",
           [](auto& line, auto value) { line.layout.state = absolute(value); }},
    Option{"--store", "DIR", "where the items are, by their own names (/cairn/store)",
           [](auto& line, auto value) { line.layout.store = StoreDir(absolute(value)); }},
    Option{"--help", "", "print this", [](auto& line, auto) { line.action = Action::print_help; }},
    Option{"--version", "", "print the version",
           [](auto& line, auto) { line.action = Action::print_version; }},
};

const Option& option_named(std::string_view name) {
  auto found = std::ranges::find(options, name, &Option::name);
  if (found != options.end()) return *found;
  throw Error("there is no option '{}'", name)
      .with_status(Exit::misused)
      .with_hint("cairn-daemon --help");
}

}  // namespace

CommandLine parse_command_line(std::span<const char* const> arguments) {
  CommandLine line;
  for (auto next = arguments.begin(); next != arguments.end(); ++next) {
    std::string_view argument = *next;
    std::size_t equals = argument.find('=');
    const Option& option = option_named(argument.substr(0, equals));
    bool wants_value = !option.value.empty();
    std::optional<std::string_view> value;
    if (equals != std::string_view::npos) value = argument.substr(equals + 1);
    if (wants_value && !value && next + 1 != arguments.end()) value = *++next;
    if (wants_value != value.has_value()) {
      throw Error("the option {} takes {} value", option.name, wants_value ? "a" : "no")
          .with_status(Exit::misused)
          .with_hint("cairn-daemon --help");
    }
    option.apply(line, value.value_or(""));
  }
  if (line.socket.empty()) line.socket = line.layout.physical_state() + "/daemon-socket/socket";
  return line;
}

std::string help_text() {
  std::string text =
      "usage: cairn-daemon [OPTION]...\n"
      "Keep a store: add to it, build, collect garbage, for the clients that connect.\n\n";
  for (const Option& option : options) {
    text +=
        fmt::format("  {:<18}{}\n", fmt::format("{} {}", option.name, option.value), option.help);
  }
  return text;
}

}  // namespace cairn::server
