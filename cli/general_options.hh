// SPDX-License-Identifier: GPL-3.0-or-later
// The options that stand before the verb.
#pragma once

#include "cli/option.hh"
#include "cli/place.hh"

namespace cairn {

struct GeneralWishes {
  PlaceWishes place;
  bool version = false;
  bool help = false;
};

Options general_options(GeneralWishes& wishes);

}  // namespace cairn
