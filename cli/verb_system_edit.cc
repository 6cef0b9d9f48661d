// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system edit: look at the definition of a type of services, or change it.
#include "cli/collection.hh"
#include "cli/other_program.hh"
#include "cli/service_types.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"
#include "core/base/nearest.hh"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>

namespace cairn {

namespace {

struct EditWishes {
  std::vector<std::string> load_path;
  std::string name;
};

Options edit_options(EditWishes& wishes) {
  return {
      {"-L,--load-path", "DIR", "look for modules in DIR first", &wishes.load_path},
      {"SERVICE", "", "", &wishes.name},
  };
}

std::string editor() {
  for (const char* variable : {"VISUAL", "EDITOR"}) {
    const char* value = std::getenv(variable);
    if (value && *value) return value;
  }
  throw Error("neither VISUAL nor EDITOR says which editor you have").with_hint("EDITOR=nano");
}

const ServiceTypeFacts& called(const std::vector<ServiceTypeFacts>& types,
                               const std::string& name) {
  auto found = std::ranges::find(types, name, &ServiceTypeFacts::name);
  if (found != types.end()) return *found;
  std::vector<std::string> names;
  for (const ServiceTypeFacts& type : types) names.push_back(type.name);
  auto near = nearest(name, names);
  throw Error("there is no type of services '{}'", name)
      .with_hint(near ? fmt::format("is it '{}'?", *near) : "cairn system search");
}

std::string path_of(const OpenPlace& place) {
  std::string link = fmt::format("/proc/self/fd/{}", place.directory.get());
  return read_link_at(AT_FDCWD, link) + "/" + place.entry;
}

Exit edit(const EditWishes& wishes, const PlaceWishes& place) {
  std::string program = editor();
  LoadPath path = collection_for({wishes.load_path, {}, {}}, place).path;
  std::vector<ServiceTypeFacts> types = service_types(place_of(place).store, path);
  const ServiceTypeFacts& type = called(types, wishes.name);
  if (type.file.empty()) throw Error("it is not known where '{}' is defined", type.name);
  if (type.module.front() == "cairn") throw Error("'{}' is of the language itself", type.name);
  if (path.is_in_tree(type.file)) note("this is a copy: what is in a channel does not change");
  run_program({"sh", "-c", program + " \"$@\"", "edit", fmt::format("+{}", type.line),
               path_of(path.open_below(type.file))});
  return Exit::done;
}

}  // namespace

extern const Verb system_edit_verb;
const Verb system_edit_verb{"system edit", "open the definition of a type of services in an editor",
                            "The editor is what VISUAL, or EDITOR, says.",
                            [] { return call_of(edit_options, edit); }};

}  // namespace cairn
