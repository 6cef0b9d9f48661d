// SPDX-License-Identifier: GPL-3.0-or-later
// Opening files to read them all, without a note of when that was: it would cost a write of each
// inode. The kernel lets the owner of a file do so, and root.
#pragma once

#include "core/base/fd.hh"

namespace cairn {

class QuietOpening {
 public:
  // As openat(2), with O_CLOEXEC: no descriptor where that fails, and errno says why.
  Fd open(int directory, const char* name, int flags);

 private:
  bool is_allowed_ = true;  // until one is refused: a tree mostly has one owner
};

}  // namespace cairn
