// SPDX-License-Identifier: GPL-3.0-or-later
// What the machine's owner says of the engine.
#include "daemon/server/settings.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::server {

namespace {

EngineSettings parsed(std::string_view text) {
  return parse_engine_settings(text, "cairn.conf");
}

}  // namespace

TEST_CASE("settings are lines of a name and a value", "[daemon/server]") {
  EngineSettings settings = parsed(
      "# our machine\n"
      "trusted-users = root @wheel\talice\n"
      "  allowed-users=@users # and nobody else\n"
      "\n"
      "keep-outputs = true\r\n"
      "keep-derivations = false\n"
      "auto-optimise-store = true\n"
      "fsync-store-paths = false\n"
      "min-free = 5G\n"
      "max-free = 1.5T\n"
      "max-jobs = 7\n"
      "timeout = 3600");
  CHECK(settings.trusted_users == std::vector<std::string>{"root", "@wheel", "alice"});
  CHECK(settings.allowed_users == std::vector<std::string>{"@users"});
  CHECK(settings.keep_outputs);
  CHECK(!settings.keep_derivations);
  CHECK(settings.merges_on_add);
  CHECK(!settings.flushes_on_add);
  CHECK(settings.free_space.least == 5ULL << 30);
  CHECK(settings.free_space.wanted == 3ULL << 39);
  CHECK(settings.builds.max_jobs == 7);
  CHECK(settings.builds.timeout == std::chrono::hours(1));
}

TEST_CASE("without settings everybody is served and nobody is trusted", "[daemon/server]") {
  EngineSettings settings = parsed("");
  CHECK(settings.trusted_users.empty());
  CHECK(settings.allowed_users == std::vector<std::string>{"*"});
  CHECK(settings.keep_derivations);
  CHECK(!settings.keep_outputs);
  CHECK(settings.flushes_on_add);
  CHECK(settings.free_space.least == 0);
}

TEST_CASE("a list that names nobody is one", "[daemon/server]") {
  CHECK(parsed("allowed-users =").allowed_users.empty());
}

TEST_CASE("as much is freed as must be free at least", "[daemon/server]") {
  CHECK(parsed("min-free = 10G\nmax-free = 1G").free_space.wanted == 10ULL << 30);
}

TEST_CASE("what cannot be meant is refused with its line", "[daemon/server]") {
  auto refusal = [](std::string_view text) -> std::string {
    try {
      parsed(text);
    } catch (const Error& error) {
      return error.message() + (error.hint().empty() ? "" : "\n" + error.hint());
    }
    return "";
  };
  CHECK(refusal("\ntrusted-user = root") ==
        "cairn.conf:2: there is no setting 'trusted-user'\ndid you mean trusted-users?");
  CHECK(refusal("keep-outputs = yes") ==
        "cairn.conf:1: cannot set 'keep-outputs': 'yes' is neither true nor false");
  CHECK(refusal("cores = many") ==
        "cairn.conf:1: cannot set 'cores': 'many' is not a number that can stand here");
  CHECK(refusal("#\n#\nmin-free = lots") ==
        "cairn.conf:3: cannot set 'min-free': 'lots' is not a size\n500M, 10G, 1.5T");
  CHECK(refusal("cores 3") == "cairn.conf:1: 'cores 3' lacks '=' and a value");
  CHECK(refusal("cores = 1\ncores = 2") == "cairn.conf:2: 'cores' is set twice");
}

TEST_CASE("the settings lie in the store's configuration", "[daemon/server]") {
  TemporaryDirectory folder;
  Layout layout{.root = folder.path()};
  CHECK(read_engine_settings(layout).builds.cores == 0);
  make_directories(folder.path() + "/etc/cairn");
  CHECK(read_engine_settings(layout).builds.cores == 0);
  write_file_at(open_directory(folder.path() + "/etc/cairn").get(), "cairn.conf", "cores = 5\n");
  CHECK(read_engine_settings(layout).builds.cores == 5);
}

TEST_CASE("settings that cannot be reached are not taken for none", "[daemon/server]") {
  TemporaryDirectory folder;
  Layout layout{.root = folder.path()};
  make_directories(folder.path() + "/etc");
  std::string configuration = folder.path() + "/etc/cairn";
  REQUIRE(symlink("cairn", configuration.c_str()) == 0);
  CHECK_THROWS_WITH(read_engine_settings(layout), Catch::Contains("Too many levels"));
  REQUIRE(unlink(configuration.c_str()) == 0);
  write_file_at(open_directory(folder.path() + "/etc").get(), "cairn", "");
  CHECK_THROWS_WITH(read_engine_settings(layout), Catch::Contains("Not a directory"));
  REQUIRE(unlink(configuration.c_str()) == 0);
  make_directories(configuration);
  REQUIRE(mkfifo((configuration + "/cairn.conf").c_str(), 0600) == 0);
  CHECK_THROWS_WITH(read_engine_settings(layout), Catch::Contains("cairn.conf is no file"));
}

}  // namespace cairn::server
