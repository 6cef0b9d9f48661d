// SPDX-License-Identifier: GPL-3.0-or-later
// Names of items, content addresses and hashes. What is taken is printed as it came, or, where
// people may write it in several ways, read again as the same.
#include "core/hash/encoding.hh"
#include "core/item/content_address.hh"
#include "core/item/store_path.hh"
#include "tests/fuzz/target.hh"

namespace cairn::test {

namespace {

void read_path(std::string_view bytes) {
  const StoreDir store;
  StorePath path = store.parse(bytes);
  expect(store.print(path) == bytes, "a path is printed as it was read");
  expect(store.item_of(bytes) == path, "an item is in itself");
}

void read_hash(std::string_view bytes) {
  Hash hash = parse_hash(bytes);
  for (HashFormat format :
       {HashFormat::base16, HashFormat::nix32, HashFormat::base64, HashFormat::sri}) {
    expect(parse_hash(to_tagged_text(hash, format)) == hash, "a hash is read as it was printed");
  }
}

void read_encodings(std::string_view bytes) {
  is_taken([&] { expect(to_base16(from_base16(bytes)) == bytes, "base16 is canonical"); });
  is_taken([&] { expect(to_base64(from_base64(bytes)) == bytes, "base64 is canonical"); });
  std::size_t size = bytes.size() * 5 / 8;
  is_taken([&] { expect(to_nix32(from_nix32(bytes, size)) == bytes, "nix32 is canonical"); });
}

}  // namespace

bool takes(std::string_view bytes) {
  bool path = is_taken([bytes] { read_path(bytes); });
  bool base_name = is_taken(
      [bytes] { expect(StorePath(bytes).base_name() == bytes, "a name is kept as it was read"); });
  bool address = is_taken([bytes] {
    expect(to_text(parse_content_address(bytes)) == bytes, "an address is printed as it was read");
  });
  bool hash = is_taken([bytes] { read_hash(bytes); });
  read_encodings(bytes);
  StoreDir().item_of(bytes);
  return path || base_name || address || hash;
}

}  // namespace cairn::test
