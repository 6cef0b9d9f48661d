// SPDX-License-Identifier: GPL-3.0-or-later
// Broker: the command at the other end of the socket, as the evaluator sees it: it hands out texts
// and files, and nothing else.
#pragma once

#include "scheme/border/frames.hh"

#include <string>

namespace cairn::eval {

class Broker {
 public:
  explicit Broker(int socket) : socket_(socket) {}

  // The next request; false when the command has hung up.
  bool next_request(Message& request) { return read_frame(socket_, request); }
  void answer(const Message& message) { write_frame(socket_, message); }

  // Ask QUESTION in the middle of a request. Throws what the command answers instead.
  Message ask(const Message& question);

 private:
  int socket_;
};

}  // namespace cairn::eval
