// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol between those who add and those who collect (manual/formats/store.md), as a model:
// all orders in which the steps of a few processes can come are gone through. What is one step here
// is one step of the engine's: a lock's taking, a transaction's commit, a rename.
#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace cairn {

namespace {

// Rules of the protocol that can be broken, to see that each is needed.
struct Rules {
  bool root_before_look = true;   // who adds has a root before looking whether an item is valid
  bool reads_roots_again = true;  // a collector, when the number of additions has changed
  bool sees_new_items = true;     // a collector, in the transaction of a batch
  bool row_goes_first = true;     // a collector forgets an item before it moves it
  bool row_comes_last = true;     // who publishes renames before the commit
  bool lasting_before_letting_go = true;  // a lasting root is made before the temporary one ends
  bool temporary_before_lasting = true;   // a collector reads the temporary roots first
};

// Item 1 refers to item 0; both were garbage, or not there, when it began.
constexpr int items = 2;
using Items = unsigned;  // a bit each
constexpr Items bit(int item) {
  return 1U << item;
}
constexpr Items with_references(Items some) {
  return some & bit(1) ? some | bit(0) : some;
}

struct Adder {
  int step = 0;
  int item = 0;             // being published
  Items roots = 0;          // temporary ones
  Items told = 0;           // valid, as we were told
  bool is_lasting = false;  // what was told has a lasting root
  auto operator<=>(const Adder&) const = default;
};

struct Collector {
  int step = 0;
  int item = items - 1;  // of the batch at hand: each its own, referrers first
  Items kept = 0;
  Items known = 0;  // rows when they were read
  unsigned additions = 0;
  bool removes = false;  // the item of this batch
  auto operator<=>(const Collector&) const = default;
};

struct World {
  Items rows = 0;
  Items disk = 0;
  Items lasting = 0;  // lasting roots
  unsigned additions = 0;
  int gc_lock = -1;     // the collector that has it
  int write_lock = -1;  // the process that has it
  std::array<Adder, 2> adders{};
  std::array<Collector, 2> collectors{};
  auto operator<=>(const World&) const = default;

  Items temporary() const { return adders[0].roots | adders[1].roots; }
};

constexpr int done = 100;

// A step of an adder that publishes item 0 and then item 1, keeps what it was told, makes a lasting
// root of item 1 if LASTING, and ends. False where it has to wait.
class AdderSteps {
 public:
  AdderSteps(World& world, int number, const Rules& rules, bool lasting)
      : world_(world),
        self_(world.adders[number]),
        number_(number),
        rules_(rules),
        lasting_(lasting) {}

  bool go() {
    switch (self_.step) {
      case 0: return rules_.root_before_look ? add_root(1) : look(1);
      case 1: return rules_.root_before_look ? look(2) : add_root(2);
      case 2: return begin();
      case 3: return rules_.row_comes_last ? put_on_disk() : put_row();
      case 4: return rules_.row_comes_last ? put_row() : put_on_disk();
      case 5: return finish_item();
      case 6: return rules_.lasting_before_letting_go ? make_lasting(7) : let_go(7);
      case 7: return rules_.lasting_before_letting_go ? let_go(8) : make_lasting(8);
      default: self_.step = done; return true;
    }
  }

