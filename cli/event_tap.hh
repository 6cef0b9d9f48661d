// SPDX-License-Identifier: GPL-3.0-or-later
// EventTap: events on their way to the display. For a while they can be kept from it, by one who
// says better what went wrong.
#pragma once

#include "core/event/event.hh"

#include <string>
#include <utility>

namespace cairn {

class EventTap : public EventSink {
 public:
  explicit EventTap(EventSink& next) : next_(next) {}

  void send(const Event& event) override {
    if (!is_closed_) return next_.send(event);
    if (auto* logged = std::get_if<BuildLogged>(&event)) log_ += logged->text;
  }

  // What builders say while WORK is done, of which nothing is shown.
  template <typename Work>
  std::string log_during(Work&& work) {
    is_closed_ = true;
    work();
    is_closed_ = false;
    return std::exchange(log_, {});
  }

 private:
  EventSink& next_;
  bool is_closed_ = false;
  std::string log_{};
};

}  // namespace cairn
