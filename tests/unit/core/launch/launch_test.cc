// SPDX-License-Identifier: GPL-3.0-or-later
// How a launcher finds its pack; that it runs programs is told by tests/end-to-end/packing.py.
#include "core/launch/launch.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/launch/pack_folder.hh"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace cairn;
using launch::Launch;

namespace {

namespace fs = std::filesystem;

struct Pack {
  TemporaryDirectory folder;
  std::string path = folder.path() + "/pack";

  Pack() {
    fs::create_directories(path + "/" + launch::programs_folder + "/opt/bin");
    fs::create_symlink("/cairn/store", path + "/" + launch::store_link);
    fs::create_symlink("/cairn/store/hash-hello/bin/hello",
                       path + "/" + launch::programs_folder + "/opt/bin/hello");
    fs::create_directories(path + "/opt/bin");
    write_file_at(open_directory(path + "/opt/bin").get(), "hello", "", 0755);
  }
};

}  // namespace

TEST_CASE("a launcher finds the pack above itself", "[core/launch]") {
  Pack pack;
  CHECK(launch::launch_of(pack.path + "/opt/bin/hello") ==
        Launch{pack.path, "/cairn/store", "/cairn/store/hash-hello/bin/hello"});
}

TEST_CASE("a pack that others can change is not believed", "[core/launch]") {
  Pack pack;
  std::string folder = pack.path + "/" + launch::programs_folder;
  fs::permissions(folder, fs::perms::others_write, fs::perm_options::add);
  CHECK_THROWS_WITH(launch::launch_of(pack.path + "/opt/bin/hello"),
                    Catch::Contains("others can change it"));
}

TEST_CASE("a launcher that was moved tells so", "[core/launch]") {
  Pack pack;
  CHECK_THROWS_WITH(launch::launch_of(pack.path + "/bin/hello"),
                    pack.path + "/bin/hello lies in no pack that knows it");
  CHECK_THROWS_WITH(launch::launch_of("/hello"), "/hello lies in no pack that knows it");
}
