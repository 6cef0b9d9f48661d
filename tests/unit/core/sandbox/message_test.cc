// SPDX-License-Identifier: GPL-3.0-or-later
// Messages with descriptors.
#include "core/sandbox/message.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace cairn::sandbox {

TEST_CASE("a message brings its bytes and its descriptors", "[core/sandbox]") {
  auto [one, other] = make_socket_pair(SOCK_STREAM);
  Pipe pipe = make_pipe();
  int descriptors[] = {pipe.write_end.get()};
  send_message(one.get(), "hello", descriptors);
  auto message = receive_message(other.get());
  REQUIRE(message);
  CHECK(message->bytes == "hello");
  REQUIRE(message->descriptors.size() == 1);
  write_fully(message->descriptors[0].get(), "x", "the pipe");
  char byte = 0;
  FdSource(pipe.read_end.get(), "the pipe").read_exactly({&byte, 1});
  CHECK(byte == 'x');
}

TEST_CASE("a closed end is no message, and a huge one is refused", "[core/sandbox]") {
  auto [one, other] = make_socket_pair(SOCK_STREAM);
  write_fully(one.get(), std::string(8, '\xff'), "a length");
  CHECK_THROWS_WITH(receive_message(other.get()), "bad sandbox request");
  one.close();
  CHECK(!receive_message(other.get()));
}

}  // namespace cairn::sandbox
