// SPDX-License-Identifier: GPL-3.0-or-later
// InnerStores: the folders that builders see as the store. Each has a place for every input to be
// mounted on, beside which outputs appear. To make and delete these places is most of what a
// sandbox with hundreds of inputs costs; so a folder serves further builds that need most of them,
// and where there are many the inputs stay mounted there (decisions/0034).
#pragma once

#include "core/base/private_folder.hh"
#include "core/item/store_path.hh"
#include "core/sandbox/spawner.hh"
#include "core/store/layout.hh"

#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn {

class InnerStores;

// One of the folders, lent to one sandbox at a time; given back with this value, when no process of
// the sandbox is left.
class InnerStore {
 public:
  struct Folder {
    std::string name = {};     // in the scratch folder
    StorePathSet places = {};  // the inputs that it has a place for
    off_t bare_size = 0;       // of the folder itself, without any place
    off_t size = 0;            // the same before the builder came
    bool can_serve_again = true;
    bool has_served = false;
    std::size_t kept_mounts = 0;  // in the spawner's view
  };

  InnerStore(InnerStores& owner, Folder folder) : owner_(owner), folder_(std::move(folder)) {}
  ~InnerStore();
  InnerStore(InnerStore&&) = delete;

  std::string path() const;
  Fd open() const;
  // Whether what a sandbox mounts there shall stay mounted.
  bool keeps_mounts() const { return folder_.kept_mounts > 0; }
  // Something went wrong: it shall not serve again.
  void spoil() { folder_.can_serve_again = false; }

 private:
  InnerStores& owner_;
  Folder folder_;
};

class InnerStores {
 public:
  // SCRATCH is where the folders lie, each with a name that starts with "store-". The items are in
  // LAYOUT's store, and SPAWNER is who mounts them; what stays mounted is at most MOST_MOUNTS: the
  // kernel gives a namespace 100,000, and a sandbox begins with a copy of the spawner's.
  InnerStores(const Layout& layout, Spawner& spawner, PrivateFolder& scratch,
              std::size_t most_mounts = 4096);
  ~InnerStores();
  InnerStores(InnerStores&&) = delete;

  // A folder with a place for each of INPUTS and nothing else. When it IS_FOR_ONE no other build
  // will get it.
  std::unique_ptr<InnerStore> take(const StorePathSet& inputs, bool is_for_one);

 private:
  friend class InnerStore;
  using Folder = InnerStore::Folder;

  Folder make();
  Folder best_for(const StorePathSet& inputs);
  void prepare(Folder& folder, const StorePathSet& inputs);
  static bool can_lose_places(const Folder& folder);
  static std::size_t places_saved(const Folder& folder, const StorePathSet& inputs);
  void remove_places(Folder& folder, const StorePathSet& inputs);
  void add_places(Folder& folder, const StorePathSet& inputs);
  void give_back(Folder folder) noexcept;
  bool is_as_lent(const Folder& folder);
  void drop(Folder folder) noexcept;
  void forget(Folder& folder);
  std::string path_of(const Folder& folder) const { return scratch_.path() + "/" + folder.name; }

  std::string items_;  // the store's folder
  Spawner& spawner_;
  PrivateFolder& scratch_;
  bool can_keep_;
  std::size_t most_mounts_;
  std::vector<Folder> idle_;     // the longest idle first
  std::size_t kept_mounts_ = 0;  // in all folders, also those that are lent
};

}  // namespace cairn
