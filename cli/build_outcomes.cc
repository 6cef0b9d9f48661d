// SPDX-License-Identifier: GPL-3.0-or-later
// From outcomes to errors.
#include "cli/build_outcomes.hh"

namespace cairn {

namespace {

std::string label_of(const StorePath& path) {
  std::string name(path.name());
  return path.is_derivation() ? name.substr(0, name.size() - 4) : name;
}

}  // namespace

Error failure_of(const protocol::Target& target, const protocol::BuildOutcome& outcome,
                 const StoreDir& store, const Evaluation& evaluation) {
  std::string_view reason = outcome.message;
  std::string prefix = fmt::format("cannot build {}: ", store.print(target.path));
  if (reason.starts_with(prefix)) reason.remove_prefix(prefix.size());
  std::string place = evaluation.place_of(target.path);
  if (!place.empty()) place += ": ";
  return Error("{}cannot build '{}': {}", place, label_of(target.path),
               reason.substr(0, reason.find('\n')))
      .with_status(protocol::exit_of(outcome.status));
}

Exit joined(Exit one, Exit other) {
  return static_cast<Exit>(static_cast<int>(one) | static_cast<int>(other));
}

}  // namespace cairn
