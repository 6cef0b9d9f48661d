// SPDX-License-Identifier: GPL-3.0-or-later
// What people write on the command line for packages.
#include "cli/package_arguments.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <cstdlib>

namespace cairn {

namespace {

struct Channel {
  TemporaryDirectory folder;

  Channel() {
    write_file_at(folder.fd(), "a.scm",
                  "(define-module (a))\n"
                  "(define-public only-2 (package (name \"only-here\") (version \"2\")))\n");
    write_file_at(folder.fd(), "user.scm", "hello");
  }
  PackageWishes wishes() const { return {{folder.path()}, {}, {}}; }
};

LoadPath path_for(const PackageWishes& wishes) {
  LoadPath path(package_folders(wishes));
  allow_files(wishes, path);
  return path;
}

}  // namespace

TEST_CASE("a word is a package unless it can only be a path or a derivation", "[cli]") {
  for (const char* word : {"hello", "hello@2.10", "hello:doc", "c++", "drv", "hello!out"}) {
    CAPTURE(word);
    CHECK(is_specification(word));
  }
  for (const char* word : {"./hello", "/cairn/store/x-hello", "x.drv", "x.drv!out", "x.drv^out,lib",
                           "a/b", ".", ".."}) {
    CAPTURE(word);
    CHECK_FALSE(is_specification(word));
  }
}

TEST_CASE("a specification becomes a variable of a module", "[cli]") {
  Channel channel;
  LoadPath path = path_for(channel.wishes());
  auto targets = package_targets(channel.wishes(), {"only-here@2:doc", "only-here"}, path);
  REQUIRE(targets.size() == 2);
  CHECK(targets[0].label == "only-here@2:doc");
  CHECK(targets[0].request ==
        Message{{"module", Message::array({"a"})}, {"variable", "only-2"}, {"output", "doc"}});
  CHECK(targets[1].request == Message{{"module", Message::array({"a"})}, {"variable", "only-2"}});
  CHECK_THROWS_AS(package_targets(channel.wishes(), {"nothing"}, path), Error);
  CHECK_THROWS_AS(package_targets(channel.wishes(), {"@2"}, path), Error);
}

TEST_CASE("expressions and files are handed over as they are", "[cli]") {
  Channel channel;
  PackageWishes wishes = channel.wishes();
  std::string file = channel.folder.path() + "/user.scm";
  wishes.expressions = {"(f)"};
  wishes.files = {file};
  LoadPath path = path_for(wishes);
  CHECK(wishes.names_something());
  CHECK(requests_of(package_targets(wishes, {}, path)) ==
        Message::array({{{"expression", "(f)"}}, {{"file", file}, {"text", "hello"}}}));
  wishes.files = {channel.folder.path() + "/nothing.scm"};
  CHECK_THROWS_AS(package_targets(wishes, {}, path), Error);
}

TEST_CASE("modules come from -L, then from the environment", "[cli]") {
  Channel one;
  Channel other;
  std::string variable = other.folder.path() + "::" + other.folder.path();
  setenv("CAIRN_PACKAGE_PATH", variable.c_str(), 1);
  auto folders = path_for(one.wishes()).folders();
  unsetenv("CAIRN_PACKAGE_PATH");
  REQUIRE(folders.size() == 3);
  CHECK(folders[0] == one.folder.path());
  CHECK(folders[1] == other.folder.path());
  CHECK(folders[2] == other.folder.path());
}

TEST_CASE("files may be read beside a user's file, and where an expression is given", "[cli]") {
  Channel channel;
  PackageWishes wishes;
  wishes.files = {channel.folder.path() + "/user.scm"};
  CHECK_NOTHROW(path_for(wishes).open_below(channel.folder.path() + "/a.scm"));
  CHECK_THROWS_AS(path_for({}).open_below(channel.folder.path() + "/a.scm"), Error);
}

}  // namespace cairn
