// SPDX-License-Identifier: GPL-3.0-or-later
// T-01: an output holds a hard link to somebody else's file, whose mode the engine then sets; or
// leads through a link out of itself while it is looked through.
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "tests/support/attack_build.hh"
#include "tests/support/attack_swapper.hh"
#include "tests/support/attack_verdict.hh"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

// A file that only its owner may read, beside the store on the same file system.
class Canary {
 public:
  explicit Canary(const BuildPlace& place) : path(place.folder.path() + "/canary") {
    std::ofstream(path) << "secret";
    fs::permissions(path, fs::perms(0600));
  }

  // Mode, owner, links and times, as text.
  std::string state() const {
    struct stat status {};
    checked(stat(path.c_str(), &status), "cannot look at {}", path);
    return fmt::format("{:o} {} {} {}.{} {}.{}", status.st_mode, status.st_uid, status.st_nlink,
                       status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                       status.st_ctim.tv_nsec);
  }

  std::string path;
};

// What an archiver that goes by paths makes of PATH: contents, one after the other.
void archive_naively(const fs::path& path, std::string& archive) {
  std::error_code error;
  if (fs::is_symlink(fs::symlink_status(path, error))) return;
  if (fs::is_directory(path, error)) {
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
      archive_naively(entry->path(), archive);
    }
    return;
  }
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  archive += text.str();
}

// "out/d" and "out/link" are exchanged; the link leads to a folder with a secret.
struct ExchangedFolder {
  TemporaryDirectory folder;

  ExchangedFolder() {
    for (const char* name : {"/secrets", "/out/d"}) fs::create_directories(folder.path() + name);
    for (int i = 0; i < 10; ++i) {
      std::ofstream(fmt::format("{}/secrets/{}", folder.path(), i)) << "secret";
      std::ofstream(fmt::format("{}/out/d/{}", folder.path(), i)) << "public";
    }
    fs::create_symlink(folder.path() + "/secrets", folder.path() + "/out/link");
  }

  std::vector<std::pair<std::string, std::string>> pairs() const {
    return {{folder.path() + "/out/d", folder.path() + "/out/link"}};
  }
};

}  // namespace

TEST_CASE("T-01: a builder cannot link to what it sees of the machine", "[attack]") {
  AttackPlace place;
  std::string folder = place.place.path() + "/shown";
  fs::create_directory(folder);
  std::ofstream(folder + "/canary") << "secret";
  fs::permissions(folder, fs::perms(0777));
  sandbox::Spec spec = place.script(
      "cd /cairn/store; ln $item/file a; ln /shown/canary b; ln /proc/self/exe c; ln /dev/null d; "
      "echo *");
  spec.binds = {{folder, "/shown", true}};
  std::string output = run(place.spawner, spec).output;
  CHECK(
      output.ends_with(std::string("\n") + SandboxPlace::busybox + " " + AttackPlace::item + "\n"));
  CHECK(output.find("Invalid cross-device link") != std::string::npos);
}

TEST_CASE("T-01: an output that is a hard link to another's file is refused and changes nothing",
          "[attack]") {
  BuildPlace place;
  Canary canary(place);
  std::string inside = GENERATE("", "/folder/link");
  AttackBuild build(place, attack_script(place, "linked", "echo waiting"));
  build.builder().output();
  // An accomplice on this machine does what the builder could not.
  fs::create_directories(fs::path(build.built() + inside).parent_path());
  fs::create_hard_link(canary.path, build.built() + inside);
  std::string before = canary.state();
  CHECK_THROWS_WITH(build.keep(), Catch::Contains("is a hard link to a file outside of its tree"));
  CHECK(canary.state() == before);
  CHECK(!status_at(AT_FDCWD, build.item()));
}

TEST_CASE("T-01: an engine that sets modes by path opens another's file to all", "[attack]") {
  BuildPlace place;
  Canary canary(place);
  AttackBuild build(place, attack_script(place, "linked", "echo waiting"));
  build.builder().output();
  fs::create_hard_link(canary.path, build.built());
  build.keep_naively();
  CHECK(canary.state().starts_with("100444 "));
}

TEST_CASE("T-01: a folder exchanged for a link while it is copied gives nothing away", "[attack]") {
  ExchangedFolder field;
  Swapper swapper(field.pairs());
  unsigned copied = 0;
  while (swapper.count() < 20'000 || copied < 20) {
    StringSink archive;
    NarWriter writer(archive);
    try {
      nar::walk(field.folder.fd(), "out", writer, {.strict = true});
      ++copied;
    } catch (const Error&) {
      // It was a link when it should have been a folder, or the other way round.
    }
    REQUIRE(archive.text().find("secret\0", 0, 7) == std::string::npos);
  }
}

TEST_CASE("T-01: one who copies by paths gives it away", "[attack]") {
  ExchangedFolder field;
  Swapper swapper(field.pairs());
  CHECK(succeeds_once([&] {
    std::string archive;
    archive_naively(field.folder.path() + "/out", archive);
    return archive.find("secret") != std::string::npos;
  }));
}
