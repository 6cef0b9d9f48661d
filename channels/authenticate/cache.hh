// SPDX-License-Identifier: GPL-3.0-or-later
// AuthenticationCache: the commits that were found authentic before, in a file for each
// introduction. The name of a channel has no part in it: two channels of one name share nothing
// (T-32d).
#pragma once

#include "channels/git/object_id.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

class AuthenticationCache {
 public:
  static constexpr std::size_t length_limit = 200;  // commits; the oldest are forgotten

  // FOLDER is made when something is kept. IDENTITY is all that an answer depends on beside the
  // commit: introduction and what else was believed; the name of the file is its hash.
  AuthenticationCache(std::string folder, std::string_view identity);

  // The newest first. Nothing if the file is absent, not ours, or not what we write.
  std::vector<ObjectId> commits() const;
  // COMMITS_KNOWN and COMMIT before them. Appears at once, or not at all.
  void keep(const std::vector<ObjectId>& commits_known, const ObjectId& commit) const;

 private:
  std::string folder_;
  std::string name_;
};

}  // namespace cairn
