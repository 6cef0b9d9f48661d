// SPDX-License-Identifier: GPL-3.0-or-later
// cairn search: packages by what is said about them. Nothing is evaluated.
#include "cli/collection.hh"
#include "cli/package_description.hh"
#include "cli/package_search.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct SearchWishes {
  std::vector<std::string> load_path;
  bool json = false;
  std::vector<std::string> patterns;
};

Options search_options(SearchWishes& wishes) {
  return {
      {"-L,--load-path", "DIR", "look for modules in DIR first", &wishes.load_path},
      {"--json", "", "print JSON", &wishes.json},
      {"REGEX...", "", "", &wishes.patterns},
  };
}

Exit search(const SearchWishes& wishes, const PlaceWishes& place) {
  std::vector<Pattern> patterns;
  for (const std::string& text : wishes.patterns) patterns.emplace_back(text);
  LoadPath path = collection_for({wishes.load_path, {}, {}}, place).path;
  PackageIndex index(path);
  LicenseNames licenses = license_names();
  Results results;
  Message all = Message::array();
  for (const MatchingPackage& found : matching_packages(index, patterns)) {
    Message description = index_description(index, found.package, licenses);
    if (wishes.json) {
      description["relevance"] = found.relevance;
      all.push_back(std::move(description));
    } else {
      Record record = package_record(description);
      record.field("relevance", std::to_string(found.relevance));
      results.write(record.text() + "\n");
    }
  }
  if (wishes.json) results.json(all);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb search_verb;
const Verb search_verb{"search", "search packages by regular expressions",
                       "A package is found if each REGEX is in its name, synopsis, description or\n"
                       "outputs. The most relevant come first. What is printed are records for\n"
                       "recutils; fields that a package computes are left out.",
                       [] { return call_of(search_options, search); }};

}  // namespace cairn
