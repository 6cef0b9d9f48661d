// SPDX-License-Identifier: GPL-3.0-or-later
// Where new texts lie after a fork, with and without the pieces that were free before it.
#include "core/sandbox/fresh_heap.hh"

#include "core/base/child.hh"
#include "tests/support/attack_verdict.hh"

#include <catch2/catch.hpp>
#include <cstdint>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

namespace cairn::sandbox {

namespace {

std::uintptr_t page_of(const std::string& text) {
  return reinterpret_cast<std::uintptr_t>(text.data()) / 4096;
}

// On how many pages of the heap lie five hundred texts of a hundred bytes each.
std::size_t pages_of_new_texts() {
  std::vector<std::string> texts;
  std::set<std::uintptr_t> pages;
  for (int i = 0; i < 500; ++i) {
    texts.emplace_back(100, 'x');
    pages.insert(page_of(texts.back()));
  }
  return pages.size();
}

std::size_t in_a_child(bool fresh) {
  pid_t child = fork();
  if (child == 0) {
    if (fresh) use_fresh_heap();
    _exit(static_cast<int>(pages_of_new_texts() / 4));
  }
  return static_cast<std::size_t>(status_of(child)) * 4;
}

}  // namespace

TEST_CASE("what is allocated on a fresh heap lies close together", "[core/sandbox]") {
#ifdef __SANITIZE_ADDRESS__
  return test::skip("the address sanitizer's allocator keeps no pieces for reuse");
#endif
  // Every eighth of many pieces becomes free: so each page of the heap has some.
  std::vector<std::string> kept;
  for (int i = 0; i < 8000; ++i) kept.emplace_back(100, 'x');
  for (std::size_t i = 0; i < kept.size(); i += 8) std::string().swap(kept[i]);
  CHECK(in_a_child(false) > 100);
  CHECK(in_a_child(true) < 30);
}

}  // namespace cairn::sandbox
