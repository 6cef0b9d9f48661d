// SPDX-License-Identifier: GPL-3.0-or-later
// Store paths, read and checked.
#include "core/item/store_path.hh"

#include "core/base/character_set.hh"
#include "core/hash/encoding.hh"

namespace cairn {

namespace {

constexpr std::size_t hash_bytes_size = 20;
constexpr std::size_t hash_part_size = 32;
constexpr std::size_t name_limit = 211;  // leaves room in 255 bytes for the hash and ".lock"

constexpr CharacterSet name_characters(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._?=");
constexpr CharacterSet hash_characters(nix32_alphabet);

// What is wrong with NAME, as the end of a sentence; nothing when it is good.
std::optional<std::string> fault_of_name(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > name_limit) return fmt::format("is longer than {} characters", name_limit);
  // ".links" and temporary files stand beside the items; "." and ".." climb.
  if (name.starts_with('.')) return "starts with a dot";
  std::size_t bad = name_characters.first_other(name);
  if (bad == name.npos) return std::nullopt;
  return fmt::format("holds {:?}, but only letters, digits and +-._?= are allowed",
                     name.substr(bad, 1));
}

std::optional<std::string> fault_of_base_name(std::string_view base_name) {
  if (base_name.size() <= hash_part_size || base_name[hash_part_size] != '-') {
    return "it lacks 32 characters and a dash before its name";
  }
  if (hash_characters.first_other(base_name) < hash_part_size) return "its hash is not nix32";
  auto fault = fault_of_name(base_name.substr(hash_part_size + 1));
  if (fault) return "its name " + *fault;
  return std::nullopt;
}

// What follows "STORE/" in TEXT.
std::optional<std::string_view> below(std::string_view store, std::string_view text) {
  bool is_below = text.starts_with(store) && text.substr(store.size()).starts_with('/');
  if (!is_below) return std::nullopt;
  return text.substr(store.size() + 1);
}

}  // namespace

StorePath::StorePath(std::string_view base_name) : base_name_(base_name) {
  if (auto fault = fault_of_base_name(base_name)) {
    throw Error("{:?} is not a store item: {}", base_name, *fault);
  }
}

StorePath::StorePath(std::string_view hash_bytes, std::string_view name) {
  if (hash_bytes.size() != hash_bytes_size) {
    throw Error("the hash in a store path has 20 bytes, not {}", hash_bytes.size());
  }
  check_item_name(name);
  base_name_ = to_nix32(hash_bytes);
  base_name_ += '-';
  base_name_ += name;
}

void check_item_name(std::string_view name) {
  if (auto fault = fault_of_name(name)) throw Error("the item name {:?} {}", name, *fault);
}

StoreDir::StoreDir(std::string path) : path_(std::move(path)) {
  bool is_good = path_.size() > 1 && path_.starts_with('/') && !path_.ends_with('/');
  if (!is_good) {
    throw Error("the store {:?} is not an absolute path without a slash at its end", path_);
  }
}

StorePath StoreDir::parse(std::string_view text) const {
  auto base_name = below(path_, text);
  if (!base_name) throw Error("{:?} is not in the store {}", text, path_);
  return StorePath(*base_name);
}

std::optional<StorePath> StoreDir::item_of(std::string_view text) const {
  auto rest = below(path_, text);
  if (!rest) return std::nullopt;
  std::string_view base_name = rest->substr(0, rest->find('/'));
  if (fault_of_base_name(base_name)) return std::nullopt;  // ".links", a lock, a temporary file
  return StorePath(base_name);
}

}  // namespace cairn
