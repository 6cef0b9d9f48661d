// SPDX-License-Identifier: GPL-3.0-or-later
// Launchers.
#include "cli/profile/launchers.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("every program of a profile gets a launcher", "[cli/profile]") {
  TemporaryDirectory root;
  StoreView view(root.path(), StoreDir());
  StorePath item(std::string(32, '0') + "-profile");
  for (const char* folder : {"bin", "sbin"}) {
    std::string path = root.path() + view.store().print(item) + "/" + folder;
    make_directories(path);
    write_file_at(open_directory(path).get(), "both", "");
    write_file_at(open_directory(path).get(), std::string("in-") + folder, "");
  }
  Launchers launchers = launchers_for({"/c/cairn", {"--root", "/my root's"}, "/p"}, view, item);
  CHECK(launchers.texts.size() == 3);
  CHECK(launchers.texts.at("in-sbin") ==
        "#!/bin/sh\n# Made by cairn for a profile.\ncairn='/c/cairn'\n"
        "[ -x \"$cairn\" ] || cairn=cairn\n"
        "exec \"$cairn\" '--root' '/my root'\\''s' enter -- '/p/sbin/in-sbin' \"$@\"\n");
  CHECK(launchers.texts.at("both").find("'/p/bin/both'") != std::string::npos);
}

TEST_CASE("launchers come and go, and other files stay", "[cli/profile]") {
  TemporaryDirectory folder;
  std::string mine = "#!/bin/sh\n# Made by cairn for a profile.\n";
  add_launchers(folder.path(), {"here", {{"a", mine + "1"}, {"b", mine}}});
  write_file_at(folder.fd(), "own", "#!/bin/sh\n");
  add_launchers(folder.path(), {"here", {{"a", mine + "long"}}});
  CHECK(read_file(folder.path() + "/a") == mine + "long");
  CHECK(status_at(folder.fd(), "a")->st_mode % 01000 == 0755);
  remove_other_launchers(folder.path(), {"here", {{"a", ""}}});
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{".place", "a", "own"});
}

TEST_CASE("for another place all launchers are made anew", "[cli/profile]") {
  TemporaryDirectory folder;
  Launchers here{"here", {{"a", "1"}, {"b", "1"}}};
  add_launchers(folder.path(), here);
  remove_other_launchers(folder.path(), here);
  add_launchers(folder.path(), {"there", {{"a", "2"}}});  // and no more: it was killed
  CHECK(read_file(folder.path() + "/a") == "2");
  SECTION("when some of them were made before") {
    add_launchers(folder.path(), {"there", {{"a", "2"}, {"b", "2"}}});
    CHECK(read_file(folder.path() + "/b") == "2");
  }
  SECTION("when it is the first one again") {
    add_launchers(folder.path(), here);
    CHECK(read_file(folder.path() + "/a") == "1");
  }
}

}  // namespace cairn
