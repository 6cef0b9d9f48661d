// SPDX-License-Identifier: GPL-3.0-or-later
// Walk a tree on disk as an archive would hold it.
#pragma once

#include "core/nar/tree_sink.hh"

#include <functional>
#include <string>
#include <string_view>

namespace cairn::nar {

// What a walk looks for beyond what an archive holds.
struct WalkRules {
  // Refuse set-id bits, hard links from elsewhere and extended attributes: for builders' outputs.
  bool strict = false;
  // Leave out devices, sockets and fifos where they would throw: for trees of failed builds.
  bool skip_special = false;
  // Give the owner, whom we must be, the right to read what a builder closed to itself: root can
  // read it without, and all users shall get the same tree.
  bool opens_closed = false;
  // Leave out what this does not want: it gets the path below the tree's top, "folder/file". Below
  // a folder that is left out it is not asked.
  std::function<bool(std::string_view path)> wanted = {};
};

// Replay NAME in DIRECTORY into TREE, reached by descriptors, one component at a time, without
// following links. Devices, sockets and fifos throw, and so does a file that changes its size
// meanwhile, and more than nar::depth_limit folders in one another.
void walk(int directory, const std::string& name, TreeSink& tree, WalkRules rules = {});

// An archive of the tree at PATH, whose last component is not followed when it is a link.
void dump(const std::string& path, Sink& sink);

}  // namespace cairn::nar
