// SPDX-License-Identifier: GPL-3.0-or-later
// What a tree may hold, and two sinks as one.
#include "core/nar/tree_sink.hh"

#include "core/base/error.hh"
#include "tests/support/tree_log.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("both sinks of a tee are told everything", "[core/nar]") {
  test::TreeLog first;
  test::TreeLog second;
  TreeTee tee(first, second);
  tee.begin_directory("");
  tee.begin_file("f", true, 2);
  tee.contents("h");
  tee.contents("i");
  tee.end_file();
  tee.symlink("l", "f");
  tee.end_directory();
  CHECK(first.text() == "folder \nprogram f 2 hi\nlink l -> f\nend\n");
  CHECK(second.text() == first.text());
}

TEST_CASE("an entry's name is one component of a path", "[core/nar]") {
  for (std::string_view name : {"a", "...", ".a", "a b", "\xff\x01\n", "~"}) {
    CHECK_NOTHROW(nar::check_name(name));
  }
  CHECK_NOTHROW(nar::check_name(std::string(255, 'a')));
  CHECK_THROWS_WITH(nar::check_name(""), "an entry has an empty name");
  CHECK_THROWS_WITH(nar::check_name("."), "an entry cannot be named \".\"");
  CHECK_THROWS_WITH(nar::check_name(".."), "an entry cannot be named \"..\"");
  CHECK_THROWS_WITH(nar::check_name("a/b"), "an entry cannot be named \"a/b\"");
  CHECK_THROWS_WITH(nar::check_name(std::string_view("a\0b", 3)),
                    "an entry cannot be named \"a\\x00b\"");
  CHECK_THROWS_WITH(nar::check_name(std::string(256, 'a')),
                    "an entry's name is longer than 255 bytes");
}

TEST_CASE("a link's target is any text that a link can hold", "[core/nar]") {
  for (std::string_view target : {"a", "/", "../../../etc/passwd", "\xff\n"}) {
    CHECK_NOTHROW(nar::check_target(target));
  }
  CHECK_NOTHROW(nar::check_target(std::string(4095, 'a')));
  CHECK_THROWS_WITH(nar::check_target(""), "a link has an empty target");
  CHECK_THROWS_WITH(nar::check_target(std::string_view("a\0", 2)), "a link's target holds a NUL");
  CHECK_THROWS_WITH(nar::check_target(std::string(4096, 'a')),
                    "a link's target is longer than 4095 bytes");
}

}  // namespace cairn
