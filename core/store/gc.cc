// SPDX-License-Identifier: GPL-3.0-or-later
// Collecting: a batch is forgotten and moved out of the way under locks, deleted outside of them.
#include "core/store/gc.hh"

#include "core/base/files.hh"
#include "core/base/unheld_locks.hh"
#include "core/store/liveness.hh"
#include "core/store/move_item.hh"
#include "core/store/optimise.hh"
#include "core/store/replaced.hh"
#include "core/store/reserve.hh"

#include <algorithm>
#include <functional>
#include <sys/stat.h>

namespace cairn {

namespace {

constexpr std::size_t first_batch_limit = 32;     // items; a full disk has room for no more
constexpr std::size_t batch_limit = 1000;         // doubled up to here: others wait about 50 ms
constexpr std::size_t cautious_batch_limit = 16;  // where sizes are unknown and enough is enough
constexpr off_t small_file = 1 << 20;  // bytes; the blocks of larger ones take their time
constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();

// What an archive of SIZE bytes may take on disk: a block at least.
std::uint64_t about_on_disk(std::uint64_t size) {
  constexpr std::uint64_t block = 4096;
  return (size + block - 1) / block * block;
}

// Whether what ERROR tells is so of one item, as a mount point or a file that is protected, and not
// of the disk.
bool is_of_one_item(const Error& error) {
  constexpr int numbers[] = {EBUSY, EPERM, EACCES, ENOTEMPTY, EXDEV};
  return std::ranges::find(numbers, error.error_number()) != std::end(numbers);
}

class Collection {
 public:
  Collection(Store& store, const GcRequest& request, EventSink& events)
      : store_(store), request_(request), events_(events), live_(store, request) {}

  GcResult live_items() {
    for (std::uint32_t item = 0; item < graph().items.size(); ++item) {
      if (live_.is_live(item)) result_.items.push_back(graph().items[item]);
    }
    return std::move(result_);
  }

  GcResult dead_items() {
    if (request_.enough != no_limit) return first_dead_items();
    for (std::uint32_t item = 0; item < graph().items.size(); ++item) {
      if (live_.is_live(item)) continue;
      result_.items.push_back(graph().items[item]);
      result_.bytes += about_on_disk(graph().sizes[item]);
    }
    for (StorePath& item : leftovers()) result_.items.push_back(std::move(item));
    return sorted_result();
  }

  // What a deletion that ends when it has enough would take.
  GcResult first_dead_items() {
    result_.items = leftovers();
    for (const ItemGroup& group : groups_in_order()) {
      if (has_enough()) break;
      for (std::uint32_t item : group) {
        result_.items.push_back(graph().items[item]);
        result_.bytes += about_on_disk(graph().sizes[item]);
      }
    }
    return sorted_result();
  }

  GcResult deleted_items() {
    release_reserve(store_.layout());
    AtEnd end([this] { keep_reserve(store_.layout()); });
    Staging trash(store_.layout());
    clean_left_builds(store_.layout());  // can be more than all dead items
    delete_unheld_locks(store_.layout().physical_state() + "/locks");
    prune_indirect_roots(store_.layout(), CollectorLock(store_.layout()));
    warn_of_unreadable(unreadable_roots(store_.layout()));
    std::vector<ItemGroup> groups = groups_in_order();
    if (!groups.empty()) events_.send(Noted{intention(groups.size())});
    if (request_.enough != no_limit) count_merged();  // what others left may be enough
    delete_leftovers(trash);
    std::size_t next = 0;
    while (next < groups.size() && !has_enough()) next = delete_batch(trash, groups, next);
    delete_replaced();
    count_merged();
    if (!result_.items.empty()) {
      store_.database().write_transaction([&] { store_.database().prune_own_tables(); });
    }
    store_.database().checkpoint();
    return sorted_result();
  }

 private:
  const ItemGraph& graph() const { return live_.graph(); }

  // Any user can have as many as they like.
  void warn_of_unreadable(const std::vector<std::string>& reasons) {
    constexpr std::size_t most = 5;
    for (std::size_t i = 0; i < std::min(most, reasons.size()); ++i) {
      events_.send(Warned{fmt::format("a root keeps nothing: {}", reasons[i])});
    }
    if (reasons.size() <= most) return;
    events_.send(Warned{fmt::format("{} other roots keep nothing", reasons.size() - most)});
  }

