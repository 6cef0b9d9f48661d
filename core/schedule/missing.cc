// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over the rows of derivations. The text of one is read where its row does not tell enough.
#include "core/schedule/missing.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

namespace cairn {

namespace {

class MissingWalk {
 public:
  explicit MissingWalk(Store& store) : store_(store) {}

  void want(const WantedOutputs& wanted) {
    need(wanted.derivation, wanted.outputs);
    while (!open_.empty()) {
      Open derivation = std::move(open_.back());
      open_.pop_back();
      if (!derivation.tells_inputs || !follow_references(derivation)) {
        follow_text(derivation.path);
      }
      found_.push_back(std::move(derivation.path));
    }
  }

  MissingBuilds finish() {
    std::sort(found_.begin(), found_.end());
    return {StorePathSet(found_.begin(), found_.end()), std::move(not_known_)};
  }

 private:
  using Row = std::int64_t;
  // Of a derivation "there" means all outputs, "missing" none or a needed one.
  enum class State { there, missing, partly_there };
  struct Open {
    Row row;
    StorePath path;
    bool tells_inputs;
  };

  // OUTPUTS of the derivation at PATH are needed; empty: all.
  void need(const StorePath& path, const std::set<std::string>& outputs) {
    auto row = store_.database().row_of(path);
    if (!row) {
      not_known_.insert(path);
    } else if (!are_there(path, outputs)) {
      State& state = states_.try_emplace(*row, State::there).first->second;
      if (state != State::missing) open_.push_back({*row, path, tells_inputs(*row)});
      state = State::missing;
    }
  }

  bool tells_inputs(Row row) { return store_.database().planned_item(row).tells_inputs; }

  bool are_there(const StorePath& path, const std::set<std::string>& outputs) {
    const auto& places = outputs_of(path);
    for (const std::string& name : outputs) {
      if (places.contains(name)) continue;
      throw Error("the derivation {} has no output '{}'", path.base_name(), name);
    }
    return std::ranges::all_of(places, [&](const auto& output) {
      return !(outputs.empty() || outputs.contains(output.first)) || store_.is_there(output.second);
    });
  }

  const std::map<std::string, StorePath>& outputs_of(const StorePath& path) {
    auto [known, is_new] = outputs_.try_emplace(path);
    if (!is_new) return known->second;
    known->second = store_.database().derivation_outputs(path);
    if (!known->second.empty()) return known->second;
    // A text that is no derivation has none, and reading it tells why.
    auto links = store_.find_derivation_links(path);
    for (const auto& [name, output] : links->outputs) known->second.emplace(name, output.path);
    return known->second;
  }

  // Whether the references tell all: not where only some outputs of an input are there.
  bool follow_references(const Open& derivation) {
    bool tells_all = true;
    for (Row row : store_.database().referred_rows(derivation.row)) {
      auto [known, is_new] = states_.try_emplace(row, State::there);
      if (is_new) known->second = look_at(row, derivation.path);
      tells_all = tells_all && known->second != State::partly_there;
    }
    return tells_all;
  }

  // The item in ROW, met for the first time, which the derivation FOR_WHOM refers to.
  State look_at(Row row, const StorePath& for_whom) {
    PlannedItem item = store_.database().planned_item(row);
    if (!item.path.is_derivation()) {
      check_source(item.path, for_whom);
      return State::there;
    }
    auto there = std::ranges::count_if(item.valid_outputs,
                                       [&](const StorePath& output) { return is_on_disk(output); });
    if (there > 0 && static_cast<std::size_t>(there) == item.outputs) return State::there;
    if (there > 0 || item.outputs == 0) return State::partly_there;
    open_.push_back({row, std::move(item.path), item.tells_inputs});
    return State::missing;
  }

  void follow_text(const StorePath& path) {
    auto links = store_.find_derivation_links(path);
    for (const StorePath& source : links->input_sources) {
      if (sources_.contains(source)) continue;
      if (!store_.is_valid(source)) throw_missing_source(source, path);
      check_source(source, path);
    }
    for (const auto& [input, outputs] : links->input_derivations) {
      if (!outputs.empty()) need(input, outputs);
    }
  }

  void check_source(const StorePath& source, const StorePath& for_whom) {
    if (!is_on_disk(source)) throw_missing_source(source, for_whom);
    sources_.insert(source);
  }

  [[noreturn]] static void throw_missing_source(const StorePath& source,
                                                const StorePath& for_whom) {
    throw Error("{} needs {}, which is not there and cannot be built", for_whom.base_name(),
                source.base_name());
  }

  bool is_on_disk(const StorePath& item) {
    return status_at(store_.folder(), item.base_name()).has_value();
  }

  Store& store_;
  std::vector<Open> open_{};  // to be built, and their inputs not looked at
  std::vector<StorePath> found_{};
  StorePathSet not_known_{};
  std::unordered_map<Row, State> states_{};
  std::unordered_map<StorePath, std::map<std::string, StorePath>> outputs_{};
  std::unordered_set<StorePath> sources_{};  // that are there
};

}  // namespace

MissingBuilds missing_builds(Store& store, const std::vector<WantedOutputs>& wanted) {
  MissingBuilds missing;
  store.database().read_transaction([&] {
    MissingWalk walk(store);
    for (const WantedOutputs& want : wanted) walk.want(want);
    missing = walk.finish();
  });
  return missing;
}

}  // namespace cairn
