// SPDX-License-Identifier: GPL-3.0-or-later
// Finding modules and files without leaving their folders.
#include "cli/evaluation/load_path.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cairn {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t module_limit = 16 << 20;  // bytes of one module's text
constexpr std::size_t depth_limit = 32;         // folders around a module

std::string lexically_absolute(const std::string& path) {
  std::string absolute = fs::absolute(path).lexically_normal().string();
  while (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
  return absolute;
}

// Links may lead anywhere below FOLDER, and not out of it.
Fd open_beneath(int folder, const std::string& path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return Fd(static_cast<int>(syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how)));
}

bool is_module_part(const std::string& part) {
  return !part.empty() && !part.starts_with('.') && part.size() < 200 &&
         std::ranges::all_of(part,
                             [](unsigned char c) { return c > ' ' && c != '/' && c != 0x7f; });
}

std::string relative_file(const std::vector<std::string>& name) {
  std::string file;
  for (const std::string& part : name) {
    if (!is_module_part(part)) throw Error("'{}' cannot be part of a module's name", part);
    file += (file.empty() ? "" : "/") + part;
  }
  if (name.empty() || name.size() > depth_limit) throw Error("this is no name of a module");
  return file + ".scm";
}

std::string text_of(const Fd& fd, const std::string& file) {
  struct stat status {};
  checked(fstat(fd.get(), &status), "cannot look at {}", file);
  if (!S_ISREG(status.st_mode)) throw Error("{} is no file", file);
  FdSource source(fd.get(), file);
  return read_all(source, module_limit, file);
}

// Add what is below FOLDER, whose path below the folder of modules NAME is PREFIX: "", "a/",
// "a/b/".
void add_modules(int folder, const std::string& name, const std::string& prefix, std::size_t depth,
                 std::vector<ModuleFile>& files) {
  for (const std::string& entry : list_directory(folder)) {
    if (entry.starts_with('.')) continue;
    auto status = status_at(folder, entry);
    if (!status) continue;
    if (S_ISREG(status->st_mode) && entry.ends_with(".scm"))
      files.push_back({name, prefix + entry});
    if (S_ISDIR(status->st_mode) && depth < depth_limit) {
      add_modules(open_directory_at(folder, entry).get(), name, prefix + entry + "/", depth + 1,
                  files);
    }
  }
}

}  // namespace

LoadPath::LoadPath(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) folders_.push_back(open_folder(folder, true));
}

void LoadPath::allow(const std::string& folder) {
  folders_.push_back(open_folder(folder, false));
}

LoadPath::Folder LoadPath::open_folder(const std::string& name, bool has_modules) {
  return {name, lexically_absolute(name), open_directory(name), has_modules};
}

std::optional<ModuleText> LoadPath::find_in_folders(const std::vector<std::string>& name) const {
  std::string relative = relative_file(name);
  for (const Folder& folder : folders_) {
    if (!folder.has_modules) continue;
    std::string file = folder.name + "/" + relative;
    Fd fd = open_beneath(folder.fd.get(), relative, O_RDONLY);
    if (fd) return ModuleText{file, text_of(fd, file)};
    if (errno != ENOENT && errno != ENOTDIR) throw errno_error("cannot open {}", file);
  }
  return std::nullopt;
}

std::optional<ModuleText> LoadPath::find(const std::vector<std::string>& name) const {
  if (auto found = find_in_folders(name)) return found;
  std::string relative = relative_file(name);
  for (const ModuleTree& tree : trees_) {
    auto text = tree.text(relative, module_limit);
    if (text) return ModuleText{tree.prefix() + "/" + relative, std::move(*text)};
  }
  return std::nullopt;
}

OpenPlace LoadPath::open_below(const std::string& path) const {
  // The kernel would see the path end there: of "..\0x" it would see "..".
  if (path.find('\0') != std::string::npos) throw Error("'{}' is no path: it holds a NUL", path);
  for (ModuleTree& tree : trees_) {
    auto below = tree.path_of(path);
    if (!below) continue;
    fs::path copy = tree.copy_out(*below);
    return {open_directory(copy.parent_path()), copy.filename()};
  }
  std::string absolute = lexically_absolute(path);
  std::string parent = absolute.substr(0, absolute.rfind('/'));
  for (const Folder& folder : folders_) {
    if (absolute == folder.absolute) return {open_directory_at(folder.fd.get(), "."), "."};
    if (parent != folder.absolute && !parent.starts_with(folder.absolute + "/")) continue;
    std::string below = parent == folder.absolute ? "." : parent.substr(folder.absolute.size() + 1);
    Fd fd = open_beneath(folder.fd.get(), below, O_RDONLY | O_DIRECTORY);
    if (!fd) throw errno_error("cannot open the folder of '{}'", path);
    return {std::move(fd), absolute.substr(parent.size() + 1)};
  }
  throw Error("'{}' is not below the folder of a module or of the file that is evaluated", path);
}

std::optional<std::vector<FolderEntry>> LoadPath::list_in_tree(const std::string& path) const {
  for (const ModuleTree& tree : trees_) {
    if (auto below = tree.path_of(path)) return tree.list(*below);
  }
  return std::nullopt;
}

bool LoadPath::is_in_tree(const std::string& path) const {
  return std::ranges::any_of(
      trees_, [&](const ModuleTree& tree) { return tree.path_of(path).has_value(); });
}

std::vector<ModuleFile> LoadPath::module_files() const {
  std::vector<ModuleFile> files;
  for (const Folder& folder : folders_) {
    if (folder.has_modules) add_modules(folder.fd.get(), folder.name, "", 0, files);
  }
  return files;
}

std::vector<std::string> LoadPath::folders() const {
  std::vector<std::string> names;
  for (const Folder& folder : folders_) names.push_back(folder.name);
  return names;
}

}  // namespace cairn
