// SPDX-License-Identifier: GPL-3.0-or-later
// Where a chunk lies.
#include "core/base/chunk.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a chunk begins in the middle of a page, wherever its memory does", "[core/base]") {
  for (std::size_t size : {1, 3000, 5000, 300000}) {
    auto before = std::make_unique<char[]>(size);
    Chunk chunk;
    CHECK(reinterpret_cast<std::uintptr_t>(chunk.data()) % 4096 == 2048);
    CHECK(chunk.all().size() == chunk_size);
    chunk.all().front() = chunk.all().back() = 'x';
  }
}

}  // namespace cairn
