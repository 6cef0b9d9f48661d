// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine is told of the options of builds.
#include "daemon/client/engine.hh"

#include "core/base/files.hh"
#include "tests/unit/daemon/protocol/bytes_by_hand.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace cairn {

using test::Bytes;

namespace {

// What an engine that is called NAME, and answers with REPLY, hears behind the greeting.
std::string heard(const std::string& name, const Bytes& reply, const BuildOptions& options) {
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  std::string greeting =
      Bytes().number(0x6478696f).number(0x122).text(name).number(0x616c7473).all();
  write_fully(ours.get(), greeting + reply.all(), "the test");
  {
    test::Recorder events;
    Engine engine(std::make_unique<Connection>(std::move(theirs), StoreDir(), events));
    engine.set_options(options);
  }
  FdSource source(ours.get(), "the connection");
  std::string all = read_all(source, 4096, "the connection");
  return all.substr(std::min(all.size(), 4 * sizeof(std::uint64_t)));
}

const Bytes done = Bytes().number(0x616c7473).number(1);
const Bytes nothing = Bytes().number(0x616c7473);

}  // namespace

TEST_CASE("who chooses nothing tells an engine nothing of builds", "[daemon/client]") {
  CHECK(heard("Cairn 1", done, {}).empty());
  CHECK(heard("nix", nothing, {}).empty());
}

TEST_CASE("our engine hears what was chosen, and nothing else", "[daemon/client]") {
  CHECK(
      heard("Cairn 1", done, {.keep_failed = true, .cores = 0}) ==
      Bytes().number(63).number(2).text("cores").text("0").text("keep-failed").text("true").all());
}

TEST_CASE("another engine hears it in the words of Nix", "[daemon/client]") {
  Bytes asked = Bytes().number(19);
  for (int value : {0, 1, 0, 3, 1, 0, 1, 0, 0, 0, 4, 1}) asked.number(value);
  asked.number(3).text("cores").text("4").text("keep-going").text("true");
  asked.text("timeout").text("7");
  CHECK(heard("nix", nothing, {.keep_going = true, .cores = 4, .timeout = 7}) == asked.all());
}

}  // namespace cairn
