// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system build: make the item from which a machine is activated.
#include "cli/results.hh"
#include "cli/system_builder.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct SystemBuildWishes {
  SystemWishes system;
  bool dry_run = false;
  bool derivations = false;
};

Options system_build_options(SystemBuildWishes& wishes) {
  Options options = {
      {"-n,--dry-run", "", "print which derivations would be built", &wishes.dry_run},
      {"-d,--derivations", "", "print the derivation, and build nothing", &wishes.derivations},
  };
  for (const Option& option : system_options(wishes.system)) options.push_back(option);
  return options;
}

std::vector<StorePath> answer_to(const SystemBuildWishes& wishes, SystemBuilder& builder) {
  if (wishes.derivations) return {builder.derivation()};
  if (wishes.dry_run) return builder.missing();
  auto item = builder.build();
  if (!item) return {};
  return {*item};
}

Exit build_system(const SystemBuildWishes& wishes, const PlaceWishes& place) {
  SystemBuilder builder(wishes.system, place);
  std::vector<StorePath> answer = answer_to(wishes, builder);
  builder.finish();
  Results results;
  for (const StorePath& path : answer) results.line(builder.place().store.print(path));
  results.finish();
  if (wishes.dry_run) {
    note(fmt::format("{} derivation{} would be built", answer.size(),
                     answer.size() == 1 ? "" : "s"));
  }
  return builder.status();
}

}  // namespace

extern const Verb system_build_verb;
const Verb system_build_verb{"system build",
                             "build the system that a file declares, and print where it is",
                             "FILE is Scheme text that ends with an operating-system.",
                             [] { return call_of(system_build_options, build_system); }};

}  // namespace cairn
