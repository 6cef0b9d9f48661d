// SPDX-License-Identifier: GPL-3.0-or-later
// Writing and deleting launchers.
#include "cli/profile/launchers.hh"

#include "cli/profile/search_paths.hh"
#include "core/base/files.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::string_view first_lines = "#!/bin/sh\n# Made by cairn for a profile.\n";

// The file that says for which place all launchers beside it were made. For one place a name has
// one text, or two in folders whose names differ in length: their sizes tell. To read a thousand of
// them would take longer than all else that a change of generation does.
constexpr const char* place_name = ".place";

bool is_made_for(int directory, const Launchers& launchers) {
  return read_file_at(directory, place_name) == launchers.place;
}

std::string text_of(const LauncherPlace& place, const std::string& program) {
  std::string options;
  for (const std::string& option : place.options) options += shell_word(option) + " ";
  return fmt::format(
      "{}cairn={}\n[ -x \"$cairn\" ] || cairn=cairn\nexec \"$cairn\" {}enter -- {} \"$@\"\n",
      first_lines, shell_word(place.command), options, shell_word(place.profile + "/" + program));
}

bool has_size(int directory, const std::string& name, std::size_t size) {
  auto status = status_at(directory, name);
  return status && S_ISREG(status->st_mode) && static_cast<std::size_t>(status->st_size) == size;
}

// Launchers appear complete, but need not outlast a power cut: they are made again with the next
// generation. Flushing a thousand of them would take seconds.
void write_launcher(int directory, const std::string& name, const std::string& text) {
  std::string fresh = fmt::format(".{}.{}", name, getpid());
  Fd file = open_at(directory, fresh, O_WRONLY | O_CREAT | O_TRUNC, 0755);
  write_fully(file.get(), text, name);
  checked(renameat(directory, fresh.c_str(), directory, name.c_str()),
          "cannot make the launcher {}", name);
}

}  // namespace

Launchers launchers_for(const LauncherPlace& place, const StoreView& view, const StorePath& item) {
  Launchers launchers{text_of(place, ""), {}};
  for (const char* folder : {"bin", "sbin"}) {
    for (const std::string& name : view.names_in(view.store().print(item) + "/" + folder)) {
      launchers.texts.emplace(name, text_of(place, std::string(folder) + "/" + name));
    }
  }
  return launchers;
}

void add_launchers(const std::string& folder, const Launchers& launchers) {
  if (launchers.texts.empty()) return;
  make_directories(folder);
  Fd directory = open_directory(folder);
  bool is_same_place = is_made_for(directory.get(), launchers);
  if (!is_same_place) unlinkat(directory.get(), place_name, 0);
  for (const auto& [name, text] : launchers.texts) {
    if (is_same_place && has_size(directory.get(), name, text.size())) continue;
    write_launcher(directory.get(), name, text);
  }
}

void remove_other_launchers(const std::string& folder, const Launchers& launchers) {
  if (access(folder.c_str(), F_OK) < 0) return;
  Fd directory = open_directory(folder);
  for (const std::string& name : list_directory(directory.get())) {
    if (launchers.texts.contains(name) || name == place_name) continue;
    auto status = status_at(directory.get(), name);
    if (!status || !S_ISREG(status->st_mode)) continue;
    auto text = read_file_at(directory.get(), name);
    if (text && text->starts_with(first_lines)) unlinkat(directory.get(), name.c_str(), 0);
  }
  if (is_made_for(directory.get(), launchers)) return;
  write_launcher(directory.get(), place_name, launchers.place);
}

}  // namespace cairn
