// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:text-1: a file with a text that stands in the derivation.
#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "core/build/builtin.hh"

#include <fcntl.h>
#include <sys/stat.h>

namespace cairn {

void builtin_text(const BuiltinEnvironment& environment) {
  const std::string& text = required_value(environment, "text");
  const std::string& out = required_value(environment, "out");
  mode_t mode = is_switched_on(environment, "executable") ? 0755 : 0644;
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Fd file(checked(open(out.c_str(), flags, mode), "cannot make {}", out));
  checked(fchmod(file.get(), mode), "cannot set the mode of {}", out);
  write_fully(file.get(), text, out);
}

}  // namespace cairn
