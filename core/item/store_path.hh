// SPDX-License-Identifier: GPL-3.0-or-later
// StorePath: the name of a store item, "HASH-NAME", checked when made; StoreDir: the folder it is
// in.
#pragma once

#include "core/base/error.hh"

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace cairn {

class StorePath {
 public:
  // Read a base name: 32 characters of nix-base32, '-', then a name of 1 to 211 characters out of
  // a-zA-Z0-9+-._?= that does not start with a dot. Throws for anything else.
  explicit StorePath(std::string_view base_name);
  // HASH_PART are 20 bytes, not text.
  StorePath(std::string_view hash_bytes, std::string_view name);

  const std::string& base_name() const { return base_name_; }
  std::string_view hash_part() const { return std::string_view(base_name_).substr(0, 32); }
  std::string_view name() const { return std::string_view(base_name_).substr(33); }
  bool is_derivation() const { return name().ends_with(".drv"); }
  std::strong_ordering operator<=>(const StorePath&) const = default;
  bool operator==(const StorePath&) const = default;

 private:
  std::string base_name_;
};

using StorePathSet = std::set<StorePath>;

// Throws unless NAME can be the name of a store item.
void check_item_name(std::string_view name);

class StoreDir {
 public:
  // PATH is absolute and has no slash at its end.
  explicit StoreDir(std::string path = "/cairn/store");
  const std::string& path() const { return path_; }
  std::string print(const StorePath& item) const { return path_ + "/" + item.base_name(); }
  // Read "/cairn/store/HASH-NAME"; anything else, deeper paths among them, throws.
  StorePath parse(std::string_view text) const;
  // The item that TEXT is in or below; nothing when TEXT is outside the store or in no item.
  std::optional<StorePath> item_of(std::string_view text) const;
  bool operator==(const StoreDir&) const = default;

 private:
  std::string path_;
};

}  // namespace cairn

template <>
struct std::hash<cairn::StorePath> {
  std::size_t operator()(const cairn::StorePath& path) const noexcept {
    return std::hash<std::string_view>()(path.hash_part());
  }
};
