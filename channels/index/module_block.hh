// SPDX-License-Identifier: GPL-3.0-or-later
// A module block: what skimming found in one file, as bytes (manual/formats/index.md). It depends
// on the file's text alone, so it is shared by all commits that have the file.
#pragma once

#include "channels/index/packages.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// Its two parts lie apart in an index: heads are read always, packages seldom.
struct Block {
  std::string head;     // the module's name, and a table of its packages
  std::string entries;  // what the packages say
};

// The block of a file with TEXT. One that cannot be skimmed has a block as well, which says why.
Block module_block(std::string_view text);

// What stands for a variable or a name in the table of a block; never 0. Source: FNV-1a, 32 bits
// (draft-eastlake-fnv).
std::uint32_t text_hash(std::string_view text);

// A block that is read: its head at once, its packages when they are asked for. All in it are
// views into both.
class BlockView {
 public:
  // Nothing for a HEAD that no module_block() wrote.
  static std::optional<BlockView> read(std::string_view head, std::string_view entries);

  std::string_view problem() const { return problem_; }  // why it was not skimmed; else empty
  // ("distro" "base"); empty for a file that defines no module.
  const std::vector<std::string_view>& module() const { return module_; }
  std::size_t size() const { return size_; }  // how many packages
  std::uint32_t variable_hash(std::size_t number) const { return table_number(number, 0); }
  // That of the package's name, if the package itself says its name and its version; else 0.
  std::uint32_t name_hash(std::size_t number) const { return table_number(number, 1); }
  // Package NUMBER, from 0. Throws if its bytes are damaged.
  PackageEntry entry(std::size_t number) const;

 private:
  BlockView() = default;
  std::uint32_t table_number(std::size_t row, std::size_t column) const;

  std::string_view problem_;
  std::vector<std::string_view> module_;
  std::size_t size_ = 0;
  std::string_view table_;
  std::string_view entries_;
};

}  // namespace cairn
