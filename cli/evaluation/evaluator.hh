// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluator: a running cairn-eval. It is hostile: whatever it says is checked, and what it does not
// say in time ends it.
#pragma once

#include "cli/evaluation/output.hh"
#include "cli/evaluation/watch.hh"
#include "core/base/fd.hh"
#include "core/item/store_path.hh"
#include "scheme/border/frames.hh"

#include <functional>
#include <string>
#include <sys/types.h>

namespace cairn {

// Where the program and the language are.
struct EvaluatorFiles {
  std::string program;
  std::string sources;
  std::string compiled;
  std::string packages;  // the default channel; may be absent
};

// The files beside this program, in a build folder as where they were installed.
EvaluatorFiles evaluator_files();

class Evaluator {
 public:
  // Answers a question of the evaluator; an Error goes back to it as its answer.
  using Answerer = std::function<Message(const Message& question)>;

  // OUTPUT gets what it prints. Throws when it cannot be started.
  Evaluator(const EvaluatorFiles& files, const StoreDir& store, const EvaluationLimits& limits,
            EvaluatorOutput& output);
  ~Evaluator();
  Evaluator(Evaluator&&) = delete;

  // The answer to REQUEST; questions in between go to ANSWERER. Throws when there is none: the
  // evaluator said that something is wrong, died, or passed a limit.
  Message ask(const Message& request, const Answerer& answerer);

 private:
  class WatchedSource;

  void start(const EvaluatorFiles& files, const StoreDir& store);
  Message next_message();
  [[noreturn]] void explain_end();
  void send(const Message& message);

  Watch watch_;
  EvaluatorOutput& output_;
  pid_t process_ = -1;
  Fd socket_;
  Fd printed_;
};

}  // namespace cairn
