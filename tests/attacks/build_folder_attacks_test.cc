// SPDX-License-Identifier: GPL-3.0-or-later
// T-12: a build opens its folders to all, and others look into them while it runs
// (CVE-2024-38531). T-19: somebody prepares the place where builds will be (CVE-2025-52991).
#include "tests/support/attack_build.hh"
#include "tests/support/attack_verdict.hh"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

// A build that lets everybody in and waits for somebody to write into /build/gate.
constexpr const char* open_build =
    "cp $(command -v attack) /build/program; chmod 0777 /build /tmp /cairn/store || true; "
    "chmod 0777 /build/program; mkfifo /build/gate; chmod 0666 /build/gate; "
    "mkdir -m 0777 $out; echo ready > /build/ready; : < /build/gate";

// The "/build" of a build that has made the file "ready" there; "" when none does in a minute.
std::string folder_of_waiting_build(const std::string& builds) {
  for (int tries = 0; tries < 6000; ++tries, usleep(10'000)) {
    std::error_code error;
    for (const auto& session : fs::directory_iterator(builds, error)) {
      if (!session.is_directory()) continue;
      std::string build = session.path().string() + "/0/build";
      if (fs::exists(build + "/ready", error)) return build;
    }
  }
  return "";
}

// What is tried on a build whose "/build" lies at FOLDER and whose builder is PROCESS; a line each.
std::string intrusions(const std::string& folder, pid_t process) {
  std::string lines;
  auto tell = [&](const char* what, long result) {
    lines += fmt::format("{}: {}\n", what, outcome(result));
  };
  auto try_open = [&](const char* what, const std::string& path, int flags) {
    Fd fd(open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK));
    tell(what, fd.get());
  };
  try_open("list", folder, O_RDONLY | O_DIRECTORY);
  try_open("read", folder + "/ready", O_RDONLY);
  try_open("write", folder + "/ready", O_WRONLY);
  try_open("make", folder + "/planted", O_WRONLY | O_CREAT);
  tell("run", access((folder + "/program").c_str(), X_OK));
  tell("enter", chdir(folder.c_str()));
  std::string proc = fmt::format("/proc/{}", process);
  try_open("its root", proc + "/root/build", O_RDONLY | O_DIRECTORY);
  try_open("its folder", proc + "/cwd/", O_RDONLY | O_DIRECTORY);
  try_open("its output", proc + "/fd/1", O_WRONLY);
  try_open("its memory", proc + "/mem", O_RDWR);
  long handle = syscall(SYS_pidfd_open, process, 0);
  tell("its descriptors", syscall(SYS_pidfd_getfd, handle, 1, 0));
  tell("its life", ptrace(PTRACE_SEIZE, process, 0, 0));
  return lines;
}

constexpr const char* all_refused =
    "list: EACCES\nread: EACCES\nwrite: EACCES\nmake: EACCES\nrun: EACCES\nenter: EACCES\n"
    "its root: EACCES\nits folder: EACCES\nits output: EACCES\nits memory: EACCES\n"
    "its descriptors: EPERM\nits life: EPERM\n";

// A real build that waits, in a place that everybody may enter, while the test goes on.
class WaitingBuild {
 public:
  WaitingBuild() {
    fs::permissions(place.folder.path(), fs::perms(0755));
    thread_ = std::thread(
        [this] { result_ = place.build(attack_script(place, "open", open_build + mark_)); });
    folder = folder_of_waiting_build(builds());
  }
  ~WaitingBuild() { finish(); }
  WaitingBuild(WaitingBuild&&) = delete;

  std::string builds() const { return place.layout().physical_state() + "/builds"; }
  pid_t builder() const { return process_with(mark_); }

  // Let the build go on to its end.
  const BuildResult& finish() {
    if (thread_.joinable()) {
      Fd(open((folder + "/gate").c_str(), O_WRONLY | O_CLOEXEC));
      thread_.join();
    }
    return result_;
  }

  BuildPlace place;
  std::string folder;

