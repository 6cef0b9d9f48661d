// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluator: a running cairn-eval. It is hostile: whatever it says is checked, and what it does not
// say in time ends it.
#pragma once

#include "cli/evaluation/output.hh"
#include "cli/evaluation/watch.hh"
#include "core/base/fd.hh"
#include "core/item/store_path.hh"
#include "scheme/border/frames.hh"

#include <chrono>
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
  std::string identity;  // a file that tells this evaluator and its language from any other
  std::vector<std::string> programs = {};  // this one, and what the evaluator loads of Guile
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

  // What comes of REQUEST: a message with "answer", or with "error" when something is wrong with
  // what was evaluated. Questions in between go to ANSWERER. Throws when the evaluator died, passed
  // a limit or does not keep to the rules; it is of no use then.
  Message ask(const Message& request, const Answerer& answerer);
  bool is_useful() const { return is_idle_; }

 private:
  class WatchedSource;

  void start(const EvaluatorFiles& files, const StoreDir& store);
  Message next_message();
  [[noreturn]] void explain_end();
  void send(const Message& message);
  bool wait_for_socket(short events);
  void read_printed();
  void read_all_printed();
  bool end_process(std::chrono::milliseconds patience, int& status);

  Watch watch_;
  EvaluatorOutput& output_;
  pid_t process_ = -1;
  Fd socket_;
  Fd printed_;
  bool is_idle_ = false;
};

}  // namespace cairn
