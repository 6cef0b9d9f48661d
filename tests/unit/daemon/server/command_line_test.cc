// SPDX-License-Identifier: GPL-3.0-or-later
// What cairn-daemon understands.
#include "daemon/server/command_line.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <vector>

namespace cairn::server {

namespace {

CommandLine parsed(const std::vector<const char*>& arguments) {
  return parse_command_line(arguments);
}

}  // namespace

TEST_CASE("without options the engine serves the machine's store", "[daemon/server]") {
  CommandLine line = parsed({});
  CHECK(line.action == CommandLine::Action::listen);
  CHECK(line.layout.root.empty());
  CHECK(line.layout.store.path() == "/cairn/store");
  CHECK(line.socket == "/var/cairn/daemon-socket/socket");
}

TEST_CASE("with a root all lies below it", "[daemon/server]") {
  CommandLine line = parsed({"--root", "/tmp/root/", "--state=/state"});
  CHECK(line.layout.root == "/tmp/root");
  CHECK(line.socket == "/tmp/root/state/daemon-socket/socket");
  CHECK(parsed({"--root", "/"}).layout.root.empty());
  CHECK(parsed({"--root", "here"}).layout.root == std::filesystem::absolute("here").string());
}

TEST_CASE("options may stand in any order", "[daemon/server]") {
  CommandLine line = parsed({"--listen", "/tmp/socket", "--store", "/gnu/store", "--root=/r"});
  CHECK(line.socket == "/tmp/socket");
  CHECK(line.layout.store.path() == "/gnu/store");
  CHECK(line.layout.root == "/r");
}

TEST_CASE("a session is served at an open socket", "[daemon/server]") {
  CommandLine line = parsed({"--session", "3"});
  CHECK(line.action == CommandLine::Action::serve_one);
  CHECK(line.session == 3);
}

TEST_CASE("what is not understood is misuse", "[daemon/server]") {
  auto [arguments, message] = GENERATE(table<std::vector<const char*>, std::string>({
      {{"--frob"}, "there is no option '--frob'"},
      {{"file"}, "there is no option 'file'"},
      {{"--root"}, "the option --root takes a value"},
      {{"--help=x"}, "the option --help takes no value"},
      {{"--session", "x"}, "'x' is not the number of an open socket"},
      {{"--session", "1"}, "'1' is not the number of an open socket"},
      {{"--root", ""}, "the name of a folder cannot be empty"},
  }));
  try {
    parsed(arguments);
    FAIL("it was understood");
  } catch (const Error& error) {
    CHECK(error.message() == message);
    CHECK(error.status() == Exit::misused);
  }
}

TEST_CASE("the help names every option", "[daemon/server]") {
  CHECK(help_text() ==
        "usage: cairn-daemon [OPTION]...\n"
        "Keep a store: add to it, build, collect garbage, for the clients that connect.\n"
        "\n"
        "  --listen SOCKET   where clients connect (STATE/daemon-socket/socket)\n"
        "  --rebuild         make the database anew from what lies on disk, and end\n"
        "  --root DIR        keep the store and its state below DIR\n"
        "  --session FD      serve the one client at the open socket FD, and end\n"
        "  --state DIR       where the engine keeps what it knows (/var/cairn)\n"
        "  --store DIR       where the items are, by their own names (/cairn/store)\n"
        "  --help            print this\n"
        "  --version         print the version\n");
}

}  // namespace cairn::server
