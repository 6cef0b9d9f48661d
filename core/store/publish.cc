// SPDX-License-Identifier: GPL-3.0-or-later
// Publishing: what lies in Staging becomes valid.
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"
#include "core/nar/tree_writer.hh"
#include "core/store/move_item.hh"
#include "core/store/optimise.hh"
#include "core/store/order.hh"
#include "core/store/replaced.hh"
#include "core/store/store.hh"

#include <ctime>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cairn {

namespace {

constexpr off_t largest_derivation = 64 << 20;  // bytes: no larger one is read to be built

// The entry of ITEM if it is a derivation by name and content.
DerivationEntry entry_of(const StoreDir& store, int staging, const StagedItem& item) {
  if (!item.info.path.is_derivation()) return {};
  std::optional<std::string> on_disk;
  if (!item.text) {
    auto status = status_at(staging, item.name);
    bool can_be_one = status && S_ISREG(status->st_mode) && status->st_size <= largest_derivation;
    if (!can_be_one) return {};
    on_disk = read_file_at(staging, item.name);
  }
  std::string_view name = item.info.path.name();
  name.remove_suffix(std::string_view(".drv").size());
  try {
    Derivation derivation = parse_aterm(store, item.text ? *item.text : on_disk.value(), name);
    return entry_of(derivation, item.info.references);
  } catch (const Error&) {
    // Anybody may add a text of such a name. Who wants to build it will hear what is wrong.
    return {};
  }
}

// Make TEXT the canonical file NAME in FOLDER. Returns whether that was done: not where the name is
// taken.
bool try_to_write(int folder, const std::string& name, std::string_view text) {
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Fd file(openat(folder, name.c_str(), flags, 0444));
  if (!file && errno == EEXIST) return false;
  checked(file.get(), "cannot make {}", name);
  write_fully(file.get(), text, name);
  make_canonical(file.get(), 0444, name);
  return true;
}

void write_text(int folder, const std::string& name, std::string_view text) {
  if (!try_to_write(folder, name, text)) throw Error("cannot make {}: it is there already", name);
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
      version_ = store_.database().version();
      for (const StagedItem& item : staged) {
        if (!item.text) rest_.push_back(item.name);
        const StorePath& path = item.info.path;
        bool is_known = store.is_valid(path);
        if ((is_known && !store.lacks(path)) || !together_.insert(path).second) continue;
        staged_.push_back(&item);
        if (!is_known) continue;
        is_again_ = true;
        if (store.is_there(path)) damaged_.insert(path);
      }
    });
  }
  ~Publication() {
    for (const std::string& name : rest_) staging_.discard(name);
  }
  Publication(Publication&&) = delete;

  void publish() {
    bool takes_staging = store_.flushes_on_add() || store_.merges_on_add() || !damaged_.empty();
    if (takes_staging) write_texts();
    // Flushed first: a file that others may take for theirs must not be lost in a power cut.
    if (store_.flushes_on_add()) flush();
    // A file of a damaged item may be one that somebody has open for writing.
    if (store_.merges_on_add() && damaged_.empty()) merge();
    for (const StagedItem* item : staged_) {
      entries_.push_back(entry_of(store_.dir(), staging_.fd(), *item));
    }
    if (staged_.empty()) return;
    // Who merges would put a file into the place of one that is no longer the same.
    std::optional<NotOptimising> alone;
    if (!damaged_.empty()) alone.emplace(store_.layout());
    store_.database().write_transaction([this] { register_all(); });
  }

 private:
  // Where something is done to files before they are in their places.
  void write_texts() {
    for (const StagedItem* item : staged_) {
      if (!item->text) continue;
      rest_.push_back(item->name);
      write_text(staging_.fd(), item->name, *item->text);
    }
    has_texts_in_memory_ = false;
  }

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
    is_overtaken_ = store_.database().version() != version_;
    for (const StagedItem* item : staged_) check_references(item->info);
    if (!is_in_order_) check_no_circle();
    try {
      for (std::size_t i = 0; i < staged_.size(); ++i) register_one(*staged_[i], entries_[i]);
      // Rows may last before the renames do, unless these are flushed first.
      if (store_.flushes_on_add()) flush_folder(store_.folder(), "the folder of the store");
    } catch (...) {
      withdraw();
      throw;
    }
  }

  void check_references(const ItemInfo& info) {
    for (const StorePath& reference : info.references) {
      if (known_.contains(reference) || reference == info.path) continue;
      if (together_.contains(reference)) {
        is_in_order_ = false;
        continue;
      }
      if (!store_.is_valid(reference)) {
        throw Error("cannot register {}: it refers to {}, which is not valid",
                    store_.dir().print(info.path), store_.dir().print(reference));
      }
      known_.insert(reference);
    }
    known_.insert(info.path);
  }

  // What was valid before refers to none of these, so a circle can be among them alone. Nothing
  // could be deleted or sent before the rest of one.
  void check_no_circle() const {
    std::map<StorePath, const StorePathSet*> references;
    for (const StagedItem* item : staged_) references[item->info.path] = &item->info.references;
    with_context("cannot register", [&] {
      topological_order(together_, [&](const StorePath& item) { return *references.at(item); });
    });
  }

  void register_one(const StagedItem& item, const DerivationEntry& entry) {
    bool is_known = (is_overtaken_ || is_again_) && store_.is_valid(item.info.path);
    bool is_damaged = is_known && damaged_.contains(item.info.path);
    if (is_known && !is_damaged && store_.is_there(item.info.path)) return;
    if (is_known) check_is_the_same(item.info);
    const std::string& base_name = item.info.path.base_name();
    if (!is_damaged) placed_.emplace_back(base_name, item.name);
    if (item.text && has_texts_in_memory_) {
      write_in_place(base_name, *item.text);
    } else if (place(item.name, base_name, is_damaged) && store_.flushes_on_add()) {
      flush_folder(open_directory_at(store_.folder(), base_name).get(), base_name);
    }
    if (is_known) return;
    ItemInfo info = item.info;
    if (info.registered == 0) info.registered = std::time(nullptr);
    store_.database().insert_derivation(store_.database().insert(info), entry);
  }

  // What others refer to does not change under them.
  void check_is_the_same(const ItemInfo& info) {
    auto known = store_.database().find(info.path);
    if (!known || known->nar_hash == info.nar_hash) return;
    throw Error("{} {}, and what was made anew is not the same: {} instead of {}",
                store_.dir().print(info.path),
                damaged_.contains(info.path) ? "was changed" : "has gone from the disk",
                to_text(info.nar_hash, HashFormat::sri), to_text(known->nar_hash, HashFormat::sri))
        .with_hint("to forget it and all that needs it: cairn store rebuild");
  }

  // Move away what a process that died left in the place of an item.
  void clear_place(const std::string& base_name) {
    if (!status_at(store_.folder(), base_name)) return;
    rest_.push_back(staging_.fresh_name());
    move_item(store_.folder(), base_name, staging_.fd(), rest_.back());
  }

  void write_in_place(const std::string& base_name, std::string_view text) {
    if (try_to_write(store_.folder(), base_name, text)) return;
    clear_place(base_name);
    write_text(store_.folder(), base_name, text);
  }

  // Move NAME of staging to its place, or into that of a valid item that is DAMAGED. Returns as
  // move_item() does.
  bool place(const std::string& name, const std::string& base_name, bool damaged) {
    if (damaged && status_at(store_.folder(), base_name)) {
      return replace_item(store_.layout(), staging_.fd(), name, base_name);
    }
    if (try_to_rename(staging_.fd(), name, store_.folder(), base_name)) return false;
    clear_place(base_name);
    return move_item(staging_.fd(), name, store_.folder(), base_name);
  }

  // Take back what was placed. Where that fails it is a leftover, which does no harm.
  void withdraw() noexcept {
    for (const auto& [base_name, name] : placed_) {
      try {
        rest_.push_back(name);
        move_item(store_.folder(), base_name, staging_.fd(), name);
      } catch (const Error&) {
      }
    }
  }

  Store& store_;
  Staging& staging_;
  StorePathSet roots_{};
  std::vector<const StagedItem*> staged_{};  // that were not there before
  StorePathSet together_{};                  // their paths
  std::vector<DerivationEntry> entries_{};
  bool has_texts_in_memory_ = true;
  std::int64_t version_ = 0;   // of the database, when it was asked what is valid
  bool is_overtaken_ = false;  // by another process, which may have added the same
  bool is_again_ = false;      // some of them are valid, but have gone from the disk or are damaged
  StorePathSet damaged_{};     // these
  StorePathSet known_{};       // is valid, or of staged_ and looked at
  bool is_in_order_ = true;    // each of staged_ behind those that it refers to
  std::vector<std::pair<std::string, std::string>> placed_{};  // in the store, before in staging
  std::vector<std::string> rest_{};                            // what may lie in staging at the end
};

}  // namespace

void Store::publish(const std::vector<StagedItem>& staged) {
  Publication(*this, staged).publish();
}

}  // namespace cairn
