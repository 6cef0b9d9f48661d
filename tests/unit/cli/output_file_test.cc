// SPDX-License-Identifier: GPL-3.0-or-later
// Files that appear whole.
#include "cli/output_file.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace cairn;

TEST_CASE("a file is there once it is whole", "[cli]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/file";
  {
    OutputFile file(path);
    file.write("text");
    CHECK(list_directory(folder.fd()).size() == 1);
    CHECK_FALSE(status_at(folder.fd(), "file"));
    file.finish();
  }
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"file"});
  CHECK(read_file(path) == "text");
}

TEST_CASE("a device is written to, and stays one", "[cli]") {
  OutputFile file("/dev/null");
  file.write("text");
  file.finish();
  struct stat status {};
  REQUIRE(stat("/dev/null", &status) == 0);
  CHECK(S_ISCHR(status.st_mode));
}

TEST_CASE("what was not finished leaves nothing, and what was there", "[cli]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "file", "before");
  OutputFile(folder.path() + "/file").write("text");
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"file"});
  CHECK(read_file(folder.path() + "/file") == "before");
}
