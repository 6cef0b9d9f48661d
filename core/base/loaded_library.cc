// SPDX-License-Identifier: GPL-3.0-or-later
// Loading libraries.
#include "core/base/loaded_library.hh"

#include "core/base/error.hh"

#include <dlfcn.h>

namespace cairn {

LoadedLibrary::LoadedLibrary(const char* file, const char* package)
    : file_(file), handle_(dlopen(file, RTLD_LAZY | RTLD_LOCAL)) {
  if (handle_) return;
  throw Error("cannot load {}: {}", file, dlerror())
      .with_hint(fmt::format("apt install {}", package));
}

void* LoadedLibrary::symbol(const char* name) const {
  void* found = dlsym(handle_, name);
  if (!found) throw Error("{} has no {}", file_, name);
  return found;
}

}  // namespace cairn
