// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that draws.
#include "cli/progress_display.hh"

#include "cli/progress_writer.hh"
#include "cli/terminal.hh"

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <utility>

namespace cairn {

namespace {

constexpr std::chrono::milliseconds tick_interval{100};
constexpr std::size_t longest_queue = 4096;

ProgressTime now() {
  return std::chrono::steady_clock::now();
}

// Values on their way from one thread to another.
class EventQueue {
 public:
  // Waits while the reader is far behind.
  void push(const Event& event) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return events_.size() < longest_queue; });
    events_.push_back(event);
    changed_.notify_all();
  }
  void close() {
    std::lock_guard lock(mutex_);
    is_closed_ = true;
    changed_.notify_all();
  }
  // What has come, after at most the time of a tick; nothing more comes after is_last.
  std::vector<Event> take(bool& is_last) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, tick_interval, [this] { return !events_.empty() || is_closed_; });
    is_last = is_closed_;
    changed_.notify_all();
    return std::exchange(events_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Event> events_;
  bool is_closed_ = false;
};

}  // namespace

struct ProgressDisplay::Painter {
  explicit Painter(ProgressStyle style)
      : thread([this, style = std::move(style)] { paint(style); }) {}
  ~Painter() {
    queue.close();
    thread.join();
  }
  Painter(Painter&&) = delete;

  void paint(const ProgressStyle& style) {
    ProgressWriter writer(STDERR_FILENO, style);
    for (bool is_last = false; !is_last;) {
      for (const Event& event : queue.take(is_last)) writer.hear(event, now());
      writer.tick(now());
    }
    writer.clear();
  }

  EventQueue queue;
  std::thread thread;  // the last member: it uses the others
};

struct ProgressDisplay::Plain {
  ProgressWriter writer;
};

ProgressDisplay::ProgressDisplay(ProgressStyle style) {
  style.is_live = style.is_live && is_smart_terminal(STDERR_FILENO) &&
                  style.amount != ProgressStyle::Amount::quiet;
  if (style.is_live) {
    painter_ = std::make_unique<Painter>(std::move(style));
  } else {
    plain_ = std::make_unique<Plain>(Plain{ProgressWriter(STDERR_FILENO, std::move(style))});
  }
}

ProgressDisplay::~ProgressDisplay() = default;

void ProgressDisplay::send(const Event& event) {
  if (painter_) painter_->queue.push(event);
  if (plain_) plain_->writer.hear(event, now());
}

void ProgressDisplay::finish() {
  painter_.reset();
}

}  // namespace cairn
