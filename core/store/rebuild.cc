// SPDX-License-Identifier: GPL-3.0-or-later
// The new database is made beside the old one, and takes its place by one rename.
#include "core/store/rebuild.hh"

#include "core/base/files.hh"
#include "core/store/database.hh"
#include "core/store/disk_facts.hh"
#include "core/store/ownership.hh"
#include "core/store/salvage.hh"
#include "core/store/schema.hh"
#include "core/store/temporary_roots.hh"

#include <ctime>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr const char* folder_name = "db";
constexpr const char* fresh_name = "db.new";
constexpr const char* copy_name = "copy";
constexpr std::array database_files = {"db.sqlite", "db.sqlite-wal"};

// What cannot be deleted now the next rebuilding deletes.
void discard_tree(int folder, const std::string& name) noexcept {
  try {
    remove_tree_at(folder, name);
  } catch (const Error&) {
  }
}

// Throws when somebody has the database in FOLDER open; nobody may be opening it. Each connection
// holds a lock on one byte of the log's index, shared (SQLite, "WAL-mode File Format", 2.3: the
// byte of the dead-man-switch); this one is exclusive.
class Alone {
 public:
  explicit Alone(const std::string& folder) {
    std::string path = folder + "/db.sqlite-shm";
    index_ = Fd(open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (!index_) return;  // then nobody has it open
    struct flock lock = byte();
    if (fcntl(index_.get(), F_OFD_SETLK, &lock) == 0) return;
    lock = byte();
    fcntl(index_.get(), F_OFD_GETLK, &lock);
    throw Error("cannot rebuild the database: process {} works with the store", lock.l_pid)
        .with_hint("end the daemon, and wait for the commands that run");
  }

 private:
  static struct flock byte() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 128;
    lock.l_len = 1;
    return lock;
  }

  Fd index_;
};

// A copy of the old database's files in FOLDER/copy: reading them would change them.
Salvage salvage_copy(const StoreDir& store, const std::string& old, const Fd& folder,
                     const std::string& path) {
  Fd copy = make_directory_at(folder.get(), copy_name);
  AtEnd end([&] { discard_tree(folder.get(), copy_name); });
  for (const char* name : database_files) {
    Fd from(open((old + "/" + name).c_str(), O_RDONLY | O_CLOEXEC));
    if (!from) continue;
    Fd to = open_at(copy.get(), name, O_WRONLY | O_CREAT, 0600);
    FdSource source(from.get(), name);
    FdSink sink(to.get(), name);
    drain(source, sink);
    sink.flush();
  }
  return salvage(store, path + "/" + copy_name);
}

class Rebuilding {
 public:
  Rebuilding(const Layout& layout, EventSink& events)
      : layout_(layout),
        events_(events),
        store_(open_directory(layout.physical_store())),
        state_(open_directory(layout.physical_state())) {}

  RebuildReport run() {
    std::string state = layout_.physical_state();
    remove_tree_at(state_.get(), fresh_name);                       // of one that was killed
    AtEnd end([this] { discard_tree(state_.get(), fresh_name); });  // if it could not be filled
    Fd fresh = make_directory_at(state_.get(), fresh_name);
    std::string path = state + "/" + fresh_name;
    Salvage old = salvage_copy(layout_.store, state + "/" + folder_name, fresh, path);
    DiskFacts disk(layout_.store, store_.get());
    describe_all(disk, old);
    leave_out_the_incomplete();
    write(path, disk, old);
    put_in_place();
    report_.items = items_.size();
    for (const auto& [item, info] : items_) report_.salvaged += old.items.contains(item);
    return std::move(report_);
  }

 private:
  void describe_all(const DiskFacts& disk, const Salvage& old) {
    events_.send(Noted{fmt::format("reading {} items", disk.items().size())});
    for (const StorePath& item : disk.items()) {
      try {
        items_.emplace(item, fact(item, disk, old));
      } catch (const Error& error) {
        leave_out(item, error.message());
      }
    }
  }

