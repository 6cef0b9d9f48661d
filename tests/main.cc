// SPDX-License-Identifier: GPL-3.0-or-later
// The main function of a test program, by Catch2.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

// libgit2 1.5 forgets what it matched with when a name in a configuration does not match
// (git_regexp_match returns before it frees its match data). Called by the leak sanitizer.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libpcre2-8";
}
