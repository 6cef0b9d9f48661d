// SPDX-License-Identifier: GPL-3.0-or-later
// Chunk: the buffers that bytes travel through.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace cairn {

inline constexpr std::size_t chunk_size = 128 * 1024;

// Room for chunk_size bytes, whatever is in it at first. It begins in the middle of a page. Where
// the kernel copies to a place that lies less than 64 bytes behind the other, counted within their
// pages, some processors of AMD take three to four times as long; and bytes of files mostly begin
// where a page does, what malloc() gives 16 bytes later.
class Chunk {
 public:
  char* data() {
    auto address = reinterpret_cast<std::uintptr_t>(memory_.get());
    return memory_.get() + (page / 2 - address) % page;
  }
  std::span<char> first(std::size_t size) { return {data(), size}; }
  std::span<char> all() { return first(chunk_size); }

 private:
  static constexpr std::size_t page = 4096;

  std::unique_ptr<char[]> memory_ = std::make_unique_for_overwrite<char[]>(chunk_size + page);
};

}  // namespace cairn
