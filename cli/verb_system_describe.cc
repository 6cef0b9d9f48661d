// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system describe: what the machine is, and where that comes from. Nothing is evaluated.
#include "cli/channels/channel_text.hh"
#include "cli/generation_title.hh"
#include "cli/machine_place.hh"
#include "cli/profile/store_view.hh"
#include "cli/results.hh"
#include "cli/system_provenance.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"
#include "core/machine/activate.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct DescribeWishes {
  bool json = false;
};

Options describe_options(DescribeWishes& wishes) {
  return {{"--json", "", "print JSON", &wishes.json}};
}

struct Description {
  Generation generation;
  std::string item;
  machine::SystemDeclaration system;
  SystemProvenance provenance;
  std::string configuration;  // where the declaration's text is
  std::optional<pid_t> init;
};

Description description_of(const Place& place) {
  MachinePlace where(place);
  Generation generation = where.current();
  std::string item = where.seen(generation.item);
  Fd root = where.store_root();
  Description told{generation, item, machine::declaration_of(root.get(), item), {}, {}, {}};
  StoreView view(place.root, place.store);
  if (auto file = view.find(item + "/" + provenance_file)) {
    told.provenance = parse_provenance(read_file(*file));
    told.configuration = item + "/" + configuration_file;
  }
  told.init = where.init();
  return told;
}

nlohmann::ordered_json json_of(const Description& told) {
  auto services = nlohmann::ordered_json::array();
  for (const machine::Service& service : told.system.services) services.push_back(service.name);
  auto channels = nlohmann::ordered_json::array();
  for (const Channel& channel : told.provenance.channels) {
    channels.push_back(channel_json(channel));
  }
  using Json = nlohmann::ordered_json;
  return {{"generation", told.generation.number},
          {"time", told.generation.time},
          {"item", told.item},
          {"hostName", told.system.host_name},
          {"services", services},
          {"configuration", told.configuration},
          {"loadPath", told.provenance.load_path},
          {"channels", channels},
          {"init", told.init ? Json(*told.init) : Json()}};
}

void print(Results& results, const Description& told) {
  results.line(generation_title(told.generation, true));
  results.line("  system: " + told.item);
  results.line("  host name: " + told.system.host_name);
  if (!told.configuration.empty()) results.line("  configuration: " + told.configuration);
  for (const Channel& channel : told.provenance.channels) {
    results.line(fmt::format("  channel: {} {} at {}", channel.name, channel.url, channel.commit));
  }
  for (const std::string& folder : told.provenance.load_path) {
    results.line("  load path: " + folder);
  }
  for (const machine::Service& service : told.system.services) {
    results.line("  service: " + service.name);
  }
  results.line(told.init ? fmt::format("  runs; its process 1 is {}", *told.init)
                         : "  does not run");
}

Exit describe(const DescribeWishes& wishes, const PlaceWishes& place) {
  Description told = description_of(place_of(place));
  Results results;
  if (wishes.json) {
    results.json(json_of(told));
  } else {
    print(results, told);
  }
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb system_describe_verb;
const Verb system_describe_verb{
    "system describe", "tell what the machine is now, and where that comes from",
    "Its declaration and the channels at their commits are in the item of the system, as\n"
    "configuration.scm and channels.scm: for 'cairn time-machine -C' to make the same again.",
    [] { return call_of(describe_options, describe); }};

}  // namespace cairn
