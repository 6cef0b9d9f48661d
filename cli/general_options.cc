// SPDX-License-Identifier: GPL-3.0-or-later
// The table of them.
#include "cli/general_options.hh"

namespace cairn {

Options general_options(GeneralWishes& wishes) {
  return {
      {"--root", "DIR", "the store is DIR/cairn/store (default: CAIRN_ROOT)", &wishes.place.root},
      {"--store", "DIR", "", &wishes.place.store},
      {"--state", "DIR", "", &wishes.place.state},
      {"-V,--version", "", "show the version", &wishes.version},
      {"-h,--help", "", "show this help", &wishes.help},
  };
}

}  // namespace cairn
