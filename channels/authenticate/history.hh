// SPDX-License-Identifier: GPL-3.0-or-later
// History: how commits descend from one another. The times of commits are chosen by their makers:
// they decide in which order commits are looked at, never what the answer is.
#pragma once

#include "channels/git/object_id.hh"

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace cairn {

struct CommitLinks {
  std::vector<ObjectId> parents;
  std::int64_t time = 0;
};

// Commits and their parents, each asked for once.
class History {
 public:
  using Read = std::function<CommitLinks(const ObjectId&)>;
  explicit History(Read read) : read_(std::move(read)) {}
  const CommitLinks& links(const ObjectId& commit);

 private:
  Read read_;
  std::unordered_map<ObjectId, CommitLinks, ObjectIdHash> known_;
};

enum class Relation : std::uint8_t {
  same,
  ahead,      // it descends from the other
  behind,     // the other descends from it
  diverged,   // both descend from a third
  unrelated,  // they have nothing in common
};

// What TO is to FROM.
Relation relation(History& history, const ObjectId& from, const ObjectId& to);

// Whether COMMIT is ANCESTOR or descends from it.
bool descends(History& history, const ObjectId& commit, const ObjectId& ancestor);

enum class Extent : std::uint8_t {
  exact,
  // Perhaps with some that the stops descend from, where times go backwards; found by looking at
  // little more than what is returned.
  at_least,
};

// TARGET and what it descends from, without STOPS and what those descend from; parents come before
// their children.
std::vector<ObjectId> commits_beyond(History& history, const std::vector<ObjectId>& stops,
                                     const ObjectId& target, Extent extent);

}  // namespace cairn
