// SPDX-License-Identifier: GPL-3.0-or-later
// ReferenceScan: which of some items a stream of bytes names, by their hash parts. Runs at the
// speed of memory: looks at one byte in 32 where the bytes are not nix-base32.
#pragma once

#include "core/base/bytes.hh"
#include "core/item/store_path.hh"

#include <bitset>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// Items that may be named, made to be looked up: one of them serves many scans.
class ReferenceCandidates {
 public:
  // ITEMS outlive this value.
  explicit ReferenceCandidates(const StorePathSet& items);
  explicit ReferenceCandidates(StorePathSet&&) = delete;

  std::size_t size() const { return items_.size(); }
  // Whether some hash part may begin as the 32 digits at TEXT do.
  bool may_begin(const char* text) const;
  std::span<const StorePath* const> with_hash_part(std::string_view hash_part) const;

 private:
  std::vector<const StorePath*> items_;   // in the order of their hash parts
  std::bitset<32 * 32 * 32> beginnings_;  // the first three digits of all
};

class ReferenceScan : public Sink {
 public:
  // CANDIDATES outlive this value.
  explicit ReferenceScan(const ReferenceCandidates& candidates) : candidates_(candidates) {}
  void write(std::string_view bytes) override;
  const StorePathSet& found() const { return found_; }

 private:
  void scan(std::string_view bytes);

  const ReferenceCandidates& candidates_;
  StorePathSet found_;
  std::string tail_;  // the last 31 bytes: a hash part may lie across a border
};

}  // namespace cairn
