// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that builders see as the store.
#include "core/build/inner_stores.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/listing_order.hh"
#include "core/sandbox/namespaces.hh"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cairn {

namespace {

// What is mounted in idle folders costs every new sandbox a little.
constexpr std::size_t idle_limit = 2;
// Of fewer places what is mounted there is not kept: a sandbox mounts that itself.
constexpr std::size_t worth_mounting = 16;

// Whether it could be made: a link is copied by who shows it.
bool make_place(int folder, const std::string& items, const std::string& name) {
  struct stat status {};
  checked(lstat((items + "/" + name).c_str(), &status), "cannot look at {}", name);
  if (S_ISLNK(status.st_mode)) return false;
  if (S_ISDIR(status.st_mode)) {
    checked(mkdirat(folder, name.c_str(), 0755), "cannot make a place for {}", name);
  } else {
    open_at(folder, name, O_WRONLY | O_CREAT | O_EXCL, 0644);
  }
  return true;
}

off_t size_of(int folder) {
  struct stat status {};
  checked(fstat(folder, &status), "cannot look at the builder's store");
  return status.st_size;
}

std::size_t count_of_both(const StorePathSet& some, const StorePathSet& others) {
  std::size_t count = 0;
  auto other = others.begin();
  for (const StorePath& one : some) {
    while (other != others.end() && *other < one) ++other;
    if (other != others.end() && *other == one) ++count;
  }
  return count;
}

// Delete what is in FOLDER beside PLACES.
void remove_others(int folder, const StorePathSet& places) {
  auto place = places.begin();
  for (const std::string& name : list_directory(folder)) {
    while (place != places.end() && place->base_name() < name) ++place;
    if (place == places.end() || place->base_name() != name) remove_tree_at(folder, name);
  }
}

}  // namespace

InnerStore::~InnerStore() {
  owner_.give_back(std::move(folder_));
}

std::string InnerStore::path() const {
  return owner_.path_of(folder_);
}

Fd InnerStore::open() const {
  return open_directory_at(owner_.scratch_.fd(), folder_.name);
}

// An ordinary user's builders are that user, who owns these folders and could leave a word in them.
// And where entries are numbered as they come the numbers would tell of the builds before.
InnerStores::InnerStores(const Layout& layout, Spawner& spawner, PrivateFolder& scratch,
                         std::size_t most_mounts)
    : items_(layout.physical_store()),
      spawner_(spawner),
      scratch_(scratch),
      can_keep_(sandbox::is_root_of_all() && lists_by_hash(scratch.fd())),
      most_mounts_(most_mounts) {}

InnerStores::~InnerStores() {
  for (Folder& folder : idle_) drop(std::move(folder));
}

std::unique_ptr<InnerStore> InnerStores::take(const StorePathSet& inputs, bool is_for_one) {
  Folder folder;
  if (!is_for_one) folder = best_for(inputs);
  try {
    if (folder.name.empty()) folder = make();
    prepare(folder, inputs);
  } catch (...) {
    drop(std::move(folder));
    throw;
  }
  folder.can_serve_again = folder.can_serve_again && can_keep_ && !is_for_one;
  return std::make_unique<InnerStore>(*this, std::move(folder));
}

// The idle folder that saves most of the places that INPUTS need; one without a name if none does.
InnerStores::Folder InnerStores::best_for(const StorePathSet& inputs) {
  auto best = idle_.end();
  std::size_t most = 0;
  for (auto idle = idle_.begin(); idle != idle_.end(); ++idle) {
    std::size_t saved = places_saved(*idle, inputs);
    if (saved > most) best = idle;
    most = std::max(most, saved);
  }
  if (best == idle_.end()) return {};
  Folder folder = std::move(*best);
  idle_.erase(best);
  folder.has_served = true;
  return folder;
}

// Give FOLDER a place for each of INPUTS, and for nothing else.
void InnerStores::prepare(Folder& folder, const StorePathSet& inputs) {
  remove_places(folder, inputs);
  add_places(folder, inputs);
  std::size_t count = folder.places.size();
  std::size_t all = kept_mounts_ - folder.kept_mounts + count;
  if (!folder.has_served || count < worth_mounting || all > most_mounts_) return forget(folder);
  kept_mounts_ = all;
  folder.kept_mounts = count;
}

// What is mounted is dear to delete. And a size that came from more places than there are would
// tell of the builds before.
bool InnerStores::can_lose_places(const Folder& folder) {
  return folder.kept_mounts == 0 && folder.size == folder.bare_size;
}

// How many places FOLDER saves a build with INPUTS, itself among them; 0 when it cannot serve that.
std::size_t InnerStores::places_saved(const Folder& folder, const StorePathSet& inputs) {
  std::size_t all = folder.places.size();
  std::size_t shared = count_of_both(folder.places, inputs);
  if (shared == all) return shared + 1;
  bool is_worth_it = all - shared <= shared && can_lose_places(folder);
  return is_worth_it ? shared + 1 - (all - shared) : 0;
}

// Those that are not for INPUTS.
void InnerStores::remove_places(Folder& folder, const StorePathSet& inputs) {
  if (std::ranges::includes(inputs, folder.places)) return;
  std::erase_if(folder.places, [&](const StorePath& place) { return !inputs.contains(place); });
  remove_others(open_directory_at(scratch_.fd(), folder.name).get(), folder.places);
}

InnerStores::Folder InnerStores::make() {
  Folder folder{.name = "store-" + scratch_.fresh_name()};
  folder.bare_size = size_of(make_directory_at(scratch_.fd(), folder.name).get());
  return folder;
}

void InnerStores::add_places(Folder& folder, const StorePathSet& inputs) {
  Fd fd = open_directory_at(scratch_.fd(), folder.name);
  auto place = folder.places.begin();
  for (const StorePath& input : inputs) {
    while (place != folder.places.end() && *place < input) ++place;
    if (place != folder.places.end() && *place == input) continue;
    folder.places.insert(place, input);
    if (!make_place(fd.get(), items_, input.base_name())) folder.can_serve_again = false;
  }
  folder.size = size_of(fd.get());
  // Else the time of its last change would be a word of the builder before.
  checked(futimens(fd.get(), nullptr), "cannot set the times of the builder's store");
}

void InnerStores::give_back(Folder folder) noexcept {
  if (!is_as_lent(folder)) return drop(std::move(folder));
  try {
    idle_.push_back(std::move(folder));
  } catch (const std::exception&) {
    return;  // it goes with the scratch folder
  }
  if (idle_.size() <= idle_limit) return;
  drop(std::move(idle_.front()));
  idle_.erase(idle_.begin());
}

// Whether FOLDER is, but for its times, as it was before its builder came, once what is left of
// that one is deleted.
bool InnerStores::is_as_lent(const Folder& folder) {
  if (!folder.can_serve_again) return false;
  try {
    Fd fd = open_directory_at(scratch_.fd(), folder.name);
    remove_others(fd.get(), folder.places);
    return size_of(fd.get()) == folder.size;  // which on most file systems never shrinks again
  } catch (const Error&) {
    return false;
  }
}

void InnerStores::drop(Folder folder) noexcept {
  try {
    forget(folder);
  } catch (const Error&) {
    // The spawner died, and its mounts with it.
  }
  scratch_.discard(folder.name);
}

// Keep nothing mounted in FOLDER.
void InnerStores::forget(Folder& folder) {
  if (folder.kept_mounts == 0) return;
  kept_mounts_ -= std::exchange(folder.kept_mounts, 0);
  spawner_.forget_mounts(path_of(folder));
}

}  // namespace cairn
