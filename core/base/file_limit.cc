// SPDX-License-Identifier: GPL-3.0-or-later
// The soft limit, as high as the hard one.
#include "core/base/file_limit.hh"

namespace cairn {

// Where it cannot be raised, what is there has to do.
RaisedFileLimit::RaisedFileLimit() {
  getrlimit(RLIMIT_NOFILE, &before_);
  rlimit raised = before_;
  raised.rlim_cur = raised.rlim_max;
  bool is_raised = setrlimit(RLIMIT_NOFILE, &raised) == 0;
  files_ = is_raised ? raised.rlim_cur : before_.rlim_cur;
}

RaisedFileLimit::~RaisedFileLimit() {
  setrlimit(RLIMIT_NOFILE, &before_);
}

}  // namespace cairn
