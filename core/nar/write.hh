// SPDX-License-Identifier: GPL-3.0-or-later
// NarWriter: a tree as NAR, the archive of Nix: a canonical serialization with nothing but names,
// contents, links and executable bits. Source: Dolstra's thesis, figure 5.2.
#pragma once

#include "core/nar/tree_sink.hh"

#include <string>

namespace cairn {

class NarWriter : public TreeSink {
 public:
  // SINK gets many small writes and large contents; NarWriter collects the small ones itself and
  // has passed on everything when the root is complete.
  explicit NarWriter(Sink& sink) : sink_(sink) {}
  void begin_directory(std::string_view name) override;
  void end_directory() override;
  void begin_file(std::string_view name, bool executable, std::uint64_t size) override;
  void contents(std::string_view bytes) override;
  bool take_contents(int file, std::uint64_t size) override;
  void end_file() override;
  void symlink(std::string_view name, std::string_view target) override;

 private:
  void begin_node(std::string_view name);
  void end_node();
  void token(std::string_view text);
  void number(std::uint64_t value);
  void pad(std::uint64_t size);
  void flush();

  Sink& sink_;
  std::string pending_;
  std::size_t depth_ = 0;      // nodes open around this one
  std::uint64_t size_ = 0;     // of the file being written
  std::uint64_t missing_ = 0;  // bytes of it not yet written
};

}  // namespace cairn
