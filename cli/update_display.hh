// SPDX-License-Identifier: GPL-3.0-or-later
// How an update of channels is shown: a line for each step, and on a terminal how far it is.
#pragma once

#include "cli/channels/channel_update.hh"

namespace cairn {

UpdateDisplay update_display();

}  // namespace cairn
