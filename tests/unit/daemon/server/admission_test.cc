// SPDX-License-Identifier: GPL-3.0-or-later
// Who is served.
#include "daemon/server/admission.hh"

#include <catch2/catch.hpp>

namespace cairn::server {

TEST_CASE("one user cannot shut out the others", "[daemon/server]") {
  CHECK(admission(false, {user_limit - 1, user_limit - 1}) == Admission::serve);
  CHECK(admission(false, {user_limit, user_limit}) == Admission::refuse);
  CHECK(admission(false, {user_limit, 0}) == Admission::serve);
}

TEST_CASE("all users cannot shut out the engine's own", "[daemon/server]") {
  CHECK(admission(false, {strangers_limit, 0}) == Admission::close);
  CHECK(admission(true, {strangers_limit, strangers_limit}) == Admission::serve);
  CHECK(strangers_limit < sessions_limit);
}

}  // namespace cairn::server
