// SPDX-License-Identifier: GPL-3.0-or-later
// The names of a zip, and bytes that only look like one.
#include "core/archive/zip_names.hh"

#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "tests/support/archive_bytes.hh"

#include <catch2/catch.hpp>
#include <random>
#include <sys/mman.h>

using namespace cairn;
using namespace cairn::test;

namespace {

using Names = std::vector<std::string>;

Names names_in(const std::string& bytes) {
  Fd zip(checked(memfd_create("zip", MFD_CLOEXEC), "cannot make a file in memory"));
  write_fully(zip.get(), bytes, "a zip");
  return zip_names(zip.get());
}

}  // namespace

TEST_CASE("the names of a zip come in the order of its contents", "[core/archive]") {
  CHECK(names_in(zip_bytes({{"z", "1"}, {"caf\xc3\xa9", "", 0100644, true}, {"a/", ""}})) ==
        Names{"z", "caf\xc3\xa9", "a/"});
}

TEST_CASE("the names of a zip are found behind a program that unpacks it", "[core/archive]") {
  CHECK(names_in("#!/bin/sh\n" + zip_bytes({{"a", "1"}, {"b", "2"}})) == Names{"a", "b"});
}

TEST_CASE("what is no zip has no names", "[core/archive]") {
  CHECK(names_in("").empty());
  CHECK(names_in("PK\5\6").empty());
  CHECK(names_in(std::string(100000, 'P')).empty());
}

TEST_CASE("a zip whose directory claims more than it has gives no names", "[core/archive]") {
  std::string bad = zip_bytes({{"a", "1"}, {"b", "2"}});
  std::size_t length_of = GENERATE(28, 30, 32);  // the name, the extra fields, the comment
  bad[bad.rfind("PK\1\2") + length_of] = '\x7f';
  CHECK(names_in(bad).empty());
}

TEST_CASE("a zip with wrong numbers has no names, or others, and nothing worse", "[core/archive]") {
  std::string good = zip_bytes({{"a", "1"}, {"b", "2"}, {"c", "3"}});
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good;
    for (int i = 0; i < 3; ++i) bad[random() % bad.size()] = static_cast<char>(random());
    if (round % 3 == 0) bad.resize(random() % bad.size());
    CHECK(names_in(bad).size() <= 3);
  }
}
