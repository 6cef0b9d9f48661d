// SPDX-License-Identifier: GPL-3.0-or-later
// Commands in hints.
#include "cli/placed_hint.hh"

namespace cairn {

namespace {

constexpr std::string_view program = "cairn ";

// Whether a command begins at AT in HINT: not a word that ends so, not one that says where.
bool begins_command(std::string_view hint, std::size_t at) {
  bool is_word = at == 0 || hint[at - 1] == ' ';
  std::string_view rest = hint.substr(at + program.size());
  return is_word && !rest.starts_with('-') && rest.find("--help") == rest.npos;
}

}  // namespace

std::string placed_hint(std::string_view hint, std::string_view command) {
  std::string placed;
  std::size_t done = 0;
  for (std::size_t at = hint.find(program); at != hint.npos; at = hint.find(program, at + 1)) {
    if (!begins_command(hint, at)) continue;
    placed += hint.substr(done, at - done);
    placed += command;
    done = at + program.size() - 1;
  }
  placed += hint.substr(done);
  return placed;
}

}  // namespace cairn
