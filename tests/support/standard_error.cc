// SPDX-License-Identifier: GPL-3.0-or-later
// Standard error, turned into a file for a while.
#include "tests/support/standard_error.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <sys/mman.h>
#include <unistd.h>

namespace cairn::test {

std::string text_on_standard_error(const std::function<void()>& work) {
  Fd text(checked(memfd_create("standard error", MFD_CLOEXEC), "cannot make a file in memory"));
  Fd before(checked(dup(STDERR_FILENO), "cannot keep standard error"));
  checked(dup2(text.get(), STDERR_FILENO), "cannot turn standard error");
  {
    AtEnd restore([&] { dup2(before.get(), STDERR_FILENO); });
    work();
  }
  checked(lseek(text.get(), 0, SEEK_SET), "cannot read what was written");
  FdSource source(text.get(), "what was written");
  return read_all(source, 1 << 20, "what was written");
}

}  // namespace cairn::test
