// SPDX-License-Identifier: GPL-3.0-or-later
// What people write for packages, and their versions.
#include "cli/evaluation/package_specification.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a specification is a name, a version and an output", "[cli/evaluation]") {
  auto [text, name, version, output] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"hello", "hello", "", ""},
          {"hello@2.10", "hello", "2.10", ""},
          {"hello:doc", "hello", "", "doc"},
          {"hello@2.10:doc", "hello", "2.10", "doc"},
          {"perl-a.b+c", "perl-a.b+c", "", ""},
      }));
  PackageSpecification read = parse_specification(text);
  CHECK(read.name == name);
  CHECK(read.version == version);
  CHECK(read.output == output);
}

TEST_CASE("what names no package is misuse", "[cli/evaluation]") {
  for (const char* text : {"", "@", ":", "@1", ":out", "a@", "a:", "a@1:", "a@:out"}) {
    CAPTURE(text);
    try {
      parse_specification(text);
      FAIL("it was read");
    } catch (const Error& error) {
      CHECK(error.status() == Exit::misused);
    }
  }
}

TEST_CASE("versions are compared as people count", "[cli/evaluation]") {
  const char* ascending[] = {"",      "0.9",          "1",     "1.2",
                             "1.2.1", "1.10",         "1.10a", "1.10b",
                             "2.0",   "2.0.20240101", "10",    "100000000000000000000"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      CAPTURE(ascending[i], ascending[j]);
      CHECK(is_older(ascending[i], ascending[j]) == (i < j));
    }
  }
  CHECK_FALSE(is_older("1.02", "1.2"));
  CHECK_FALSE(is_older("1.2", "1.02"));
}

TEST_CASE("a version stands for those that go on from it", "[cli/evaluation]") {
  CHECK(is_meant("2.10", "2.10"));
  CHECK(is_meant("2.10", "2"));
  CHECK(is_meant("", ""));
  CHECK_FALSE(is_meant("2.10", "2.1"));
  CHECK_FALSE(is_meant("2", "2.10"));
}

}  // namespace cairn