 private:
  bool add_root(int next) {
    if (world_.gc_lock >= 0) return false;
    self_.roots |= bit(self_.item);
    ++world_.additions;
    if (!rules_.root_before_look && found_) self_.step = 5;
    return step(next);
  }
  bool look(int next) {
    bool valid = (world_.rows & bit(self_.item)) != 0;
    if (rules_.root_before_look) return step(valid ? 5 : next);
    // The wrong way round: what was seen is believed when the root is there.
    self_.told |= valid ? bit(self_.item) : 0U;
    return step(next);
  }
  bool begin() {
    if (world_.write_lock >= 0) return false;
    if (self_.told & bit(self_.item)) return step(5);
    world_.write_lock = number_;
    bool valid = (world_.rows & bit(self_.item)) != 0;
    if (valid) world_.write_lock = -1;
    return step(valid ? 5 : 3);
  }
  bool put_on_disk() {
    world_.disk |= bit(self_.item);
    return after_half();
  }
  bool put_row() {
    // What is referred to has a root of ours and was valid.
    if (self_.item == 1 && !(world_.rows & bit(0))) throw std::string("a reference is not valid");
    world_.rows |= bit(self_.item);
    // Rows are never used twice: a new one is none that a collector has read.
    for (Collector& collector : world_.collectors) collector.known &= ~bit(self_.item);
    return after_half();
  }
  bool after_half() {
    if (self_.step == 4) world_.write_lock = -1;
    return step(self_.step + 1);
  }
  bool finish_item() {
    self_.told |= bit(self_.item);
    if (self_.item + 1 == items) return step(6);
    ++self_.item;
    return step(0);
  }
  bool make_lasting(int next) {
    if (lasting_) {
      world_.lasting |= bit(1);
      self_.is_lasting = true;
    }
    return step(next);
  }
  bool let_go(int next) {
    self_.roots = 0;
    if (!lasting_) self_.told = 0;
    return step(next);
  }
  bool step(int next) {
    self_.step = next;
    return true;
  }

  World& world_;
  Adder& self_;
  int number_;
  const Rules& rules_;
  bool lasting_;
  bool found_ = false;
};

class CollectorSteps {
 public:
  CollectorSteps(World& world, int number, const Rules& rules)
      : world_(world), self_(world.collectors[number]), number_(number), rules_(rules) {}

  bool go() {
    switch (self_.step) {
      case 0: return rules_.temporary_before_lasting ? read_temporary() : read_lasting();
      case 1: return rules_.temporary_before_lasting ? read_lasting() : read_temporary();
      case 2: return read_graph();
      case 3: return take_lock();
      case 4: return read_again();
      case 5: return begin();
      case 6: return rules_.row_goes_first ? forget() : move_away();
      case 7: return rules_.row_goes_first ? move_away() : forget();
      default: return next_batch();
    }
  }

 private:
  bool read_temporary() {
    if (world_.gc_lock >= 0) return false;
    self_.kept |= world_.temporary();
    self_.additions = world_.additions;
    return step();
  }
  bool read_lasting() {
    self_.kept |= world_.lasting;
    return step();
  }
  bool read_graph() {
    self_.known = world_.rows;
    self_.kept = with_references(self_.kept);
    return step();
  }
  bool take_lock() {
    if (world_.gc_lock >= 0) return false;
    world_.gc_lock = number_;
    return step();
  }
  bool read_again() {
    if (rules_.reads_roots_again && self_.additions != world_.additions) {
      self_.kept = with_references(self_.kept | world_.temporary() | world_.lasting);
      self_.additions = world_.additions;
    }
    return step();
  }
  bool begin() {
    if (world_.write_lock >= 0) return false;
    if (rules_.sees_new_items) {
      self_.kept |= with_references(world_.rows & ~self_.known);
    }
    Items item = bit(self_.item);
    // One that others refer to and that is known stays with them.
    bool is_needed = self_.item == 0 && (world_.rows & bit(1)) != 0 && (self_.kept & bit(1)) != 0;
    bool is_row = (world_.rows & item) != 0 && (self_.known & item) != 0;
    bool is_leftover = (world_.rows & item) == 0 && (world_.disk & item) != 0;
    self_.removes = !(self_.kept & item) && !is_needed && (is_row || is_leftover);
    if (self_.removes) world_.write_lock = 2 + number_;
    return step();
  }
  bool forget() {
    if (self_.removes) world_.rows &= ~bit(self_.item);
    return half();
  }
  bool move_away() {
    if (self_.removes) world_.disk &= ~bit(self_.item);
    return half();
  }
  // The transaction ends with the rows.
  bool half() {
    bool commits = rules_.row_goes_first ? self_.step == 6 : self_.step == 7;
    if (commits && world_.write_lock == 2 + number_) world_.write_lock = -1;
    return step();
  }
  bool next_batch() {
    world_.gc_lock = -1;
    self_.removes = false;
    self_.step = self_.item > 0 ? 3 : done;
    if (self_.item > 0) --self_.item;
    return true;
  }
  bool step() {
    ++self_.step;
    return true;
  }