  std::vector<ItemGroup> groups_in_order() {
    std::vector<ItemGroup> groups = referrers_first(graph(), chosen());
    // Who takes a part takes what will be missed least.
    if (request_.enough != no_limit) {
      longest_unused_first(graph(), store_.database().last_uses(graph()), groups);
    }
    return groups;
  }

  std::string intention(std::size_t dead) const {
    if (request_.enough == no_limit) return fmt::format("deleting {} items", dead);
    return fmt::format("deleting what is needed least of {} items", dead);
  }
  bool has_enough() const { return result_.bytes >= request_.enough; }
  bool is_chosen_by_name() const { return request_.action == GcRequest::Action::delete_these; }

  void delete_replaced() {
    ReplacedTrees replaced;
    // A repair puts its copy there first, within such a transaction.
    store_.database().write_transaction([&] { replaced = replaced_trees(store_.layout()); });
    try {
      result_.bytes += prune_replaced(replaced);
    } catch (const Error& error) {
      events_.send(Warned{fmt::format("what repairs replaced stays: {}", error.message())});
    }
  }

  GcResult sorted_result() {
    std::sort(result_.items.begin(), result_.items.end());
    return std::move(result_);
  }

  // What is to be deleted, by item number.
  std::vector<bool> chosen() const {
    std::vector<bool> chosen(graph().items.size());
    for (std::uint32_t item = 0; item < chosen.size(); ++item) {
      chosen[item] = !live_.is_live(item) && !is_chosen_by_name();
    }
    if (is_chosen_by_name()) choose_by_name(chosen);
    return chosen;
  }

  void choose_by_name(std::vector<bool>& chosen) const {
    for (const StorePath& path : request_.these) {
      std::uint32_t item = graph().number_of(path);
      if (item == ItemGraph::no_item) continue;
      check_dead(item);
      chosen[item] = true;
    }
    for (std::uint32_t referrer = 0; referrer < chosen.size(); ++referrer) {
      if (chosen[referrer]) continue;
      for (std::uint32_t item : graph().references(referrer)) {
        if (!chosen[item]) continue;
        throw Error("cannot delete {}: {} refers to it", print(item), print(referrer))
            .with_hint(fmt::format("cairn gc --delete {} {}", print(item), print(referrer)));
      }
    }
  }

  std::string print(std::uint32_t item) const { return store_.dir().print(graph().items[item]); }

  void check_dead(std::uint32_t item) const {
    if (!live_.is_live(item)) return;
    throw Error("cannot delete {}: it is alive", print(item)).with_hint("cairn gc --list-roots");
  }

  // What lies in the store's folder like an item, and is unregistered and unrooted.
  std::vector<StorePath> leftovers() const {
    std::vector<StorePath> found;
    for (const std::string& name : list_directory(store_.folder())) {
      auto item = store_.dir().item_of(store_.dir().path() + "/" + name);
      if (!item || graph().number_of(*item) != ItemGraph::no_item || live_.is_kept(*item)) continue;
      if (!is_chosen_by_name() || request_.these.contains(*item)) found.push_back(*item);
    }
    return found;
  }

  void delete_leftovers(Staging& trash) {
    std::vector<StorePath> items = leftovers();
    std::size_t limit = request_.enough == no_limit ? batch_limit : cautious_batch_limit;
    for (std::size_t next = 0; next < items.size() && !has_enough(); next += limit) {
      std::vector<StorePath> moved;
      {
        CollectorLock lock(store_.layout());
        live_.see_new_roots(lock);
        for (std::size_t i = next; i < std::min(next + limit, items.size()); ++i) {
          // Whoever is about to publish it has a root of it, and whoever has done so is seen here.
          if (live_.is_kept(items[i]) || store_.is_valid(items[i])) continue;
          attempt(items[i], [&] { take(items[i], trash, moved); });
        }
      }
      empty(trash, moved);
    }
  }

