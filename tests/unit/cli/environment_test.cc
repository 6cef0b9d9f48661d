// SPDX-License-Identifier: GPL-3.0-or-later
// Environments.
#include "cli/environment.hh"

#include <catch2/catch.hpp>
#include <cstdlib>

namespace cairn {

TEST_CASE("a pure environment keeps who the user is and nothing else", "[cli]") {
  CHECK(purified({{"HOME", "/h"}, {"LD_PRELOAD", "x"}, {"PATH", "/bin"}, {"TERM", "t"}}) ==
        Environment{{"HOME", "/h"}, {"TERM", "t"}});
}

TEST_CASE("into a sandbox come the terminal's kind and the language alone", "[cli]") {
  CHECK(sandboxed({{"HOME", "/h"}, {"LANG", "l"}, {"LC_TIME", "t"}, {"LCX", "x"}, {"TERM", "t"}}) ==
        Environment{{"LANG", "l"}, {"LC_TIME", "t"}, {"TERM", "t"}});
}

TEST_CASE("an environment is read as it was made", "[cli]") {
  Environment before = own_environment();
  Environment made = {{"A", "1=2"}, {"B", ""}};
  become_environment(made);
  CHECK(own_environment() == made);
  become_environment(before);
  CHECK(own_environment() == before);
}

}  // namespace cairn
