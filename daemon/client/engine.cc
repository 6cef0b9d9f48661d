// SPDX-License-Identifier: GPL-3.0-or-later
// Calls in the words of the store.
#include "daemon/client/engine.hh"

#include "daemon/client/closure.hh"

namespace cairn {

using namespace protocol;

namespace {

// What was chosen, by the names of settings.
std::map<std::string, std::string> chosen(const BuildOptions& options) {
  std::map<std::string, std::string> named;
  if (options.keep_failed) named["keep-failed"] = "true";
  if (options.keep_going) named["keep-going"] = "true";
  const std::pair<const char*, const std::optional<std::uint32_t>&> numbers[] = {
      {"max-jobs", options.max_jobs},
      {"cores", options.cores},
      {"rounds", options.rounds},
      {"timeout", options.timeout},
      {"max-silent-time", options.max_silent},
  };
  for (const auto& [name, number] : numbers) {
    if (number) named[name] = std::to_string(*number);
  }
  return named;
}

}  // namespace

void Engine::set_options(const BuildOptions& options) {
  std::map<std::string, std::string> named = chosen(options);
  if (named.empty()) return;
  if (connection_->is_cairn()) {
    connection_->call(SetBuildOptions{std::move(named)});
    return;
  }
  SetOptions asked;
  asked.keep_failed = options.keep_failed;
  asked.keep_going = options.keep_going;
  asked.max_jobs = options.max_jobs.value_or(asked.max_jobs);
  asked.max_silent = options.max_silent.value_or(0);
  asked.cores = options.cores.value_or(asked.cores);
  asked.others = std::move(named);
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

std::vector<std::pair<std::string, StorePath>> Engine::roots_keeping(const StorePathSet& items) {
  if (connection_->is_cairn()) return connection_->call(FindKeepers{items});
  StorePathSet keepers = referrers_item_by_item(*connection_, items);
  auto found = roots();
  std::erase_if(found, [&](const auto& root) { return !keepers.contains(root.second); });
  return found;
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
