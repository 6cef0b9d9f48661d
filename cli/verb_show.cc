// SPDX-License-Identifier: GPL-3.0-or-later
// cairn show: what there is to know about packages.
#include "cli/collection.hh"
#include "cli/evaluation/evaluation.hh"
#include "cli/evaluation/evaluation_error.hh"
#include "cli/package_arguments.hh"
#include "cli/record.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct ShowWishes {
  PackageWishes packages;
  bool json = false;
  std::vector<std::string> names;
};

Options show_options(ShowWishes& wishes) {
  Options options = package_options(wishes.packages);
  options.push_back({"--json", "", "print JSON", &wishes.json});
  options.push_back({"[PACKAGE...]", "", "", &wishes.names});
  return options;
}

std::string joined(const Message& words, const char* separator) {
  std::string text;
  for (const Message& word : words) {
    if (!text.empty()) text += separator;
    text += word.get<std::string>();
  }
  return text;
}

std::string record_of(const Message& package) {
  Record record;
  for (const char* field : {"name", "version"}) {
    record.field(field, package.at(field).get<std::string>());
  }
  record.field("outputs", joined(package.at("outputs"), " "));
  record.field("dependencies", joined(package.at("dependencies"), " "));
  record.field("location", place_text(package.at("location")));
  if (!package.at("home-page").is_null()) {
    record.field("homepage", package.at("home-page").get<std::string>());
  }
  record.field("license", joined(package.at("license"), ", "));
  record.field("synopsis", package.at("synopsis").get<std::string>());
  record.field("description", package.at("description").get<std::string>());
  return record.text() + "\n";
}

Exit show(const ShowWishes& wishes, const PlaceWishes& place) {
  if (wishes.names.empty() && !wishes.packages.names_something()) {
    throw Error("cairn show needs a package", Exit::misused).with_hint("cairn show --help");
  }
  LoadPath path = collection_for(wishes.packages, place).path;
  Evaluation evaluation(place_of(place).store, path, note);
  Message found =
      evaluation.descriptions(requests_of(package_targets(wishes.packages, wishes.names, path)));
  Results results;
  if (wishes.json) results.json(found);
  if (!wishes.json) {
    for (const Message& package : found) results.write(record_of(package));
  }
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb show_verb;
const Verb show_verb{"show", "show what there is to know about packages",
                     "What is printed are records for recutils.",
                     [] { return call_of(show_options, show); }};

}  // namespace cairn
