// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of other users.
#pragma once

#include "core/base/error.hh"

#include <optional>
#include <string>
#include <sys/types.h>

namespace cairn {

// What USER is called; nothing where the machine knows no name.
std::optional<std::string> name_of_user(uid_t user);

// Whose FOLDER is, where it is another user's and we cannot write in it: their name, or "user 7"
// where the machine knows none. Nothing for a folder of ours, or that is not there.
std::optional<std::string> foreign_owner(const std::string& folder);

// Tell ERROR whose is the nearest folder at or above FOLDER that is there, if it is another user's.
void tell_owner(Error& error, const std::string& folder, const std::string& hint);

// Whether ERROR tells that we lack the right to do something.
bool is_refusal(const Error& error);

// Where WORK, which makes FOLDER or works in it, is refused because that or what lies above it is
// another user's, the Error says first whose it is, and gets the HINT if it has none.
template <typename Work>
auto told_of_owner(const std::string& folder, const std::string& hint, Work&& work) {
  try {
    return work();
  } catch (Error& error) {
    if (is_refusal(error)) tell_owner(error, folder, hint);
    throw;
  }
}

}  // namespace cairn
