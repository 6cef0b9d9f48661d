// SPDX-License-Identifier: GPL-3.0-or-later
// How a conversation begins.
#include "daemon/protocol/handshake.hh"

#include "daemon/protocol/frames.hh"
#include "tests/unit/daemon/protocol/bytes_by_hand.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace cairn::protocol {

using test::Bytes;

namespace {

constexpr std::uint64_t nixc = 0x6e697863;
constexpr std::uint64_t dxio = 0x6478696f;

// One end to be tested, one to write and read bytes by hand.
struct Ends {
  Ends() {
    auto [first, second] = make_socket_pair(SOCK_STREAM);
    duplex.emplace(std::move(first), StoreDir(), "the other");
    hand = std::move(second);
  }
  void say(const Bytes& bytes) const { write_fully(hand.get(), bytes.all(), "the test"); }
  std::string heard() const {
    std::string text(4096, '\0');
    ssize_t size = recv(hand.get(), text.data(), text.size(), MSG_DONTWAIT);
    text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return text;
  }
  std::optional<Duplex> duplex;
  Fd hand;
};

}  // namespace

TEST_CASE("a server greets a client of its own version", "[daemon/protocol]") {
  Ends ends;
  ends.say(Bytes().number(nixc).number(0x122).number(0).number(0));
  CHECK(greet_client(*ends.duplex, "us"));
  ends.duplex->flush();
  CHECK(ends.heard() == Bytes().number(dxio).number(0x122).text("us").all());
}

TEST_CASE("a client that could do more is served as one that cannot", "[daemon/protocol]") {
  Ends ends;
  ends.say(Bytes().number(nixc).number(0x126).number(1).number(3).number(0));
  CHECK(greet_client(*ends.duplex, "us"));
  ends.duplex->flush();
  CHECK(ends.heard() == Bytes().number(dxio).number(0x122).text("us").all());
}

TEST_CASE("a client that is too old is told so in the words of its version", "[daemon/protocol]") {
  std::string text = "this engine speaks the worker protocol from version 1.34 on; the client has ";
  std::string hint = "\nhint: use Nix 2.8 or newer";
  Bytes greeting;
  greeting.number(dxio).number(0x122);
  auto error_for = [&](const char* version) {
    return Bytes()
        .number(0x63787470)
        .text("Error")
        .number(0)
        .text("Error")
        .text(text + version + hint)
        .number(0)
        .number(0)
        .all();
  };
  auto [version, expected] = GENERATE_COPY(table<std::uint64_t, std::string>({
      {0x121, Bytes().text("us").all() + error_for("1.33")},
      {0x120, error_for("1.32")},
      {0x115, Bytes().number(0x63787470).text(text + "1.21" + hint).number(1).all()},
  }));
  Ends ends;
  ends.say(Bytes().number(nixc).number(version).number(0).number(0));
  CHECK(!greet_client(*ends.duplex, "us"));
  CHECK(ends.heard() == greeting.all() + expected);
}

TEST_CASE("who does not speak the protocol is not greeted", "[daemon/protocol]") {
  Ends ends;
  ends.say(Bytes().raw("GET / HTTP/1.1\r\n\r\n"));
  CHECK_THROWS_WITH(greet_client(*ends.duplex, "us"),
                    "who connected does not speak the worker protocol");
}

TEST_CASE("a client greets a server and waits until it is ready", "[daemon/protocol]") {
  Ends ends;
  ends.say(Bytes().number(dxio).number(0x126).text("them").number(Line::code).text("hm"));
  ends.say(Bytes().number(Last::code));
  CHECK(greet_server(*ends.duplex) == "them");
  CHECK(ends.heard() == Bytes().number(nixc).number(0x122).number(0).number(0).all());
}

TEST_CASE("a client hears why a server cannot serve", "[daemon/protocol]") {
  Ends ends;
  ends.say(Bytes().number(dxio).number(0x122).text("them"));
  ends.say(Bytes().number(0x63787470).text("Error").number(0).text("Error").text("no disk"));
  ends.say(Bytes().number(0).number(0));
  CHECK_THROWS_WITH(greet_server(*ends.duplex), "no disk");
}

TEST_CASE("a client refuses a server that is too old", "[daemon/protocol]") {
  Ends ends;
  ends.say(Bytes().number(dxio).number(0x115));
  CHECK_THROWS_WITH(greet_server(*ends.duplex),
                    "the engine speaks version 1.21 of the worker protocol; 1.34 is needed");
}

}  // namespace cairn::protocol
