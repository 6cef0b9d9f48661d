// SPDX-License-Identifier: GPL-3.0-or-later
// ProgressDisplay: where a verb's events go. On a terminal a thread of its own owns the
// ProgressWriter, so that seconds go on while no event comes; events reach it through a queue.
#pragma once

#include "cli/progress.hh"
#include "core/event/event.hh"

#include <memory>

namespace cairn {

class ProgressDisplay : public EventSink {
 public:
  // Whether STYLE is live is wished for: it takes a terminal that can be drawn on.
  explicit ProgressDisplay(ProgressStyle style);
  ~ProgressDisplay() override;
  ProgressDisplay(ProgressDisplay&&) = delete;

  void send(const Event& event) override;
  // Show all that was sent and take what runs off the terminal. Nothing may be sent after.
  void finish();

 private:
  struct Painter;  // the thread and its queue
  struct Plain;    // a writer without
  std::unique_ptr<Painter> painter_;
  std::unique_ptr<Plain> plain_;
};

}  // namespace cairn
