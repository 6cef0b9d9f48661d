// SPDX-License-Identifier: GPL-3.0-or-later
// Reading entries.
#include "cli/profile/evaluated_entries.hh"

#include <map>

namespace cairn {

namespace {

SearchPath search_path_of(const Message& path) {
  const Message& separator = path.at("separator");
  return {path.at("variable").get<std::string>(), path.at("files").get<std::vector<std::string>>(),
          separator.is_null() ? std::nullopt : std::optional(separator.get<std::string>()),
          path.at("file-type").get<std::string>()};
}

EvaluatedEntry entry_of(const StoreDir& store, const Message& data) {
  EvaluatedEntry result{
      data.value("target", std::size_t{0}),
      {data.at("name").get<std::string>(), data.at("version").get<std::string>(),
       data.at("output").get<std::string>(), store.parse(data.at("item").get<std::string>())},
      std::nullopt};
  for (const Message& item : data.at("propagated")) {
    result.entry.propagated.push_back(store.parse(item.get<std::string>()));
  }
  for (const Message& path : data.at("search-paths")) {
    result.entry.search_paths.push_back(search_path_of(path));
  }
  const Message& derivation = data.at("derivation");
  if (!derivation.is_null()) result.derivation = store.parse(derivation.get<std::string>());
  return result;
}

}  // namespace

EvaluatedEntries evaluated_entries(const StoreDir& store, const Message& answer) {
  try {
    EvaluatedEntries result;
    for (const Message& data : answer.at("entries")) {
      result.entries.push_back(entry_of(store, data));
    }
    for (const Message& data : answer.at("propagated")) {
      result.propagated.push_back(entry_of(store, data));
    }
    return result;
  } catch (const nlohmann::json::exception& error) {
    throw Error("the evaluator's answer is not as it must be: {}", error.what());
  }
}

std::vector<protocol::Target> targets_of(const EvaluatedEntries& entries) {
  std::map<StorePath, std::set<std::string>> outputs;
  for (auto* list : {&entries.entries, &entries.propagated}) {
    for (const EvaluatedEntry& one : *list) {
      if (one.derivation) outputs[*one.derivation].insert(one.entry.output);
    }
  }
  std::vector<protocol::Target> targets;
  for (const auto& [path, names] : outputs) {
    targets.push_back({path, protocol::Target::Kind::outputs, names});
  }
  return targets;
}

NewEntries entries_between(const EvaluatedEntries& entries, std::size_t first, std::size_t last) {
  NewEntries result;
  for (const EvaluatedEntry& one : entries.entries) {
    if (first <= one.target && one.target < last) result.entries.push_back(one.entry);
  }
  for (const EvaluatedEntry& one : entries.propagated) result.propagated.push_back(one.entry);
  return result;
}

}  // namespace cairn
