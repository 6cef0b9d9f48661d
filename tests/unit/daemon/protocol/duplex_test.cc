// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends of a conversation.
#include "daemon/protocol/duplex.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <signal.h>
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
  Duplex ours(std::move(first), StoreDir(), "the socket");
  second.close();
  CHECK(!ours.peer_is_gone());
  ours.out().number(5);
  CHECK_THROWS_WITH(ours.flush(), "cannot write to the socket: Broken pipe");
  CHECK(ours.peer_is_gone());
  CHECK(!ours.in().number_unless_end());
}

namespace {

// A file of SIZE bytes.
struct File {
  explicit File(std::size_t size) {
    write_file_at(folder.fd(), "f", std::string(size, 'x'));
    fd = open_at(folder.fd(), "f", O_RDONLY);
  }
  TemporaryDirectory folder;
  Fd fd;
};

}  // namespace

TEST_CASE("a file is sent behind what was written before", "[daemon/protocol]") {
  auto [first, second] = make_socket_pair(SOCK_STREAM);
  Duplex ours(std::move(first), StoreDir(), "ours");
  Duplex theirs(std::move(second), StoreDir(), "theirs");
  File file(1000);
  ours.out().number(5);
  CHECK(ours.sink().take_file(file.fd.get(), 600));
  CHECK(theirs.in().number() == 5);
  std::string got(600, '\0');
  theirs.in().source().read_exactly(got);
  CHECK(got == std::string(600, 'x'));
  CHECK_THROWS_WITH(ours.sink().take_file(file.fd.get(), 600),
                    "a file changed its size while it was read");
}

TEST_CASE("a file for a peer that is gone is an error and no signal", "[daemon/protocol]") {
  auto [first, second] = make_socket_pair(SOCK_STREAM);
  Duplex ours(std::move(first), StoreDir(), "the socket");
  second.close();
  File file(10);
  CHECK_THROWS_WITH(ours.sink().take_file(file.fd.get(), 10),
                    "cannot write to the socket: Broken pipe");
  CHECK(ours.peer_is_gone());
  sigset_t pending{};
  sigpending(&pending);
  CHECK(sigismember(&pending, SIGPIPE) == 0);
}

TEST_CASE("a held sink takes no file", "[daemon/protocol]") {
  auto [first, second] = make_socket_pair(SOCK_STREAM);
  SocketSink sink(first.get(), "theirs");
  sink.hold(true);
  File file(10);
  CHECK_FALSE(sink.take_file(file.fd.get(), 10));
}

}  // namespace cairn::protocol
