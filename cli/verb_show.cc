// SPDX-License-Identifier: GPL-3.0-or-later
// cairn show: what there is to know about packages. Of one that is named, the index says it, unless
// something about it is computed; then it is evaluated, as expressions and files are.
#include "cli/collection.hh"
#include "cli/evaluation/evaluation.hh"
#include "cli/package_arguments.hh"
#include "cli/package_description.hh"
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

// The descriptions of packages, as far as possible without an evaluator.
class Descriptions {
 public:
  Descriptions(const LoadPath& path, const PlaceWishes& place)
      : evaluation_(place_of(place).store, path, note) {}

  void add(const std::vector<PackageTarget>& targets) {
    if (targets.empty()) return;
    for (Message& found : evaluation_.descriptions(requests_of(targets))) {
      found_.push_back(std::move(found));
    }
  }
  void add(const PackageIndex& index, const std::string& name, const LicenseNames& licenses) {
    PackageSpecification wanted = parse_specification(name);
    IndexedPackage package = index.get(wanted);
    Message description = index_description(index, package, licenses);
    if (is_complete(description)) {
      found_.push_back(std::move(description));
      return;
    }
    const FoundPackage found = index.find(wanted);
    add({{name, {{"module", found.module}, {"variable", found.variable}}}});
  }
  const Message& found() const { return found_; }

 private:
  Evaluation evaluation_;
  Message found_ = Message::array();
};

Message descriptions_of(const ShowWishes& wishes, const PlaceWishes& place) {
  LoadPath path = collection_for(wishes.packages, place).path;
  Descriptions descriptions(path, place);
  descriptions.add(package_targets(wishes.packages, {}, path));
  if (wishes.names.empty()) return descriptions.found();
  PackageIndex index(path);
  LicenseNames licenses = license_names();
  for (const std::string& name : wishes.names) descriptions.add(index, name, licenses);
  return descriptions.found();
}

Exit show(const ShowWishes& wishes, const PlaceWishes& place) {
  if (wishes.names.empty() && !wishes.packages.names_something()) {
    throw Error("cairn show needs a package", Exit::misused).with_hint("cairn show --help");
  }
  Message found = descriptions_of(wishes, place);
  Results results;
  if (wishes.json) results.json(found);
  if (!wishes.json) {
    for (const Message& package : found) results.write(package_record(package).text() + "\n");
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
