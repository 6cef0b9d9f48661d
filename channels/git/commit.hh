// SPDX-License-Identifier: GPL-3.0-or-later
// Commit and TreeEntry: git's objects as values, read from their bytes. Only what git itself writes
// is accepted: whoever signs a commit must have meant what we read.
// Source: git's Documentation/gitformat-signature and the commands commit-tree and mktree.
#pragma once

#include "channels/git/object_id.hh"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct Commit {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::int64_t time = 0;  // of the committer, seconds since 1970
  std::string author;     // "Name <address>"
  std::string message;
  std::string signature;  // armored; empty for one that is not signed
  std::string payload;    // what is signed: all but the signature
  std::string summary() const { return message.substr(0, message.find('\n')); }
};

// BYTES are the object ID without git's header. Throws, naming the commit, for what is malformed:
// headers out of order or twice, a NUL, two signatures.
Commit parse_commit(const ObjectId& id, std::string_view bytes);

struct TreeEntry {
  enum class Kind { file, program, link, folder, submodule };
  std::string name;
  ObjectId id;
  Kind kind = Kind::file;
  bool is_file() const { return kind == Kind::file || kind == Kind::program; }
  bool operator==(const TreeEntry&) const = default;
};

// The entries of the tree ID, in git's order. Throws for unknown modes and for names that are
// empty, ".", "..", ".git" or hold a slash.
std::vector<TreeEntry> parse_tree(const ObjectId& id, std::string_view bytes);

}  // namespace cairn
