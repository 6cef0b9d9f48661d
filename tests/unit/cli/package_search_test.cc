// SPDX-License-Identifier: GPL-3.0-or-later
// Which packages a search finds, and in which order.
#include "cli/package_search.hh"

#include "channels/index/module_block.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::vector<PackageSource> channel(const std::string& definitions) {
  Block block = module_block("(define-module (d a))" + definitions);
  auto index = ChannelIndex::read(
      index_pieces(ObjectId(), {{"d/a.scm", ObjectId(), block.head, block.entries}}).joined());
  std::vector<PackageSource> sources;
  sources.push_back(IndexedChannel{"", std::move(index.value())});
  return sources;
}

std::string package(const std::string& variable, const std::string& name,
                    const std::string& version, const std::string& synopsis,
                    const std::string& description) {
  return "(define-public " + variable + " (package (name \"" + name + "\") (version \"" + version +
         "\") (synopsis \"" + synopsis + "\") (description \"" + description + "\")))";
}

// The variables of what is found, in order.
std::string found(const PackageIndex& index, const std::vector<std::string>& words) {
  std::vector<Pattern> patterns(words.begin(), words.end());
  std::string names;
  for (const MatchingPackage& match : matching_packages(index, patterns)) {
    names += (names.empty() ? "" : " ") + std::string(match.package.entry.variable);
  }
  return names;
}

}  // namespace

TEST_CASE("a name counts more than a synopsis and that more than a description", "[cli]") {
  PackageIndex index(
      channel(package("d", "d", "1", "x", "a zip") + package("s", "s", "1", "a zip", "x") +
              package("n", "gzip", "1", "x", "x") + package("exact", "zip", "1", "x", "x") +
              package("none", "none", "1", "x", "x")));
  CHECK(found(index, {"zip"}) == "exact n s d");
}

TEST_CASE("each pattern must match somewhere", "[cli]") {
  PackageIndex index(
      channel(package("a", "a", "1", "red", "green") + package("b", "b", "1", "red", "")));
  CHECK(found(index, {"red", "GREEN"}) == "a");
  CHECK(found(index, {"red", "blue"}).empty());
}

TEST_CASE("equals come by name, and the newest version first", "[cli]") {
  PackageIndex index(channel(package("v9", "m", "1.9", "word", "") +
                             package("v10", "m", "1.10", "word", "") +
                             package("b", "b", "1", "word", "")));
  CHECK(found(index, {"word"}) == "b v10 v9");
}

TEST_CASE("what is inherited is found, too", "[cli]") {
  PackageIndex index(channel(package("a", "a", "1", "word", "") +
                             "(define-public b (package (inherit a) (name \"b\")))"));
  CHECK(found(index, {"word"}) == "a b");
}

}  // namespace cairn
