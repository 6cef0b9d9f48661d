// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluation: requests to an evaluator, with what it may ask for on the way.
#pragma once

#include "cli/evaluation/broker.hh"
#include "cli/evaluation/evaluation_memo.hh"
#include "cli/evaluation/evaluator.hh"
#include "cli/evaluation/made_items.hh"

#include <map>
#include <string>
#include <vector>

namespace cairn {

// One thing to build, as an evaluation gives it.
struct EvaluatedTarget {
  std::size_t target;  // which of the request's it belongs to
  std::string name;    // NAME-VERSION of a package, else ""
  std::optional<StorePath> derivation;
  std::vector<std::string> outputs;
  std::optional<StorePath> item;  // of what is no derivation
};

class Evaluation {
 public:
  // The evaluator is started at the first request whose answer is not remembered in the caches of
  // PATH, which is borrowed.
  Evaluation(const StoreDir& store, const LoadPath& path, EvaluatorOutput::Show show);

  // The derivations of TARGETS (manual/formats/evaluation.md); what they are made of is kept for
  // add_to().
  std::vector<EvaluatedTarget> derivations(const Message& targets, bool source);
  // What TARGETS would be in a profile: {"entries", "propagated"} (manual/formats/evaluation.md).
  Message entries(const Message& targets);
  // What there is to say about packages.
  Message descriptions(const Message& targets);
  // The channels that TEXT, the user's FILE, declares.
  Message channels(const std::string& file, const std::string& text);
  // The services of the system that TEXT, the user's FILE, declares, and their extensions.
  Message extension_graph(const std::string& file, const std::string& text);
  // What there is to say about the types of services that MODULES, arrays of words, define.
  Message service_types(const Message& modules);
  // The values of the expressions in TEXT, printed, and what they printed.
  Message values(const std::string& text);

  // Add all that was made to the store.
  void add_to(Engine& engine);

  // End the evaluator: its memory is of no use while something is built. It starts again when it
  // is asked.
  void release() { evaluator_.reset(); }
  // Evaluate what derivations() was last asked for once more, to know where the lines of builder
  // scripts come from. That takes as long again, so it is for when something will be built.
  void learn_places();

  // Where the derivation at PATH is declared: "FILE:LINE:COLUMN", or "".
  std::string place_of(const StorePath& path) const;
  // TEXT with the places of builder scripts in it turned into places of the user's files.
  std::string with_user_places(std::string text) const;

 private:
  Message ask(Message request);
  Message reply_to(const Message& request);
  Message evaluated(const Message& request);
  void remember_texts(const Message& targets);

  StoreDir store_;
  EvaluatorOutput output_;
  Broker broker_;
  EvaluationMemo memo_;
  std::optional<Evaluator> evaluator_;
  std::vector<MadeItems> made_;
  Message asked_;  // the last request for derivations
  Message locations_ = Message::object();
  Message positions_ = Message::object();
};

}  // namespace cairn
