// SPDX-License-Identifier: GPL-3.0-or-later
// cairn install, remove, upgrade: the commonest changes of a profile, each of which is one option
// of cairn package.
#include "cli/change_profile.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct InstallWishes {
  ProfileWishes profile;
  ProfileOrder order;
};

Options with_profile_options(InstallWishes& wishes, Options options) {
  Options all = profile_options(wishes.profile);
  all.insert(all.end(), options.begin(), options.end());
  return all;
}

Options install_options(InstallWishes& wishes) {
  return with_profile_options(
      wishes,
      {{"-m,--manifest", "FILE", "have what FILE says, and nothing else", &wishes.order.manifests},
       {"[PACKAGE...]", "", "", &wishes.order.install}});
}

Options remove_options(InstallWishes& wishes) {
  return with_profile_options(wishes, {{"PACKAGE...", "", "", &wishes.order.remove}});
}

Options upgrade_options(InstallWishes& wishes) {
  return with_profile_options(
      wishes,
      {{"--do-not-upgrade", "REGEXP", "leave those that REGEXP matches", &wishes.order.upgrade_not},
       {"[REGEXP...]", "", "", &wishes.order.upgrade_only}});
}

Exit install(const InstallWishes& wishes, const PlaceWishes& place) {
  bool names_nothing = wishes.order.install.empty() && wishes.order.manifests.empty() &&
                       !wishes.profile.packages.names_something();
  if (names_nothing) {
    throw Error("cairn install needs a package", Exit::misused).with_hint("cairn install --help");
  }
  return change_profile(wishes.profile, wishes.order, place);
}

Exit remove(const InstallWishes& wishes, const PlaceWishes& place) {
  return change_profile(wishes.profile, wishes.order, place);
}

Exit upgrade(const InstallWishes& wishes, const PlaceWishes& place) {
  ProfileOrder order = wishes.order;
  order.upgrades = true;
  return change_profile(wishes.profile, order, place);
}

}  // namespace

extern const Verb install_verb, remove_verb, upgrade_verb;
const Verb install_verb{
    "install", "install packages into your profile",
    "A package is NAME, NAME@VERSION or NAME:OUTPUT. One of the same name and output is replaced.\n"
    "The profile gets a new generation; cairn package --roll-back goes back.",
    [] { return call_of(install_options, install); }};
const Verb remove_verb{"remove", "remove packages from your profile", "",
                       [] { return call_of(remove_options, remove); }};
const Verb upgrade_verb{"upgrade", "upgrade the packages in your profile",
                        "Without a REGEXP all of them; none is replaced by an older one.",
                        [] { return call_of(upgrade_options, upgrade); }};

}  // namespace cairn
