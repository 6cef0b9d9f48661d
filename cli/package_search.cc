// SPDX-License-Identifier: GPL-3.0-or-later
// Searching packages.
#include "cli/package_search.hh"

#include <algorithm>

namespace cairn {

namespace {

constexpr std::size_t match_limit = 3;  // a word that is repeated makes no package better
constexpr std::size_t whole_worth = 5;  // matches that one of all the text counts as

struct Weight {
  PackageIndex::Field field;
  std::size_t weight;
};
constexpr Weight weights[] = {{&PackageEntry::name, 4},
                              {&PackageEntry::synopsis, 3},
                              {&PackageEntry::description, 2},
                              {&PackageEntry::outputs, 1}};

std::size_t worth(const Pattern& pattern, std::string_view text) {
  std::size_t count = pattern.count_in(text, match_limit);
  return count > 0 && pattern.is_all_of(text) ? whole_worth : count;
}

// 0 if one of PATTERNS is nowhere in PACKAGE.
std::size_t relevance(const PackageIndex& index, const IndexedPackage& package,
                      const std::vector<Pattern>& patterns) {
  std::string_view texts[std::size(weights)] = {package.name};
  for (std::size_t i = 1; i < std::size(weights); ++i) {
    texts[i] = index.resolve(package, weights[i].field).field.text;
  }
  std::size_t all = 0;
  for (const Pattern& pattern : patterns) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < std::size(weights); ++i) {
      found += weights[i].weight * worth(pattern, texts[i]);
    }
    if (found == 0) return 0;
    all += found;
  }
  return all;
}

bool comes_first(const MatchingPackage& one, const MatchingPackage& other) {
  if (one.relevance != other.relevance) return one.relevance > other.relevance;
  if (one.package.name != other.package.name) return one.package.name < other.package.name;
  return is_older(other.package.version, one.package.version);
}

}  // namespace

std::vector<MatchingPackage> matching_packages(const PackageIndex& index,
                                               const std::vector<Pattern>& patterns) {
  std::vector<MatchingPackage> found;
  index.each([&](const IndexedPackage& package) {
    std::size_t own = relevance(index, package, patterns);
    if (own > 0) found.push_back({package, own});
  });
  std::ranges::stable_sort(found, comes_first);
  return found;
}

}  // namespace cairn
