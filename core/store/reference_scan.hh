// SPDX-License-Identifier: GPL-3.0-or-later
// ReferenceScan: which of some items a stream of bytes names, by their hash parts. Runs at the
// speed of memory: looks at one byte in 32 where the bytes are not nix-base32.
#pragma once

#include "core/base/bytes.hh"
#include "core/item/store_path.hh"

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

class ReferenceScan : public Sink {
 public:
  // CANDIDATES outlive this value.
  explicit ReferenceScan(const StorePathSet& candidates);
  explicit ReferenceScan(StorePathSet&&) = delete;
  void write(std::string_view bytes) override;
  const StorePathSet& found() const { return found_; }

 private:
  void scan(std::string_view bytes);
  void look_up(std::string_view hash_part);

  std::vector<const StorePath*> candidates_;  // in the order of their hash parts
  std::bitset<32 * 32 * 32> beginnings_;      // the first three digits of all candidates
  StorePathSet found_;
  std::string tail_;  // the last 31 bytes: a hash part may lie across a border
};

}  // namespace cairn