  // Delete GROUPS from NEXT on until the batch is full; returns where the next one begins.
  std::size_t delete_batch(Staging& trash, const std::vector<ItemGroup>& groups, std::size_t next) {
    std::vector<StorePath> moved;
    {
      CollectorLock lock(store_.layout());
      live_.see_new_roots(lock);
      std::vector<StorePath> batch;
      // Durable: after a power cut no item may be registered that was deleted before it.
      auto forget = [&] {
        live_.see_new_items();
        next = fill(batch, groups, next);
        store_.database().remove(batch);
      };
      store_.database().write_transaction(forget, Database::Commit::durable);
      batch_limit_ = std::min(2 * batch_limit_, batch_limit);
      for (const StorePath& item : batch) attempt(item, [&] { take(item, trash, moved); });
    }
    empty(trash, moved);
    return next;
  }

  std::size_t fill(std::vector<StorePath>& batch, const std::vector<ItemGroup>& groups,
                   std::size_t next) const {
    std::uint64_t bytes = result_.bytes + not_counted_;
    for (; next < groups.size() && batch.size() < batch_limit_ && bytes < request_.enough; ++next) {
      for (std::uint32_t item : groups[next]) {
        if (is_chosen_by_name()) check_dead(item);
        if (live_.is_live(item)) continue;
        batch.push_back(graph().items[item]);
        bytes += about_on_disk(graph().sizes[item]);
      }
    }
    return next;
  }

  // One item that cannot be deleted, as a mount point, is no reason to keep all others.
  void attempt(const StorePath& item, const std::function<void()>& work) {
    try {
      work();
    } catch (Error& error) {
      if (!is_of_one_item(error)) throw;
      std::string tried = fmt::format("cannot delete {}", store_.dir().print(item));
      if (is_chosen_by_name()) throw error.while_doing(tried);
      events_.send(Warned{fmt::format("{}: {}", tried, error.message())});
    }
  }

  // An item that is not there was deleted by another collector. What is deleted as fast as it is
  // moved, as most .drv files are, goes at once.
  void take(const StorePath& item, Staging& trash, std::vector<StorePath>& moved) {
    auto status = status_at(store_.folder(), item.base_name());
    if (!status) return;
    if (!S_ISDIR(status->st_mode) && status->st_size <= small_file) {
      remove(store_.folder(), item);
    } else {
      move_item(store_.folder(), item.base_name(), trash.fd(), item.base_name());
      moved.push_back(item);
    }
  }

  void remove(int folder, const StorePath& item) {
    Freed freed = remove_tree_at(folder, item.base_name());
    result_.bytes += freed.bytes;
    not_counted_ += freed.one_name_left;
    result_.items.push_back(item);
  }

  // What merged files took is free when they have no name left. All names are looked at, so not
  // more often than who waits for enough must know.
  void count_merged() {
    result_.bytes += prune_links(store_.layout());
    not_counted_ = 0;
  }

  void empty(Staging& trash, const std::vector<StorePath>& moved) {
    for (const StorePath& item : moved) attempt(item, [&] { remove(trash.fd(), item); });
    if (result_.bytes + not_counted_ >= request_.enough) count_merged();
  }

  Store& store_;
  const GcRequest& request_;
  EventSink& events_;
  Liveness live_;
  std::size_t batch_limit_ = first_batch_limit;
  std::uint64_t not_counted_ = 0;  // bytes of merged files that have but the name in .links
  GcResult result_{};
};

}  // namespace

std::vector<Root> all_roots(Store& store) {
  const Layout& layout = store.layout();
  std::vector<Root> roots;
  {
    CollectorLock lock(layout);
    for (const StorePath& item : read_temporary_roots(layout, lock)) {
      roots.push_back({"{temporary}", item});
    }
  }
  for (auto& more : {permanent_roots(layout), process_roots(layout)}) {
    roots.insert(roots.end(), more.begin(), more.end());
  }
  std::erase_if(roots, [&](const Root& root) {
    return !store.is_valid(root.item) && !status_at(store.folder(), root.item.base_name());
  });
  std::sort(roots.begin(), roots.end());
  return roots;
}

GcResult collect_garbage(Store& store, const GcRequest& request, EventSink& events) {
  Collection collection(store, request, events);
  switch (request.action) {
    case GcRequest::Action::list_live: return collection.live_items();
    case GcRequest::Action::list_dead: return collection.dead_items();
    case GcRequest::Action::delete_dead:
    case GcRequest::Action::delete_these: break;
  }
  return collection.deleted_items();
}

}  // namespace cairn
