// SPDX-License-Identifier: GPL-3.0-or-later
// PackTar: a tar archive of parts of a pack, with the folders above them.
#pragma once

#include "core/archive/tar_writer.hh"
#include "core/pack/contents.hh"

#include <set>

namespace cairn::pack {

class PackTar {
 public:
  // SINK, which is borrowed, gets the archive.
  explicit PackTar(Sink& sink) : tar_(sink) {}
  void add(const Item& item);
  void add(const Folder& folder);
  void add(const Link& link);
  void add(const File& file);
  // Launchers of CONTENTS, and what they look for.
  void add_launchers(const Contents& contents);
  // The last call.
  void finish() { tar_.finish(); }

 private:
  void make_folders_above(const std::string& path);

  TarWriter tar_;
  std::set<std::string> folders_;  // made so far
};

}  // namespace cairn::pack
