// SPDX-License-Identifier: GPL-3.0-or-later
// Merging equal files.
#include "core/store/optimise.hh"

#include "core/base/chunk.hh"
#include "core/base/files.hh"
#include "core/base/quiet_opening.hh"
#include "core/base/uninterrupted.hh"
#include "core/hash/hasher.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/write.hh"
#include "core/store/optimise_journal.hh"
#include "core/store/ownership.hh"

#include <cstring>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_set>

namespace cairn {

namespace {

constexpr const char* links_name = ".links";
constexpr const char* lock_name = "optimise.lock";
constexpr std::size_t items_at_once = 256;  // that get roots together

std::uint64_t size_on_disk(const struct stat& status) {
  return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

// Whether what bears the name of a content can take the place of FILE.
bool is_like(const struct stat& link, const struct stat& file) {
  return S_ISREG(link.st_mode) && link.st_size == file.st_size && link.st_mode == file.st_mode &&
         link.st_uid == file.st_uid && link.st_mtim.tv_sec == 1 && link.st_mtim.tv_nsec == 0;
}

// Whether FILE has what the store gives to each file. What somebody changed must not become the
// file of others.
bool is_canonical(const struct stat& file) {
  mode_t mode = file.st_mode & 07777;
  return (mode == 0444 || mode == 0555) && file.st_mtim.tv_sec == 1 && file.st_mtim.tv_nsec == 0;
}

class Optimisation {
 public:
  explicit Optimisation(Store& store)
      : store_(store), links_(make_directory_at(store.folder(), links_name)) {}

  // Merge the files of the tree NAME in DIRECTORY with their equals. BEFORE_CHANGE is called before
  // the first change, after which a process that is killed leaves folders that are not canonical.
  // Throws for what cannot be read or changed; folders may then be otherwise than they must.
  void merge(int directory, const std::string& name, const std::function<void()>& before_change) {
    before_change_ = &before_change;
    is_changed_ = false;
    entry(directory, name);
  }

  bool is_changed() const { return is_changed_; }
  const OptimiseResult& result() const { return result_; }

 private:
  // Of those that are ours and have one content all are alike.
  bool is_usual(const struct stat& file) const { return is_canonical(file) && file.st_uid == us_; }

  void entry(int directory, const std::string& name) {
    auto status = status_at(directory, name);
    if (!status) return;
    if (S_ISDIR(status->st_mode)) folder(directory, name);
    // One that has several names already was merged before; an empty one is not worth it.
    bool is_alone = S_ISREG(status->st_mode) && status->st_nlink == 1 && status->st_size > 0 &&
                    is_canonical(*status);
    if (is_alone) file(directory, name, *status);
  }

  void folder(int directory, const std::string& name) {
    Fd fd = open_directory_at(directory, name);
    for (const std::string& inside : list_directory(fd.get())) entry(fd.get(), inside);
    if (is_changed_) make_canonical(fd.get(), 0555, name);
  }

  // A walk would do, but for its buffer, which is made anew each time.
  Hash content_of(int directory, const std::string& name, const struct stat& status) {
    Fd fd = opening_.open(directory, name.c_str(), O_RDONLY | O_NOFOLLOW);
    checked(fd.get(), "cannot open {}", name);
    Hasher hasher(HashAlgorithm::sha256);
    NarWriter archive(hasher);
    auto missing = static_cast<std::uint64_t>(status.st_size);
    archive.begin_file("", (status.st_mode & S_IXUSR) != 0, missing);
    while (missing > 0) {
      std::size_t part = std::min<std::uint64_t>(missing, chunk_size);
      ssize_t count = checked(uninterrupted([&] { return read(fd.get(), buffer_.data(), part); }),
                              "cannot read {}", name);
      if (count == 0) throw Error("{} is shorter than it was", name);
      archive.contents({buffer_.data(), static_cast<std::size_t>(count)});
      missing -= static_cast<std::uint64_t>(count);
    }
    archive.end_file();
    return hasher.finish();
  }

  void file(int directory, const std::string& name, const struct stat& status) {
    Hash content = content_of(directory, name, status);
    std::string link = to_text(content, HashFormat::nix32);
    if (!is_usual(status) || !known_.contains(key_of(content))) {
      bool is_first = linkat(directory, name.c_str(), links_.get(), link.c_str(), 0) == 0;
      if (!is_first && errno != EEXIST) throw errno_error("cannot make the link {}", link);
      bool can_lead = is_first || leads(content, link, status);
      if (can_lead && is_usual(status)) known_.insert(key_of(content));
      if (is_first) return;
      if (!can_lead) {
        known_.erase(key_of(content));
        return lead(directory, name, link);
      }
    }
    replace(directory, name, link, size_on_disk(status));
  }

  // Whether what bears the name LINK is what it should be and can take the place of FILE. The disk,
  // or somebody, may have changed it.
  bool leads(const Hash& content, const std::string& link, const struct stat& file) {
    auto found = status_at(links_.get(), link);
    return found && is_like(*found, file) && content_of(links_.get(), link, *found) == content;
  }

  void replace(int directory, const std::string& name, const std::string& link,
               std::uint64_t size) {
    std::string fresh = store_.staging().fresh_name();
    if (!has_another_name(link, fresh)) return lead(directory, name, link);
    announce_change();
    move_over(store_.staging().fd(), fresh, directory, name);
    ++result_.files;
    result_.bytes += size;
  }

  // Give the file LINK the name FRESH in staging; false when it has as many as it can, or is gone.
  bool has_another_name(const std::string& link, const std::string& fresh) {
    int staging = store_.staging().fd();
    if (linkat(links_.get(), link.c_str(), staging, fresh.c_str(), 0) == 0) return true;
    // Where the disk is full another leader would part equal files for good.
    if (errno == EMLINK || errno == ENOENT) return false;
    throw errno_error("cannot link {}", link);
  }

  // From now on NAME is the one that others of its content become names of: what was cannot have
  // more, or was changed.
  void lead(int directory, const std::string& name, const std::string& link) {
    std::string fresh = store_.staging().fresh_name();
    int staging = store_.staging().fd();
    checked(linkat(directory, name.c_str(), staging, fresh.c_str(), 0), "cannot link {}", name);
    checked(renameat(staging, fresh.c_str(), links_.get(), link.c_str()),
            "cannot replace the link {}", link);
  }

  // Where two contents have the same one, the link of one of them is not found, which is no harm.
  static std::uint64_t key_of(const Hash& content) {
    std::uint64_t key = 0;
    std::memcpy(&key, content.digest().data(), sizeof key);
    return key;
  }

  void announce_change() {
    if (!is_changed_) (*before_change_)();
    is_changed_ = true;
  }

  // An ordinary user must be given the right to write into a folder of the store.
  void move_over(int from, const std::string& fresh, int directory, const std::string& name) {
    if (renameat(from, fresh.c_str(), directory, name.c_str()) == 0) return;
    if (errno == EACCES && fchmod(directory, 0755) == 0 &&
        renameat(from, fresh.c_str(), directory, name.c_str()) == 0) {
      return;
    }
    throw errno_error("cannot replace {} by its equal", name);
  }

  Store& store_;
  uid_t us_ = geteuid();
  Fd links_;
  QuietOpening opening_;
  const std::function<void()>* before_change_ = nullptr;
  bool is_changed_ = false;  // the tree at hand
  Chunk buffer_;
  // Of contents whose link was made or read by us, and is as usual files are.
  std::unordered_set<std::uint64_t> known_;
  OptimiseResult result_{};
};

FileLock merging_lock(const Layout& layout) {
  Fd state = open_directory(layout.physical_state());
  auto lock = FileLock::try_now(state.get(), lock_name, LockKind::exclusive);
  if (!lock) {
    throw Error("equal files are being merged, or the store is being verified, by another process")
        .with_hint("try again when it has ended");
  }
  return std::move(*lock);
}

FileLock verifying_lock(const Layout& layout) {
  Fd state = open_directory(layout.physical_state());
  for (;;) {
    if (auto lock = FileLock::try_now(state.get(), lock_name, LockKind::exclusive)) {
      OptimiseJournal mended(layout);
    }
    FileLock lock = FileLock::wait(state.get(), lock_name, LockKind::shared);
    // Who merged while we waited may have been killed meanwhile.
    if (!OptimiseJournal::is_left(layout)) return lock;
  }
}

}  // namespace

OptimiseResult optimise(Store& store, EventSink& events) {
  check_owner(store.folder(), "cannot merge files");
  FileLock lock = merging_lock(store.layout());
  OptimiseJournal journal(store.layout());
  Optimisation optimisation(store);
  bool owes_mending = false;
  auto merge = [&](const StorePath& item) {
    try {
      optimisation.merge(store.folder(), item.base_name(), [&] { journal.note(item); });
    } catch (const Error& error) {
      // One item that cannot be read is a finding, not the end.
      events.send(Warned{
          fmt::format("cannot merge files of {}: {}", store.dir().print(item), error.message())});
      owes_mending |= optimisation.is_changed();
    }
    if (optimisation.is_changed() && !owes_mending) journal.clear();
  };
  std::vector<StorePath> items = store.database().all_items();
  events.send(Noted{fmt::format("looking for equal files in {} items", items.size())});
  for (std::size_t next = 0; next < items.size(); next += items_at_once) {
    std::size_t end = std::min(next + items_at_once, items.size());
    // Before the look whether they are there: a collector may be about to delete one. No longer
    // than it takes: it shall find something.
    TemporaryRoots roots(store.layout());
    roots.add(StorePathSet(items.begin() + next, items.begin() + end));
    for (std::size_t i = next; i < end; ++i) {
      if (store.is_valid(items[i])) merge(items[i]);
    }
  }
  if (owes_mending) journal.mend(store.layout());
  return optimisation.result();
}

void merge_staged(Store& store, const std::vector<std::string>& names) {
  Optimisation optimisation(store);
  for (const std::string& name : names) {
    try {
      optimisation.merge(store.staging().fd(), name, [] {});
    } catch (const Error&) {
      // It is as complete as it was, and takes more of the disk.
      make_folders_canonical(store.staging().fd(), name);
    }
  }
}

NotOptimising::NotOptimising(const Layout& layout) : lock_(verifying_lock(layout)) {}

std::uint64_t prune_links(const Layout& layout) {
  Fd store = open_directory(layout.physical_store());
  if (!status_at(store.get(), links_name)) return 0;
  Fd links = open_directory_at(store.get(), links_name);
  std::uint64_t freed = 0;
  for (const std::string& name : list_directory(links.get())) {
    auto status = status_at(links.get(), name);
    if (!status || !S_ISREG(status->st_mode) || status->st_nlink != 1) continue;
    if (unlinkat(links.get(), name.c_str(), 0) == 0) freed += size_on_disk(*status);
  }
  return freed;
}

}  // namespace cairn
