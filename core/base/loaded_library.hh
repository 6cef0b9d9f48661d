// SPDX-License-Identifier: GPL-3.0-or-later
// Shared libraries that are loaded when they are first needed, and their functions by name.
#pragma once

#include <string>

namespace cairn {

class LoadedLibrary {
 public:
  // Loads FILE, as "libgit2.so.1.5", which Debian's PACKAGE brings; throws if that cannot be. It
  // stays loaded.
  LoadedLibrary(const char* file, const char* package);

  // The library's function NAME, of the type FUNCTION; throws if it has none.
  template <typename Function>
  void find(Function*& function, const char* name) const {
    function = reinterpret_cast<Function*>(symbol(name));
  }

 private:
  void* symbol(const char* name) const;

  std::string file_;
  void* handle_;
};

}  // namespace cairn
