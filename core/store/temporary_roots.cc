// SPDX-License-Identifier: GPL-3.0-or-later
// Temporary roots, added and read. gc.lock also holds the number of additions, 8 bytes: additions
// at the same time may count as one, but the number never stays as a collector left it.
#include "core/store/temporary_roots.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/random_name.hh"
#include "core/base/uninterrupted.hh"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <unordered_set>

namespace cairn {

namespace {

constexpr const char* lock_name = "gc.lock";
constexpr const char* turn_name = "gc.turn";
constexpr const char* folder_name = "temproots";
// Bytes: a collector reads all files. Who walks over a store of a million items has 70 MB.
constexpr std::size_t file_limit = 256 << 20;

std::uint64_t read_additions(const FileLock& lock) {
  std::uint64_t number = 0;
  checked(uninterrupted([&] { return pread(lock.fd(), &number, sizeof number, 0); }),
          "cannot read {}", lock_name);
  return number;  // 0 where nobody added yet
}

void count_addition(const FileLock& lock) {
  std::uint64_t number = read_additions(lock) + 1;
  ssize_t written =
      checked(uninterrupted([&] { return pwrite(lock.fd(), &number, sizeof number, 0); }),
              "cannot write {}", lock_name);
  if (written != sizeof number) throw Error("cannot write {}: it was cut short", lock_name);
}

}  // namespace

struct TemporaryRoots::File {
  explicit File(const Layout& place) : layout(place) {}

  ~File() {
    if (lock) unlinkat(folder.get(), name.c_str(), 0);
  }

  // Called with gc.lock held: no collector can take the new file for that of a dead process.
  void open() {
    if (lock) return;
    folder = open_directory(layout.physical_state() + "/" + folder_name);
    name = random_name();
    lock = FileLock::wait(folder.get(), name, LockKind::exclusive);
  }

  // All of TEXT or, on a full disk, nothing: half a path would spoil the next one.
  void append(const std::string& text) {
    if (static_cast<std::size_t>(size) + text.size() > limit) {
      throw Error("one client cannot keep more than {} bytes of paths", limit);
    }
    try {
      write_fully(lock->fd(), text, "the temporary roots");
    } catch (const Error&) {
      checked(uninterrupted([&] { return ftruncate(lock->fd(), size); }),
              "cannot shorten the temporary roots");
      checked(lseek(lock->fd(), size, SEEK_SET), "cannot rewind the temporary roots");
      throw;
    }
    size += static_cast<off_t>(text.size());
  }

  Layout layout;
  std::size_t limit = file_limit;
  off_t size = 0;
  std::unordered_set<StorePath> known{};
  Fd folder{};
  std::string name{};
  std::optional<FileLock> lock{};
};

TemporaryRoots::TemporaryRoots(const Layout& layout) : file_(std::make_unique<File>(layout)) {}
TemporaryRoots::~TemporaryRoots() = default;
TemporaryRoots::TemporaryRoots(TemporaryRoots&&) noexcept = default;

void TemporaryRoots::limit(std::size_t bytes) {
  file_->limit = bytes;
}

bool TemporaryRoots::has(const StorePathSet& items) const {
  return std::ranges::all_of(items,
                             [&](const StorePath& item) { return file_->known.contains(item); });
}

void TemporaryRoots::add(const StorePathSet& items) {
  if (!has(items)) add(items, AdditionLock(file_->layout));
}

void TemporaryRoots::add(const StorePathSet& items, const AdditionLock&) {
  std::vector<StorePath> fresh;
  std::string text;
  for (const StorePath& item : items) {
    if (file_->known.contains(item)) continue;
    fresh.push_back(item);
    text += file_->layout.store.print(item) + '\0';
  }
  file_->open();
  file_->append(text);
  file_->known.insert(fresh.begin(), fresh.end());
}

StorePathSet TemporaryRoots::all() const {
  return {file_->known.begin(), file_->known.end()};
}

namespace {

// The kernel gives a lock to whoever finds it free: collectors would wait for ever while enough
// others hold it in turn, and have gc.turn meanwhile, through which all pass.
FileLock wait_for_lock(const Layout& layout, LockKind kind) {
  Fd state = open_directory(layout.physical_state());
  FileLock turn = FileLock::wait(state.get(), turn_name, kind);
  return FileLock::wait(state.get(), lock_name, kind);
}

void parse_roots(const StoreDir& store, std::string_view text, StorePathSet& roots) {
  while (!text.empty()) {
    std::size_t end = text.find('\0');
    if (end == std::string_view::npos) return;  // its owner ran out of space and knows
    if (auto item = store.item_of(text.substr(0, end))) roots.insert(*item);
    text.remove_prefix(end + 1);
  }
}

}  // namespace

AdditionLock::AdditionLock(const Layout& layout) : lock(wait_for_lock(layout, LockKind::shared)) {
  count_addition(lock);
}

CollectorLock::CollectorLock(const Layout& layout)
    : lock(wait_for_lock(layout, LockKind::exclusive)), additions(read_additions(lock)) {}

StorePathSet read_temporary_roots(const Layout& layout, const CollectorLock&) {
  StorePathSet roots;
  Fd folder = open_directory(layout.physical_state() + "/" + folder_name);
  for (const std::string& name : list_directory(folder.get())) {
    if (auto dead = FileLock::try_now(folder.get(), name, LockKind::exclusive)) {
      unlinkat(folder.get(), name.c_str(), 0);
    } else if (auto text = read_file_at(folder.get(), name, file_limit)) {
      parse_roots(layout.store, *text, roots);
    }
  }
  return roots;
}

}  // namespace cairn
