// SPDX-License-Identifier: GPL-3.0-or-later
// Calls in the words of the store.
#include "daemon/client/engine.hh"

#include "daemon/client/closure.hh"

namespace cairn {

using namespace protocol;

void Engine::set_options(const BuildOptions& options) {
  SetOptions asked;
  asked.keep_failed = options.keep_failed;
  asked.keep_going = options.keep_going;
  asked.max_jobs = options.max_jobs;
  asked.max_silent = static_cast<std::uint64_t>(options.max_silent.count());
  asked.cores = options.cores;
  asked.others = {{"timeout", std::to_string(options.timeout.count())},
                  {"max-build-log-size", std::to_string(options.max_log_size)},
                  {"rounds", std::to_string(options.rounds)}};
  connection_->call(asked);
}

bool Engine::is_valid(const StorePath& item) {
  return connection_->call(IsValidPath{item});
}

StorePathSet Engine::valid(const StorePathSet& items) {
  return connection_->call(QueryValidPaths{items, false});
}

std::optional<ItemInfo> Engine::find(const StorePath& item) {
  auto facts = connection_->call(QueryPathInfo{item});
  if (!facts) return std::nullopt;
  return info_of(item, std::move(*facts));
}

ItemInfo Engine::get(const StorePath& item) {
  auto info = find(item);
  if (!info) throw Error("{} is not valid", store().print(item));
  return std::move(*info);
}

std::optional<StorePath> Engine::find_by_hash_part(std::string_view hash_part) {
  return connection_->call(QueryPathFromHashPart{std::string(hash_part)});
}

std::vector<StorePath> Engine::closure(const StorePathSet& items) {
  if (connection_->is_cairn()) return connection_->call(QueryClosure{items});
  return closure_item_by_item(*connection_, items);
}

StorePathSet Engine::referrers(const StorePath& item) {
  return connection_->call(QueryReferrers{item});
}

StorePathSet Engine::derivers(const StorePath& output) {
  return connection_->call(QueryValidDerivers{output});
}

StorePathSet Engine::all_items() {
  return connection_->call(QueryAllValidPaths{});
}

std::map<std::string, StorePath> Engine::outputs(const StorePath& derivation) {
  std::map<std::string, StorePath> outputs;
  for (auto& [name, path] : connection_->call(QueryDerivationOutputMap{derivation})) {
    if (path) outputs.emplace(name, *path);
  }
  return outputs;
}

void Engine::dump(const StorePath& item, Sink& sink) {
  connection_->call(NarFromPath{item}, sink);
}

MissingItems Engine::missing(const std::vector<Target>& targets) {
  return connection_->call(QueryMissing{targets});
}

std::vector<std::pair<Target, BuildOutcome>> Engine::build(const std::vector<Target>& targets,
                                                           BuildMode mode) {
  return connection_->call(BuildPathsWithResults{targets, mode});
}

void Engine::add_temporary_root(const StorePath& item) {
  connection_->call(AddTempRoot{item});
}

void Engine::add_temporary_roots(const StorePathSet& items) {
  if (connection_->is_cairn()) {
    connection_->call(AddTempRoots{items});
    return;
  }
  std::vector<AddTempRoot> roots;
  for (const StorePath& item : items) roots.push_back({item});
  connection_->call_all(roots);
}

void Engine::add_indirect_root(const std::string& link) {
  connection_->call(AddIndirectRoot{link});
}

std::vector<std::pair<std::string, StorePath>> Engine::roots() {
  return connection_->call(FindRoots{});
}

Engine::Collected Engine::collect_garbage(GcAction action, const StorePathSet& these,
                                          std::uint64_t enough) {
  auto told = connection_->call(CollectGarbage{.action = action, .these = these, .enough = enough});
  Collected collected{{}, told.bytes};
  for (const std::string& path : told.paths) collected.items.insert(store().parse(path));
  return collected;
}

void Engine::optimise() {
  connection_->call(OptimiseStore{});
}

bool Engine::verify(bool contents, bool repair) {
  return !connection_->call(VerifyStore{contents, repair});
}

}  // namespace cairn
