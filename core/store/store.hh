// SPDX-License-Identifier: GPL-3.0-or-later
// Store: items on disk and what is known of them. An item is complete or absent: made in Staging,
// flushed, renamed into place and registered in one transaction.
#pragma once

#include "core/base/bytes.hh"
#include "core/derivation/derivation.hh"
#include "core/item/item_info.hh"
#include "core/store/database.hh"
#include "core/store/layout.hh"
#include "core/store/staging.hh"
#include "core/store/temporary_roots.hh"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn {

// An item that lies complete and canonical in Staging under NAME, or in memory.
struct StagedItem {
  std::string name;  // that no other has
  ItemInfo info;
  std::uint64_t files = 1;            // regular files in it: decides how it is flushed
  std::optional<std::string> text{};  // of a small text, which is in memory only
};

// What add_texts() adds.
struct TextItem {
  std::string name;
  std::string text;
  StorePathSet references = {};
};

class Store {
 public:
  // Open the store that LAYOUT says; folders and database are made when absent. One a process.
  explicit Store(Layout layout);

  const Layout& layout() const { return layout_; }
  const StoreDir& dir() const { return layout_.store; }
  Database& database() { return database_; }
  TemporaryRoots& temporary_roots() { return temporary_roots_; }
  Staging& staging();                           // made on first use
  int folder() const { return folder_.get(); }  // the store's folder, open

  // From now on the files of what is added become names of equal ones that were there.
  void merge_on_add(bool merges) { merges_on_add_ = merges; }
  bool merges_on_add() const { return merges_on_add_; }
  // Usually what is added is flushed before it is valid. Without that a power cut may take from
  // valid items what was written last, and only verify with contents finds it.
  void flush_on_add(bool flushes) { flushes_on_add_ = flushes; }
  bool flushes_on_add() const { return flushes_on_add_; }
  // While one lives, if it IS_WANTED, what is added takes the place of a valid item that is not as
  // it was registered; usually it is believed to be.
  class Repairing {
   public:
    explicit Repairing(Store& store, bool is_wanted = true) : store_(store) {
      store_.repairs_on_add_ = is_wanted;
    }
    Repairing(Repairing&&) = delete;
    ~Repairing() { store_.repairs_on_add_ = false; }

   private:
    Store& store_;
  };
  // Remember that what has temporary roots of this process was used now; where it cannot, nothing
  // is lost but that.
  void note_uses() noexcept;

  bool is_valid(const StorePath& item) { return database_.is_valid(item); }
  // Whether ITEM is valid and there is something at its path: someone may have deleted it by hand.
  bool is_there(const StorePath& item);
  // Throws, with what to do, where it is not there.
  void check_there(const StorePath& item);
  // Whether ITEM would be taken if it were added now: it is not there, or damaged and Repairing.
  bool lacks(const StorePath& item);
  // Throws "ITEM is not valid" with what to do, when it is not.
  ItemInfo get(const StorePath& item);

  // Make the items of STAGED valid together: flushed, renamed into place, registered in one
  // transaction. One that is valid already is dropped, unless the store lacks() it: then it is put
  // there again, and must have the hash that it was registered with. What lies unregistered in
  // its place is deleted. References must be valid or among STAGED, and not go in a circle; throws
  // otherwise, and nothing happened. Either way nothing of STAGED is left in Staging. All get
  // temporary roots first; what they refer to must have had them before.
  void publish(const std::vector<StagedItem>& staged);

  // Each adds a temporary root first, so what is returned stays valid while this Store lives.
  StorePath add_text(std::string_view name, std::string_view text, const StorePathSet& references);
  // The same for many at once, which may refer to each other: far faster than one by one.
  std::vector<StorePath> add_texts(const std::vector<TextItem>& texts);
  // NAME's content is the tree ENTRY in DIRECTORY; METHOD is flat or recursive.
  StorePath add_tree(std::string_view name, ContentMethod method, HashAlgorithm algorithm,
                     int directory, const std::string& entry);
  // The same, from an archive that ends where its root does.
  StorePath add_archive(std::string_view name, ContentMethod method, HashAlgorithm algorithm,
                        Source& archive, const StorePathSet& references = {});
  // NAME's content is all that BYTES has, as one flat file.
  StorePath add_flat(std::string_view name, ContentMethod method, HashAlgorithm algorithm,
                     Source& bytes, const StorePathSet& references = {});
  // Take an item as INFO says, after checking that ARCHIVE has its hash and size and, if it
  // claims a content address, that its path follows from it.
  void import(const ItemInfo& info, Source& archive);
  // The same up to publish(), so that many can be published at once; nothing when the item is
  // valid already. ARCHIVE is read to its end either way.
  std::optional<StagedItem> stage_import(const ItemInfo& info, Source& archive);

  // A valid item as NAR.
  void dump(const StorePath& item, Sink& sink);

  // The derivation that lies at PATH, a valid item named NAME.drv.
  Derivation read_derivation(const StorePath& path);
  // The same; nothing where it is not valid.
  std::optional<Derivation> find_derivation(const StorePath& path);
  // The same of its outputs and inputs alone, as parse_aterm_links() has them.
  std::optional<Derivation> find_derivation_links(const StorePath& path);

 private:
  Layout layout_;
  Fd folder_;
  Database database_;
  TemporaryRoots temporary_roots_;
  std::unique_ptr<Staging> staging_;
  bool merges_on_add_ = false;
  bool flushes_on_add_ = true;
  bool repairs_on_add_ = false;
};

}  // namespace cairn
