// SPDX-License-Identifier: GPL-3.0-or-later
// Search paths as values, as lines of sh and as an environment.
#include "cli/profile/search_paths.hh"

#include "core/base/error.hh"

#include <algorithm>

namespace cairn {

namespace {

bool is_variable(std::string_view name) {
  auto is_good = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)); };
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), is_good);
}

bool is_in_some(const std::vector<const ManifestEntry*>& entries, const StoreView& view,
                const std::string& file, const std::string& type) {
  return std::any_of(entries.begin(), entries.end(), [&](const ManifestEntry* entry) {
    std::string path = view.store().print(entry->item) + "/" + file;
    return type == "regular" ? view.has_file(path) : view.has_folder(path);
  });
}

std::vector<const ManifestEntry*> all_entries(const Manifest& manifest) {
  std::vector<const ManifestEntry*> all;
  for (const ManifestEntry& entry : manifest.entries) all.push_back(&entry);
  for (const ManifestEntry& entry : manifest.propagated) all.push_back(&entry);
  return all;
}

SearchPathValue& value_for(std::vector<SearchPathValue>& values, const SearchPath& path) {
  auto found = std::find_if(values.begin(), values.end(), [&](const SearchPathValue& one) {
    return one.variable == path.variable;
  });
  if (found != values.end()) return *found;
  return values.emplace_back(SearchPathValue{path.variable, path.separator, {}});
}

// TEXT within double quotes of sh.
std::string escaped(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (std::string_view("$`\"\\").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string joined(const SearchPathValue& value, const std::string& profile, bool in_quotes) {
  std::string text;
  for (const std::string& file : value.files) {
    if (!text.empty() && !value.separator) break;
    if (!text.empty()) text += in_quotes ? escaped(*value.separator) : *value.separator;
    text += profile + "/" + (in_quotes ? escaped(file) : file);
  }
  return text;
}

}  // namespace

std::vector<SearchPathValue> search_path_values(const Manifest& manifest, const StoreView& view) {
  auto entries = all_entries(manifest);
  std::vector<SearchPathValue> values = {{"PATH", ":", {}}};
  auto add = [&](const SearchPath& path) {
    if (!is_variable(path.variable)) return;
    for (const std::string& file : path.files) {
      if (!is_in_some(entries, view, file, path.file_type)) continue;
      SearchPathValue& value = value_for(values, path);
      bool is_there = std::find(value.files.begin(), value.files.end(), file) != value.files.end();
      if (!is_there) value.files.push_back(file);
    }
  };
  add({"PATH", {"bin", "sbin"}, ":"});
  if (values[0].files.empty()) values[0].files = {"bin"};
  for (const ManifestEntry* entry : entries) {
    for (const SearchPath& path : entry->search_paths) add(path);
  }
  return values;
}

SearchPathKind parse_search_path_kind(std::string_view text) {
  if (text == "exact" || text.empty()) return SearchPathKind::exact;
  if (text == "prefix") return SearchPathKind::prefix;
  if (text == "suffix") return SearchPathKind::suffix;
  throw Error("'{}' is no kind of search paths", text)
      .with_status(Exit::misused)
      .with_hint("there are: exact, prefix, suffix");
}

std::string search_path_lines(const std::vector<SearchPathValue>& values,
                              const std::string& profile, SearchPathKind kind) {
  std::string lines;
  for (const SearchPathValue& value : values) {
    std::string text = joined(value, profile, true);
    if (value.separator && kind != SearchPathKind::exact) {
      // Where the variable is not set this adds nothing, not even for a shell that minds (set -u).
      std::string separator = escaped(*value.separator);
      text = kind == SearchPathKind::prefix
                 ? fmt::format("{0}${{{1}:+{2}${1}}}", text, value.variable, separator)
                 : fmt::format("${{{1}:+${1}{2}}}{0}", text, value.variable, separator);
    }
    lines += fmt::format("export {}=\"{}\"\n", value.variable, text);
  }
  return lines;
}

std::string profile_script(const std::vector<SearchPathValue>& values, const std::string& path) {
  // One name more than needed, so that a path with any character can stand in it.
  return fmt::format(
      "# Source this file to use the profile; CAIRN_PROFILE names it if it is not in its place.\n"
      "cairn_profile_=${{CAIRN_PROFILE:-}}\n"
      "[ -n \"$cairn_profile_\" ] || cairn_profile_={}\n"
      "{}"
      "unset cairn_profile_\n",
      shell_word(path), search_path_lines(values, "$cairn_profile_", SearchPathKind::prefix));
}

std::map<std::string, std::string> with_search_paths(
    const std::vector<SearchPathValue>& values, const std::string& path,
    std::map<std::string, std::string> environment) {
  for (const SearchPathValue& value : values) {
    std::string& variable = environment[value.variable];
    std::string text = joined(value, path, false);
    if (value.separator && !variable.empty()) text += *value.separator + variable;
    variable = text;
  }
  return environment;
}

std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (char c : text) c == '\'' ? word += "'\\''" : word += c;
  return word + "'";
}

}  // namespace cairn
