// SPDX-License-Identifier: GPL-3.0-or-later
// cairn store add: files and folders as store items that are named by their contents.
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"

#include <filesystem>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct StoreAddWishes {
  std::optional<std::string> name;
  bool flat = false;
  bool text = false;
  bool repair = false;
  bool json = false;
  std::vector<std::string> paths;
};

Options store_add_options(StoreAddWishes& wishes) {
  return {
      {"--name", "NAME", "how the item is called (default: as the file)", &wishes.name},
      {"--flat", "", "a file, named by its bytes alone", &wishes.flat},
      {"--text", "", "a file, named as texts such as derivations are", &wishes.text},
      {"--repair", "", "put it in the place of the same item, if that was damaged", &wishes.repair},
      {"--json", "", "print JSON", &wishes.json},
      {"PATH...", "", "", &wishes.paths},
  };
}

void check(const StoreAddWishes& wishes) {
  if (wishes.flat && wishes.text) {
    throw Error("--flat and --text exclude each other", Exit::misused);
  }
  if (wishes.name && wishes.paths.size() > 1) {
    throw Error("one name cannot be given to several items", Exit::misused)
        .with_hint("cairn store add --name NAME PATH");
  }
}

StorePath add(Engine& engine, const std::string& text, const StoreAddWishes& wishes) {
  std::filesystem::path path = std::filesystem::absolute(text).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  std::string entry = path.filename().string();
  if (entry.empty()) throw Error("the root of the file system cannot be an item");
  std::string name = wishes.name.value_or(entry);
  if (wishes.text) return engine.add_text(name, read_file(path.string()), {});
  Fd folder = open_directory(path.parent_path().string());
  auto method = wishes.flat ? ContentMethod::flat : ContentMethod::recursive;
  return engine.add_tree(name, {method, HashAlgorithm::sha256}, folder.get(), entry);
}

Exit store_add(const StoreAddWishes& wishes, const PlaceWishes& place_wishes) {
  check(wishes);
  OpenEngine opened(place_wishes);
  if (wishes.repair) opened.engine.repair_on_add();
  Results results;
  auto list = nlohmann::json::array();
  for (const std::string& path : wishes.paths) {
    StorePath item =
        with_context("cannot add " + path, [&] { return add(opened.engine, path, wishes); });
    std::string text = opened.place.store.print(item);
    if (wishes.json) {
      list.push_back(text);
    } else {
      results.line(text);
      results.finish();  // the next may fail, and this one is there
    }
  }
  if (wishes.json) {
    results.json(list);
    results.finish();
  }
  return Exit::done;
}

}  // namespace

extern const Verb store_add_verb;
const Verb store_add_verb{"store add", "add files or folders to the store",
                          "Prints the items' paths.",
                          [] { return call_of(store_add_options, store_add); }};

}  // namespace cairn
