// SPDX-License-Identifier: GPL-3.0-or-later
// Publishing: what lies in Staging becomes valid.
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"
#include "core/store/move_item.hh"
#include "core/store/optimise.hh"
#include "core/store/store.hh"

#include <ctime>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cairn {

namespace {

using Outputs = std::map<std::string, StorePath>;

// The outputs that ITEM names if it is a derivation by name and content.
Outputs outputs_of(const StoreDir& store, int staging, const StagedItem& item) {
  if (!item.info.path.is_derivation()) return {};
  std::optional<std::string> text = item.text;
  if (!text) {
    auto status = status_at(staging, item.name);
    if (!status || !S_ISREG(status->st_mode)) return {};
    text = read_file_at(staging, item.name);
  }
  std::string_view name = item.info.path.name();
  name.remove_suffix(std::string_view(".drv").size());
  Outputs outputs;
  try {
    Derivation derivation = parse_aterm(store, text.value(), name);
    for (const auto& [output, place] : derivation.outputs) outputs.emplace(output, place.path);
  } catch (const Error&) {
    // Anybody may add a text of such a name. Who wants to build it will hear what is wrong.
  }
  return outputs;
}

void flush_folder(int folder, const std::string& name) {
  checked(fsync(folder), "cannot flush {}", name);
}

class Publication {
 public:
  Publication(Store& store, const std::vector<StagedItem>& staged)
      : store_(store), staging_(store.staging()) {
    for (const StagedItem& item : staged) roots_.insert(item.info.path);
    // Before the look whether they are valid: a collector may be about to delete one.
    store_.temporary_roots().add(roots_);
    store_.database().read_transaction([&] {
      for (const StagedItem& item : staged) {
        bool is_new = !store.is_valid(item.info.path) && together_.insert(item.info.path).second;
        if (is_new) staged_.push_back(&item);
        rest_.push_back(item.name);
      }
    });
  }
  ~Publication() {
    for (const std::string& name : rest_) staging_.discard(name);
  }
  Publication(Publication&&) = delete;

  void publish() {
    // Flushed first: a file that others may take for theirs must not be lost in a power cut.
    if (store_.flushes_on_add()) flush();
    if (store_.merges_on_add()) merge();
    for (const StagedItem* item : staged_) {
      outputs_.push_back(outputs_of(store_.dir(), staging_.fd(), *item));
    }
    if (!staged_.empty()) store_.database().write_transaction([this] { register_all(); });
  }

 private:
  void merge() {
    std::vector<std::string> names;
    for (const StagedItem* item : staged_) names.push_back(item->name);
    merge_staged(store_, names);
  }

  void flush() {
    std::vector<std::string> names;
    std::uint64_t files = 0;
    for (const StagedItem* item : staged_) {
      names.push_back(item->name);
      files += item->files;
    }
    flush_items(staging_.fd(), names, files);
  }

  // The transaction: no other process publishes meanwhile, so what is not valid now stays so.
  void register_all() {
    for (const StagedItem* item : staged_) check_references(item->info);
    try {
      for (std::size_t i = 0; i < staged_.size(); ++i) register_one(*staged_[i], outputs_[i]);
      // Rows may last before the renames do, unless these are flushed first.
      if (store_.flushes_on_add()) flush_folder(store_.folder(), "the folder of the store");
    } catch (...) {
      withdraw();
      throw;
    }
  }

  void check_references(const ItemInfo& info) {
    for (const StorePath& reference : info.references) {
      if (together_.contains(reference) || known_valid_.contains(reference)) continue;
      if (!store_.is_valid(reference)) {
        throw Error("cannot register {}: it refers to {}, which is not valid",
                    store_.dir().print(info.path), store_.dir().print(reference));
      }
      known_valid_.insert(reference);
    }
  }

  void register_one(const StagedItem& item, const Outputs& outputs) {
    if (store_.is_valid(item.info.path)) return;
    const std::string& base_name = item.info.path.base_name();
    placed_.emplace_back(base_name, item.name);
    if (place(item.name, base_name) && store_.flushes_on_add()) {
      flush_folder(open_directory_at(store_.folder(), base_name).get(), base_name);
    }
    ItemInfo info = item.info;
    if (info.registered == 0) info.registered = std::time(nullptr);
    store_.database().insert(info);
    store_.database().insert_outputs(info.path, outputs);
  }

  // Move NAME of staging to its place, and away what a process that died left there. Returns as
  // move_item() does.
  bool place(const std::string& name, const std::string& base_name) {
    if (try_to_rename(staging_.fd(), name, store_.folder(), base_name)) return false;
    if (status_at(store_.folder(), base_name)) {
      rest_.push_back(staging_.fresh_name());
      move_item(store_.folder(), base_name, staging_.fd(), rest_.back());
    }
    return move_item(staging_.fd(), name, store_.folder(), base_name);
  }

  // Take back what was placed. Where that fails it is a leftover, which does no harm.
  void withdraw() noexcept {
    for (const auto& [base_name, name] : placed_) {
      try {
        move_item(store_.folder(), base_name, staging_.fd(), name);
      } catch (const Error&) {
      }
    }
  }

  Store& store_;
  Staging& staging_;
  StorePathSet roots_{};
  std::vector<const StagedItem*> staged_{};  // that were not valid before
  StorePathSet together_{};                  // their paths
  std::vector<Outputs> outputs_{};
  StorePathSet known_valid_{};
  std::vector<std::pair<std::string, std::string>> placed_{};  // in the store, before in staging
  std::vector<std::string> rest_{};                            // what may lie in staging at the end
};

}  // namespace

void Store::publish(const std::vector<StagedItem>& staged) {
  Publication(*this, staged).publish();
}

}  // namespace cairn
