// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: where a store and its state lie, as names say (logical) and on this machine (physical).
// With a root folder DIR, /cairn/store is DIR/cairn/store on disk and /cairn/store inside
// sandboxes.
#pragma once

#include "core/item/store_path.hh"

#include <string>

namespace cairn {

struct Layout {
  std::string root;  // "" or an absolute path without a slash at its end
  StoreDir store{};
  std::string state = "/var/cairn";
  std::string configuration = "/etc/cairn";

  std::string physical(const std::string& logical) const { return root + logical; }
  std::string physical_store() const { return physical(store.path()); }
  std::string physical_state() const { return physical(state); }
  std::string physical_item(const StorePath& item) const { return physical(store.print(item)); }
};

}  // namespace cairn
