// SPDX-License-Identifier: GPL-3.0-or-later
// A client's side of the conversation, with an engine that is played by hand.
#include "daemon/client/connection.hh"

#include "core/base/files.hh"
#include "tests/unit/daemon/protocol/bytes_by_hand.hh"
#include "tests/unit/daemon/server/served_store.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace cairn {

using test::Bytes;
using namespace protocol;

namespace {

const StorePath item("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo");

// A connection to an engine that has said its part already.
struct Played {
  explicit Played(const Bytes& part) {
    auto [first, second] = make_socket_pair(SOCK_STREAM);
    std::string greeting =
        Bytes().number(0x6478696f).number(0x122).text("hand").number(0x616c7473).all();
    write_fully(first.get(), greeting + part.all(), "the test");
    engine = std::move(first);
    connection.emplace(std::move(second), StoreDir(), events);
  }
  test::Recorder events;
  Fd engine;
  std::optional<Connection> connection;
};

}  // namespace

TEST_CASE("a reply comes after the events", "[daemon/client]") {
  Played played(Bytes().number(0x6f6c6d67).text("noted\n").number(0x616c7473).number(1));
  CHECK(played.connection->call(IsValidPath{item}));
  CHECK(played.events.events == std::vector<Event>{Noted{"noted"}});
  CHECK(played.connection->engine_name() == "hand");
}

TEST_CASE("an operation that fails is an error, and the next can go well", "[daemon/client]") {
  Played played(Bytes()
                    .number(0x63787470)
                    .text("Error")
                    .number(0)
                    .text("Error")
                    .text("no\nhint: try")
                    .number(0)
                    .number(0)
                    .number(0x616c7473)
                    .number(0));
  try {
    played.connection->call(IsValidPath{item});
    FAIL("it went well");
  } catch (const Error& error) {
    CHECK(error.message() == "no");
    CHECK(error.hint() == "try");
  }
  CHECK(!played.connection->call(IsValidPath{item}));
}

TEST_CASE("a reply that cannot be meant is an error", "[daemon/client]") {
  Played played(Bytes().number(0x616c7473).number(2));
  CHECK_THROWS_WITH(played.connection->call(IsValidPath{item}), "2 is neither 0 (no) nor 1 (yes)");
}

TEST_CASE("an engine that goes away is an error", "[daemon/client]") {
  Played played(Bytes{});
  shutdown(played.engine.get(), SHUT_WR);
  CHECK_THROWS_WITH(played.connection->call(IsValidPath{item}),
                    "no answer from the engine: unexpected end of what the engine says");
  played.engine.close();
  CHECK_THROWS_WITH(played.connection->call(IsValidPath{item}),
                    "no answer from the engine: cannot write to the engine: Broken pipe");
}

TEST_CASE("an engine that goes away before it has said who it is is an error", "[daemon/client]") {
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  shutdown(theirs.get(), SHUT_WR);
  test::Recorder events;
  CHECK_THROWS_WITH(Connection(std::move(ours), StoreDir(), events),
                    "unexpected end of what the engine says");
}

TEST_CASE("why an engine took no more of a stream is heard", "[daemon/client]") {
  Played played(Bytes()
                    .number(0x63787470)
                    .text("Error")
                    .number(0)
                    .text("Error")
                    .text("full")
                    .number(0)
                    .number(0));
  shutdown(played.engine.get(), SHUT_RD);
  auto endless = [](Sink& sink) {
    for (;;) sink.write(std::string(chunk_size, 'x'));
  };
  AddToStore asked{"name", {ContentMethod::flat, HashAlgorithm::sha256}, {}};
  CHECK_THROWS_WITH(played.connection->call(asked, endless), "full");
}

TEST_CASE("half a stream is not taken for the whole", "[daemon/client]") {
  Played played(Bytes().number(0x616c7473));
  auto failing = [](Sink&) { throw Error("cannot read the file"); };
  AddToStore asked{"name", {ContentMethod::flat, HashAlgorithm::sha256}, {}};
  CHECK_THROWS_WITH(played.connection->call(asked, failing), "cannot read the file");
  std::string heard(4096, '\0');
  FdSource source(played.engine.get(), "the connection");
  CHECK_NOTHROW(read_all(source, 4096, "the connection"));
}

TEST_CASE("a private engine that cannot be started says why", "[daemon/client]") {
  TemporaryDirectory folder;
  test::Recorder events;
  EnginePlace place{.root = folder.path(), .store = StoreDir(), .program = "/nothing/here"};
  CHECK_THROWS_WITH(connect_to_engine(place, events),
                    "cannot start /nothing/here: No such file or directory");
  place.program = "/bin/true";
  CHECK_THROWS_AS(connect_to_engine(place, events), Error);
}

TEST_CASE("an engine is looked for where programs are installed", "[daemon/client]") {
  TemporaryDirectory folder;
  test::Recorder events;
  EnginePlace place{.root = folder.path(), .store = StoreDir()};
  std::string heard;
  // Beside the tests there may be one, then it is used; else its absence is told.
  try {
    heard = connect_to_engine(place, events)->engine_name();
  } catch (const Error& error) {
    heard = error.message();
  }
  bool found = heard == "Cairn " CAIRN_VERSION;
  CHECK((found || heard.starts_with("cannot find cairn-daemon beside ")));
}

}  // namespace cairn
