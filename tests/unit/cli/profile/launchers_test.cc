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
  CHECK(launchers.size() == 3);
  CHECK(launchers.at("in-sbin") ==
        "#!/bin/sh\n# Made by cairn for a profile.\ncairn='/c/cairn'\n"
        "[ -x \"$cairn\" ] || cairn=cairn\n"
        "exec \"$cairn\" '--root' '/my root'\\''s' enter -- '/p/sbin/in-sbin' \"$@\"\n");
  CHECK(launchers.at("both").find("'/p/bin/both'") != std::string::npos);
}

TEST_CASE("launchers come and go, and other files stay", "[cli/profile]") {
  TemporaryDirectory folder;
  std::string mine = "#!/bin/sh\n# Made by cairn for a profile.\n";
  add_launchers(folder.path(), {{"a", mine + "1"}, {"b", mine}});
  write_file_at(folder.fd(), "own", "#!/bin/sh\n");
  add_launchers(folder.path(), {{"a", mine + "2"}});
  CHECK(read_file(folder.path() + "/a") == mine + "2");
  CHECK(status_at(folder.fd(), "a")->st_mode % 01000 == 0755);
  remove_other_launchers(folder.path(), {{"a", ""}});
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"a", "own"});
}

}  // namespace cairn
