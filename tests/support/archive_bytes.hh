// SPDX-License-Identifier: GPL-3.0-or-later
// Archives byte by byte, also those that no honest program would make.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn::test {

struct TarMember {
  std::string name;
  char type =
      '0';  // 0 file, 1 hard link, 2 link, 3 and 4 devices, 5 folder, 6 fifo, x pax, L K GNU
  std::string target = {};
  std::string content = {};
  mode_t mode = 0644;
};

// A ustar archive with its two blocks of zeros. Names and targets of more than 100 bytes are cut.
std::string tar_bytes(const std::vector<TarMember>& members);

// The member that gives the next one these values in pax's way.
TarMember pax_member(const std::map<std::string, std::string>& values);
TarMember pax_member(const std::string& key, const std::string& value);

struct ZipMember {
  std::string name;
  std::string content = {};
  std::uint32_t unix_mode = 0100644;
  bool is_utf8 = false;  // whether the name is marked as UTF-8
  bool is_dos = false;   // whether it says that it was made on DOS, where \ parts folders
};

// A zip with its contents stored.
std::string zip_bytes(const std::vector<ZipMember>& members);

struct ArMember {
  std::string name;  // at most 15 bytes
  std::string content = {};
};

std::string ar_bytes(const std::vector<ArMember>& members);

}  // namespace cairn::test
