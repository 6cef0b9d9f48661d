// SPDX-License-Identifier: GPL-3.0-or-later
// ContentAddress: how an item's contents get its name, and the store paths that follow from them.
// Source of the computation: the Nix manual, "Store path specification".
#pragma once

#include "core/hash/hash.hh"
#include "core/item/store_path.hh"

#include <optional>
#include <string>
#include <string_view>

namespace cairn {

enum class ContentMethod : std::uint8_t {
  text,       // a flat file that may refer to other items
  flat,       // a flat file, hashed as it is
  recursive,  // any tree, hashed as NAR
};

struct ContentAddress {
  ContentMethod method;
  Hash hash;
  auto operator<=>(const ContentAddress&) const = default;
};

// "text:sha256:...", "fixed:sha256:...", "fixed:r:sha256:...", digests in nix-base32.
std::string to_text(const ContentAddress& address);
ContentAddress parse_content_address(std::string_view text);

struct References {
  StorePathSet others;
  bool self = false;
};

// The path of a content-addressed item; throws where METHOD cannot have such REFERENCES.
StorePath content_addressed_path(const StoreDir& store, const ContentAddress& address,
                                 std::string_view name, const References& references = {});

// How a text item is called, by far the commonest: derivations.
struct TextAddress {
  ContentAddress content;
  StorePath path;
};
TextAddress text_address(const StoreDir& store, std::string_view name, std::string_view text,
                         const StorePathSet& references);
// Its path alone.
StorePath text_path(const StoreDir& store, std::string_view name, std::string_view text,
                    const StorePathSet& references);

// The path of output OUTPUT ("out", "lib") of a derivation named NAME whose hash modulo is HASH.
StorePath output_path(const StoreDir& store, const Hash& hash, std::string_view output,
                      std::string_view name);
// "hello-2.10" for output "out", "hello-2.10-lib" for "lib".
std::string output_item_name(std::string_view name, std::string_view output);

}  // namespace cairn
