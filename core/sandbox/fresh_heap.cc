// SPDX-License-Identifier: GPL-3.0-or-later
// Taking what the C library's allocator keeps for reuse, for good. It hands out such pieces before
// it makes the heap larger (glibc's manual, "The GNU Allocator").
#include "core/sandbox/fresh_heap.hh"

#include <cstdlib>
#include <malloc.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

constexpr std::size_t alignment = 16;
// Larger pieces are whole pages, mostly: malloc_trim() has given those back, and they cost nothing.
constexpr std::size_t largest_piece = 16 * 1024;

// Take all free pieces of SIZE below END; what comes from elsewhere is given back.
void take_pieces(std::size_t size, const void* end) {
  void* piece = malloc(size);
  while (piece && piece < end) piece = malloc(size);
  free(piece);
}

}  // namespace

void use_fresh_heap() {
  malloc_trim(0);
  const void* end = sbrk(0);
  for (std::size_t size = largest_piece; size >= alignment; size -= alignment) {
    take_pieces(size, end);
  }
}

}  // namespace cairn::sandbox
