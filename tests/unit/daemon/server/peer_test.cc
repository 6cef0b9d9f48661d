// SPDX-License-Identifier: GPL-3.0-or-later
// Looking with another user's eyes.
#include "daemon/server/peer.hh"

#include "core/base/files.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::server {

TEST_CASE("who looks as another user still hears of their parent's death", "[daemon/server]") {
  if (geteuid() != 0) return;
  TemporaryDirectory folder;
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  make_directory_at(make_directory_at(folder.fd(), "closed", 0700).get(), "inside");
  CHECK(cairn::test::holds_in_child([&] {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    Peer stranger{65534, 65534, 0, false, true};
    bool sees = can_look_at(stranger, folder.path() + "/closed");
    bool sees_closed = can_look_at(stranger, folder.path() + "/closed/inside");
    int signal = 0;
    prctl(PR_GET_PDEATHSIG, &signal);
    return sees && !sees_closed && signal == SIGTERM;
  }));
}

}  // namespace cairn::server
