// SPDX-License-Identifier: GPL-3.0-or-later
// Items that stay mounted from one sandbox to the next.
#include "core/sandbox/store_mounts.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "tests/support/sandbox.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <unistd.h>

namespace cairn {

using test::run;
using test::SandboxPlace;
namespace fs = std::filesystem;

namespace {

constexpr const char* name = "11111111111111111111111111111111-item";

int no_builtin(const sandbox::Spec&) {
  return 1;
}

// The spawner of this process, whose mounts are to be looked at.
std::string spawner_process() {
  std::string children = "/proc/self/task/" + std::to_string(getpid()) + "/children";
  std::istringstream processes(read_file(children));
  for (std::string process; processes >> process;) {
    if (read_file("/proc/" + process + "/comm") == "cairn-spawner\n") return "/proc/" + process;
  }
  throw Error("there is no spawner");
}

class Place : public SandboxPlace {
 public:
  Place() : spawner(store(), no_builtin) {}

  // What SCRIPT prints in a sandbox with the item, whose store folder is one for all.
  std::string output_of(const std::string& script) {
    sandbox::Spec spec = SandboxPlace::script(script);
    fs::create_directories(folder());
    spec.store_folder = folder();
    spec.keeps_mounts = true;
    spec.items.push_back(name);
    auto ran = run(spawner, spec);
    return ran.end.message + ran.output;
  }

  std::string folder() const { return path() + "/shared"; }
  std::string item() const { return store() + "/" + name; }

  // How many mounts the spawner has below the shared folder, itself among them.
  std::ptrdiff_t mounts() const {
    std::istringstream lines(read_file(spawner_process() + "/mountinfo"));
    std::ptrdiff_t count = 0;
    for (std::string line; std::getline(lines, line);) count += line.find(folder()) != line.npos;
    return count;
  }

  void replace(const std::function<void(const std::string&)>& make) {
    fs::remove_all(item());
    make(item());
  }

  Spawner spawner;
};

void make_folder(const std::string& path) {
  fs::create_directory(path);
  std::ofstream(path + "/file") << "folder\n";
}

void make_file(const std::string& path) {
  std::ofstream(path) << "file\n";
}

}  // namespace

TEST_CASE("items stay mounted from one sandbox to the next", "[core/sandbox]") {
  Place place;
  make_folder(place.item());
  std::string show = std::string("cat /cairn/store/") + name + "/file; ls /cairn/store; ";
  std::string shown = std::string("folder\n") + place.busybox + "\n" + name + "\n";
  CHECK(place.output_of(show) == shown);
  CHECK(place.mounts() == 3);
  CHECK(place.output_of(show) == shown);
  CHECK(place.mounts() == 3);
}

TEST_CASE("an item that was put there anew is mounted anew", "[core/sandbox]") {
  Place place;
  std::string path = std::string("/cairn/store/") + name;
  std::string show = "cat " + path + "/file 2>/dev/null || cat " + path;
  make_folder(place.item());
  CHECK(place.output_of(show) == "folder\n");
  place.replace([](const std::string& item) {
    make_folder(item);
    std::ofstream(item + "/file") << "other\n";
  });
  CHECK(place.output_of(show) == "other\n");
  place.replace(make_file);
  CHECK(place.output_of(show) == "file\n");
  place.replace(make_folder);
  CHECK(place.output_of(show) == "folder\n");
  CHECK(place.mounts() == 3);
}

TEST_CASE("what stays mounted cannot be written, nor by the next sandbox", "[core/sandbox]") {
  Place place;
  make_folder(place.item());
  std::string write = std::string("touch /cairn/store/") + name + "/new 2>/dev/null || echo no";
  CHECK(place.output_of(write) == "no\n");
  CHECK(place.output_of(write) == "no\n");
}

TEST_CASE("an item that cannot be mounted is named, and the next sandbox starts",
          "[core/sandbox]") {
  Place place;
  CHECK(place.output_of("echo started").find(std::string("cannot look at ") + name) == 0);
  make_folder(place.item());
  CHECK(place.output_of("echo started") == "started\n");
}

TEST_CASE("mounts that are forgotten are gone, and others stay", "[core/sandbox]") {
  Place place;
  make_folder(place.item());
  place.output_of("true");
  place.spawner.forget_mounts(place.path() + "/other");
  CHECK(place.mounts() == 3);
  place.spawner.forget_mounts(place.folder());
  CHECK(place.mounts() == 0);
  CHECK(place.output_of("echo again") == "again\n");
}

}  // namespace cairn
