// SPDX-License-Identifier: GPL-3.0-or-later
// MappedFile: the bytes of a file where the kernel keeps them already: nothing is copied, and pages
// come many at a time. Only for files that appear by rename and never change.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cairn {

class MappedFile {
 public:
  // Nothing where there is no file PATH, or one that is empty or larger than LIMIT.
  static std::optional<MappedFile> open(const std::string& path, std::size_t limit);
  MappedFile(MappedFile&& other) noexcept : bytes_(other.bytes_) { other.bytes_ = {}; }
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

}  // namespace cairn
