// SPDX-License-Identifier: GPL-3.0-or-later
// Verification. Others work on meanwhile, so a fault counts only if its item is valid afterwards.
#include "core/store/verify.hh"

#include "core/base/file_limit.hh"
#include "core/base/files.hh"
#include "core/nar/tree_sink.hh"
#include "core/store/liveness.hh"
#include "core/store/optimise.hh"
#include "core/store/ownership.hh"
#include "core/store/repair.hh"
#include "core/store/soundness.hh"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <sys/stat.h>
#include <system_error>
#include <thread>

namespace cairn {

namespace {

constexpr std::size_t suspects_at_once = 4096;  // items whose rows are in memory together
constexpr std::size_t files_of_a_look = nar::depth_limit + 4;  // open at once
constexpr std::size_t files_of_us = 64;                        // and for all else

class Verification {
 public:
  Verification(Store& store, bool repair, EventSink& events, const MakeAnew& make_anew)
      : store_(store), repair_(repair), events_(events), make_anew_(make_anew) {}

  VerifyReport report(bool contents) {
    report_.problems = store_.database().integrity_problems();
    ItemGraph graph = store_.database().graph();
    // Read after the graph: what was registered before is there, unless it was collected since.
    std::vector<std::string> names = list_directory(store_.folder());
    std::vector<bool> gone = gone_items(graph, names);
    count_leftovers(graph, names);
    if (repair_ && std::ranges::find(gone, true) != gone.end()) forget(graph, gone);
    report_.items = graph.items.size();
    for (std::uint32_t item = 0; item < gone.size(); ++item) {
      if (gone[item]) missing(graph.items[item]);
    }
    if (contents) look_into(graph, gone);
    settle();
    return std::move(report_);
  }

 private:
  // NAMES are sorted, and so are the graph's items.
  static std::vector<bool> gone_items(const ItemGraph& graph,
                                      const std::vector<std::string>& names) {
    std::vector<bool> gone(graph.items.size());
    for (std::uint32_t item = 0; item < gone.size(); ++item) {
      gone[item] = !std::binary_search(names.begin(), names.end(), graph.items[item].base_name());
    }
    return gone;
  }

  void count_leftovers(const ItemGraph& graph, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      auto item = store_.dir().item_of(store_.dir().path() + "/" + name);
      if (!item || graph.number_of(*item) != ItemGraph::no_item) continue;
      if (!store_.is_valid(*item)) ++report_.leftovers;
    }
  }

  // Forget those of GONE that nothing keeps or refers to; they are then no longer in GONE.
  void forget(const ItemGraph& graph, std::vector<bool>& gone) {
    std::vector<bool> forgettable = gone;
    Liveness live(store_, {});
    for (std::uint32_t item = 0; item < gone.size(); ++item) {
      std::uint32_t number = gone[item] ? live.graph().number_of(graph.items[item]) : item;
      if (gone[item] && number != ItemGraph::no_item && live.is_live(number)) {
        forgettable[item] = false;
      }
    }
    std::vector<std::uint32_t> open;  // what stays, and whose references are still to be kept
    for (std::uint32_t item = 0; item < gone.size(); ++item) {
      if (!forgettable[item]) open.push_back(item);
    }
    while (!open.empty()) {
      std::uint32_t referrer = open.back();
      open.pop_back();
      for (std::uint32_t item : graph.references(referrer)) {
        if (forgettable[item]) open.push_back(item);
        forgettable[item] = false;
      }
    }
    std::vector<StorePath> items;
    for (std::uint32_t item = 0; item < gone.size(); ++item) {
      if (!forgettable[item]) continue;
      items.push_back(graph.items[item]);
      gone[item] = false;
    }
    if (items.empty()) return;
    store_.database().write_transaction([&] {
      // Made anew since we looked: nobody can do so again before this transaction ends.
      std::erase_if(items, [&](const StorePath& item) {
        return status_at(store_.folder(), item.base_name()).has_value();
      });
      store_.database().remove(items);
    });
  }

  // What is wrong with a valid item.
  struct Damage {
    StorePath item;
    std::vector<std::string> faults;
  };

