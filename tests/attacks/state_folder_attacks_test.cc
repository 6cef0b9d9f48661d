// SPDX-License-Identifier: GPL-3.0-or-later
// T-04: another user is the first to make what somebody will use: their profile, a root, a lock, a
// folder of the engine's (CVE-2019-17365, where a folder of profiles could be written by
// everybody). T-29: a build finds a socket of the engine's (CVE-2026-64846).
#include "core/base/files.hh"
#include "core/profile/generations.hh"
#include "core/store/roots.hh"
#include "tests/support/attack_build.hh"
#include "tests/support/attack_verdict.hh"

#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

// FOLDER and all folders below it.
std::vector<std::string> folders_below(const std::string& folder) {
  std::vector<std::string> found = {folder};
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_directory() && !entry.is_symlink()) found.push_back(entry.path());
  }
  return found;
}

// What somebody else manages to do in FOLDER: make entries, replace or take away those there.
std::string deeds_in(const std::string& folder) {
  std::vector<std::string> done;
  std::string plant = folder + "/planted";
  if (mkdir(plant.c_str(), 0777) == 0) done.push_back("mkdir " + folder);
  if (symlink("/etc/passwd", (plant + "-link").c_str()) == 0) done.push_back("symlink " + folder);
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    std::string path = entry.path();
    if (path.starts_with(plant)) continue;
    if (rename(path.c_str(), (path + "-moved").c_str()) == 0) done.push_back("rename " + path);
    if (chmod(path.c_str(), 0777) == 0) done.push_back("chmod " + path);
    if (entry.is_regular_file() && access(path.c_str(), W_OK) == 0) done.push_back("open " + path);
  }
  return fmt::format("{}", fmt::join(done, "; "));
}

std::string deeds_of_others(const std::vector<std::string>& folders) {
  return as_outsider([&] {
    std::string all;
    for (const std::string& folder : folders) all += deeds_in(folder);
    return all;
  });
}

// A store with something of everything, in a folder that all can enter.
struct UsedStore {
  BuildPlace place;
  UsedStore() {
    fs::permissions(place.folder.path(), fs::perms(0755));
    BuildResult result = place.build(place.script("item", "echo content > $out"));
    REQUIRE(result.succeeded());
    const StorePath& item = result.outputs.at("out");
    add_permanent_root(place.layout(), "kept", item);
    std::string profiles = place.layout().physical_state() + "/profiles/per-user/somebody";
    make_directories(profiles);
    fs::create_symlink(place.store.dir().print(item), profiles + "/profile-1-link");
  }
};

}  // namespace

TEST_CASE("T-04: nobody else can make, replace or take away what the engine or a user relies on",
          "[attack]") {
  if (!has_outsider()) return skip("only root can be somebody else");
  UsedStore used;
  std::vector<std::string> folders = folders_below(used.place.folder.path());
  REQUIRE(folders.size() > 8);
  CHECK(deeds_of_others(folders).empty());
}

TEST_CASE("T-04: where the folder of profiles could be written by all, it was anybody's",
          "[attack]") {
  if (!has_outsider()) return skip("only root can be somebody else");
  UsedStore used;
  std::string profiles = used.place.layout().physical_state() + "/profiles/per-user";
  fs::permissions(profiles, fs::perms(0777));
  std::string deeds = deeds_of_others(folders_below(profiles));
  CHECK(deeds.find("mkdir " + profiles) != std::string::npos);
  CHECK(deeds.find("rename " + profiles + "/somebody") != std::string::npos);
}

TEST_CASE("T-29: a build finds nothing of the engine's state", "[attack]") {
  BuildPlace place;
  std::string state = place.layout().physical_state();
  std::string script = fmt::format(
      "for p in /var /var/cairn/daemon-socket {0} {0}/db /etc/cairn; do [ ! -e $p ] || echo $p; "
      "done "
      "> $out; ls -d $item/file >> $out",
      state);
  BuildResult result = place.build(attack_script(place, "finder", script));
  REQUIRE(result.succeeded());
  // The last line is the control: what is there is found.
  CHECK(place.read(result).starts_with("/cairn/store/"));
}
