// SPDX-License-Identifier: GPL-3.0-or-later
// Logs of builds.
#include "core/build/log_writer.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <sys/resource.h>

namespace cairn {

namespace {
const StorePath derivation("0123456789abcdfghijklmnpqrsvwxyz-hello.drv");
constexpr const char* shard = "/var/cairn/log/drvs/01";
constexpr const char* name = "23456789abcdfghijklmnpqrsvwxyz-hello.drv";

// While this lives no file grows over SIZE bytes, as on a disk that is full.
class NoRoom {
 public:
  explicit NoRoom(rlim_t size) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit{size, before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  NoRoom(NoRoom&&) = delete;
  ~NoRoom() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};
}  // namespace

TEST_CASE("a log can be read while it grows", "[core/build]") {
  TemporaryDirectory root;
  LogWriter log(Layout{root.path()}, derivation);
  log.write("one\n");
  CHECK(read_file(root.path() + shard + "/" + name) == "one\n");
}

TEST_CASE("a finished log is compressed, in the place where nix looks", "[core/build]") {
  TemporaryDirectory root;
  std::string folder = root.path() + shard;
  LogWriter log(Layout{root.path()}, derivation);
  std::string text;
  for (int i = 0; i < 100000; ++i) text += std::to_string(i) + "\n";
  log.write(text);
  log.finish();
  CHECK(list_directory(open_directory(folder).get()) ==
        std::vector<std::string>{std::string(name) + ".bz2"});
  std::string command = "bzip2 -dc " + folder + "/" + name + ".bz2 > " + root.path() + "/text";
  REQUIRE(std::system(command.c_str()) == 0);
  CHECK(read_file(root.path() + "/text") == text);
}

TEST_CASE("a short log stays as it is", "[core/build]") {
  TemporaryDirectory root;
  LogWriter log(Layout{root.path()}, derivation);
  log.write("short\n");
  log.finish();
  CHECK(read_file(root.path() + shard + "/" + name) == "short\n");
}

TEST_CASE("a new log takes the place of an older one of either kind", "[core/build]") {
  TemporaryDirectory root;
  std::string folder = root.path() + shard;
  for (std::size_t size : {10000, 10, 10000}) {
    LogWriter log(Layout{root.path()}, derivation);
    log.write(std::string(size, 'x'));
    log.finish();
    CHECK(list_directory(open_directory(folder).get()).size() == 1);
  }
}

TEST_CASE("a log that there is no room for ends early, and says so", "[core/build]") {
  TemporaryDirectory root;
  std::string file = root.path() + shard + "/" + name;
  LogWriter log(Layout{root.path()}, derivation);
  log.write("first\n");
  CHECK(log.problem().empty());
  {
    NoRoom room(10);
    log.write(std::string(20, 'x'));
  }
  CHECK(log.problem() == "cannot write " + file + ": File too large");
  log.write("last\n");
  log.finish();
  CHECK(log.size() == 31);
  CHECK(read_file(file) == "first\nxxxx");
}

TEST_CASE("a log that there is no room to compress stays as it is", "[core/build]") {
  TemporaryDirectory root;
  std::string folder = root.path() + shard;
  {
    LogWriter log(Layout{root.path()}, derivation);
    log.write(std::string(9000, 'x'));
    NoRoom room(0);
    log.finish();
    CHECK(log.problem().empty());
  }
  CHECK(list_directory(open_directory(folder).get()) == std::vector<std::string>{name});
  CHECK(read_file(folder + "/" + name).size() == 9000);
}

}  // namespace cairn
