// SPDX-License-Identifier: GPL-3.0-or-later
// Loading libgit2.
#include "channels/git/libgit2.hh"

#include "core/base/loaded_library.hh"

namespace cairn::git {

namespace {

Functions load() {
  LoadedLibrary library("libgit2.so.1.5", "libgit2-1.5");
  Functions loaded{};
#define CAIRN_FIND(name) library.find(loaded.name, "git_" #name);
  CAIRN_LIBGIT2_FUNCTIONS(CAIRN_FIND)
#undef CAIRN_FIND
  return loaded;
}

void prepare(const Functions& library) {
  library.libgit2_init();
  for (int level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
                    GIT_CONFIG_LEVEL_GLOBAL}) {
    library.libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
  }
  // A repository of somebody else's is read like any other: nothing in it is run, and what it says
  // is believed only if it is signed.
  library.libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  // We do that ourselves, three times as fast (Repository). What a fetch brings is checked all the
  // same, and there also for made collisions.
  library.libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

}  // namespace

const Functions& functions() {
  static const Functions loaded = [] {
    Functions library = load();
    prepare(library);
    return library;
  }();
  return loaded;
}

}  // namespace cairn::git
