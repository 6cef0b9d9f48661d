// SPDX-License-Identifier: GPL-3.0-or-later
// From words to what an evaluation is asked for.
#include "cli/package_arguments.hh"

#include "core/base/files.hh"

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace cairn {

namespace {

std::vector<std::string> folders_in(const char* variable) {
  std::vector<std::string> folders;
  const char* value = std::getenv(variable);
  std::string_view rest = value ? value : "";
  while (!rest.empty()) {
    std::size_t end = std::min(rest.find(':'), rest.size());
    if (end > 0) folders.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return folders;
}

std::string folder_of(const std::string& file) {
  std::string parent = std::filesystem::path(file).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace

Options package_options(PackageWishes& wishes) {
  return {
      {"-L,--load-path", "DIR", "look for modules in DIR first", &wishes.load_path},
      {"-e,--expression", "EXPR", "the package that EXPR gives", &wishes.expressions},
      {"-f,--file", "FILE", "the package that FILE ends with", &wishes.files},
  };
}

std::vector<std::string> package_folders(const PackageWishes& wishes) {
  std::vector<std::string> folders = wishes.load_path;
  for (std::string& folder : folders_in("CAIRN_PACKAGE_PATH")) folders.push_back(std::move(folder));
  return folders;
}

void allow_files(const PackageWishes& wishes, LoadPath& path) {
  for (const std::string& file : wishes.files) path.allow(folder_of(file));
  if (!wishes.expressions.empty()) path.allow(".");
}

bool is_specification(const std::string& word) {
  std::string_view target = std::string_view(word).substr(0, word.find_first_of("!^"));
  return word.find('/') == std::string::npos && !target.ends_with(".drv") && word != "." &&
         access(word.c_str(), F_OK) != 0;
}

std::vector<PackageTarget> package_targets(const PackageWishes& wishes,
                                           const std::vector<std::string>& specifications,
                                           const LoadPath& path) {
  std::vector<PackageTarget> targets;
  for (const std::string& text : wishes.expressions) {
    targets.push_back({"-e " + text, {{"expression", text}}});
  }
  for (const std::string& file : wishes.files) {
    targets.push_back({file, {{"file", file}, {"text", read_file(file)}}});
  }
  if (specifications.empty()) return targets;
  PackageIndex index(path);
  for (const std::string& text : specifications) targets.push_back(package_target(text, index));
  return targets;
}

PackageTarget package_target(const std::string& text, const PackageIndex& index) {
  PackageSpecification wanted = parse_specification(text);
  const FoundPackage& package = index.find(wanted);
  Message request = {{"module", package.module}, {"variable", package.variable}};
  if (!wanted.output.empty()) request["output"] = wanted.output;
  return {text, std::move(request)};
}

Message requests_of(const std::vector<PackageTarget>& targets) {
  Message requests = Message::array();
  for (const PackageTarget& target : targets) requests.push_back(target.request);
  return requests;
}

}  // namespace cairn
