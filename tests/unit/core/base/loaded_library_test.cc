// SPDX-License-Identifier: GPL-3.0-or-later
// Libraries that are loaded late.
#include "core/base/loaded_library.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <cmath>

namespace cairn {

TEST_CASE("a function of a loaded library is found and works", "[core/base]") {
  LoadedLibrary library("libm.so.6", "libc6");
  double (*root)(double) = nullptr;
  library.find(root, "sqrt");
  CHECK(root(9) == 3);
}

TEST_CASE("a function that a library lacks is named", "[core/base]") {
  LoadedLibrary library("libm.so.6", "libc6");
  double (*none)(double) = nullptr;
  CHECK_THROWS_WITH(library.find(none, "no_such_function"), "libm.so.6 has no no_such_function");
}

TEST_CASE("a library that is not there is named with its package", "[core/base]") {
  try {
    LoadedLibrary library("libnowhere.so.1", "libnowhere1");
    FAIL("it was loaded");
  } catch (const Error& error) {
    CHECK_THAT(error.message(), Catch::StartsWith("cannot load libnowhere.so.1: "));
    CHECK(error.hint() == "apt install libnowhere1");
  }
}

}  // namespace cairn
