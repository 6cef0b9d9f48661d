// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends of a conversation.
#include "daemon/protocol/duplex.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace cairn::protocol {

TEST_CASE("what one end says the other hears, once it is flushed", "[daemon/protocol]") {
  auto [first, second] = make_socket_pair(SOCK_STREAM);
  Duplex ours(std::move(first), StoreDir(), "ours");
  Duplex theirs(std::move(second), StoreDir(), "theirs");
  ours.out().number(5);
  ours.out().text("hello");
  char byte;
  CHECK(recv(theirs.socket(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0);
  ours.flush();
  CHECK(theirs.in().number() == 5);
  CHECK(theirs.in().text() == "hello");
}

TEST_CASE("a peer that is gone is an error, and is remembered", "[daemon/protocol]") {
  auto [first, second] = make_socket_pair(SOCK_STREAM);
  Duplex ours(std::move(first), StoreDir(), "ours");
  second.close();
  CHECK(!ours.peer_is_gone());
  ours.out().number(5);
  CHECK_THROWS_WITH(ours.flush(), "cannot write to the socket: Broken pipe");
  CHECK(ours.peer_is_gone());
  CHECK(!ours.in().number_unless_end());
}

}  // namespace cairn::protocol
