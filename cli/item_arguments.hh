// SPDX-License-Identifier: GPL-3.0-or-later
// How a person names store items on the command line.
#pragma once

#include "cli/place.hh"
#include "daemon/protocol/values.hh"

#include <optional>
#include <string>

namespace cairn {

// The item that TEXT names: a path in or below it, by the store's own names or where it lies on
// this machine, or a link that leads there. Nothing when TEXT is outside the store.
std::optional<StorePath> find_item_named(const Place& place, const std::string& text);

// The same; throws when TEXT is outside the store.
StorePath item_named(const Place& place, const std::string& text);

// "X!out,lib" or "X^out,lib" taken apart. "*" and nothing mean all outputs.
struct TargetText {
  std::string path;
  std::set<std::string> outputs = {};
  bool operator==(const TargetText&) const = default;
};
TargetText parse_target(const std::string& text);

}  // namespace cairn
