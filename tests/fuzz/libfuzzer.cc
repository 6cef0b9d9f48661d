// SPDX-License-Identifier: GPL-3.0-or-later
// A target as clang's libFuzzer runs it.
#include "tests/fuzz/target.hh"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cairn::test::takes({reinterpret_cast<const char*>(data), size});
  return 0;  // what is refused stays in the corpus too
}
