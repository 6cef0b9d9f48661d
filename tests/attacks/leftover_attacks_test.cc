// SPDX-License-Identifier: GPL-3.0-or-later
// T-20: what a failed build, or an engine that was killed, leaves behind for others to write to
// (CVE-2025-52992).
#include "core/derivation/aterm.hh"
#include "tests/support/attack_build.hh"
#include "tests/support/attack_verdict.hh"

#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
namespace fs = std::filesystem;

namespace {

// Opens all that the builder has to everybody, and then makes /tmp/opened.
constexpr const char* open_all =
    "mkdir -p $out/deep /build/deep /tmp/deep; echo x > $out/deep/file; chmod -R 0777 $out "
    "/build/* "
    "/tmp/* /build /tmp || true; chmod 0777 /cairn/store || true; "
    ": > /tmp/opened; ";

// The entries below FOLDER that others could reach by the modes of the folders around, and write.
std::vector<std::string> open_entries(const std::string& folder) {
  std::vector<std::string> open;
  for (const auto& entry : fs::directory_iterator(folder)) {
    struct stat status {};
    if (lstat(entry.path().c_str(), &status) < 0 || S_ISLNK(status.st_mode)) continue;
    if (status.st_mode & S_IWOTH) open.push_back(entry.path().string());
    bool can_enter = S_ISDIR(status.st_mode) && (status.st_mode & S_IXOTH);
    if (!can_enter) continue;
    for (std::string& below : open_entries(entry.path().string())) open.push_back(std::move(below));
  }
  return open;
}

std::size_t entries_in(const std::string& folder) {
  return list_directory(open_directory(folder).get()).size();
}

// A process with an engine that builds SCRIPT; killed when let go of.
class Engine {
 public:
  explicit Engine(const std::string& script) {
    Pipe pipe = make_pipe();
    process = checked(fork(), "cannot start a process");
    if (process == 0) {
      BuildPlace place;
      fs::permissions(place.folder.path(), fs::perms(0755));
      write_fully(pipe.write_end.get(), place.folder.path() + "\n", "the place");
      place.build(place.script("killed", script));
      _exit(0);
    }
    pipe.write_end.close();
    char byte = 0;
    while (read(pipe.read_end.get(), &byte, 1) == 1 && byte != '\n') root += byte;
  }
  ~Engine() {
    kill_now();
    remove_tree_at(AT_FDCWD, root);
  }
  Engine(Engine&&) = delete;

  void kill_now() {
    if (process <= 0) return;
    kill(process, SIGKILL);
    waitpid(process, nullptr, 0);
    process = 0;
  }

  std::string builds() const { return root + "/var/cairn/builds"; }
  // Whether its builder has opened all.
  bool has_opened_all() const {
    for (const auto& session : fs::directory_iterator(builds())) {
      if (fs::exists(session.path() / "0/tmp/opened")) return true;
    }
    return false;
  }

  pid_t process = 0;
  std::string root;
};

// Wait until CONDITION, for a minute; whether it came.
bool comes(const std::function<bool()>& condition) {
  for (int tries = 0; tries < 6000 && !condition(); ++tries) usleep(10'000);
  return condition();
}

}  // namespace

TEST_CASE("T-20: nothing is left of a build that failed, however it did", "[attack]") {
  BuildPlace place;
  fs::permissions(place.folder.path(), fs::perms(0755));
  std::string ending = GENERATE("exit 1", "kill -9 $$", "sleep 60", "while :; do echo long; done");
  INFO(ending);
  BuildSettings settings;
  settings.timeout = std::chrono::seconds(ending == "sleep 60" ? 1 : 0);
  settings.max_log_size = 10000;
  CHECK(!place.build(place.script("bad", open_all + ending), settings).succeeded());
  CHECK(entries_in(place.layout().physical_state() + "/builds") == 0);
  CHECK(open_entries(place.folder.path()).empty());
}

TEST_CASE("T-20: an engine that moves failed outputs to the store leaves them open", "[attack]") {
  BuildPlace place;
  fs::permissions(place.folder.path(), fs::perms(0755));
  AttackBuild build(place, attack_script(place, "bad", std::string(open_all) + "exit 1"));
  build.builder().output();
  build.keep_naively();
  CHECK(open_entries(place.folder.path()).size() == 3);
}

TEST_CASE("T-20: when the engine is killed its builders end, and nobody can reach what is left",
          "[attack]") {
  std::string mark = fresh_address();
  Engine engine(open_all + ("while :; do sleep 1; done; : " + mark));
  REQUIRE(comes([&] { return process_with(mark) != 0; }));
  REQUIRE(comes([&] { return engine.has_opened_all(); }));
  engine.kill_now();
  CHECK(comes([&] { return process_with(mark) == 0; }));
  CHECK(entries_in(engine.builds()) > 0);
  CHECK(open_entries(engine.root).empty());

  // The next engine that builds deletes it first.
  Spawner spawner(engine.root + "/cairn/store", run_builtin);
  Store store(Layout{engine.root});
  EventList events;
  Derivation derivation;
  derivation.name = "text";
  derivation.system = "builtin";
  derivation.builder = "builtin:text-1";
  derivation.environment = {{"text", "hello"}};
  derivation.outputs.emplace("out", DerivationOutput{StorePath(std::string(20, '\0'), "text")});
  DerivationHashes hashes(store.dir(),
                          [&](const StorePath& path) { return store.read_derivation(path); });
  derivation = with_output_paths(store.dir(), std::move(derivation), hashes);
  StorePath path = store.add_text("text.drv", print_aterm(store.dir(), derivation), {});
  auto results = build(store, spawner, {}, {{path, {}}}, events, -1);
  CHECK(results.at(0).message == "");
  CHECK(entries_in(engine.builds()) == 0);
}

TEST_CASE("T-20: where the folders around it are open, what a killed engine left can be written",
          "[attack]") {
  std::string mark = fresh_address();
  Engine engine(open_all + ("while :; do sleep 1; done; : " + mark));
  REQUIRE(comes([&] { return process_with(mark) != 0; }));
  REQUIRE(comes([&] { return engine.has_opened_all(); }));
  engine.kill_now();
  for (const auto& session : fs::directory_iterator(engine.builds())) {
    fs::permissions(session.path(), fs::perms(0755));
    if (session.is_directory()) fs::permissions(session.path() / "0", fs::perms(0755));
  }
  fs::permissions(engine.builds(), fs::perms(0755));
  CHECK(!open_entries(engine.root).empty());
}