  World& world_;
  Collector& self_;
  int number_;
  const Rules& rules_;
};

// What must hold at every moment, so also at that at which all are killed; empty where it does.
std::string fault_of(const World& world) {
  if (world.rows & ~world.disk) return "a valid item is not on disk";
  if ((world.rows & bit(1)) && !(world.rows & bit(0))) return "a reference is not valid";
  for (const Adder& adder : world.adders) {
    bool holds = adder.step < done && (adder.roots != 0 || adder.is_lasting);
    if (holds && (adder.told & ~world.rows)) return "what somebody holds was collected";
  }
  return "";
}

// Goes through all states that can be reached from BEGIN.
class Exploration {
 public:
  Exploration(const Rules& rules, bool lasting) : rules_(rules), lasting_(lasting) {}

  // The first fault that is met; empty where there is none.
  std::string explore(const World& begin) {
    std::vector<World> pending = {begin};
    while (!pending.empty()) {
      World world = pending.back();
      pending.pop_back();
      if (!seen_.insert(world).second) continue;
      std::string fault = fault_of(world);
      if (!fault.empty()) return fault;
      try {
        for (int process = 0; process < 4; ++process) {
          World next = world;
          if (go(next, process)) pending.push_back(next);
        }
      } catch (const std::string& met) {
        return met;
      }
    }
    return "";
  }
  std::size_t states() const { return seen_.size(); }

 private:
  bool go(World& world, int process) const {
    if (process < 2) {
      if (world.adders[process].step == done) return false;
      return AdderSteps(world, process, rules_, lasting_).go();
    }
    if (world.collectors[process - 2].step == done) return false;
    return CollectorSteps(world, process - 2, rules_).go();
  }

  const Rules& rules_;
  bool lasting_;
  std::set<World> seen_{};
};

// From stores in which nothing, one item or both are valid or left over; with two collectors where
// both are garbage, else with one, for the states are many.
std::string first_fault(const Rules& rules, std::size_t* states = nullptr) {
  for (bool lasting : {false, true}) {
    for (Items rows : {0U, bit(0), bit(0) | bit(1)}) {
      for (Items disk : std::set<Items>{rows, bit(0) | bit(1)}) {
        World world;
        world.rows = rows;
        world.disk = disk;
        bool with_two = !lasting && rows == (bit(0) | bit(1));
        if (!with_two) world.collectors[1].step = done;
        Exploration exploration(rules, lasting);
        std::string fault = exploration.explore(world);
        if (states != nullptr) *states += exploration.states();
        if (!fault.empty()) return fault;
      }
    }
  }
  return "";
}

}  // namespace

TEST_CASE("two who add and two who collect never harm each other", "[core/store]") {
  std::size_t states = 0;
  CHECK(first_fault({}, &states).empty());
  CHECK(states > 10'000);
}

TEST_CASE("each rule of the protocol is needed", "[core/store]") {
  CHECK(first_fault({.root_before_look = false}) != "");
  CHECK(first_fault({.reads_roots_again = false}) != "");
  CHECK(first_fault({.sees_new_items = false}) != "");
  CHECK(first_fault({.row_goes_first = false}) == "a valid item is not on disk");
  CHECK(first_fault({.row_comes_last = false}) == "a valid item is not on disk");
  CHECK(first_fault({.lasting_before_letting_go = false}) != "");
  CHECK(first_fault({.temporary_before_lasting = false}) != "");
}

}  // namespace cairn
