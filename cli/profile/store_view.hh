// SPDX-License-Identifier: GPL-3.0-or-later
// StoreView: what store items hold, for who stands outside of a store below a root folder: links
// in them name other items by the store's own name, and lead nowhere here.
#pragma once

#include "core/item/store_path.hh"

#include <optional>
#include <string>
#include <vector>

namespace cairn {

class StoreView {
 public:
  // The store's folder STORE lies at ROOT + STORE on this machine.
  StoreView(std::string root, StoreDir store) : root_(std::move(root)), store_(std::move(store)) {}
  const StoreDir& store() const { return store_; }

  // Where PATH, by the store's own name, is on this machine behind all links; nothing when it is
  // not there.
  std::optional<std::string> find(const std::string& path) const;
  bool has_folder(const std::string& path) const;
  bool has_file(const std::string& path) const;
  // The names in the folder PATH; none when there is no such folder.
  std::vector<std::string> names_in(const std::string& path) const;

 private:
  std::string on_this_machine(const std::string& path) const;

  std::string root_;
  StoreDir store_;
};

}  // namespace cairn
