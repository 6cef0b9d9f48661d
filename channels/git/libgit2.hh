// SPDX-License-Identifier: GPL-3.0-or-later
// libgit2, loaded when it is first asked for: it drags in twenty libraries, and most commands need
// none of them (manual/decisions/0013).
#pragma once

#include "core/base/error.hh"

#include <git2.h>

namespace cairn::git {

// The functions of libgit2 that are used, under their own names without "git_".
// clang-format off
#define CAIRN_LIBGIT2_FUNCTIONS(F)                                                            \
  F(libgit2_init) F(libgit2_opts) F(error_last)                                               \
  F(repository_open_ext) F(repository_init) F(repository_free) F(repository_odb)              \
  F(repository_path)                                                                          \
  F(odb_free) F(odb_read) F(odb_read_header) F(odb_exists)                                    \
  F(odb_object_data) F(odb_object_size) F(odb_object_type) F(odb_object_free)                 \
  F(revparse_single) F(object_peel) F(object_id) F(object_free) F(object_type2string)         \
  F(reference_create) F(reference_free) F(reference_name_to_id) F(reference_remove)           \
  F(reference_iterator_glob_new) F(reference_next_name) F(reference_iterator_free)            \
  F(remote_create_anonymous) F(remote_connect) F(remote_ls) F(remote_default_branch)          \
  F(remote_download) F(remote_free) F(fetch_options_init) F(remote_init_callbacks) F(buf_dispose)
// clang-format on

struct Functions {
#define CAIRN_DECLARE(name) decltype(&git_##name) name;
  CAIRN_LIBGIT2_FUNCTIONS(CAIRN_DECLARE)
#undef CAIRN_DECLARE
};

// The library, ready: it reads no configuration of the machine or the user, so nothing there can
// send a fetch elsewhere or have a program run (T-09). Throws if it cannot be loaded.
const Functions& functions();

// What the library says of what it failed to do last.
inline std::string why() {
  const git_error* error = functions().error_last();
  return error && error->message ? error->message : "libgit2 does not say why";
}

// RESULT of a function, if it is not negative; else throws "TRIED: what the library says".
template <typename... Args>
int done(int result, fmt::format_string<Args...> tried, Args&&... args) {
  if (result >= 0) return result;
  throw Error(fmt::format(tried, std::forward<Args>(args)...) + ": " + why());
}

}  // namespace cairn::git
