// SPDX-License-Identifier: GPL-3.0-or-later
// Files that appear whole.
#include "cli/output_file.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>

using namespace cairn;

TEST_CASE("a file is there once it is whole", "[cli]") {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/file";
  {
    OutputFile file(path);
    file.write("text");
    CHECK(list_directory(folder.fd()) == std::vector<std::string>{"file.unfinished"});
    file.finish();
  }
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"file"});
  CHECK(read_file(path) == "text");
}

TEST_CASE("what was not finished leaves nothing, and what was there", "[cli]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "file", "before");
  OutputFile(folder.path() + "/file").write("text");
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"file"});
  CHECK(read_file(folder.path() + "/file") == "before");
}
