// SPDX-License-Identifier: GPL-3.0-or-later
// Reading, checking and adding what an evaluation made.
#include "cli/evaluation/made_items.hh"

#include "cli/evaluation/answer.hh"

namespace cairn {

namespace {

std::string bytes_in(const Message& item, const char* key) {
  const auto& bytes = item.at(key).get_binary();
  return {bytes.begin(), bytes.end()};
}

void check_path(const StoreDir& store, const Message& item, const StorePath& right) {
  std::string claimed = item.at("path").get<std::string>();
  if (claimed != store.print(right)) {
    throw Error("the evaluator calls {} what is {}", claimed, store.print(right));
  }
}

MadeTree tree_of(const StoreDir& store, const Message& item) {
  TreeEntries entries;
  for (const Message& file : item.at("files")) {
    entries.emplace(file.at("path").get<std::string>(), bytes_in(file, "text"));
  }
  std::string name = item.at("name").get<std::string>();
  StorePath path = tree_path(store, name, entries);
  check_path(store, item, path);
  return {path, name, std::move(entries)};
}

Text text_of(const StoreDir& store, const Message& item) {
  Text text{item.at("name").get<std::string>(), bytes_in(item, "text")};
  for (const Message& reference : item.at("references")) {
    text.references.insert(store.parse(reference.get<std::string>()));
  }
  return text;
}

}  // namespace

MadeItems made_items(const StoreDir& store, const Message& made) {
  return read_answer([&] {
    MadeItems items;
    for (const Message& item : made) {
      std::string kind = item.at("kind").get<std::string>();
      if (kind != "tree" && kind != "text") throw Error("the evaluator made what is no item");
      if (kind == "tree") {
        items.trees.push_back(tree_of(store, item));
        continue;
      }
      Text text = text_of(store, item);
      text.address = text_address(store, text.name, text.text, text.references);
      check_path(store, item, text.address->path);
      items.texts.push_back(std::move(text));
    }
    return items;
  });
}

void add_made_items(Engine& engine, const MadeItems& items, LocalFiles& local) {
  StorePathSet sources = local.items();
  for (const MadeTree& tree : items.trees) sources.insert(tree.path);
  // Before the question what is valid: it must stay so.
  engine.add_temporary_roots(sources);
  StorePathSet missing = sources;
  for (const StorePath& valid : engine.valid(sources)) missing.erase(valid);
  local.add_to(engine, missing);
  for (const MadeTree& tree : items.trees) {
    if (!missing.contains(tree.path)) continue;
    StringSink archive;
    write_tree(tree.entries, archive);
    StringSource source(archive.text());
    engine.add_archive(tree.name, {ContentMethod::recursive, HashAlgorithm::sha256}, source);
  }
  engine.add_texts(items.texts);
}

}  // namespace cairn
