// SPDX-License-Identifier: GPL-3.0-or-later
// A program without its streams.
#include "core/base/standard_streams.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace cairn {

TEST_CASE("the numbers of the streams are taken, and nothing can be printed", "[core/base]") {
  CHECK(test::holds_in_child([] {
    for (int stream : {0, 1, 2}) close(stream);
    keep_standard_streams();
    bool are_taken = open("/dev/null", O_RDONLY) > 2;
    return are_taken && write(1, "x", 1) < 0 && write(2, "x", 1) == 1;
  }));
}

TEST_CASE("a stream that is open stays what it is", "[core/base]") {
  CHECK(test::holds_in_child([] {
    int pipe_ends[2];
    if (pipe(pipe_ends) < 0) return false;
    dup2(pipe_ends[1], 1);
    keep_standard_streams();
    char byte = 0;
    return write(1, "x", 1) == 1 && read(pipe_ends[0], &byte, 1) == 1 && byte == 'x';
  }));
}

}  // namespace cairn