 private:
  // Another test of these may run at the same time.
  const std::string mark_ = fmt::format(" # build of {}", getpid());
  BuildResult result_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("T-12: no other user can enter a build, however it opens its folders", "[attack]") {
  if (!has_outsider()) return skip("only root can be somebody else");
  WaitingBuild build;
  REQUIRE(build.folder != "");
  pid_t builder = build.builder();
  REQUIRE(builder != 0);
  CHECK(as_outsider([&] { return intrusions(build.folder, builder); }) == all_refused);
  CHECK(build.finish().message == "");
}

TEST_CASE("T-12: where the folders around a build are open, other users enter it", "[attack]") {
  if (!has_outsider()) return skip("only root can be somebody else");
  WaitingBuild build;
  REQUIRE(build.folder != "");
  for (fs::path path = build.folder; path != build.place.folder.path(); path = path.parent_path()) {
    fs::permissions(path, fs::perms(0777));
  }
  std::string lines = as_outsider([&] { return intrusions(build.folder, 1); });
  CHECK(lines.starts_with("list: done\nread: done\nwrite: EACCES\nmake: done\nrun: done\n"));
}

TEST_CASE("T-12: a builder's own user can look into its process: it is not closed by chance",
          "[attack]") {
  WaitingBuild build;
  REQUIRE(build.folder != "");
  std::string lines = in_process([&] { return intrusions(build.folder, build.builder()); });
  CHECK(lines.starts_with("list: done\nread: done\nwrite: done\n"));
  CHECK(lines.find("its root: done\nits folder: done\n") != std::string::npos);
  CHECK(lines.ends_with("its descriptors: done\nits life: done\n"));
}

TEST_CASE("T-12: a build sees no process of another and cannot end one", "[attack]") {
  AttackPlace place;
  Started victim(place.spawner, place.script("echo ready; sleep 0.5; echo unharmed"));
  REQUIRE(victim.has_printed("ready"));
  CHECK(place.output_of(
            "(echo /proc/[0-9]*; kill -9 -1; kill -9 1; kill -19 1; echo end) 2>/dev/null") ==
        "/proc/1 /proc/2\nend\n");
  CHECK(victim.output() == "ready\nunharmed\n");
}

TEST_CASE("T-19: builds are made in a folder that is the engine's alone and has a new name",
          "[attack]") {
  std::string names[2];
  for (std::string& name : names) {
    WaitingBuild build;
    REQUIRE(build.folder != "");
    fs::path session = fs::path(build.folder).parent_path().parent_path();
    name = session.filename().string();
    for (const fs::path& path : {fs::path(build.builds()), session, session / "0"}) {
      INFO(path.string());
      auto status = status_at(AT_FDCWD, path.string());
      REQUIRE(status);
      CHECK((status->st_mode & 07777) == 0700);
      CHECK(status->st_uid == geteuid());
    }
  }
  CHECK(names[0] != names[1]);
}

TEST_CASE("T-19: a folder for builds that was open to all is closed first", "[attack]") {
  BuildPlace place;
  std::string builds = place.layout().physical_state() + "/builds";
  fs::create_directories(builds + "/0/build");
  std::ofstream(builds + "/0/build/planted") << "x";
  fs::permissions(builds, fs::perms(0777));
  auto result = place.build(place.script("sees", "ls -a /build > $out"));
  REQUIRE(result.message == "");
  CHECK(place.read(result) == ".\n..\n");
  CHECK((status_at(AT_FDCWD, builds)->st_mode & 07777) == 0700);
}

TEST_CASE("T-19: a folder of a name that can be foreseen shows what was planted there",
          "[attack]") {
  TemporaryDirectory shared;
  std::string foreseen = shared.path() + "/cairn-build-hello-0";
  fs::create_directory(foreseen);
  std::ofstream(foreseen + "/planted") << "x";
  // What engines did: make it unless it is there.
  fs::create_directories(foreseen);
  CHECK(fs::exists(foreseen + "/planted"));
}
