// SPDX-License-Identifier: GPL-3.0-or-later
// Rights: who may sign the children of a commit, as the commit's own authorizations say.
#pragma once

#include "channels/declaration/authorizations.hh"
#include "channels/git/repository.hh"

#include <optional>
#include <unordered_map>

namespace cairn {

struct Rights {
  enum class Kind : std::uint8_t { named, absent, malformed };
  Kind kind = Kind::absent;
  Authorizations authorizations;  // if named
  std::string problem;            // if malformed: "FILE:LINE:COLUMN: ..."
};

// Reads them; each file is parsed once, each tree looked at once.
class RightsReader {
 public:
  explicit RightsReader(const Repository& repository) : repository_(repository) {}
  // Of commits whose tree is TREE; it stays valid as long as the reader.
  const Rights& of(const ObjectId& tree);

 private:
  const Rights& of_file(const ObjectId& file, bool is_guix);

  const Repository& repository_;
  std::unordered_map<ObjectId, const Rights*, ObjectIdHash> by_tree_;
  std::unordered_map<ObjectId, Rights, ObjectIdHash> by_file_[2];
};

}  // namespace cairn
