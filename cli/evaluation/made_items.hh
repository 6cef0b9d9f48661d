// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluation made, on its way into the store. Its paths are computed anew: an evaluator
// that lies about one is found out.
#pragma once

#include "cli/evaluation/local_files.hh"
#include "scheme/border/frames.hh"
#include "scheme/border/tree_archive.hh"

#include <string>
#include <vector>

namespace cairn {

struct MadeTree {
  StorePath path;
  std::string name;
  TreeEntries entries;
};

struct MadeItems {
  std::vector<MadeTree> trees;
  std::vector<Text> texts;  // each behind those it refers to; their addresses are known
};

// Read MADE, the "items" of an answer; throws where it is not as it must be.
MadeItems made_items(const StoreDir& store, const Message& made);

// Add what the store lacks of ITEMS and LOCAL.
void add_made_items(Engine& engine, const MadeItems& items, LocalFiles& local);

}  // namespace cairn
