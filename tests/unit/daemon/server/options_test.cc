// SPDX-License-Identifier: GPL-3.0-or-later
// What a client may choose.
#include "daemon/server/serve.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace cairn::server {

namespace {

using protocol::SetOptions;

// A session that nobody runs, and its client's end.
struct Idle {
  explicit Idle(const EngineSettings& settings = {}) {
    auto [first, second] = make_socket_pair(SOCK_STREAM);
    client.emplace(std::move(first), StoreDir(), "the session");
    session.emplace(std::move(second), Layout(), settings);
  }
  // The lines that SETTINGS make the session say.
  std::vector<std::string> lines_for(std::map<std::string, std::string> settings) {
    SetOptions asked;
    asked.others = std::move(settings);
    serve(*session, asked);
    session->begin_reply();
    session->duplex().flush();
    std::vector<std::string> lines;
    for (;;) {
      protocol::Frame frame = protocol::read_frame(client->in());
      if (std::holds_alternative<protocol::Last>(frame)) return lines;
      lines.push_back(std::get<protocol::Line>(frame).text);
    }
  }
  std::optional<protocol::Duplex> client;
  std::optional<Session> session;
};

}  // namespace

TEST_CASE("a client chooses how its builds are run", "[daemon/server]") {
  Idle idle;
  SetOptions asked;
  asked.keep_failed = true;
  asked.keep_going = true;
  asked.max_jobs = 3;
  asked.cores = 2;
  asked.max_silent = 60;
  asked.others = {{"timeout", "100"}, {"max-build-log-size", "5000000000"}, {"rounds", "4"}};
  serve(*idle.session, asked);
  const BuildSettings& settings = idle.session->settings();
  CHECK(settings.keep_failed);
  CHECK(settings.keep_going);
  CHECK(settings.max_jobs == 3);
  CHECK(settings.cores == 2);
  CHECK(settings.max_silent == std::chrono::seconds(60));
  CHECK(settings.timeout == std::chrono::seconds(100));
  CHECK(settings.max_log_size == 5'000'000'000);
  CHECK(settings.rounds == 4);
}

TEST_CASE("settings can also be named", "[daemon/server]") {
  Idle idle;
  CHECK(idle.lines_for({{"max-jobs", "5"},
                        {"cores", "6"},
                        {"keep-failed", "true"},
                        {"keep-going", "false"},
                        {"max-silent-time", "7"},
                        {"repeat", "2"}})
            .empty());
  const BuildSettings& settings = idle.session->settings();
  CHECK(settings.max_jobs == 5);
  CHECK(settings.cores == 6);
  CHECK(settings.keep_failed);
  CHECK(settings.max_silent == std::chrono::seconds(7));
  CHECK(settings.rounds == 3);
}

TEST_CASE("where our client chooses nothing, the machine's settings count", "[daemon/server]") {
  EngineSettings machine;
  machine.builds.timeout = std::chrono::seconds(9);
  machine.builds.max_jobs = 4;
  machine.builds.cores = 3;
  machine.builds.keep_failed = true;
  Idle idle(machine);
  serve(*idle.session, protocol::SetBuildOptions{{{"cores", "2"}, {"max-silent-time", "5"}}});
  const BuildSettings& settings = idle.session->settings();
  CHECK(settings.cores == 2);
  CHECK(settings.max_silent == std::chrono::seconds(5));
  CHECK(settings.timeout == std::chrono::seconds(9));
  CHECK(settings.max_jobs == 4);
  CHECK(settings.keep_failed);
}

TEST_CASE("no client runs more than the engine can", "[daemon/server]") {
  Idle idle;
  SetOptions asked;
  asked.max_jobs = 1'000'000;
  asked.max_silent = ~std::uint64_t{0};
  asked.others = {{"rounds", "0"}};
  serve(*idle.session, asked);
  CHECK(idle.session->settings().max_jobs == 256);
  CHECK(idle.session->settings().max_silent > std::chrono::seconds(0));
  CHECK(idle.session->settings().rounds == 1);
}

TEST_CASE("T-36: what would weaken a check has no effect, and that is said once",
          "[daemon/server]") {
  auto name = GENERATE(as<std::string>(), "sandbox", "substituters", "require-sigs",
                       "build-users-group", "post-build-hook", "pre-build-hook", "builders",
                       "extra-sandbox-paths", "sandbox-paths", "trusted-users",
                       "trusted-public-keys", "secret-key-files", "netrc-file", "build-hook",
                       "diff-hook", "allowed-impure-host-deps", "system", "plugin-files");
  Idle idle;
  CHECK(idle.lines_for({{name, "false"}}) ==
        std::vector<std::string>{"warning: the setting '" + name +
                                 "' of the client has no effect here\n"});
  CHECK(idle.lines_for({{name, "false"}}).empty());
}

TEST_CASE("what concerns the client alone is passed over in silence", "[daemon/server]") {
  Idle idle;
  CHECK(idle.lines_for({{"experimental-features", "nix-command"}, {"show-trace", "true"}}).empty());
  CHECK(idle.lines_for({{"store", "unix:///x"}}).empty());
}

TEST_CASE("several settings without effect are one line", "[daemon/server]") {
  Idle idle;
  CHECK(idle.lines_for({{"sandbox", "false"}, {"cores", "2"}, {"system", "x"}}) ==
        std::vector<std::string>{
            "warning: these settings of the client have no effect here: sandbox, system\n"});
}

TEST_CASE("a value that cannot be meant is refused by name", "[daemon/server]") {
  auto [name, value, message] = GENERATE(table<std::string, std::string, std::string>({
      {"cores", "many", "cannot set 'cores': 'many' is not a number that can stand here"},
      {"cores", "-1", "cannot set 'cores': '-1' is not a number that can stand here"},
      {"timeout", "99999999999",
       "cannot set 'timeout': '99999999999' is not a number that can "
       "stand here"},
      {"keep-going", "yes", "cannot set 'keep-going': 'yes' is neither true nor false"},
  }));
  Idle idle;
  SetOptions asked;
  asked.others = {{name, value}};
  CHECK_THROWS_WITH(serve(*idle.session, asked), message);
}

}  // namespace cairn::server
