// SPDX-License-Identifier: GPL-3.0-or-later
// cairn store verify: does what lies on disk agree with what is registered.
#include "cli/open_engine.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct StoreVerifyWishes {
  bool contents = false;
  bool repair = false;
};

Options store_verify_options(StoreVerifyWishes& wishes) {
  return {
      {"--check-contents", "", "read each item and compare its hash", &wishes.contents},
      {"--repair", "", "make anew what is damaged, and forget what is gone and not needed",
       &wishes.repair},
  };
}

Exit store_verify(const StoreVerifyWishes& wishes, const PlaceWishes& place_wishes) {
  OpenEngine opened(place_wishes);
  bool is_sound = opened.engine.verify(wishes.contents, wishes.repair);
  std::string store = opened.place.physical(opened.place.store.path());
  if (is_sound) {
    note(fmt::format("the store {} is sound", store));
    return Exit::done;
  }
  Error error("the store {} is damaged: see the warnings above", store);
  // What was changed only reading tells, which doctor does not.
  bool is_half = wishes.contents && !wishes.repair;
  error.with_hint(is_half
                      ? "what can be made anew is, by: cairn store verify --check-contents --repair"
                      : "cairn doctor tells how to mend it");
  throw error;
}

}  // namespace

extern const Verb store_verify_verb;
const Verb store_verify_verb{"store verify", "check that the store is sound", "",
                             [] { return call_of(store_verify_options, store_verify); }};

}  // namespace cairn
