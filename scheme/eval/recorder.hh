// SPDX-License-Identifier: GPL-3.0-or-later
// Recorder: what an evaluation made: derivations and items, as data for the command, which adds
// them to the store. No Guile here: paths are computed from plain values.
#pragma once

#include "core/derivation/output_paths.hh"
#include "scheme/border/frames.hh"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cairn::eval {

// A place in the user's files; counts from 1.
struct FilePlace {
  std::string file;
  std::int64_t line = 0;
  std::int64_t column = 0;
};

class Recorder {
 public:
  explicit Recorder(StoreDir store);
  Recorder(Recorder&&) = delete;
  const StoreDir& store() const { return store_; }

  // Each returns the item's path.
  StorePath add_text(const std::string& name, const std::string& text,
                     const StorePathSet& references);
  // A folder of the files in ENTRIES, by their paths in it.
  StorePath add_tree(const std::string& name, const std::map<std::string, std::string>& entries);
  // With its output paths filled in; its inputs must have come from here.
  std::pair<StorePath, Derivation> add_derivation(Derivation derivation,
                                                  const std::optional<FilePlace>& place);

  // Where the lists of a script come from: rows of line, column, file, line, column.
  void set_positions(const std::string& script, Message rows);

  // What was made since the last call, for the answer to a request.
  Message take();

 private:
  StoreDir store_;
  std::map<StorePath, Derivation> derivations_;
  DerivationHashes hashes_;
  std::set<StorePath> known_items_;
  Message items_ = Message::array();
  Message locations_ = Message::object();
  Message positions_ = Message::object();
};

}  // namespace cairn::eval