  void missing(const StorePath& item) {
    if (store_.is_there(item) || !store_.is_valid(item)) return;
    damage_.push_back({item,
                       {fmt::format("{} is valid but has gone from the disk; {}",
                                    store_.dir().print(item), way_back(item))}});
  }

  // Repair what can be, and report the rest. What was registered first comes first: nothing can be
  // made from what is damaged itself. In a database that was rebuilt that is no order, so whatever
  // was of use to others gives them another chance.
  void settle() {
    if (repair_) {
      std::ranges::sort(damage_, {}, [&](const Damage& one) {
        return store_.database().row_of(one.item).value_or(0);
      });
    }
    auto repaired = [&](const Damage& one) { return is_repaired(one.item); };
    while (repair_ && std::erase_if(damage_, repaired) > 0 && !damage_.empty()) {
    }
    for (Damage& one : damage_) {
      std::ranges::move(one.faults, std::back_inserter(report_.problems));
    }
  }

  // What was collected meanwhile needs no repair either.
  bool is_repaired(const StorePath& item) {
    return repair_item(store_, item, events_, make_anew_).empty() || !store_.is_valid(item);
  }

  // How ITEM, which is valid, can be had again.
  std::string way_back(const StorePath& item) {
    auto info = store_.database().find(item);
    bool can_be_built = info && info->deriver && store_.is_valid(*info->deriver);
    if (!can_be_built) return "add it again";
    return "build it again: cairn build " + store_.dir().print(*info->deriver);
  }

  void look_into(const ItemGraph& graph, const std::vector<bool>& gone) {
    uid_t owner = owner_of(store_.folder());
    NotOptimising still(store_.layout());
    RaisedFileLimit limit;
    std::size_t threads = threads_for(limit.files());
    events_.send(Noted{fmt::format("reading {} items", graph.items.size())});
    for (std::uint32_t next = 0; next < gone.size();) {
      std::vector<Suspect> suspects;
      for (; next < gone.size() && suspects.size() < suspects_at_once; ++next) {
        if (gone[next]) continue;
        if (auto info = store_.database().find(graph.items[next])) {
          suspects.push_back({std::move(*info), {}});
        }
      }
      look_into_all(suspects, owner, threads);
      for (const Suspect& suspect : suspects) {
        if (suspect.faults.empty() || !store_.is_valid(suspect.info.path)) continue;
        damage_.push_back({suspect.info.path, suspect.faults});
      }
    }
  }

  // An item, and what is found to be wrong with it.
  struct Suspect {
    ItemInfo info;
    std::vector<std::string> faults;
  };

  static std::size_t cores() { return std::max(std::thread::hardware_concurrency(), 1U); }

  // As many as keep all cores busy, if FILES that may be open are enough for all of them.
  static std::size_t threads_for(std::size_t files) {
    std::size_t most = files > files_of_us ? (files - files_of_us) / files_of_a_look : 1;
    return std::clamp<std::size_t>(most, 1, DigestPairs::threads_for(cores()));
  }

  // Reading and hashing is all that a verification costs. The database is not touched, and each
  // thread has suspects of its own.
  void look_into_all(std::vector<Suspect>& suspects, uid_t owner, std::size_t threads) const {
    std::atomic<std::size_t> next = 0;
    DigestPairs pairs(cores());
    auto work = [&] {
      DigestPairs::Member member(pairs);
      for (std::size_t i = next++; i < suspects.size(); i = next++) {
        suspects[i].faults =
            state_of_item(store_.dir(), store_.folder(), suspects[i].info, owner, &pairs).faults;
      }
    };
    std::vector<std::jthread> others;
    try {
      for (std::size_t i = 1; i < std::min(threads, suspects.size()); ++i) {
        others.emplace_back(work);
      }
    } catch (const std::system_error&) {
      // Those that there are do it.
    }
    work();
  }

  Store& store_;
  bool repair_;
  EventSink& events_;
  const MakeAnew& make_anew_;
  std::vector<Damage> damage_{};
  VerifyReport report_{};
};

}  // namespace

VerifyReport verify(Store& store, bool contents, bool repair, EventSink& events,
                    const MakeAnew& make_anew) {
  return Verification(store, repair, events, make_anew).report(contents);
}

}  // namespace cairn
