// SPDX-License-Identifier: GPL-3.0-or-later
// What options say of a sandbox.
#include "cli/sandbox_wishes.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <filesystem>

namespace cairn {

namespace {
const StoreDir store{};
std::vector<sandbox::Bind> shared(const std::string& path) {
  return shared_binds({.wished = true, .network = false, .shared = {path}, .exposed = {}}, store);
}
}  // namespace

TEST_CASE("a shared folder has its own place inside, however it is named", "[cli]") {
  TemporaryDirectory folder;
  std::string path = std::filesystem::canonical(folder.path()).string();
  CHECK(shared(path + "/") == std::vector<sandbox::Bind>{{path, path, true}});
  CHECK(shared(path + "/./x/..") == std::vector<sandbox::Bind>{{path, path, true}});
}

TEST_CASE("behind a link lies what is shown in the link's place", "[cli]") {
  TemporaryDirectory folder;
  std::string path = std::filesystem::canonical(folder.path()).string();
  std::filesystem::create_directory(path + "/real");
  std::filesystem::create_symlink("real", path + "/link");
  CHECK(shared(path + "/link") ==
        std::vector<sandbox::Bind>{{path + "/real", path + "/link", true}});
}

TEST_CASE("what would hide the sandbox's own folders cannot be shared", "[cli]") {
  for (const char* path : {"/", "/proc", "/proc/self", "/dev"}) {
    INFO(path);
    CHECK_THROWS_AS(shared(path), Error);
  }
  CHECK(shared("/dev/null") == std::vector<sandbox::Bind>{{"/dev/null", "/dev/null", true}});
}

TEST_CASE("what is not there cannot be shared", "[cli]") {
  CHECK_THROWS_WITH(shared("/no/such"),
                    "cannot show /no/such in the sandbox: No such file or directory");
}

TEST_CASE("details of a sandbox that is not wished are misuse", "[cli]") {
  CHECK_THROWS_AS(
      shared_binds({.wished = false, .network = true, .shared = {}, .exposed = {}}, store), Error);
}

TEST_CASE("the working folder is kept where it is shown", "[cli]") {
  std::vector<sandbox::Bind> binds = {{"/a", "/a", true}};
  CHECK(working_directory_in(binds, "/a/b", "/home/u") == "/a/b");
  CHECK(working_directory_in(binds, "/ab", "/home/u") == "/home/u");
  CHECK(working_directory_in({}, "/a", "/home/u") == "/home/u");
}

}  // namespace cairn
