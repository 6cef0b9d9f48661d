// SPDX-License-Identifier: GPL-3.0-or-later
// T-17: folders are exchanged for links to elsewhere while their tree is deleted (CVE-2025-46415).
// Beyond the list: a tree that is too deep to be deleted.
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "tests/support/attack_build.hh"
#include "tests/support/attack_swapper.hh"
#include "tests/support/attack_verdict.hh"
#include "tests/support/tree_text.hh"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

constexpr unsigned folders = 8;
constexpr unsigned files = 8;

void fill(const fs::path& folder) {
  fs::create_directories(folder);
  for (unsigned i = 0; i < files; ++i) std::ofstream(folder / std::to_string(i)) << "x";
}

// "victim" holds folders, and "stash" links to "canary" by the same names, to be exchanged with
// them.
class Field {
 public:
  Field() {
    fill(canary());
    alive_ = tree_text(canary());
    fs::create_directory(path("stash"));
    prepare();
  }

  // Make the victim anew. While there is none, nothing is exchanged.
  void prepare() {
    for (unsigned i = 0; i < folders; ++i) {
      fill(path("fresh/") + std::to_string(i));
      std::string link = path("stash/") + std::to_string(i);
      if (fs::is_symlink(fs::symlink_status(link))) continue;
      fs::remove_all(link);
      fs::create_symlink(canary(), link);
    }
    fs::rename(path("fresh"), path("victim"));
  }

  std::vector<std::pair<std::string, std::string>> pairs() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (unsigned i = 0; i < folders; ++i) {
      std::string name = std::to_string(i);
      all.emplace_back(path("victim/") + name, path("stash/") + name);
    }
    return all;
  }

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string canary() const { return path("canary"); }
  bool has_victim() const { return fs::exists(path("victim")); }
  bool is_unharmed() const { return tree_text(canary()) == alive_; }
  int fd() const { return folder_.fd(); }

 private:
  TemporaryDirectory folder_;
  std::string alive_;
};

// As deleters did: what a path was a moment ago decides what is done with it now.
void remove_naively(const fs::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) < 0) return;
  if (!S_ISDIR(status.st_mode)) {
    unlink(path.c_str());
    return;
  }
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) remove_naively(entry.path());
  rmdir(path.c_str());
}

// A swap at the worst moment makes a deletion fail: the folder is not empty. The next one goes on.
void remove_in_the_end(const Field& field) {
  while (field.has_victim()) {
    try {
      remove_tree_at(field.fd(), "victim");
    } catch (const Error&) {
    }
  }
}

// A process that may open 256 files, until the end of this value.
class FewDescriptors {
 public:
  FewDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few{256, before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  FewDescriptors(FewDescriptors&&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("T-17: what is exchanged while its tree is deleted leads the deleter nowhere",
          "[attack]") {
  Field field;
  Swapper swapper(field.pairs());
  while (swapper.count() < 100'000) {
    remove_in_the_end(field);
    REQUIRE(field.is_unharmed());
    field.prepare();
  }
}

TEST_CASE("T-17: it leads one who deletes by paths astray", "[attack]") {
  Field field;
  Swapper swapper(field.pairs());
  CHECK(succeeds_once([&] {
    while (field.has_victim()) remove_naively(field.path("victim"));
    field.prepare();
    return !field.is_unharmed();
  }));
}

TEST_CASE("beyond the list: folders nested deeper than there are descriptors are no way to stay",
          "[attack]") {
  FewDescriptors few;
  BuildPlace place;
  std::string folder = GENERATE("/build", "$out", "/tmp");
  auto result = place.build(
      attack_script(place, "deep", "mkdir $out; attack deep-tree " + folder + " 2000; exit 1"),
      {.keep_failed = folder == "/build"});
  CHECK(result.status == BuildStatus::permanent_failure);
  CHECK(place.events.log() == "folders in folders: done\n");
  if (folder == "/build") {
    CHECK(result.message.find("its build folder cannot be kept: build/d/d/") != std::string::npos);
  }
  CHECK(list_directory(open_directory(place.layout().physical_state() + "/builds").get()).empty());
}

TEST_CASE("beyond the list: such folders stay where a deleter opens one in the other", "[attack]") {
  TemporaryDirectory folder;
  REQUIRE(output_outside("attack deep-tree " + folder.path() + " 2000") ==
          "folders in folders: done\n");
  FewDescriptors few;
  std::error_code error;
  fs::remove_all(folder.path() + "/d", error);
  CHECK(error == std::errc::too_many_files_open);
}
