// SPDX-License-Identifier: GPL-3.0-or-later
// ItemInfo: all that the store knows of a valid item.
#pragma once

#include "core/hash/hash.hh"
#include "core/item/content_address.hh"
#include "core/item/store_path.hh"

#include <cstdint>
#include <ctime>
#include <optional>
#include <set>
#include <string>

namespace cairn {

struct ItemInfo {
  StorePath path;
  Hash nar_hash;                 // SHA-256 of the item as NAR
  std::uint64_t nar_size = 0;    // bytes of the item as NAR
  StorePathSet references = {};  // may hold path itself
  std::optional<StorePath> deriver = std::nullopt;
  std::time_t registered = 0;
  bool ultimate = false;  // built here, not fetched
  std::set<std::string> signatures = {};
  std::optional<ContentAddress> content_address = std::nullopt;
  bool operator==(const ItemInfo&) const = default;
};

}  // namespace cairn
