// SPDX-License-Identifier: GPL-3.0-or-later
// ChannelIndex: the packages of one state of a channel: of a tree in its repository. It is read
// from one piece of bytes, and all in it are views into that.
#pragma once

#include "channels/git/object_id.hh"
#include "channels/index/mapped_file.hh"
#include "channels/index/module_block.hh"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// A module whose block was made from the file BLOB.
struct IndexedModule {
  std::string_view file;  // below the tree: "distro/base.scm"
  ObjectId blob;
  std::string_view head;
  std::string_view entries;
  BlockView view;
};

class ChannelIndex {
 public:
  // Of bytes as index_bytes() makes them (manual/formats/index.md); nothing for any others.
  static std::optional<ChannelIndex> read(std::string bytes);
  static std::optional<ChannelIndex> read(MappedFile file);

  const ObjectId& tree() const { return tree_; }
  const std::vector<IndexedModule>& modules() const { return modules_; }  // sorted by file
  std::string_view bytes() const { return bytes_; }

 private:
  ChannelIndex() = default;
  bool read_bytes();
  ObjectId tree_;
  std::optional<MappedFile> file_;           // what holds the bytes,
  std::unique_ptr<const std::string> text_;  // which views are into, also when the index moves
  std::string_view bytes_;
  std::vector<IndexedModule> modules_;
};

// What goes into an index for one file.
struct ModuleBlock {
  std::string file;
  ObjectId blob;
  std::string_view head;
  std::string_view entries;
};

// The bytes of the index of TREE with MODULES: the directory, then the parts of the blocks.
struct IndexPieces {
  std::string directory;
  std::vector<std::string_view> parts;
  std::string joined() const;
};
IndexPieces index_pieces(const ObjectId& tree, const std::vector<ModuleBlock>& modules);

}  // namespace cairn
