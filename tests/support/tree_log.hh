// SPDX-License-Identifier: GPL-3.0-or-later
// A TreeSink that writes down what it is told.
#pragma once

#include "core/nar/tree_sink.hh"

#include <string>

namespace cairn::test {

// A line for each call: "folder NAME", "end", "file NAME SIZE CONTENTS", "program NAME SIZE
// CONTENTS", "link NAME -> TARGET".
class TreeLog : public TreeSink {
 public:
  void begin_directory(std::string_view name) override { line("folder ", name, "\n"); }
  void end_directory() override { line("end\n"); }
  void begin_file(std::string_view name, bool executable, std::uint64_t size) override {
    line(executable ? "program " : "file ", name, " ", std::to_string(size), " ");
  }
  void contents(std::string_view bytes) override { line(bytes); }
  void end_file() override { line("\n"); }
  void symlink(std::string_view name, std::string_view target) override {
    line("link ", name, " -> ", target, "\n");
  }
  const std::string& text() const { return text_; }

 private:
  template <typename... Parts>
  void line(const Parts&... parts) {
    ((text_ += parts), ...);
  }
  std::string text_;
};

}  // namespace cairn::test
