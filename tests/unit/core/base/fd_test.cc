// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors and the streams over them.
#include "core/base/fd.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace cairn {

TEST_CASE("a descriptor closes itself once", "[core/base]") {
  Pipe pipe = make_pipe();
  int number = pipe.read_end.get();
  Fd moved = std::move(pipe.read_end);
  CHECK(moved.get() == number);
  CHECK(!pipe.read_end);
  moved.close();
  CHECK(fcntl(number, F_GETFD) == -1);
}

TEST_CASE("small writes are collected until they are flushed", "[core/base]") {
  Pipe pipe = make_pipe();
  checked(fcntl(pipe.read_end.get(), F_SETFL, O_NONBLOCK), "cannot set up the test");
  FdSink sink(pipe.write_end.get(), "the pipe");
  sink.write("one ");
  sink.write("two");
  char buffer[16];
  CHECK(read(pipe.read_end.get(), buffer, sizeof buffer) == -1);
  sink.flush();
  CHECK(read(pipe.read_end.get(), buffer, sizeof buffer) == 7);
}

TEST_CASE("a buffered source gives the same bytes in any pieces", "[core/base]") {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += static_cast<char>(i * 7);
  StringSource inner(text);
  BufferedSource source(inner);
  std::string got;
  for (std::size_t size = 1; got.size() < text.size(); size = size * 3 % 1000 + 1) {
    std::string piece(std::min(size, text.size() - got.size()), '\0');
    source.read_exactly(piece);
    got += piece;
  }
  CHECK(got == text);
  CHECK(!source.has_buffered());
}

TEST_CASE("writing to a closed descriptor names what was written", "[core/base]") {
  CHECK_THROWS_WITH(write_fully(-1, "x", "the log"), "cannot write the log: Bad file descriptor");
}

}  // namespace cairn
