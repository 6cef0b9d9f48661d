// SPDX-License-Identifier: GPL-3.0-or-later
// The order of services, and what differs.
#include "core/machine/service_changes.hh"

#include "core/base/error.hh"

#include <set>

namespace cairn::machine {

namespace {

class Ordering {
 public:
  explicit Ordering(const SystemDeclaration& system) {
    for (const Service& service : system.services) named_[service.name] = &service;
  }

  // Not deeper than there are services, and those a person wrote.
  void add(const std::string& name) {
    if (done_.contains(name)) return;
    auto found = named_.find(name);
    if (found == named_.end()) throw Error("a service requires '{}', which is not there", name);
    if (!open_.insert(name).second) {
      throw Error("the service '{}' requires itself by way of others", name);
    }
    for (const std::string& required : found->second->requirement) add(required);
    open_.erase(name);
    done_.insert(name);
    ordered.push_back(found->second);
  }

  std::vector<const Service*> ordered{};

 private:
  std::map<std::string, const Service*> named_{};
  std::set<std::string> open_{};
  std::set<std::string> done_{};
};

}  // namespace

std::vector<const Service*> required_first(const SystemDeclaration& system) {
  Ordering ordering(system);
  for (const Service& service : system.services) ordering.add(service.name);
  return std::move(ordering.ordered);
}

std::vector<std::vector<std::string>> ending_rounds(const SystemDeclaration& system) {
  std::vector<const Service*> order = required_first(system);
  std::map<std::string, std::size_t> round_of;
  std::vector<std::vector<std::string>> rounds;
  for (auto service = order.rbegin(); service != order.rend(); ++service) {
    std::size_t own = round_of[(*service)->name];
    if (rounds.size() <= own) rounds.resize(own + 1);
    rounds[own].push_back((*service)->name);
    for (const std::string& required : (*service)->requirement) {
      round_of[required] = std::max(round_of[required], own + 1);
    }
  }
  return rounds;
}

ServiceChanges changes_between(const RunningServices& running, const SystemDeclaration& system) {
  ServiceChanges changes;
  std::set<std::string> wanted;
  for (const Service* service : required_first(system)) {
    wanted.insert(service->name);
    auto before = running.find(service->name);
    if (before == running.end()) {
      changes.start.push_back(service->name);
    } else if (before->second != service->definition) {
      changes.restart.push_back(service->name);
    }
  }
  for (const auto& [name, definition] : running) {
    if (!wanted.contains(name)) changes.stop.push_back(name);
  }
  return changes;
}

}  // namespace cairn::machine
