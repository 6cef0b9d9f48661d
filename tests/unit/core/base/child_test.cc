// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for children.
#include "core/base/child.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <csignal>
#include <unistd.h>

namespace cairn {

namespace {

pid_t child_that(void (*work)()) {
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    work();
    _exit(0);
  }
  return child;
}

}  // namespace

TEST_CASE("status_of says what a child exited with", "[core/base]") {
  CHECK(status_of(child_that([] { _exit(7); })) == 7);
  CHECK(status_of(child_that([] {})) == 0);
}

TEST_CASE("status_of says by which signal a child ended", "[core/base]") {
  CHECK(status_of(child_that([] { raise(SIGKILL); })) == 128 + SIGKILL);
}

TEST_CASE("status_of throws for what is no child", "[core/base]") {
  CHECK_THROWS_AS(status_of(getpid()), Error);
}

TEST_CASE("reap leaves no dead child", "[core/base]") {
  pid_t child = child_that([] {});
  reap(child);
  CHECK(kill(child, 0) < 0);
}

}  // namespace cairn
