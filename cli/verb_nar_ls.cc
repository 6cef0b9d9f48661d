// SPDX-License-Identifier: GPL-3.0-or-later
// cairn nar ls: what is in an archive. Prints as `nix nar ls` does.
#include "cli/archive_file.hh"
#include "cli/nar_index.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct NarLsWishes {
  bool recursive = false;
  bool is_long = false;
  bool json = false;
  std::string file;
  std::optional<std::string> path;
};

Options nar_ls_options(NarLsWishes& wishes) {
  return {
      {"-R,--recursive", "", "list folders in folders, too", &wishes.recursive},
      {"-l,--long", "", "show kinds, sizes and where links point", &wishes.is_long},
      {"--json", "", "print JSON", &wishes.json},
      {"FILE", "", "", &wishes.file},
      {"[PATH]", "", "", &wishes.path},
  };
}

nlohmann::json json_of(const NarEntry& entry, bool recursive) {
  if (entry.kind == NarEntry::Kind::link) return {{"type", "symlink"}, {"target", entry.target}};
  if (entry.kind == NarEntry::Kind::file) {
    nlohmann::json json{{"type", "regular"}, {"size", entry.size}, {"narOffset", entry.offset}};
    if (entry.is_executable) json["executable"] = true;
    return json;
  }
  auto entries = nlohmann::json::object();
  for (const auto& [name, child] : entry.entries) {
    entries[name] = recursive ? json_of(child, true) : nlohmann::json::object();
  }
  return {{"type", "directory"}, {"entries", std::move(entries)}};
}

void print_entry(const NarEntry& entry, const std::string& name, bool is_long, Results& results) {
  if (!is_long) return results.line(name);
  bool is_link = entry.kind == NarEntry::Kind::link;
  const char* mode = is_link                                ? "lrwxrwxrwx"
                     : entry.kind == NarEntry::Kind::folder ? "dr-xr-xr-x"
                     : entry.is_executable                  ? "-r-xr-xr-x"
                                                            : "-r--r--r--";
  std::string arrow = is_link ? " -> " + entry.target : "";
  results.line(fmt::format("{} {:>20} {}{}", mode, entry.size, name, arrow));
}

void print_entries(const NarEntry& folder, const std::string& name, const NarLsWishes& wishes,
                   Results& results) {
  for (const auto& [child_name, child] : folder.entries) {
    std::string path = name + "/" + child_name;
    print_entry(child, path, wishes.is_long, results);
    if (wishes.recursive) print_entries(child, path, wishes, results);
  }
}

Exit nar_ls(const NarLsWishes& wishes, const PlaceWishes&) {
  ArchiveFile archive(wishes.file);
  NarEntry root = read_nar_index(archive);
  std::string path = wishes.path.value_or("/");
  const NarEntry& entry = entry_at(root, path);
  Results results;
  if (wishes.json) {
    results.json(json_of(entry, wishes.recursive));
  } else if (entry.kind == NarEntry::Kind::folder) {
    print_entries(entry, ".", wishes, results);
  } else {
    print_entry(entry, path.substr(path.rfind('/') + 1), wishes.is_long, results);
  }
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb nar_ls_verb;
const Verb nar_ls_verb{"nar ls", "list what is in an archive",
                       "A FILE of '-' means standard input.",
                       [] { return call_of(nar_ls_options, nar_ls); }};

}  // namespace cairn
