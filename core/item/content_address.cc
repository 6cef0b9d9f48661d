// SPDX-License-Identifier: GPL-3.0-or-later
// Store paths computed.
#include "core/item/content_address.hh"

#include "core/base/words.hh"
#include "core/hash/hasher.hh"

namespace cairn {

namespace {

constexpr std::string_view text_prefix = "text:";
constexpr std::string_view fixed_prefix = "fixed:";
constexpr std::string_view recursive_prefix = "r:";

// TYPE and HASH say what the item is; with the store's folder and the name they are all that its
// path depends on.
StorePath path_of(const StoreDir& store, std::string_view type, const Hash& hash,
                  std::string_view name) {
  check_item_name(name);  // before it goes into the text that is hashed
  std::string text = concatenated(
      {type, ":", to_tagged_text(hash, HashFormat::base16), ":", store.path(), ":", name});
  return StorePath(compress_digest(hash_of(HashAlgorithm::sha256, text), 20), name);
}

std::string type_with_references(const StoreDir& store, std::string type,
                                 const References& references) {
  for (const StorePath& other : references.others) {
    type += concatenated({":", store.path(), "/", other.base_name()});
  }
  if (references.self) type += ":self";
  return type;
}

StorePath fixed_path(const StoreDir& store, const ContentAddress& address, std::string_view name) {
  std::string_view prefix = address.method == ContentMethod::recursive ? recursive_prefix : "";
  std::string text =
      fmt::format("fixed:out:{}{}:", prefix, to_tagged_text(address.hash, HashFormat::base16));
  return path_of(store, "output:out", hash_of(HashAlgorithm::sha256, text), name);
}

ContentMethod take_method(std::string_view& text) {
  auto take = [&text](std::string_view prefix) {
    bool is_there = text.starts_with(prefix);
    if (is_there) text.remove_prefix(prefix.size());
    return is_there;
  };
  if (take(text_prefix)) return ContentMethod::text;
  if (!take(fixed_prefix)) throw Error("it starts neither with \"text:\" nor with \"fixed:\"");
  return take(recursive_prefix) ? ContentMethod::recursive : ContentMethod::flat;
}

ContentAddress parse_address(std::string_view text) {
  ContentMethod method = take_method(text);
  ContentAddress address{method, parse_hash(text)};
  if (to_tagged_text(address.hash, HashFormat::nix32) != text) {
    throw Error("its hash is not in nix32");
  }
  if (method == ContentMethod::text && address.hash.algorithm() != HashAlgorithm::sha256) {
    throw Error("the hash of a text is sha256");
  }
  return address;
}

}  // namespace

std::string to_text(const ContentAddress& address) {
  std::string hash = to_tagged_text(address.hash, HashFormat::nix32);
  switch (address.method) {
    case ContentMethod::text: return concatenated({text_prefix, hash});
    case ContentMethod::flat: return concatenated({fixed_prefix, hash});
    case ContentMethod::recursive: break;
  }
  return concatenated({fixed_prefix, recursive_prefix, hash});
}

ContentAddress parse_content_address(std::string_view text) {
  return with_context([&] { return fmt::format("bad content address {:?}", text); },
                      [&] { return parse_address(text); });
}

StorePath content_addressed_path(const StoreDir& store, const ContentAddress& address,
                                 std::string_view name, const References& references) {
  bool is_sha256 = address.hash.algorithm() == HashAlgorithm::sha256;
  if (address.method == ContentMethod::text) {
    if (!is_sha256) throw Error("the text {} is not addressed by sha256", name);
    if (references.self) throw Error("the text {} cannot refer to itself", name);
    return path_of(store, type_with_references(store, "text", references), address.hash, name);
  }
  if (address.method == ContentMethod::recursive && is_sha256) {
    return path_of(store, type_with_references(store, "source", references), address.hash, name);
  }
  if (references.self || !references.others.empty()) {
    throw Error("{} cannot have references: it is no tree addressed by sha256", name);
  }
  return fixed_path(store, address, name);
}

TextAddress text_address(const StoreDir& store, std::string_view name, std::string_view text,
                         const StorePathSet& references) {
  ContentAddress content{ContentMethod::text, hash_of(HashAlgorithm::sha256, text)};
  return {content, content_addressed_path(store, content, name, {references, false})};
}

StorePath text_path(const StoreDir& store, std::string_view name, std::string_view text,
                    const StorePathSet& references) {
  return text_address(store, name, text, references).path;
}

StorePath output_path(const StoreDir& store, const Hash& hash, std::string_view output,
                      std::string_view name) {
  return path_of(store, fmt::format("output:{}", output), hash, output_item_name(name, output));
}

std::string output_item_name(std::string_view name, std::string_view output) {
  return output == "out" ? std::string(name) : fmt::format("{}-{}", name, output);
}

}  // namespace cairn
