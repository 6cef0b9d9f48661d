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
  }
};

}  // namespace

TEST_CASE("a launcher finds the pack above itself", "[core/launch]") {
  Pack pack;
  CHECK(launch::launch_of(pack.path + "/opt/bin/hello") ==
        Launch{pack.path, "/cairn/store", "/cairn/store/hash-hello/bin/hello"});
}

TEST_CASE("a launcher that was moved tells so", "[core/launch]") {
  Pack pack;
  CHECK_THROWS_WITH(launch::launch_of(pack.path + "/bin/hello"),
                    pack.path + "/bin/hello lies in no pack that knows it");
  CHECK_THROWS_WITH(launch::launch_of("/hello"), "/hello lies in no pack that knows it");
}
