// SPDX-License-Identifier: GPL-3.0-or-later
// EvaluationMemo: what evaluations came to, for the next time that the same is asked
// (manual/decisions/0016). Nothing in it is believed before each question that was asked on the way
// is known to have the same answer.
#pragma once

#include "scheme/border/frames.hh"

#include <functional>
#include <optional>
#include <string>

namespace cairn {

// The questions that an evaluator asked, each with the trace of its answer. No more is kept than a
// file could hold: they are as many and as long as it likes.
class EvaluationTraces {
 public:
  // A question was asked; add() follows when it was answered.
  void expect_one() { ++asked_; }
  void add(Message question, Message trace);
  // Whether all that were asked are kept.
  bool are_whole() const { return pairs_.size() == asked_; }
  Message pairs() && { return std::move(pairs_); }

 private:
  Message pairs_ = Message::array();
  std::size_t asked_ = 0;
  std::size_t size_ = 0;  // bytes, of all that were added
};

class EvaluationMemo {
 public:
  // Whether a question would be answered as when TRACE was taken of its answer.
  using Repeats = std::function<bool(const Message& question, const Message& trace)>;

  // FOLDER is made when there is something to keep; without a name nothing is kept. CIRCUMSTANCES
  // is all that an answer depends on besides the request and the questions.
  EvaluationMemo(std::string folder, Message circumstances);

  bool keeps() const { return !folder_.empty(); }

  // The reply to REQUEST, if it is there and all its questions repeat. What is damaged or another
  // user could have written is not there.
  std::optional<Message> recall(const Message& request, const Repeats& repeats) const;

  // Keep REPLY; TRACES has a pair [question, trace] for each question. That it cannot be kept is no
  // error, and what is larger than a frame may be is not kept.
  void remember(const Message& request, Message traces, const Message& reply) const;

 private:
  std::string key_of(const Message& request) const;

  std::string folder_;
  Message circumstances_;
};

}  // namespace cairn
