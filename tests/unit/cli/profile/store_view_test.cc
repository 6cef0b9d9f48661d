// SPDX-License-Identifier: GPL-3.0-or-later
// Store items seen from outside.
#include "cli/profile/store_view.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <filesystem>

namespace cairn {

namespace {

const std::string one = "/cairn/store/00000000000000000000000000000000-one";
const std::string other = "/cairn/store/11111111111111111111111111111111-other";

struct Root {
  TemporaryDirectory folder{};
  StoreView view{folder.path(), StoreDir()};
  void folder_at(const std::string& path) { make_directories(folder.path() + path); }
  void link(const std::string& path, const std::string& target) {
    std::filesystem::create_symlink(target, folder.path() + path);
  }
};

}  // namespace

TEST_CASE("links between items are followed to where they are here", "[cli/profile]") {
  Root root;
  root.folder_at(one + "/bin");
  root.folder_at(other);
  root.link(other + "/bin", one + "/bin");
  root.link(other + "/sbin", "bin");
  root.link(one + "/back", "../11111111111111111111111111111111-other/sbin");
  write_file_at(open_directory(root.folder.path() + one + "/bin").get(), "x", "text");
  CHECK(root.view.find(other + "/bin/x") == root.folder.path() + one + "/bin/x");
  CHECK(root.view.has_file(other + "/sbin/x"));
  CHECK(root.view.has_folder(one + "/back"));
  CHECK(root.view.has_folder(one + "/"));
  CHECK(root.view.names_in(one + "/back") == std::vector<std::string>{"x"});
}

TEST_CASE("what leads nowhere is not there", "[cli/profile]") {
  Root root;
  root.folder_at(one);
  root.link(one + "/gone", other);
  root.link(one + "/circle", "circle");
  for (const std::string& path : {one + "/x", one + "/gone", one + "/circle", other}) {
    CHECK(!root.view.find(path));
    CHECK(!root.view.has_folder(path));
    CHECK(root.view.names_in(path).empty());
  }
}

}  // namespace cairn
