// SPDX-License-Identifier: GPL-3.0-or-later
// Broker: answers what an evaluator asks for on its way (manual/formats/evaluation.md), and knows
// later whether it would answer the same.
#pragma once

#include "cli/evaluation/evaluation_error.hh"
#include "cli/evaluation/load_path.hh"
#include "cli/evaluation/local_files.hh"
#include "cli/evaluation/output.hh"
#include "cli/evaluation/package_index.hh"

#include <optional>
#include <string>

namespace cairn {

class Broker {
 public:
  // PATH and OUTPUT are borrowed.
  Broker(const StoreDir& store, const LoadPath& path, EvaluatorOutput& output);

  // Throws what goes back to the evaluator as its answer.
  Message answer(const Message& question);

  // QUESTION with nothing in it but what its answer depends on.
  static Message bare(const Message& question);
  // What to keep of the ANSWER to QUESTION, for repeats(). The trees of the load path are left out:
  // what they hold is what they are called by.
  Message trace(const Message& question, const Message& answer) const;
  // Whether QUESTION, asked again with the same trees, has the answer that TRACE was taken of. A
  // file that was asked for is one of files() then.
  bool repeats(const Message& question, const Message& trace);

  LocalFiles& files() { return local_; }
  // The modules that were asked for.
  EvaluatedTexts& texts() { return texts_; }

 private:
  Message module_named(const Message& name);
  Message package_named(const std::string& text);

  StoreDir store_;
  const LoadPath& path_;
  EvaluatorOutput& output_;
  LocalFiles local_;
  std::optional<PackageIndex> index_;  // once it was asked for
  EvaluatedTexts texts_;
};

}  // namespace cairn
