// SPDX-License-Identifier: GPL-3.0-or-later
// Terminals and messages.
#include "cli/terminal.hh"

#include "cli/visible.hh"
#include "core/base/uninterrupted.hh"

#include <cstdlib>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cairn {

namespace {

// Nobody can be told when standard error itself is gone.
void say(const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    ssize_t count = uninterrupted([&] { return write(STDERR_FILENO, rest.data(), rest.size()); });
    if (count <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string painted(std::string_view text, std::string_view colour) {
  if (!wants_colour(STDERR_FILENO)) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", colour, text);
}

constexpr std::string_view bold_red = "1;31";
constexpr std::string_view bold_yellow = "1;33";
constexpr std::string_view bold_cyan = "1;36";

}  // namespace

bool is_terminal(int fd) {
  return isatty(fd) == 1;
}

bool is_smart_terminal(int fd) {
  const char* kind = std::getenv("TERM");
  return kind && std::string_view(kind) != "dumb" && is_terminal(fd);
}

bool wants_colour(int fd) {
  const char* refusal = std::getenv("NO_COLOR");
  bool is_refused = refusal && *refusal;
  return !is_refused && is_smart_terminal(fd);
}

TerminalSize terminal_size(int fd) {
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

void report(const Error& error) {
  std::string text =
      fmt::format("cairn: {} {}\n", painted("error:", bold_red), visible(error.message()));
  if (!error.hint().empty()) {
    text += fmt::format("{} {}\n", painted("hint:", bold_cyan), visible(error.hint()));
  }
  say(text);
}

void note(std::string_view text) {
  say(visible(text) + "\n");
}

void warn(std::string_view text) {
  say(fmt::format("cairn: {} {}\n", painted("warning:", bold_yellow), visible(text)));
}

}  // namespace cairn