  // What the old database says counts where the disk agrees with it.
  ItemInfo fact(const StorePath& item, const DiskFacts& disk, const Salvage& old) {
    auto known = old.items.find(item);
    if (known == old.items.end()) return described(disk, item);
    if (disk.measured(item).nar_hash != known->second.nar_hash) {
      throw Error("it was changed: its hash is not the one that it was registered with");
    }
    return known->second;
  }

  // Nobody but its text says what a derivation is, and its name says what its text must be.
  static ItemInfo described(const DiskFacts& disk, const StorePath& item) {
    ItemInfo info = disk.described(item);
    bool is_right = !item.is_derivation() || info.content_address;
    if (!is_right) throw Error("it is not the derivation that its name stands for");
    return info;
  }

  // An item is valid only with all that it refers to.
  void leave_out_the_incomplete() {
    std::map<StorePath, std::vector<StorePath>> referrers;
    for (const auto& [item, info] : items_) {
      for (const StorePath& reference : info.references) referrers[reference].push_back(item);
    }
    std::vector<StorePath> missing;
    for (const auto& [reference, items] : referrers) {
      if (!items_.contains(reference)) missing.push_back(reference);
    }
    while (!missing.empty()) {
      StorePath gone = std::move(missing.back());
      missing.pop_back();
      for (const StorePath& item : referrers[gone]) {
        if (items_.erase(item) == 0) continue;
        leave_out(item,
                  fmt::format("it refers to {}, which is not there", layout_.store.print(gone)));
        missing.push_back(item);
      }
    }
  }

  void leave_out(const StorePath& item, std::string_view why) {
    report_.left_out.push_back(fmt::format("{}: {}", layout_.store.print(item), why));
  }

  void write(const std::string& path, const DiskFacts& disk, const Salvage& old) {
    Database database(layout_.store, path);
    auto fill = [&] {
      for (const auto& [item, info] : items_) {
        std::int64_t row = database.insert(info);
        auto derivation = disk.derivations().find(item);
        if (derivation == disk.derivations().end()) continue;
        database.insert_derivation(row, entry_of(derivation->second, info.references));
      }
      for (const auto& [hash, address] : old.sources) database.insert_source(hash, address);
    };
    database.write_transaction(fill, Database::Commit::durable);
    database.checkpoint();
  }

  void put_in_place() {
    checked(syncfs(state_.get()), "cannot flush the new database");
    std::string old_name = fmt::format("db.damaged-{}", std::time(nullptr));
    while (status_at(state_.get(), old_name)) old_name += "x";
    // The new one gets the old one's name first: whenever we are killed, nothing called db.new is
    // the old one.
    rename(fresh_name, old_name, RENAME_NOREPLACE);
    rename(old_name, folder_name, RENAME_EXCHANGE);
    report_.old_folder = layout_.physical_state() + "/" + old_name;
    if (status_at(AT_FDCWD, report_.old_folder + "/" + database_files.front())) return;
    remove_tree_at(state_.get(), old_name);  // there was no database
    report_.old_folder.clear();
  }

  void rename(const std::string& from, const std::string& to, unsigned how) {
    checked(renameat2(state_.get(), from.c_str(), state_.get(), to.c_str(), how),
            "cannot put the new database in its place");
    checked(fsync(state_.get()), "cannot flush the state folder");
  }

  const Layout& layout_;
  EventSink& events_;
  Fd store_;
  Fd state_;
  std::map<StorePath, ItemInfo> items_{};
  RebuildReport report_{};
};

}  // namespace

RebuildReport rebuild_database(const Layout& layout, EventSink& events) {
  check_owner(open_directory(layout.physical_state()).get(), "cannot make the database anew");
  CollectorLock lock(layout);
  std::string folder = layout.physical_state() + "/" + folder_name;
  make_directories(folder);
  OpeningLock opening(folder, LockKind::exclusive);
  Alone alone(folder);
  return Rebuilding(layout, events).run();
}

}  // namespace cairn
