// SPDX-License-Identifier: GPL-3.0-or-later
// EvaluatorOutput: what an evaluation prints, on its way to the user: whole lines, and not without
// end.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace cairn {

class EvaluatorOutput {
 public:
  using Show = std::function<void(std::string_view line)>;
  // SHOW makes lines harmless and prints them.
  explicit EvaluatorOutput(Show show) : show_(std::move(show)) {}

  void take(std::string_view bytes);
  // Show what has no line end yet.
  void flush();
  // A line that the language wants the user to read.
  void note(std::string_view line);
  // Whether lines are passed over, as those of what is evaluated once more.
  void mute() { is_muted_ = true; }
  void unmute() { is_muted_ = false; }
  // Lines so far, shown or not.
  std::size_t count() const { return count_; }

  static constexpr std::size_t line_limit = 1000;    // lines that are shown
  static constexpr std::size_t length_limit = 4096;  // bytes of one

 private:
  void show_line(std::string_view line);

  Show show_;
  std::string begun_;
  std::size_t count_ = 0;
  bool is_muted_ = false;
};

}  // namespace cairn
