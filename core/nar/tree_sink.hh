// SPDX-License-Identifier: GPL-3.0-or-later
// TreeSink: what a file tree looks like to one who walks it. Sources: nar::parse, nar::walk.
// Sinks: NarWriter (an archive), TreeWriter (files), TreeTee (both).
#pragma once

#include "core/base/bytes.hh"

#include <cstdint>
#include <string_view>

namespace cairn {

// Calls come in the order of the archive: a directory's entries strictly increasing by bytes.
// The root has the empty name.
class TreeSink {
 public:
  virtual ~TreeSink() = default;
  virtual void begin_directory(std::string_view name) = 0;
  virtual void end_directory() = 0;
  // SIZE bytes follow by contents() calls, then end_file().
  virtual void begin_file(std::string_view name, bool executable, std::uint64_t size) = 0;
  virtual void contents(std::string_view bytes) = 0;
  // Take SIZE bytes of contents from FILE as Sink::take_file() does; returns whether it was done.
  virtual bool take_contents(int /*file*/, std::uint64_t /*size*/) { return false; }
  virtual void end_file() = 0;
  virtual void symlink(std::string_view name, std::string_view target) = 0;
};

class TreeTee : public TreeSink {
 public:
  TreeTee(TreeSink& first, TreeSink& second) : first_(first), second_(second) {}
  void begin_directory(std::string_view name) override;
  void end_directory() override;
  void begin_file(std::string_view name, bool executable, std::uint64_t size) override;
  void contents(std::string_view bytes) override;
  void end_file() override;
  void symlink(std::string_view name, std::string_view target) override;

 private:
  TreeSink& first_;
  TreeSink& second_;
};

// What an archive may hold, whoever sends it.
namespace nar {
inline constexpr std::size_t depth_limit = 64;     // directories around an entry
inline constexpr std::size_t name_limit = 255;     // bytes of a name
inline constexpr std::size_t target_limit = 4095;  // bytes of a link's target
// Throws unless NAME can stand in a directory: not empty, "." or "..", no '/', no NUL.
void check_name(std::string_view name);
// Throws unless TARGET can be a link's: 1 to 4095 bytes, no NUL.
void check_target(std::string_view target);
}  // namespace nar

}  // namespace cairn
