// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of manifests.
#include "cli/profile/transaction.hh"

#include "cli/evaluation/package_index.hh"
#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

ManifestEntry entry(const std::string& name, const std::string& version, char letter,
                    const std::string& output = "out") {
  return {name, version, output, StorePath(std::string(32, letter) + "-" + name)};
}

Manifest some() {
  Manifest manifest;
  manifest.entries = {entry("a", "1", '0'), entry("b", "2.1", '1'), entry("b", "2.1", '2', "doc")};
  return manifest;
}

Manifest after(const Transaction& transaction) {
  return changed(some(), transaction);
}

std::vector<std::string> labels(const Manifest& manifest) {
  std::vector<std::string> found;
  for (const ManifestEntry& one : manifest.entries) found.push_back(label_of(one));
  return found;
}

std::vector<std::string> sentences(const Manifest& before, const Manifest& now) {
  std::vector<std::string> found;
  for (const Change& change : changes(before, now, is_older)) found.push_back(sentence_of(change));
  return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("what is installed replaces what has its name and output", "[cli/profile]") {
  Transaction transaction;
  transaction.install.entries = {entry("b", "3", '3'), entry("c", "1", '4')};
  Manifest now = after(transaction);
  CHECK(labels(now) == Texts{"a 1", "b 3", "b:doc 2.1", "c 1"});
  CHECK(sentences(some(), now) == Texts{"upgraded: b 2.1 -> 3", "installed: c 1"});
  CHECK(sentences(now, some()) == Texts{"removed: c 1", "downgraded: b 3 -> 2.1"});
}

TEST_CASE("all of a transaction is done at once", "[cli/profile]") {
  Transaction transaction;
  transaction.remove = {"a", "b:doc"};
  transaction.install.entries = {entry("a", "5", '5')};
  transaction.upgrade.entries = {entry("b", "2.1", '6'), entry("gone", "1", '7')};
  Manifest now = after(transaction);
  CHECK(labels(now) == Texts{"b 2.1", "a 5"});
  CHECK(sentences(some(), now) ==
        Texts{"removed: b:doc 2.1", "rebuilt: b 2.1", "upgraded: a 1 -> 5"});
}

TEST_CASE("a manifest of the user's replaces all", "[cli/profile]") {
  Transaction transaction;
  transaction.replaces_all = true;
  transaction.install.entries = {entry("c", "1", '4')};
  CHECK(labels(after(transaction)) == Texts{"c 1"});
}

TEST_CASE("what is removed may be named by version and output", "[cli/profile]") {
  Transaction transaction;
  transaction.remove = {"b@2"};
  CHECK(labels(after(transaction)) == Texts{"a 1"});
  transaction.remove = {"b", "b:doc"};
  CHECK(labels(after(transaction)) == Texts{"a 1"});
}

TEST_CASE("what is not there cannot be removed", "[cli/profile]") {
  for (const char* word : {"aa", "b@3", "a:doc"}) {
    Transaction transaction;
    transaction.remove = {word};
    CHECK_THROWS_WITH(after(transaction), fmt::format("'{}' is not in the profile", word));
  }
}

TEST_CASE("one name cannot be wished twice", "[cli/profile]") {
  Transaction transaction;
  transaction.install.entries = {entry("c", "1", '3'), entry("c", "2", '4')};
  CHECK_THROWS_WITH(after(transaction), "'c' is wished twice: once it is c 1, once c 2");
  transaction.install.entries = {entry("c", "1", '3'), entry("c", "1", '3')};
  CHECK(labels(after(transaction)) == Texts{"a 1", "b 2.1", "b:doc 2.1", "c 1"});
}

TEST_CASE("what comes along goes with what brought it", "[cli/profile]") {
  Transaction transaction;
  ManifestEntry lib = entry("lib", "1", '8');
  ManifestEntry c = entry("c", "1", '4');
  c.propagated = {lib.item};
  transaction.install = {{c}, {lib}};
  Manifest now = after(transaction);
  CHECK(now.propagated.size() == 1);
  Transaction removal;
  removal.remove = {"c"};
  CHECK(changed(now, removal).propagated.empty());
}

TEST_CASE("entries keep the channels that they came from", "[cli/profile]") {
  Transaction first;
  first.channels = {Channel{"old", "u", "", "1", {}}};
  first.install.entries = {entry("c", "1", '4')};
  first.install.entries[0].provenance = 0;
  Manifest now = after(first);
  Transaction second;
  second.channels = {Channel{"new", "u", "", "2", {}}};
  second.install.entries = {entry("d", "1", '5')};
  second.install.entries[0].provenance = 0;
  now = changed(now, second);
  REQUIRE(now.channels.size() == 2);
  CHECK(now.channels[*now.entries[3].provenance].name == "old");
  CHECK(now.channels[*now.entries[4].provenance].name == "new");
  Transaction third = second;
  third.remove = {"c"};
  CHECK(changed(now, third).channels == second.channels);
}

}  // namespace cairn
