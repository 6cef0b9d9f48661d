// SPDX-License-Identifier: GPL-3.0-or-later
// From words to store paths.
#include "cli/item_arguments.hh"

#include "core/base/error.hh"

#include <filesystem>

namespace cairn {

namespace {

constexpr int hop_limit = 16;  // links that point to links

std::optional<StorePath> item_at(const Place& place, const std::string& path) {
  if (auto item = place.store.item_of(path)) return item;
  if (place.root.empty() || !path.starts_with(place.root + "/")) return std::nullopt;
  return place.store.item_of(std::string_view(path).substr(place.root.size()));
}

}  // namespace

std::optional<StorePath> find_item_named(const Place& place, const std::string& text) {
  std::error_code error;
  std::filesystem::path path = std::filesystem::absolute(text, error).lexically_normal();
  for (int hop = 0; hop < hop_limit && !error; ++hop) {
    if (auto item = item_at(place, path.string())) return item;
    // What links point to by the store's own name need not exist here, so they are read one by one.
    std::filesystem::path target = std::filesystem::read_symlink(path, error);
    if (!error) path = (path.parent_path() / target).lexically_normal();
  }
  path = std::filesystem::canonical(text, error);
  return error ? std::nullopt : item_at(place, path.string());
}

StorePath item_named(const Place& place, const std::string& text) {
  if (auto item = find_item_named(place, text)) return *item;
  Error error("'{}' is not in the store {}", text, place.physical(place.store.path()));
  error.with_hint(fmt::format("items are named {}/HASH-NAME", place.store.path()));
  throw error;
}

TargetText parse_target(const std::string& text) {
  std::size_t mark = text.find_last_of("!^/");
  if (mark == std::string::npos || text[mark] == '/') return {text};
  TargetText target{text.substr(0, mark)};
  std::string rest = text.substr(mark + 1);
  if (rest == "*") return target;
  for (std::size_t comma; !rest.empty(); rest.erase(0, comma)) {
    comma = std::min(rest.find(','), rest.size());
    target.outputs.insert(rest.substr(0, comma));
    if (comma < rest.size()) ++comma;
  }
  if (target.outputs.empty() || target.outputs.contains("")) {
    throw Error("'{}' does not say which outputs", text)
        .with_status(Exit::misused)
        .with_hint(target.path + "!out");
  }
  return target;
}

}  // namespace cairn
