// SPDX-License-Identifier: GPL-3.0-or-later
// TarWriter: an archive in tar's format, whose bytes follow from its members alone: all belongs to
// root and is of the time 1, as in the store.
#pragma once

#include "core/nar/tree_sink.hh"

#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

struct archive;

namespace cairn {

// Paths are relative: "bin/hello". The folders on the way to a member are the caller's affair. What
// ustar cannot say, such as long names, is said as pax(1) has it.
class TarWriter {
 public:
  // SINK, which is borrowed, gets the archive.
  explicit TarWriter(Sink& sink);
  ~TarWriter();
  TarWriter(TarWriter&&) = delete;

  void folder(const std::string& path, mode_t mode = 0755);
  void link(const std::string& path, const std::string& target);
  void file(const std::string& path, std::string_view content, mode_t mode = 0644);
  // A second name for the file EXISTING, an earlier member.
  void hard_link(const std::string& path, const std::string& existing);

  // A file of SIZE bytes, which follow by contents() calls.
  void begin_file(const std::string& path, mode_t mode, std::uint64_t size);
  void contents(std::string_view bytes);

  // The last call.
  void finish();

 private:
  struct Writing;
  std::unique_ptr<Writing> writing_;
};

// A tree that becomes the member PATH and those below it.
class TarTree : public TreeSink {
 public:
  TarTree(TarWriter& tar, std::string path) : tar_(tar), path_(std::move(path)) {}
  void begin_directory(std::string_view name) override;
  void end_directory() override;
  void begin_file(std::string_view name, bool executable, std::uint64_t size) override;
  void contents(std::string_view bytes) override { tar_.contents(bytes); }
  void end_file() override {}
  void symlink(std::string_view name, std::string_view target) override;

 private:
  std::string path_of(std::string_view name) const;

  TarWriter& tar_;
  std::string path_;                // of the folder that we are in; of the root before it came
  std::vector<std::size_t> above_;  // how long the paths of the folders around it are
};

}  // namespace cairn
