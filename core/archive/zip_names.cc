// SPDX-License-Identifier: GPL-3.0-or-later
// A zip's directory, read from its end.
#include "core/archive/zip_names.hh"

#include "core/base/error.hh"
#include "core/base/uninterrupted.hh"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::size_t end_size = 22;    // of the record that ends a zip, without its comment
constexpr std::size_t entry_size = 46;  // of an entry, without its texts
constexpr std::uint64_t tail_size = 16 * 1024;  // libarchive looks no further for the end record
constexpr std::uint64_t directory_limit = 64 << 20;

// SIZE bytes of FD from OFFSET on; fewer when it ends before.
std::string bytes_at(int fd, std::uint64_t offset, std::uint64_t size) {
  std::string bytes(size, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    ssize_t count = uninterrupted([&] {
      return pread(fd, bytes.data() + filled, bytes.size() - filled,
                   static_cast<off_t>(offset + filled));
    });
    if (checked(count, "cannot read a zip's directory") == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

// The little-endian number of SIZE bytes at OFFSET, which must lie in BYTES.
std::uint32_t number_at(std::string_view bytes, std::size_t offset, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value |= std::uint32_t{static_cast<unsigned char>(bytes[offset + i])} << 8 * i;
  }
  return value;
}

std::string directory_of(int fd) {
  struct stat status {};
  checked(fstat(fd, &status), "cannot look at a zip");
  auto file_size = static_cast<std::uint64_t>(status.st_size);
  std::uint64_t tail_offset = file_size - std::min(file_size, tail_size);
  std::string tail = bytes_at(fd, tail_offset, file_size - tail_offset);
  if (tail.size() < end_size) return "";
  std::size_t end = tail.rfind("PK\5\6", tail.size() - end_size);
  if (end == std::string::npos) return "";
  bool is_zip64 = end >= 20 && tail.compare(end - 20, 4, "PK\6\7") == 0;
  std::uint64_t size = number_at(tail, end + 12, 4);
  if (is_zip64 || size > directory_limit || size > tail_offset + end) return "";
  return bytes_at(fd, tail_offset + end - size, size);
}

}  // namespace

std::vector<std::string> zip_names(int fd) {
  std::string directory = directory_of(fd);
  std::string_view rest = directory;
  std::map<std::uint32_t, std::string> by_offset;
  while (rest.size() >= entry_size && rest.starts_with("PK\1\2")) {
    std::size_t name_size = number_at(rest, 28, 2);
    std::size_t size = entry_size + name_size + number_at(rest, 30, 2) + number_at(rest, 32, 2);
    if (size > rest.size()) return {};
    by_offset.try_emplace(number_at(rest, 42, 4), rest.substr(entry_size, name_size));
    rest.remove_prefix(size);
  }
  std::vector<std::string> names;
  for (auto& [offset, name] : by_offset) names.push_back(std::move(name));
  return names;
}

}  // namespace cairn
