// SPDX-License-Identifier: GPL-3.0-or-later
// Where a name is.
#include "core/base/path_at.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>

namespace cairn {

TEST_CASE("a name in an open folder is told with the folder", "[core/base]") {
  TemporaryDirectory folder;
  errno = ENOSPC;
  CHECK(path_at(folder.fd(), "x") == folder.path() + "/x");
  CHECK(path_at(AT_FDCWD, "x") == "x");
  CHECK(errno == ENOSPC);
}

}  // namespace cairn
