// SPDX-License-Identifier: GPL-3.0-or-later
// Printing items.
#include "cli/item_facts.hh"

#include "cli/record.hh"
#include "core/base/one_line.hh"

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

namespace cairn {

std::string record_of(const StoreDir& store, const ItemInfo& info) {
  Record record;
  record.field("path", store.print(info.path));
  record.field("hash", to_tagged_text(info.nar_hash, HashFormat::nix32));
  record.field("size", fmt::format("{}", info.nar_size));
  for (const StorePath& path : info.references) record.field("reference", store.print(path));
  if (info.deriver) record.field("deriver", store.print(*info.deriver));
  record.field("registered", fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(info.registered)));
  record.field("built-here", info.ultimate ? "yes" : "no");
  for (const std::string& signature : info.signatures) record.field("signature", signature);
  if (info.content_address) record.field("content-address", to_text(*info.content_address));
  return record.text();
}

nlohmann::json json_of(const StoreDir& store, const ItemInfo& info) {
  auto references = nlohmann::json::array();
  for (const StorePath& path : info.references) references.push_back(store.print(path));
  nlohmann::json json{{"path", store.print(info.path)},
                      {"narHash", to_text(info.nar_hash, HashFormat::sri)},
                      {"narSize", info.nar_size},
                      {"references", std::move(references)},
                      {"registrationTime", info.registered},
                      {"valid", true}};
  if (info.deriver) json["deriver"] = store.print(*info.deriver);
  if (info.ultimate) json["ultimate"] = true;
  if (!info.signatures.empty()) json["signatures"] = info.signatures;
  if (info.content_address) json["ca"] = to_text(*info.content_address);
  return json;
}

// Any user may choose what a root is called: a line must stay one.
std::string root_line(std::string_view origin, std::string_view item) {
  return fmt::format("{} -> {}", one_line(origin), item);
}

nlohmann::json json_of_root(std::string_view origin, std::string_view item) {
  return {{"origin", origin}, {"item", item}};
}

}  // namespace cairn
