// SPDX-License-Identifier: GPL-3.0-or-later
// Profile: a link whose states are numbered: PROFILE -> PROFILE-N-link -> a store item. Going from
// one to another is one rename, so whoever looks sees the old or the new, whatever is killed.
#pragma once

#include "core/base/lock.hh"
#include "core/item/store_path.hh"

#include <compare>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace cairn {

struct Generation {
  std::uint64_t number;  // from 1; 0 is the empty one before the first
  StorePath item;
  std::time_t time;  // when it was made
  auto operator<=>(const Generation&) const = default;
};

class Profile {
 public:
  // PATH, absolute, is that of the link. Neither it nor its folder need exist.
  Profile(StoreDir store, const std::string& path);

  std::string path() const { return folder_ + "/" + name_; }
  // The path of the link of generation NUMBER.
  std::string link_of(std::uint64_t number) const;

  // All that are there, the oldest first. Links that lead to no store item are none.
  std::vector<Generation> list() const;
  std::optional<Generation> find(std::uint64_t number) const;
  // The number of the generation that the link shows; nothing before the first. Throws when
  // something else is in the link's place.
  std::optional<std::uint64_t> current() const;
  std::optional<Generation> current_generation() const;

 private:
  friend class ProfileChange;
  std::string name_of(std::uint64_t number) const;
  std::optional<std::uint64_t> number_of(const std::string& name) const;

  StoreDir store_;
  std::string folder_;
  std::string name_;
};

// The right to change a profile, held by one process at a time.
class ProfileChange {
 public:
  // Makes the profile's folder if need be. Nothing when another process is changing it.
  static std::optional<ProfileChange> try_begin(const Profile& profile);
  // The same, but waits.
  static ProfileChange begin(const Profile& profile);

  // A number that none had.
  std::uint64_t next_number() const;
  // Make a generation of ITEM, with the next number; the link does not show it yet. Whoever
  // calls keeps ITEM from the collector until the link is a root.
  std::uint64_t add(const StorePath& item);
  // The same with NUMBER.
  void add(std::uint64_t number, const StorePath& item);
  // Let the link show generation NUMBER, which must be there.
  void switch_to(std::uint64_t number);
  // Take away generation NUMBER; the current one is refused.
  void remove(std::uint64_t number);

 private:
  ProfileChange(const Profile& profile, Fd folder, FileLock lock);
  void remove_leftovers();

  Profile profile_;
  Fd folder_;
  FileLock lock_;
};

// The newest of GENERATIONS that is older than CURRENT; 0 when there is none.
std::uint64_t older_than(const std::vector<Generation>& generations, std::uint64_t current);

}  // namespace cairn
