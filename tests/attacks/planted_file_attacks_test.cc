// SPDX-License-Identifier: GPL-3.0-or-later
// T-21: links are planted where the engine is about to write a build's files (CVE-2025-52993).
// T-24: a builder plants links beside its output, at names that an engine might use
// (CVE-2026-39860). T-01's sibling: an output is itself a link to somebody else's file.
#include "core/build/prepare.hh"
#include "core/hash/hasher.hh"
#include "tests/support/attack_build.hh"
#include "tests/support/attack_swapper.hh"
#include "tests/support/attack_verdict.hh"

#include <atomic>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* alive = "alive";

std::string make_canary(const std::string& folder) {
  std::string path = folder + "/canary";
  std::ofstream(path) << alive;
  fs::permissions(path, fs::perms(0666));
  return path;
}

// A derivation with so many files in its "/build" that writing them takes a while.
Derivation with_many_files(const BuildPlace& place) {
  Derivation derivation = place.script("many", "ls -a | wc -l > $out");
  std::string& names = derivation.environment["passAsFile"];
  for (int i = 0; i < 500; ++i) {
    std::string name = fmt::format("variable{}", i);
    derivation.environment[name] = "content";
    names += name + " ";
  }
  return derivation;
}

// With the engine's own rights: plants links to CANARY at NAMES, the last first, in the "/build" of
// every build that appears below BUILDS.
class Planter {
 public:
  Planter(std::string builds, std::vector<std::string> names, std::string canary)
      : builds_(std::move(builds)),
        names_(std::move(names)),
        canary_(std::move(canary)),
        thread_([this] {
          while (!is_over_) plant();
        }) {}
  ~Planter() { stop(); }
  Planter(Planter&&) = delete;

  unsigned stop() {
    is_over_ = true;
    if (thread_.joinable()) thread_.join();
    return planted_;
  }

 private:
  void plant() {
    std::error_code error;
    for (fs::directory_iterator entry(builds_, error), end; !error && entry != end;
         entry.increment(error)) {
      Fd folder(open((entry->path().string() + "/0/build").c_str(), O_PATH | O_CLOEXEC));
      if (!folder || status_at(folder.get(), names_.back())) continue;
      for (auto name = names_.rbegin(); name != names_.rend(); ++name) {
        if (symlinkat(canary_.c_str(), folder.get(), name->c_str()) == 0) ++planted_;
      }
    }
  }

  std::string builds_;
  std::vector<std::string> names_;
  std::string canary_;
  std::atomic<bool> is_over_ = false;
  std::atomic<unsigned> planted_ = 0;
  std::thread thread_;
};

std::vector<std::string> files_of(const BuildPlace& place, const Derivation& derivation) {
  std::vector<std::string> names;
  for (const auto& [name, content] : builder_environment(place.layout(), derivation, {}).files) {
    names.push_back(name);
  }
  return names;
}

// Links to $canary at the names that engines have used.
constexpr const char* plant_beside =
    "printf content > $out; cd /cairn/store; o=${out##*/}; plant() { for n in $o.tmp $o.check "
    "$o.chroot $o.lock $o.new $o-tmp tmp-$o .new .links .tmp-0 0 1 tmp; do ln -sf $canary $n; "
    "ln -sf $canary /build/$n; ln -sf $canary /tmp/$n; done; }; plant; ";
// Again and again, until the builder ends; a name may lack its link then, as `ln -f` removes first.
constexpr const char* plant_again = "(while :; do plant; done) & ";

Derivation with_plants(BuildPlace& place, const std::string& script, const std::string& canary) {
  Derivation derivation = fixed_attack_script(place, "beside", script, "content");
  derivation.environment["canary"] = canary;
  return derivation;
}

}  // namespace

TEST_CASE("T-21: links planted where a build's files are written are not followed", "[attack]") {
  BuildPlace place;
  std::string canary = make_canary(place.folder.path());
  Derivation derivation = with_many_files(place);
  Planter planter(place.layout().physical_state() + "/builds", files_of(place, derivation), canary);
  std::string message;
  CHECK(succeeds_once([&] {
    derivation.environment["try"] += "x";  // another path, so that it is built
    message = place.build(derivation).message;
    return message.find("File exists") != std::string::npos;
  }));
  CHECK(planter.stop() > 0);
  CHECK(message.starts_with("cannot open .attr-"));
  CHECK(read_file(canary) == alive);
}

TEST_CASE("T-21: one who writes them by path changes another's file", "[attack]") {
  BuildPlace place;
  std::string canary = make_canary(place.folder.path());
  std::vector<std::string> names = files_of(place, with_many_files(place));
  std::string builds = place.layout().physical_state() + "/builds";
  Planter planter(builds, names, canary);
  int tries = 0;
  CHECK(succeeds_once([&] {
    // A folder of each try's own: what the planter fills meanwhile could not be removed.
    std::string folder = fmt::format("{}/session{}/0/build", builds, ++tries);
    fs::create_directories(folder);
    for (const std::string& name : names) std::ofstream(folder + "/" + name) << "content";
    return read_file(canary) != alive;
  }));
}

TEST_CASE("T-24: links that a builder plants beside its output are not followed", "[attack]") {
  BuildPlace place;
  std::string canary = make_canary(place.folder.path());
  auto result = place.build(with_plants(place, std::string(plant_beside) + plant_again, canary));
  CHECK(result.message == "");
  CHECK(place.read(result) == "content");
  CHECK(read_file(canary) == alive);
  for (const auto& entry : fs::directory_iterator(place.layout().physical_store())) {
    INFO(entry.path().string());
    CHECK(!entry.is_symlink());
  }
}

TEST_CASE("T-24: an engine that copies to a name beside it writes through them", "[attack]") {
  BuildPlace place;
  std::string canary = make_canary(place.folder.path());
  AttackBuild build(place, with_plants(place, plant_beside, canary));
  build.builder().output();
  fs::copy_file(build.built(), build.built() + ".tmp", fs::copy_options::overwrite_existing);
  CHECK(read_file(canary) == "content");
}

TEST_CASE("T-24: a flat output that is a link to a file of the promised content is refused",
          "[attack]") {
  BuildPlace place;
  std::string canary = make_canary(place.folder.path());
  auto result = place.build(place.fixed("link", "ln -s " + canary + " $out", ContentMethod::flat,
                                        hash_of(HashAlgorithm::sha256, alive)));
  CHECK(result.status == BuildStatus::output_rejected);
  CHECK(result.message == "a flat output must be one file that is not executable");
}
