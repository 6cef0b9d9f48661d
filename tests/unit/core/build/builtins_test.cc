// SPDX-License-Identifier: GPL-3.0-or-later
// Builtins are found by name and version, and their errors become text and a status.
#include "core/build/builtins.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/builtin.hh"
#include "tests/support/standard_error.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

namespace {

sandbox::Spec spec_of(const std::string& name, BuiltinEnvironment environment) {
  sandbox::Spec spec;
  spec.entry = sandbox::Entry::builtin;
  spec.program = name;
  spec.environment = std::move(environment);
  return spec;
}

}  // namespace

TEST_CASE("a builtin is known by its name and version", "[core/build]") {
  CHECK(is_known_builtin("builtin:text-1"));
  CHECK(is_known_builtin("builtin:unpack-1"));
  CHECK(is_known_builtin("builtin:union-1"));
  CHECK(!is_known_builtin("builtin:text-2"));
  CHECK(!is_known_builtin("builtin:text"));
  CHECK(!is_known_builtin("builtin:fetchurl"));
  CHECK(!is_known_builtin(""));
}

TEST_CASE("a builtin that succeeds says nothing and ends with 0", "[core/build]") {
  TemporaryDirectory folder;
  int status = -1;
  CHECK(text_on_standard_error([&] {
          status = run_builtin(
              spec_of("builtin:text-1", {{"text", "hello"}, {"out", folder.path() + "/out"}}));
        }) == "");
  CHECK(status == 0);
  CHECK(read_file(folder.path() + "/out") == "hello");
}

TEST_CASE("a builtin that fails says why and ends with 1", "[core/build]") {
  int status = -1;
  CHECK(text_on_standard_error([&] {
          status = run_builtin(spec_of("builtin:text-1", {{"out", "/nonexistent/out"}}));
        }) == "cairn: text: the derivation does not set 'text'\n");
  CHECK(status == 1);
  CHECK(text_on_standard_error([&] {
          status = run_builtin(spec_of("builtin:unpack-1", {{"src", "/"}, {"out", "/out"}}));
        }) == "cairn: unpack: cannot unpack /: / is not a file\n");
  CHECK(status == 1);
}

TEST_CASE("a builtin that is not known is refused", "[core/build]") {
  int status = -1;
  CHECK(text_on_standard_error([&] { status = run_builtin(spec_of("builtin:text-9", {})); }) ==
        "cairn: error: there is no 'builtin:text-9'\n");
  CHECK(status == 1);
}

TEST_CASE("a switch is on, off or refused", "[core/build]") {
  CHECK(is_switched_on({{"strip", "1"}}, "strip"));
  CHECK(!is_switched_on({{"strip", ""}}, "strip"));
  CHECK(!is_switched_on({}, "strip"));
  CHECK_THROWS_WITH(is_switched_on({{"strip", "yes"}}, "strip"),
                    "'strip' is 'yes', but may be '1' only");
}
