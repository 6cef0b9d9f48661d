// SPDX-License-Identifier: GPL-3.0-or-later
// cairn derivation show: what a derivation says.
#include "cli/derivation_reader.hh"
#include "cli/item_arguments.hh"
#include "cli/record.hh"
#include "cli/results.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"
#include "core/derivation/json.hh"

#include <filesystem>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct DerivationShowWishes {
  bool json = false;
  std::vector<std::string> paths;
};

Options derivation_show_options(DerivationShowWishes& wishes) {
  return {{"--json", "", "print JSON, as `nix show-derivation` does", &wishes.json},
          {"X.drv...", "", "", &wishes.paths}};
}

// One of the store or, as its name says, a file elsewhere.
std::pair<StorePath, Derivation> find_derivation(const Place& place, const std::string& text) {
  if (auto item = find_item_named(place, text)) {
    return {*item, read_stored_derivation(place, *item)};
  }
  std::string content = read_file(text);
  StorePath path(std::filesystem::path(text).filename().string());
  return {path, parse_aterm(place.store, content, derivation_name(path))};
}

std::string output_text(const std::string& name, const DerivationOutput& output,
                        const StoreDir& store) {
  std::string text = fmt::format("{} {}", name, store.print(output.path));
  if (!output.fixed) return text;
  bool is_tree = output.fixed->method == ContentMethod::recursive;
  return fmt::format("{} {}{}", text, is_tree ? "r:" : "",
                     to_tagged_text(output.fixed->hash, HashFormat::nix32));
}

std::string record_of(const Derivation& derivation, const StorePath& path, const StoreDir& store) {
  Record record;
  record.field("name", derivation.name).field("path", store.print(path));
  record.field("system", derivation.system).field("builder", derivation.builder);
  for (const std::string& argument : derivation.arguments) record.field("argument", argument);
  for (const auto& [name, output] : derivation.outputs) {
    record.field("output", output_text(name, output, store));
  }
  for (const auto& [input, outputs] : derivation.input_derivations) {
    record.field("input", fmt::format("{} {}", store.print(input), fmt::join(outputs, ",")));
  }
  for (const StorePath& source : derivation.input_sources) {
    record.field("source", store.print(source));
  }
  for (const auto& [name, value] : derivation.environment) {
    record.field("environment", fmt::format("{}={}", name, value));
  }
  return record.text();
}

Exit derivation_show(const DerivationShowWishes& wishes, const PlaceWishes& place_wishes) {
  Place place = place_of(place_wishes);
  Results results;
  nlohmann::json all = nlohmann::json::object();
  std::string separator;
  for (const std::string& text : wishes.paths) {
    auto [path, derivation] = find_derivation(place, text);
    if (wishes.json) {
      all[place.store.print(path)] = to_json(place.store, derivation);
    } else {
      results.write(separator + record_of(derivation, path, place.store));
      separator = "\n";
    }
  }
  if (wishes.json) results.json(all);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb derivation_show_verb;
const Verb derivation_show_verb{"derivation show", "show what a derivation says", "",
                                [] { return call_of(derivation_show_options, derivation_show); }};

}  // namespace cairn
