// SPDX-License-Identifier: GPL-3.0-or-later
// Files reached from an open directory.
#include "core/base/files.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace cairn {

namespace fs = std::filesystem;

TEST_CASE("a file appears with all its content and replaces what was there", "[core/base]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "f", "one");
  write_file_at(folder.fd(), "f", "two");
  CHECK(read_file_at(folder.fd(), "f") == "two");
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"f"});
}

TEST_CASE("opening does not follow a link", "[core/base]") {
  TemporaryDirectory folder;
  fs::create_symlink("/etc", folder.path() + "/link");
  CHECK_THROWS_WITH(open_at(folder.fd(), "link", O_RDONLY),
                    "cannot open link: Too many levels of symbolic links");
  CHECK_THROWS_AS(open_directory_at(folder.fd(), "link"), Error);
}

TEST_CASE("a link is replaced at once", "[core/base]") {
  TemporaryDirectory folder;
  replace_link_at(folder.fd(), "l", "one");
  replace_link_at(folder.fd(), "l", "two");
  CHECK(read_link_at(folder.fd(), "l") == "two");
}

TEST_CASE("an absent file is no error for those who ask", "[core/base]") {
  TemporaryDirectory folder;
  CHECK(!read_file_at(folder.fd(), "absent"));
  CHECK(!status_at(folder.fd(), "absent"));
}

TEST_CASE("what a process of our number left when it was killed is no hindrance", "[core/base]") {
  TemporaryDirectory folder;
  for (int number = 0; number < 5000; ++number) {
    std::string left = fmt::format("{}/.file.{}.{}", folder.path(), getpid(), number);
    REQUIRE(close(creat(left.c_str(), 0600)) == 0);
  }
  write_file_at(folder.fd(), "file", "text");
  CHECK(read_file_at(folder.fd(), "file") == "text");
}

}  // namespace cairn
