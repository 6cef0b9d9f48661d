// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of an evaluation.
#include "cli/evaluation/output.hh"

namespace cairn {

void EvaluatorOutput::take(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t end = bytes.find('\n');
    std::size_t length = std::min(end, bytes.size());
    std::size_t room = length_limit - begun_.size();
    begun_ += bytes.substr(0, std::min(length, room));
    if (end == std::string_view::npos) return;
    flush();
    bytes.remove_prefix(end + 1);
  }
}

void EvaluatorOutput::flush() {
  if (begun_.empty()) return;
  show_line(begun_);
  begun_.clear();
}

void EvaluatorOutput::note(std::string_view line) {
  show_line(line.substr(0, length_limit));
}

void EvaluatorOutput::show_line(std::string_view line) {
  if (is_muted_) return;
  if (count_ < line_limit) show_(line);
  if (count_ == line_limit) show_("(more is not shown)");
  ++count_;
}

}  // namespace cairn
