// SPDX-License-Identifier: GPL-3.0-or-later
// Making a plan: a walk over derivations in depth, with a stack of its own.
#include "core/schedule/plan.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <unordered_map>

namespace cairn {

namespace {

using Outputs = std::set<std::string>;

class Planner {
 public:
  Planner(const PlanReader& reader, bool always) : reader_(reader), always_(always) {}

  Plan plan(const std::vector<WantedOutputs>& wanted) {
    for (const WantedOutputs& want : wanted) {
      Known* known = find(want.derivation);
      if (!known) continue;
      Outputs outputs = want.outputs.empty() ? all_outputs(known->derivation) : want.outputs;
      if (!always_ && are_valid(*known, outputs)) continue;
      visit(*known);
      plan_.nodes[*known->number].is_wanted = true;
    }
    for (auto& [path, known] : known_) {
      if (known.number) plan_.nodes[*known.number].derivation = std::move(known.derivation);
    }
    return std::move(plan_);
  }

 private:
  struct Known {
    StorePath path;
    Derivation derivation;
    std::map<std::string, bool> validity = {};  // of its outputs, as far as they were needed
    bool is_open = false;                       // on the stack
    std::optional<std::size_t> number = {};     // of its node
  };
  // A derivation on its way to become a node, and the inputs that are still to be looked at.
  struct Frame {
    Known& known;
    std::vector<Known*> to_build;
    std::size_t next = 0;
  };

  Known* find(const StorePath& path) {
    auto known = known_.find(path);
    if (known != known_.end()) return &known->second;
    if (plan_.not_known.contains(path)) return nullptr;
    auto derivation = reader_.find_derivation(path);
    if (!derivation) {
      plan_.not_known.insert(path);
      return nullptr;
    }
    return &known_.emplace(path, Known{path, std::move(*derivation)}).first->second;
  }

  static Outputs all_outputs(const Derivation& derivation) {
    Outputs outputs;
    for (const auto& [name, output] : derivation.outputs) outputs.insert(name);
    return outputs;
  }

  bool is_valid(Known& known, const std::string& name) {
    auto [answer, is_new] = known.validity.try_emplace(name, false);
    if (is_new) {
      auto output = known.derivation.outputs.find(name);
      if (output == known.derivation.outputs.end()) {
        throw Error("the derivation {} has no output '{}'", known.path.base_name(), name);
      }
      answer->second = reader_.is_valid(output->second.path);
    }
    return answer->second;
  }

  bool are_valid(Known& known, const Outputs& outputs) {
    return std::all_of(outputs.begin(), outputs.end(),
                       [&](const std::string& name) { return is_valid(known, name); });
  }

  void check_sources(const Known& known) {
    for (const StorePath& source : known.derivation.input_sources) {
      auto [answer, is_new] = valid_sources_.try_emplace(source, false);
      if (is_new) answer->second = reader_.is_valid(source);
      if (!answer->second) {
        throw Error("{} needs {}, which is not there and cannot be built", known.path.base_name(),
                    source.base_name());
      }
    }
  }

  void visit(Known& root) {
    open(root);
    while (!stack_.empty()) {
      Frame& frame = stack_.back();
      if (frame.next < frame.to_build.size()) {
        Known& input = *frame.to_build[frame.next++];
        if (input.is_open) throw_cycle(input);
        open(input);
      } else {
        close(frame);
        stack_.pop_back();
      }
    }
  }

  void open(Known& known) {
    if (known.number) return;
    check_sources(known);
    known.is_open = true;
    Frame frame{known, {}};
    for (const auto& [path, outputs] : known.derivation.input_derivations) {
      Known* input = find(path);
      if (input && !are_valid(*input, outputs)) frame.to_build.push_back(input);
    }
    stack_.push_back(std::move(frame));
  }

  void close(const Frame& frame) {
    std::size_t number = plan_.nodes.size();
    PlanNode node{frame.known.path, {}, false, {}, {}};
    for (const Known* input : frame.to_build) {
      node.needs.push_back(*input->number);
      plan_.nodes[*input->number].needed_by.push_back(number);
    }
    std::sort(node.needs.begin(), node.needs.end());
    plan_.nodes.push_back(std::move(node));
    frame.known.number = number;
    frame.known.is_open = false;
  }

  [[noreturn]] void throw_cycle(const Known& again) const {
    std::string names;
    auto first = std::find_if(stack_.begin(), stack_.end(),
                              [&](const Frame& frame) { return &frame.known == &again; });
    for (auto frame = first; frame != stack_.end(); ++frame) {
      names += frame->known.path.base_name() + " needs ";
    }
    throw Error("these derivations need each other: {}{}", names, again.path.base_name());
  }

  const PlanReader& reader_;
  bool always_;
  Plan plan_{};
  std::unordered_map<StorePath, Known> known_{};
  std::unordered_map<StorePath, bool> valid_sources_{};
  std::vector<Frame> stack_{};
};

}  // namespace

Plan make_plan(const std::vector<WantedOutputs>& wanted, const PlanReader& reader, bool always) {
  return Planner(reader, always).plan(wanted);
}

}  // namespace cairn
