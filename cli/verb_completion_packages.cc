// SPDX-License-Identifier: GPL-3.0-or-later
// cairn completion packages: names of packages, for shells that complete them.
#include "cli/collection.hh"
#include "cli/evaluation/package_index.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

#include <algorithm>
#include <set>

namespace cairn {

namespace {

struct CompletionWishes {
  std::vector<std::string> load_path;
  std::string prefix;
};

Options completion_options(CompletionWishes& wishes) {
  return {
      {"-L,--load-path", "DIR", "look for modules in DIR first", &wishes.load_path},
      {"[PREFIX]", "", "", &wishes.prefix},
  };
}

// Names that a shell takes for something else come from no honest channel.
bool is_plain(std::string_view name) {
  return std::ranges::all_of(name, [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("+-._").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

Exit print_names(const CompletionWishes& wishes, const PlaceWishes& place) {
  LoadPath path = collection_for({wishes.load_path, {}, {}}, place).path;
  PackageIndex index(path);
  std::set<std::string_view> names;
  index.each([&](const IndexedPackage& package) {
    if (package.name.starts_with(wishes.prefix) && is_plain(package.name)) {
      names.insert(package.name);
    }
  });
  Results results;
  for (std::string_view name : names) results.line(name);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb completion_packages_verb;
const Verb completion_packages_verb{"completion packages",
                                    "print the names of packages that begin with PREFIX", "",
                                    [] { return call_of(completion_options, print_names); }};

}  // namespace cairn
