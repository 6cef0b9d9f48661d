// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping what an evaluation made.
#include "scheme/eval/recorder.hh"

#include "core/derivation/aterm.hh"
#include "scheme/border/tree_archive.hh"

namespace cairn::eval {

Recorder::Recorder(StoreDir store)
    : store_(std::move(store)), hashes_(store_, [this](const StorePath& path) {
        auto known = derivations_.find(path);
        if (known == derivations_.end()) {
          throw Error("{} is no derivation of this evaluation", store_.print(path));
        }
        return known->second;
      }) {}

StorePath Recorder::add_text(const std::string& name, const std::string& text,
                             const StorePathSet& references) {
  StorePath path = text_path(store_, name, text, references);
  if (!known_items_.insert(path).second) return path;
  Message paths = Message::array();
  for (const StorePath& reference : references) paths.push_back(store_.print(reference));
  items_.push_back({{"kind", "text"},
                    {"path", store_.print(path)},
                    {"name", name},
                    {"text", Message::binary({text.begin(), text.end()})},
                    {"references", std::move(paths)}});
  return path;
}

StorePath Recorder::add_tree(const std::string& name,
                             const std::map<std::string, std::string>& entries) {
  StorePath path = tree_path(store_, name, entries);
  if (!known_items_.insert(path).second) return path;
  Message files = Message::array();
  for (const auto& [file, content] : entries) {
    files.push_back({{"path", file}, {"text", Message::binary({content.begin(), content.end()})}});
  }
  items_.push_back({{"kind", "tree"},
                    {"path", store_.print(path)},
                    {"name", name},
                    {"files", std::move(files)}});
  return path;
}

std::pair<StorePath, Derivation> Recorder::add_derivation(Derivation derivation,
                                                          const std::optional<FilePlace>& place) {
  derivation = with_output_paths(store_, std::move(derivation), hashes_);
  StorePath path = derivation_path(store_, derivation);
  if (derivations_.emplace(path, derivation).second) {
    add_text(std::string(path.name()), print_aterm(store_, derivation), references_of(derivation));
    if (place) {
      locations_[store_.print(path)] = {
          {"file", place->file}, {"line", place->line}, {"column", place->column}};
    }
  }
  return {path, derivation};
}

void Recorder::set_positions(const std::string& script, Message rows) {
  positions_[script] = std::move(rows);
}

Message Recorder::take() {
  Message taken = {{"items", std::exchange(items_, Message::array())},
                   {"locations", std::exchange(locations_, Message::object())},
                   {"positions", std::exchange(positions_, Message::object())}};
  return taken;
}

}  // namespace cairn::eval
