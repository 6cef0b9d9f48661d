// SPDX-License-Identifier: GPL-3.0-or-later
// Engine: what a command wants of a store, in the words of the store.
#pragma once

#include "core/item/item_info.hh"
#include "core/nar/walk.hh"
#include "daemon/client/connection.hh"

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn {

// What a command may choose about its builds. Where it chooses nothing, the engine's settings
// count.
struct BuildOptions {
  bool keep_failed = false;
  bool keep_going = false;
  std::optional<std::uint32_t> max_jobs = std::nullopt;
  std::optional<std::uint32_t> cores = std::nullopt;  // for each build; 0: all
  std::optional<std::uint32_t> rounds = std::nullopt;
  std::optional<std::uint32_t> timeout = std::nullopt;     // seconds; 0: none
  std::optional<std::uint32_t> max_silent = std::nullopt;  // the same
};

struct Text {
  std::string name;
  std::string text;
  StorePathSet references = {};
  std::optional<TextAddress> address = {};  // where it was computed before
};

class Engine {
 public:
  explicit Engine(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  const StoreDir& store() const { return connection_->store(); }
  Connection& connection() { return *connection_; }

  void set_options(const BuildOptions& options);

  // From now on what is added takes the place of the same item, if that was damaged. The engine
  // must trust us.
  void repair_on_add() { repairs_ = true; }
  // What is added stays valid at least as long as the connection.
  StorePath add_text(std::string_view name, std::string_view text, const StorePathSet& references);
  // Many, each behind those it refers to. Only those that the store lacks are sent, in one go.
  std::vector<StorePath> add_texts(const std::vector<Text>& texts);
  // What RULES want of the tree ENTRY in the open DIRECTORY; the method is flat or recursive.
  StorePath add_tree(std::string_view name, protocol::Addressing addressing, int directory,
                     const std::string& entry, const nar::WalkRules& rules = {});
  StorePath add_archive(std::string_view name, protocol::Addressing addressing, Source& archive,
                        const StorePathSet& references = {});
  StorePath add_flat(std::string_view name, protocol::Addressing addressing, Source& bytes,
                     const StorePathSet& references = {});
  // As INFO says: for what was made elsewhere and has no content address, the engine must trust us.
  void import(const ItemInfo& info, Source& archive);

  bool is_valid(const StorePath& item);
  StorePathSet valid(const StorePathSet& items);
  std::optional<ItemInfo> find(const StorePath& item);
  ItemInfo get(const StorePath& item);  // throws when it is not valid
  std::optional<StorePath> find_by_hash_part(std::string_view hash_part);
  // ITEMS and all they reach, each behind those that it refers to; throws when one is not valid.
  std::vector<StorePath> closure(const StorePathSet& items);
  StorePathSet referrers(const StorePath& item);
  StorePathSet derivers(const StorePath& output);
  StorePathSet all_items();
  std::map<std::string, StorePath> outputs(const StorePath& derivation);
  void dump(const StorePath& item, Sink& sink);  // as archive

  protocol::MissingItems missing(const std::vector<protocol::Target>& targets);
  // A result for each of TARGETS, in order; builds that fail are no errors.
  std::vector<std::pair<protocol::Target, protocol::BuildOutcome>> build(
      const std::vector<protocol::Target>& targets,
      protocol::BuildMode mode = protocol::BuildMode::normal);

  void add_temporary_root(const StorePath& item);
  void add_temporary_roots(const StorePathSet& items);
  void add_indirect_root(const std::string& link);  // absolute
  std::vector<std::pair<std::string, StorePath>> roots();
  // Those that keep any of ITEMS from the collector; of Nix's engine, that do so by references.
  std::vector<std::pair<std::string, StorePath>> roots_keeping(const StorePathSet& items);
  struct Collected {
    StorePathSet items;
    std::uint64_t bytes;
  };
  Collected collect_garbage(protocol::GcAction action, const StorePathSet& these = {},
                            std::uint64_t enough = std::numeric_limits<std::uint64_t>::max());
  // Whether the store is sound; what is not is told by Warned events.
  bool verify(bool contents, bool repair);
  // Make equal files one; events tell how many.
  void optimise();

 private:
  std::unique_ptr<Connection> connection_;
  bool repairs_ = false;
};

}  // namespace cairn
