// SPDX-License-Identifier: GPL-3.0-or-later
// The search for 32 digits of nix-base32 in a row. As in Boyer and Moore's, a window is read from
// its end: a byte that is no digit rules out every window that holds it.
#include "core/store/reference_scan.hh"

#include "core/hash/digits.hh"
#include "core/hash/encoding.hh"

#include <algorithm>

namespace cairn {

namespace {

constexpr std::size_t window = 32;
constexpr Digits digits(nix32_alphabet);

std::size_t beginning_of(const char* text) {
  int beginning =
      digits.value_of(text[0]) << 10 | digits.value_of(text[1]) << 5 | digits.value_of(text[2]);
  return static_cast<std::size_t>(beginning);
}

}  // namespace

ReferenceCandidates::ReferenceCandidates(const StorePathSet& items) {
  items_.reserve(items.size());
  for (const StorePath& item : items) {
    items_.push_back(&item);
    beginnings_.set(beginning_of(item.base_name().data()));
  }
}

bool ReferenceCandidates::may_begin(const char* text) const {
  return beginnings_.test(beginning_of(text));
}

std::span<const StorePath* const> ReferenceCandidates::with_hash_part(
    std::string_view hash_part) const {
  auto found = std::ranges::equal_range(items_, hash_part, {}, &StorePath::hash_part);
  return {found.begin(), found.end()};
}

void ReferenceScan::write(std::string_view bytes) {
  if (found_.size() == candidates_.size()) return;
  std::size_t tail_size = tail_.size();
  tail_ += bytes.substr(0, window - 1);
  scan(tail_);  // the windows that begin in the tail
  if (bytes.size() >= window - 1) {
    scan(bytes);
    tail_ = bytes.substr(bytes.size() - (window - 1));
  } else if (tail_size + bytes.size() >= window) {
    tail_.erase(0, tail_.size() - (window - 1));
  }
}

void ReferenceScan::scan(std::string_view bytes) {
  const char* start = bytes.data();
  const char* const end = start + bytes.size();
  std::size_t known = 0;  // that many bytes from START on are digits
  while (static_cast<std::size_t>(end - start) >= window) {
    std::size_t at = window;
    while (at > known && digits.contains(start[at - 1])) --at;
    if (at > known) {
      start += at;
      known = 0;
      continue;
    }
    if (candidates_.may_begin(start)) {
      for (const StorePath* item : candidates_.with_hash_part({start, window})) {
        found_.insert(*item);
      }
    }
    ++start;
    known = window - 1;
  }
}

}  // namespace cairn
