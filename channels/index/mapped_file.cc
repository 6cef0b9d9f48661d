// SPDX-License-Identifier: GPL-3.0-or-later
// Mapping files.
#include "channels/index/mapped_file.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <utility>

namespace cairn {

std::optional<MappedFile> MappedFile::open(const std::string& path, std::size_t limit) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd && errno == ENOENT) return std::nullopt;
  if (!fd) throw errno_error("cannot open {}", path);
  struct stat status {};
  checked(fstat(fd.get(), &status), "cannot look at {}", path);
  auto size = static_cast<std::size_t>(status.st_size);
  if (!S_ISREG(status.st_mode) || size == 0 || size > limit) return std::nullopt;
  void* start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd.get(), 0);
  if (start == MAP_FAILED) throw errno_error("cannot map {}", path);
  return MappedFile(std::string_view(static_cast<const char*>(start), size));
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace cairn
