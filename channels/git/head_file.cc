// SPDX-License-Identifier: GPL-3.0-or-later
// Reading refs.
#include "channels/git/head_file.hh"

#include "core/base/files.hh"

#include <fcntl.h>
#include <sys/stat.h>

namespace cairn {

namespace {

constexpr std::size_t ref_limit = 4096;         // bytes of one ref
constexpr std::size_t packed_limit = 64 << 20;  // bytes of packed-refs

std::optional<std::string> text_in(int directory, const std::string& path, std::size_t limit) {
  Fd fd(openat(directory, path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (static_cast<std::size_t>(status.st_size) > limit) return std::nullopt;
  FdSource source(fd.get(), path);
  return read_all(source, limit, path);
}

// "4f3a...\n".
std::optional<ObjectId> id_line(std::string_view text) {
  if (!text.ends_with('\n')) return std::nullopt;
  text.remove_suffix(1);
  return ObjectId::parse(text);
}

// The id in the line "ID NAME" of PACKED.
std::optional<ObjectId> packed_ref(std::string_view packed, const std::string& name) {
  std::size_t at = packed.find(" " + name + "\n");
  constexpr std::size_t digits = 2 * ObjectId::size;
  if (at == std::string_view::npos || at < digits) return std::nullopt;
  if (at > digits && packed[at - digits - 1] != '\n') return std::nullopt;
  return ObjectId::parse(packed.substr(at - digits, digits));
}

bool is_ref_name(std::string_view name) {
  return name.starts_with("refs/") && name.find("..") == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

Fd open_repository(const std::string& folder) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  Fd inside(open((folder + "/.git").c_str(), flags));
  return inside ? std::move(inside) : Fd(open(folder.c_str(), flags));
}

}  // namespace

std::optional<ObjectId> head_in_files(const std::string& folder) {
  Fd repository = open_repository(folder);
  auto head = repository ? text_in(repository.get(), "HEAD", ref_limit) : std::nullopt;
  if (!head) return std::nullopt;
  constexpr std::string_view link = "ref: ";
  if (!head->starts_with(link) || !head->ends_with('\n')) return id_line(*head);
  std::string name = head->substr(link.size(), head->size() - link.size() - 1);
  if (!is_ref_name(name)) return std::nullopt;
  if (auto own = text_in(repository.get(), name, ref_limit)) return id_line(*own);
  auto packed = text_in(repository.get(), "packed-refs", packed_limit);
  return packed ? packed_ref(*packed, name) : std::nullopt;
}

}  // namespace cairn
