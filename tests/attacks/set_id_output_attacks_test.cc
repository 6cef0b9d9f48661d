// SPDX-License-Identifier: GPL-3.0-or-later
// T-16: a builder makes a set-id program as its output, and somebody outside waits for it to appear
// in the store, at whatever moment and however the build ends.
#include "tests/support/attack_build.hh"
#include "tests/support/attack_verdict.hh"

#include <atomic>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <thread>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* make_set_id =
    "mkdir $out; cp $item/bin/attack $out/program; chmod 0755 $out/program; "
    "chmod 4755 $out/program || true; chmod 2755 $out/program || true; "
    "attack set-id; cp $out/program $out/second; ";

constexpr const char* make_set_id_by_overlay =
    "export out; mkdir $out /cairn/store/work /build/lower /build/merged; unshare -Urm sh -c '"
    "mount -t tmpfs -o mode=02777 x /build/lower && mkdir /build/lower/d && mount -t overlay -o "
    "lowerdir=/build/lower,upperdir=$out,workdir=/cairn/store/work,userxattr x /build/merged && "
    "touch /build/merged/d/x && echo mounted'";

// Looks at all of FOLDER, again and again, with the engine's own rights: it sees more than any
// attacker. Entries with a set-id bit or an attribute are counted.
class Watcher {
 public:
  explicit Watcher(std::string folder) : folder_(std::move(folder)), thread_([this] { watch(); }) {}
  ~Watcher() { stop(); }
  Watcher(Watcher&&) = delete;

  // What it has seen by now.
  unsigned stop() {
    is_over_ = true;
    if (thread_.joinable()) thread_.join();
    return found_;
  }

 private:
  void watch() {
    do {
      look_into(folder_);
    } while (!is_over_);
    look_into(folder_);
  }

  void look_into(const fs::path& folder) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) look_at(entry.path());
  }

  void look_at(const fs::path& path) {
    struct stat status {};
    if (lstat(path.c_str(), &status) < 0) return;
    bool set_id = !S_ISLNK(status.st_mode) && (status.st_mode & (S_ISUID | S_ISGID));
    if (set_id || llistxattr(path.c_str(), nullptr, 0) > 0) ++found_;
    if (S_ISDIR(status.st_mode)) look_into(path);
  }

  std::string folder_;
  std::atomic<bool> is_over_ = false;
  std::atomic<unsigned> found_ = 0;
  std::thread thread_;
};

// Let others through to where the engine keeps builds from them.
void open_to_all(const BuildPlace& place, const AttackBuild& build) {
  std::vector<std::string> folders = build.folders_around();
  folders.push_back(place.folder.path());
  for (const std::string& folder : folders) fs::permissions(folder, fs::perms(0755));
}

// Run the program at PATH with the argument "effective-user"; what it says, or why it cannot be.
std::string run_program(const std::string& path) {
  Pipe pipe = make_pipe();
  pid_t child = fork();
  if (child == 0) {
    dup2(pipe.write_end.get(), 1);
    execl(path.c_str(), "attack", "effective-user", nullptr);
    write_fully(1, outcome(-1), "the program's answer");
    _exit(0);
  }
  pipe.write_end.close();
  FdSource source(pipe.read_end.get(), "the program's answer");
  return read_all(source, 4096, "the program's answer");
}

}  // namespace

TEST_CASE("T-16: no set-id program ever appears, however a build ends", "[attack]") {
  BuildPlace place;
  Watcher watcher(place.folder.path());
  std::string ending = GENERATE("exit 0", "exit 1", "kill -9 $$");
  auto result = place.build(attack_script(place, "set-id", make_set_id + ending));
  CHECK(result.succeeded() == (ending == "exit 0"));
  CHECK(watcher.stop() == 0);
  CHECK(place.events.log().find("chmod u+s: EPERM") != std::string::npos);
}

TEST_CASE("T-16: an engine that renames outputs shows a set-id program", "[attack]") {
  BuildPlace place;
  Watcher watcher(place.folder.path());
  AttackBuild build(place, attack_script(place, "set-id", make_set_id), {.no_seccomp = true});
  build.builder().output();
  build.keep_naively();
  CHECK(watcher.stop() > 0);
  CHECK((status_at(AT_FDCWD, build.item() + "/program")->st_mode & S_ISGID) != 0);
}

TEST_CASE("T-16: a set-id program that a builder could make is refused as output", "[attack]") {
  BuildPlace place;
  AttackBuild build(place, attack_script(place, "set-id", make_set_id), {.no_seccomp = true});
  build.builder().output();
  Watcher watcher(place.layout().physical_store());
  CHECK_THROWS_WITH(build.keep(), Catch::Contains("has a set-id bit"));
  CHECK(watcher.stop() == 0);
  CHECK(!status_at(AT_FDCWD, build.item()));
}

TEST_CASE("T-16: nobody else can run a set-id program while it is in a build", "[attack]") {
  if (!has_outsider()) return skip("only root can be somebody else");
  BuildPlace place;
  fs::permissions(place.folder.path(), fs::perms(0755));
  AttackBuild build(place, attack_script(place, "set-id", make_set_id + std::string("sleep 100")),
                    {.no_seccomp = true});
  REQUIRE(build.builder().has_printed("openat by io_uring"));
  // The copy is made last, and the first keeps its bits.
  std::string program = build.built() + "/program";
  CHECK(as_outsider([&] { return run_program(program); }) == "EACCES");
  open_to_all(place, build);
  uid_t builder = status_at(AT_FDCWD, program)->st_uid;
  fs::permissions(program, fs::perms(04755));
  CHECK(as_outsider([&] { return run_program(program); }) == std::to_string(builder) + "\n");
}

// The kernel copies a folder up into an overlay with all its bits: no filter of calls sees that.
TEST_CASE("beyond the list: what an overlay copied with a set-id bit is refused as output",
          "[attack]") {
  BuildPlace place;
  AttackBuild build(place, attack_script(place, "overlay", make_set_id_by_overlay));
  if (build.builder().output().find("mounted") == std::string::npos) {
    return skip("this kernel mounts no overlay for everybody");
  }
  std::string folder = build.built() + "/d";
  REQUIRE((status_at(AT_FDCWD, folder)->st_mode & S_ISGID) != 0);
  SECTION("by an engine that looks") {
    CHECK_THROWS_WITH(build.keep(), Catch::Contains("cannot keep the output 'out'"));
    CHECK(!status_at(AT_FDCWD, build.item()));
  }
  SECTION("but not by one that renames") {
    build.keep_naively();
    CHECK((status_at(AT_FDCWD, build.item() + "/d")->st_mode & S_ISGID) != 0);
  }
}
